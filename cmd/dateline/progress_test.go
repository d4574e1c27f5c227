package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/server/importer"
)

// newProgress returns the progress of an import of four files, one second after its
// start.
func newProgress(errs io.Writer) *progress {
	inputs := &importer.Progress{}
	inputs.Sources.Store(4)
	inputs.Finished.Store(4)
	inputs.AllFound.Store(true)
	inputs.New.Store(1)
	inputs.Existing.Store(2)
	inputs.Feeds.Store(1)
	p := &progress{started: time.Now(), inputs: inputs, placed: func() int64 { return 12 }, errs: errs}
	p.update(importer.Status{Done: 2, Pending: 4})
	return p
}

func TestProgressPrintsALineEveryTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		stop := newProgress(&out).show()
		<-time.After(25 * time.Second)
		stop()
		want := "2 of 6, 0/s, 12 mentions placed, 0 failed, 20s left\n2 of 6, 0/s, 12 mentions placed, 0 failed, 40s left\n"
		if out.String() != want {
			t.Errorf("printed %q, want %q", out.String(), want)
		}
	})
}

func TestProgressLineFitsTheTerminal(t *testing.T) {
	s := stats{done: 1, total: 2, placed: 3}
	if got, want := progressLine(s, 200), "[===============               ] 1 of 2, 0/s, 3 mentions placed, 0 failed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, width := range []int{0, 1, 10, 40} {
		if got := progressLine(s, width); len(got) >= max(width, 1) {
			t.Errorf("a line of %d cells for a terminal of %d", len(got), width)
		}
	}
	if got := progressLine(stats{}, 80); !strings.HasPrefix(got, "[ ") {
		t.Errorf("got %q", got)
	}
}

func TestSummary(t *testing.T) {
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		change    func(*progress)
		err       error
		out, errs string
		want      string
	}{
		"failed":    {func(p *progress) { p.fail(errors.New("a.txt is empty")) }, nil, "1 article added, 2 already in the collection, 1 feed followed", "dateline: a.txt is empty\n", "1 failed; see the reasons above"},
		"pending":   {func(*progress) {}, nil, "4 queued; run \"dateline work\"", "", ""},
		"postponed": {func(p *progress) { p.now.Postponed = 3 }, nil, "1 queued; run \"dateline work\" or \"dateline serve\"\n3 to be retried by", "", ""},
		"stopped":   {func(*progress) {}, broken, "", "", "stopped early; run the same command again to resume: broken"},
		"reparse":   {func(p *progress) { p.reparse = true }, nil, "2 articles parsed again", "", ""},
		"unchanged": {func(p *progress) { p.inputs.Unchanged.Store(2) }, nil, "2 unchanged files skipped", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs strings.Builder
			p := newProgress(&errs)
			test.change(p)
			err := p.summarize(&out, test.err)
			if (err == nil) != (test.want == "") || err != nil && err.Error() != test.want {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if !strings.Contains(out.String(), test.out) || !strings.HasSuffix(errs.String(), test.errs) {
				t.Errorf("printed %q and %q", out.String(), errs.String())
			}
		})
	}
}
