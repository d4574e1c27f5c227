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
)

// progress shows the progress of an import and prints its summary.
type progress struct {
	started time.Time
	inputs  *importer.Progress
	placed  func() int64
	// reparse reports that articles are parsed again and none are added.
	reparse bool

	errs io.Writer

	mu       sync.Mutex
	now      importer.Status
	failed   int
	terminal *os.File // that shows the progress in its last line, or nil
}

// update sets the status of the jobs.
func (p *progress) update(s importer.Status) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = s
}

// fail prints and counts an input or a job that failed.
func (p *progress) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed++
	if p.terminal != nil {
		fmt.Fprint(p.terminal, clearLine)
	}
	fmt.Fprintf(p.errs, "dateline: %v\n", err)
}

// notice prints what a person should know about how an input was read.
func (p *progress) notice(message string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal != nil {
		fmt.Fprint(p.terminal, clearLine)
	}
	fmt.Fprintf(p.errs, "dateline: %s\n", message)
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
		done: p.now.Done, placed: p.placed(), failed: int64(p.failed),
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
func (p *progress) show() (stop func()) {
	if terminal := terminalOf(p.errs); terminal != nil {
		p.terminal = terminal
		return every(redrawInterval, func() { redraw(terminal, p.stats()) }, func() { fmt.Fprint(terminal, clearLine) })
	}
	return every(lineInterval, func() { fmt.Fprintln(p.errs, p.stats()) }, func() {})
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
		return plural(int64(p.now.Done), "article", "articles") + " parsed again"
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

// summarize prints the counts. err is why the import stopped early, or nil; the error
// returned is that of the command.
func (p *progress) summarize(out io.Writer, err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(out, "%s (%s)\n", p.counts(), time.Since(p.started).Round(100*time.Millisecond))
	if n := p.now.Pending - p.now.Postponed; n > 0 {
		fmt.Fprintf(out, "%d queued; run \"dateline work\" or \"dateline serve\"\n", n)
	}
	if n := p.now.Postponed; n > 0 {
		fmt.Fprintf(out, "%d to be retried by \"dateline work\" or \"dateline serve\"\n", n)
	}
	switch {
	case err != nil:
		return fmt.Errorf("stopped early; run the same command again to resume: %w", err)
	case p.failed > 0:
		return fmt.Errorf("%d failed; see the reasons above", p.failed)
	}
	return nil
}
