package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"dateline/server/importer"

	"golang.org/x/term"
)

const (
	// lineInterval is the time between two lines of progress without a terminal.
	lineInterval = 10 * time.Second
	// redrawInterval is the time between two updates of the line on a terminal.
	redrawInterval = 200 * time.Millisecond
	// maxFailures is the number of failures that are listed.
	maxFailures = 10_000
)

// progress shows the progress of an import and prints its summary.
type progress struct {
	started time.Time
	inputs  *importer.Progress
	placed  func() int64
	// reparse reports that articles are parsed again and none are added.
	reparse bool

	mu        sync.Mutex
	before    importer.Status // at the start
	now       importer.Status
	failures  []string
	failed    int
	postponed int // jobs that will be tried again later
}

// update sets the status of the jobs.
func (p *progress) update(s importer.Status) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = s
}

// fail records an input or a job that failed.
func (p *progress) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed++; len(p.failures) < maxFailures {
		p.failures = append(p.failures, err.Error())
	}
}

// stats are the counts at one moment.
type stats struct {
	done, total int // articles and URLs
	perSecond   float64
	remaining   time.Duration // 0 when unknown
	placed      int64
	failed      int64
}

func (p *progress) stats() stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := stats{
		done: max(p.now.Done-p.before.Done, 0), placed: p.placed(),
		failed: p.inputs.Failures.Load() + int64(max(p.now.Failed-p.before.Failed, 0)),
	}
	s.total = s.done + p.now.Pending
	if s.perSecond = float64(s.done) / time.Since(p.started).Seconds(); s.perSecond > 0 && p.inputs.AllFound.Load() {
		unread := int(p.inputs.Sources.Load() - p.inputs.Finished.Load())
		s.remaining = time.Duration(float64(p.now.Pending+unread) / s.perSecond * float64(time.Second)).Round(time.Second)
	}
	return s
}

// String returns "120 of 400, 60/s, 512 mentions placed, 1 failed, 5s left".
func (s stats) String() string {
	line := fmt.Sprintf("%d of %d, %.0f/s, %d mentions placed, %d failed", s.done, s.total, s.perSecond, s.placed, s.failed)
	if s.remaining > 0 {
		line += fmt.Sprintf(", %s left", s.remaining)
	}
	return line
}

// show prints the progress until stop is called: on a terminal as one line that is
// redrawn, elsewhere as a line every ten seconds.
func (p *progress) show(w io.Writer) (stop func()) {
	if terminal := terminalOf(w); terminal != nil {
		return every(redrawInterval, func() { redraw(terminal, p.stats()) }, func() { fmt.Fprint(terminal, clearLine) })
	}
	return every(lineInterval, func() { fmt.Fprintln(w, p.stats()) }, func() {})
}

// every calls tick at an interval until stop is called, and then last.
func every(interval time.Duration, tick, last func()) (stop func()) {
	done := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		t := time.NewTicker(interval)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				tick()
			case <-done:
				last()
				return
			}
		}
	})
	return func() {
		close(done)
		running.Wait()
	}
}

// clearLine moves the cursor of a terminal to the start of its line and clears it.
const clearLine = "\r\x1b[K"

// redraw replaces the line of a terminal by a bar and the counts.
func redraw(terminal *os.File, s stats) {
	width, _, err := term.GetSize(int(terminal.Fd()))
	if err != nil {
		width = 80
	}
	fmt.Fprint(terminal, clearLine, progressLine(s, width))
}

// barWidth is the number of cells of a bar.
const barWidth = 30

// progressLine returns a bar and the counts, cut to the width of a terminal.
func progressLine(s stats, width int) string {
	filled := 0
	if s.total > 0 {
		filled = barWidth * min(s.done, s.total) / s.total
	}
	line := fmt.Sprintf("[%-*s] %s", barWidth, "=============================="[:filled], s)
	return line[:max(0, min(len(line), width-1))]
}

// terminalOf returns the terminal that w writes to, or nil.
func terminalOf(w io.Writer) *os.File {
	if p, ok := w.(*printable); ok {
		w = p.w
	}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return file
	}
	return nil
}

// counts returns the sentence that counts the articles.
func (p *progress) counts() string {
	if p.reparse {
		return plural(int64(p.now.Done-p.before.Done), "article", "articles") + " parsed again"
	}
	in := p.inputs
	s := plural(in.New.Load(), "article", "articles") + fmt.Sprintf(" added, %d already in the collection", in.Existing.Load())
	if n := in.Unchanged.Load(); n > 0 {
		s += ", " + plural(n, "unchanged file", "unchanged files") + " skipped"
	}
	if n := in.Feeds.Load(); n > 0 {
		s += ", " + plural(n, "feed", "feeds") + " followed"
	}
	return s
}

// plural returns a count with its noun.
func plural(n int64, one, other string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, other)
}

// summarize prints the failures and the counts. err is why the import stopped early, or
// nil; the error returned is that of the command.
func (p *progress) summarize(out, errs io.Writer, err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.failures {
		fmt.Fprintf(errs, "dateline: %s\n", f)
	}
	if more := p.failed - len(p.failures); more > 0 {
		fmt.Fprintf(errs, "dateline: and %d more\n", more)
	}
	fmt.Fprintf(out, "%s (%s)\n", p.counts(), time.Since(p.started).Round(100*time.Millisecond))
	if p.postponed > 0 {
		fmt.Fprintf(out, "%d will be tried again later by \"dateline work\" or \"dateline serve\"\n", p.postponed)
	} else if n := p.now.Pending; n > 0 {
		fmt.Fprintf(out, "%d queued; run \"dateline work\" or \"dateline serve\"\n", n)
	}
	switch {
	case err != nil:
		return fmt.Errorf("stopped early; run the same command again to resume: %w", err)
	case p.failed > 0:
		return fmt.Errorf("%d failed; see the reasons above", p.failed)
	}
	return nil
}
