package importer

import (
	"context"
	"time"

	"dateline/server/queue"
)

// Status counts the jobs of a group, without feed polls and comparisons.
type Status struct {
	// Done and Failed are finished, Pending are not.
	Done, Failed, Pending int
}

// When waiting looks again.
const (
	lookAtLeast = 100 * time.Millisecond
	// lookShare bounds what looking takes: one part in so many of the time.
	lookShare = 20
)

// soon is how long a job may still have to wait that is waited for. Others are to be
// tried again in hours.
const soon = 2 * time.Minute

// Status counts the jobs of a group: of a collection, or [ReparseGroup].
func (in *Importer) Status(ctx context.Context, group string) (Status, error) {
	s, _, err := in.standing(ctx, group)
	return s, err
}

func (in *Importer) standing(ctx context.Context, group string) (s Status, counts map[queue.Kind]map[queue.State]int, err error) {
	err = in.retryWhileDown(ctx, func() error {
		counts, err = in.Queue.Counts(ctx, group, "")
		return err
	})
	for _, kind := range importKinds {
		for state, n := range counts[kind] {
			switch {
			case state == queue.Done:
				s.Done += n
			case state == queue.Failed:
				s.Failed += n
			case !state.Finished():
				s.Pending += n
			}
		}
	}
	return s, counts, err
}

// Wait waits until nothing of a group is left to be done soon, and tells each time it
// looks how far that is. What is left then is to be tried again later, such as a page
// of a server that did not answer. Somebody must be working.
func (in *Importer) Wait(ctx context.Context, group string, tell func(Status)) (left int, err error) {
	for {
		began := time.Now()
		s, counts, err := in.standing(ctx, group)
		if err != nil {
			return 0, err
		}
		tell(s)
		over := false
		err = in.retryWhileDown(ctx, func() error {
			over, err = in.finished(ctx, group, counts)
			return err
		})
		if err != nil || over {
			return s.Pending, err
		}
		select {
		case <-time.After(max(lookAtLeast, lookShare*time.Since(began))):
		case <-ctx.Done():
			return s.Pending, ctx.Err()
		}
	}
}

// over reports whether nothing of a group is being done, or to be done soon. It hurries
// comparisons that nothing else is to be waited for.
func (in *Importer) finished(ctx context.Context, group string, counts map[queue.Kind]map[queue.State]int) (bool, error) {
	running, open := 0, 0
	for _, states := range counts {
		running += states[queue.Running]
		open += states[queue.Waiting] + states[queue.Retrying]
	}
	if running > 0 || open == 0 {
		return running == 0, nil
	}
	if parse := counts[KindParse]; parse[queue.Waiting] > 0 {
		return false, nil // somebody is about to take it
	}
	jobs, err := in.Queue.Jobs(ctx, queue.Filter{Group: group, States: []queue.State{queue.Waiting, queue.Retrying}, Limit: 10_000})
	if err != nil {
		return false, err
	}
	over := len(jobs) > 0 // or else they began meanwhile
	for i := range jobs {
		j := &jobs[i]
		if j.Kind == KindIndex && j.State == queue.Waiting && time.Until(j.RunAt) > 0 {
			if err := in.Queue.Retry(ctx, j.ID); err != nil && !gone(err) {
				return false, err
			}
		}
		over = over && j.Kind != KindIndex && time.Until(j.RunAt) > soon
	}
	return over, nil
}

// FailedSince lists the jobs of a group that have failed since a time, in the order
// in which they were queued, and calls tell with what each worked on and why it
// failed.
func (in *Importer) FailedSince(ctx context.Context, group string, since time.Time, tell func(name, reason string)) error {
	f := queue.Filter{Group: group, Kinds: importKinds, States: []queue.State{queue.Failed}, Limit: 1000}
	var failed []queue.Job
	for {
		var jobs []queue.Job
		err := in.retryWhileDown(ctx, func() (err error) {
			jobs, err = in.Queue.Jobs(ctx, f)
			return err
		})
		if err != nil {
			return err
		}
		for i := range jobs {
			if !jobs[i].Finished.Before(since) {
				failed = append(failed, jobs[i])
			}
		}
		if len(jobs) < f.Limit {
			break
		}
		f.Before = jobs[len(jobs)-1].ID
	}
	for i := len(failed) - 1; i >= 0; i-- {
		reason := "the reason is not known"
		if n := len(failed[i].Errors); n > 0 {
			reason = failed[i].Errors[n-1].Error
		}
		_, name, _ := describeJob(&failed[i])
		tell(name, reason)
	}
	return nil
}
