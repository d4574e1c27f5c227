package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"dateline/server/importer"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

const (
	// sayEvery is the time between two lines where there is no terminal.
	sayEvery = 10 * time.Second
	// barEvery is the time between two pictures of the bar.
	barEvery = 200 * time.Millisecond
	// maxFailures is how many failures are listed.
	maxFailures = 10_000
)

// report tells how far the adding of inputs is, and what came of it.
type report struct {
	began    time.Time
	progress *importer.Progress
	placed   func() int64
	// reparsing says that no input is added.
	reparsing bool

	mu     sync.Mutex
	before importer.Status // when it began
	now    importer.Status
	failed []string
	count  int // of failures
	left   int // to be tried again later
}

// note remembers how far the jobs are.
func (r *report) note(s importer.Status) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = s
}

// fail remembers an input that cannot be taken.
func (r *report) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.count++; len(r.failed) < maxFailures {
		r.failed = append(r.failed, err.Error())
	}
}

// failJob remembers a job that failed.
func (r *report) failJob(name, reason string) { r.fail(fmt.Errorf("%s: %s", name, reason)) }

// figures are what is told at a moment.
type figures struct {
	done, total int // articles and addresses
	rate        float64
	left        time.Duration // 0 when it is not known
	places      int64
	failures    int64
}

func (r *report) figures() figures {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := figures{
		done: max(r.now.Done-r.before.Done, 0), places: r.placed(),
		failures: r.progress.Failures.Load() + int64(max(r.now.Failed-r.before.Failed, 0)),
	}
	f.total = f.done + r.now.Pending
	if f.rate = float64(f.done) / time.Since(r.began).Seconds(); f.rate > 0 && r.progress.AllFound.Load() {
		unread := int(r.progress.Sources.Load() - r.progress.Finished.Load())
		f.left = time.Duration(float64(r.now.Pending+unread) / f.rate * float64(time.Second)).Round(time.Second)
	}
	return f
}

// String is "120 of 400 articles, 60/s, 512 places, 1 failure, 5s left".
func (f figures) String() string {
	s := fmt.Sprintf("%d of %d, %.0f/s, %d mentions placed, %d failed", f.done, f.total, f.rate, f.places, f.failures)
	if f.left > 0 {
		s += fmt.Sprintf(", %s left", f.left)
	}
	return s
}

// show tells how far it is until stop is called: by a bar on a terminal, by a line
// now and then elsewhere.
func (r *report) show(w io.Writer) (stop func()) {
	done := make(chan struct{})
	var showing sync.WaitGroup
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		showing.Go(func() { r.bar(file, done) })
	} else {
		showing.Go(func() { r.lines(w, done) })
	}
	return func() {
		close(done)
		showing.Wait()
	}
}

func (r *report) lines(w io.Writer, done <-chan struct{}) {
	tick := time.NewTicker(sayEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			fmt.Fprintln(w, r.figures())
		case <-done:
			return
		}
	}
}

func (r *report) bar(w io.Writer, done <-chan struct{}) {
	p := mpb.New(mpb.WithOutput(w), mpb.WithRefreshRate(barEvery), mpb.WithWidth(30))
	b := p.New(0, mpb.BarStyle(), mpb.BarRemoveOnComplete(),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return r.figures().String() })))
	tick := time.NewTicker(barEvery)
	defer tick.Stop()
	for {
		f := r.figures()
		b.SetTotal(int64(f.total), false)
		b.SetCurrent(int64(f.done))
		select {
		case <-tick.C:
		case <-done:
			b.Abort(true)
			p.Wait()
			return
		}
	}
}

// sum says how many articles there were of what sort.
func (r *report) sum() string {
	if r.reparsing {
		return counted(int64(r.now.Done-r.before.Done), "article was parsed anew", "articles were parsed anew")
	}
	p := r.progress
	s := counted(p.New.Load(), "article is new", "articles are new") + ", " + counted(p.Existing.Load(), "was there", "were there")
	if n := p.Unchanged.Load(); n > 0 {
		s += ", " + counted(n, "file was read before", "files were read before")
	}
	if n := p.Feeds.Load(); n > 0 {
		s += ", " + counted(n, "feed is followed from now on", "feeds are followed from now on")
	}
	return s
}

func counted(n int64, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}

// conclude tells what came of it: the failures by input and reason, and the sum. err
// is why it ended early, or nil.
func (r *report) conclude(out, errs io.Writer, err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range r.failed {
		fmt.Fprintf(errs, "dateline: %s\n", f)
	}
	if more := r.count - len(r.failed); more > 0 {
		fmt.Fprintf(errs, "dateline: and %d more\n", more)
	}
	fmt.Fprint(out, r.sum())
	fmt.Fprintf(out, " (%s)\n", time.Since(r.began).Round(100*time.Millisecond))
	if n := r.left; n > 0 {
		fmt.Fprintf(out, "%d are to be tried again later, by \"dateline work\" or \"dateline serve\"\n", n)
	} else if n := r.now.Pending; n > 0 {
		fmt.Fprintf(out, "%d wait for \"dateline work\" or \"dateline serve\"\n", n)
	}
	switch {
	case err != nil:
		return fmt.Errorf("not all was added; the same command goes on from here: %w", err)
	case r.count > 0:
		return fmt.Errorf("%d failed; the reasons are above", r.count)
	}
	return nil
}
