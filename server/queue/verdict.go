package queue

import (
	"errors"
	"time"
)

// verdict is what becomes of a job after an attempt.
type verdict struct {
	state    State
	attempt  int
	runAt    time.Time
	failures []Failure
}

// judge says what becomes of a job whose attempt ended with an error: cause is why
// its context ended, and ending says that the worker is to end, which is not the
// job's fault.
func (s settings) judge(j *Job, err, cause error, ending bool) verdict {
	v := verdict{state: Retrying, attempt: j.Attempt, runAt: s.now(), failures: append([]Failure{}, j.Errors...)}
	wait, isLater := isLater(err)
	switch {
	case errors.Is(cause, errCancelled):
		v.state = Cancelled
	case isLater || ending && !IsPermanent(err):
		v.attempt--
		v.runAt = v.runAt.Add(wait)
		v.state = unstarted(v.attempt)
		return v
	case IsPermanent(err) || j.Attempt >= j.MaxAttempts:
		v.state = Failed
	default:
		v.runAt = v.runAt.Add(s.backoff(j.ID, j.Attempt))
	}
	v.failures = append(v.failures, failure(s.now(), j.Attempt, err))
	return v
}

// unstarted is the state of a job that waits after so many attempts.
func unstarted(attempts int) State {
	if attempts > 0 {
		return Retrying
	}
	return Waiting
}
