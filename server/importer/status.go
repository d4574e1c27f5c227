package importer

import (
	"context"
	"fmt"
	"time"

	"dateline/server/queue"
)

// Status counts the jobs of an import, without comparisons.
type Status struct {
	// Done and Failed are finished, Pending are not. Postponed are the pending ones
	// that failed and are retried later.
	Done, Failed, Pending, Postponed int
}

// Limits on the time between two looks at the queue, which a change of the queue by
// this process ends.
const (
	minLookInterval = 50 * time.Millisecond
	maxLookInterval = 2 * time.Second
	// lookShare limits the time that looking takes to one part in so many.
	lookShare = 20
)

// retryWait is how far away a retry may be that is waited for: that of a job whose worker
// died is, the first one of a failed job is not.
const retryWait = 5 * time.Second

// importKinds are the kinds of jobs that are shown as imports.
var importKinds = []queue.Kind{KindFetch, KindRead, KindParse}

// waitedKinds are the kinds of jobs that an import waits for, but for comparisons.
var waitedKinds = []queue.Kind{KindFetch, KindPoll, KindRead, KindParse}

// waiter waits for the jobs of a request and reports those that fail.
type waiter struct {
	im       *Importer
	request  *AddRequest
	started  time.Time
	before   Status
	reported map[int64]bool // failed and postponed jobs
	failed   int            // jobs that have failed, at the last look
}

// newWaiter returns a waiter that reports the jobs that fail from now on.
func (im *Importer) newWaiter(ctx context.Context, r *AddRequest) (*waiter, error) {
	w := &waiter{im: im, request: r, started: time.Now().Truncate(time.Millisecond), reported: map[int64]bool{}}
	counts, err := w.counts(ctx)
	if err != nil {
		return nil, err
	}
	w.before = statusOf(counts)
	w.failed = w.before.Failed
	return w, nil
}

type jobCounts = map[queue.Kind]map[queue.State]int

// counts counts the jobs of the request.
func (w *waiter) counts(ctx context.Context) (jobCounts, error) {
	all := jobCounts{}
	for _, batch := range w.request.batches() {
		var counts jobCounts
		err := w.im.retryWhileDown(ctx, func() (err error) {
			counts, err = w.im.Queue.Counts(ctx, "", batch)
			return err
		})
		if err != nil {
			return nil, err
		}
		for kind, states := range counts {
			if all[kind] == nil {
				all[kind] = map[queue.State]int{}
			}
			for state, n := range states {
				all[kind][state] += n
			}
		}
	}
	return all, nil
}

func statusOf(counts jobCounts) (s Status) {
	for _, kind := range waitedKinds {
		for state, n := range counts[kind] {
			switch {
			case state == queue.Done && kind != KindPoll:
				s.Done += n
			case state == queue.Failed:
				s.Failed += n
			case !state.Finished():
				s.Pending += n
			}
		}
	}
	return s
}

// look reports the state of the jobs, those that failed and those that are postponed.
func (w *waiter) look(ctx context.Context) (s Status, err error) {
	counts, err := w.counts(ctx)
	if err != nil {
		return s, err
	}
	s = statusOf(counts)
	if s.Failed != w.failed {
		if err := w.reportFailed(ctx); err != nil {
			return s, err
		}
		w.failed = s.Failed
	}
	retrying := 0
	for _, kind := range waitedKinds {
		retrying += counts[kind][queue.Retrying]
	}
	if retrying > 0 {
		if s.Postponed, err = w.reportPostponed(ctx); err != nil {
			return s, err
		}
	}
	if w.request.Updated != nil {
		shown := s
		shown.Done, shown.Failed = max(s.Done-w.before.Done, 0), max(s.Failed-w.before.Failed, 0)
		w.request.Updated(shown)
	}
	return s, nil
}

// jobs lists the jobs of the request in a state, the oldest first.
func (w *waiter) jobs(ctx context.Context, state queue.State) (all []queue.Job, err error) {
	for _, batch := range w.request.batches() {
		f := queue.Filter{Batch: batch, States: []queue.State{state}, Limit: 1000}
		for {
			var page []queue.Job
			err := w.im.retryWhileDown(ctx, func() (err error) {
				page, err = w.im.Queue.Jobs(ctx, f)
				return err
			})
			if err != nil {
				return nil, err
			}
			all = append(all, page...)
			if len(page) < f.Limit {
				break
			}
			f.Before = page[len(page)-1].ID
		}
	}
	for i, k := 0, len(all)-1; i < k; i, k = i+1, k-1 {
		all[i], all[k] = all[k], all[i]
	}
	return all, nil
}

