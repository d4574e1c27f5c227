package queue

import (
	"errors"
	"time"
)

// retryDecision is what becomes of a job after an attempt.
type retryDecision struct {
	state    State
	attempt  int
	runAt    time.Time
	failures []Failure
}

// decide says what becomes of a job whose attempt ended with an error: cause is why
// its context ended, and ending says that the worker is to end, which is not the
// job's fault.
func (s settings) decide(j *Job, err, cause error, ending bool) retryDecision {
	v := retryDecision{state: Retrying, attempt: j.Attempt, runAt: s.now(), failures: append([]Failure{}, j.Errors...)}
	wait, snooze := snoozeWait(err)
	switch {
	case errors.Is(cause, errCancelled):
		v.state = Cancelled
	case snooze || ending && !IsPermanent(err):
		v.attempt--
		v.runAt = v.runAt.Add(wait)
		v.state = pendingState(v.attempt)
		return v
	case IsPermanent(err) || j.Attempt >= j.MaxAttempts:
		v.state = Failed
	default:
		v.runAt = v.runAt.Add(s.backoff(j.ID, j.Attempt))
	}
	v.failures = append(v.failures, failure(s.now(), j.Attempt, err))
	return v
}

// pendingState is the state of a job that waits after so many attempts.
func pendingState(attempts int) State {
	if attempts > 0 {
		return Retrying
	}
	return Waiting
}