// reportFailed reports the jobs that have failed since the start.
func (w *waiter) reportFailed(ctx context.Context) error {
	jobs, err := w.jobs(ctx, queue.Failed)
	for i := range jobs {
		j := &jobs[i]
		if !j.Finished.Before(w.started) {
			w.report(j, "")
		}
	}
	return err
}

// reportPostponed reports the jobs that failed and are retried later, and counts them.
func (w *waiter) reportPostponed(ctx context.Context) (n int, err error) {
	jobs, err := w.jobs(ctx, queue.Retrying)
	for i := range jobs {
		j := &jobs[i]
		if len(j.Errors) == 0 || time.Until(j.RunAt) <= retryWait {
			continue
		}
		n++
		w.report(j, "; \"dateline work\" or \"dateline serve\" retries it")
	}
	return n, err
}

// wait waits until the inputs are read and the jobs are finished or postponed, and then
// for the comparisons of the collection. read receives the result of reading.
func (w *waiter) wait(ctx context.Context, read <-chan error) error {
	for {
		changed := w.im.Queue.Changed()
		began := time.Now()
		s, err := w.look(ctx)
		if err != nil {
			return err
		}
		if read == nil && s.Pending == s.Postponed {
			if done, err := w.compared(ctx, s); err != nil || done {
				return err
			}
		}
		interval := min(max(minLookInterval, lookShare*time.Since(began)), maxLookInterval)
		select {
		case err := <-read:
			if err != nil {
				return err
			}
			read = nil
			continue
		case <-changed:
		case <-time.After(maxLookInterval):
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case <-time.After(time.Until(began.Add(interval))):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// compared reports whether the articles of the collection were compared, which is
// started at once, or are left to others that still import articles into it.
func (w *waiter) compared(ctx context.Context, s Status) (done bool, err error) {
	p := &w.request.Progress
	if s.Done == 0 && p.New.Load()+p.Existing.Load()+p.Unchanged.Load() == 0 {
		return true, nil
	}
	groups := []string{w.request.Collection}
	if w.request.Reparse {
		groups = append(groups, ReparseGroup)
	}
	done = true
	for _, group := range groups {
		err = w.im.retryWhileDown(ctx, func() error {
			pending, err := w.startComparisons(ctx, group)
			done = done && !pending
			return err
		})
		if err != nil {
			return false, err
		}
	}
	return done, nil
}

// startComparisons starts the comparisons of a group that wait for more articles, reports
// those that failed, and reports whether any are pending. Those that wait for the imports
// of others are left to them.
func (w *waiter) startComparisons(ctx context.Context, group string) (pending bool, err error) {
	counts, err := w.im.Queue.Counts(ctx, group, "")
	if err != nil || counts[KindParse][queue.Waiting]+counts[KindParse][queue.Running] > 0 {
		return false, err
	}
	pending = counts[KindIndex][queue.Running] > 0
	jobs, err := w.im.Queue.Jobs(ctx, queue.Filter{
		Group: group, Kinds: []queue.Kind{KindIndex}, States: []queue.State{queue.Waiting, queue.Retrying, queue.Failed}, Limit: 10_000,
	})
	if err != nil {
		return false, err
	}
	for i := range jobs {
		j := &jobs[i]
		wait := time.Until(j.RunAt)
		switch {
		case j.State == queue.Failed && j.Finished.Before(w.started): // an earlier failure
		case j.State == queue.Failed || j.State == queue.Retrying && wait > retryWait:
			w.report(j, "")
		case j.State == queue.Waiting && wait > 0:
			pending = true
			if err := w.im.Queue.Retry(ctx, j.ID); ignoreNotFound(err) != nil {
				return false, err
			}
		default:
			pending = true
		}
	}
	return pending, nil
}

// report reports a failed or postponed job once.
func (w *waiter) report(j *queue.Job, hint string) {
	if w.reported[j.ID] {
		return
	}
	w.reported[j.ID] = true
	reason := reasonOf(j)
	if reason == "" {
		reason = "the reason is unknown"
	}
	w.request.Failed(fmt.Errorf("%s: %s%s", JobName(j), reason, hint))
}
