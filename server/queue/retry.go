package queue

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"time"
)

// retryDecision is the new state of a job after an attempt.
type retryDecision struct {
	state    State
	attempt  int
	runAt    time.Time
	failures []Failure
}

// decide returns the new state of a job whose attempt failed with err. cause is why
// its context ended. ending is set when the worker ends, which does not count as a
// failure.
func (s settings) decide(j *Job, err, cause error, ending bool) retryDecision {
	d := retryDecision{state: Retrying, attempt: j.Attempt, runAt: s.now(), failures: append([]Failure{}, j.Errors...)}
	snooze := asSnooze(err)
	switch {
	case errors.Is(cause, errCancelled):
		d.state = Cancelled
	case snooze != nil || ending && !IsPermanent(err):
		d.attempt--
		d.state = pendingState(d.attempt)
		if snooze == nil {
			return d
		}
		d.runAt = d.runAt.Add(snooze.wait)
		if snooze.err == nil {
			return d
		}
		d.state = Retrying
	case IsPermanent(err) || j.Attempt >= j.MaxAttempts:
		d.state = Failed
	default:
		d.runAt = d.runAt.Add(s.backoff(j.ID, j.Attempt))
	}
	d.failures = append(d.failures, newFailure(s.now(), j.Attempt, err))
	d.failures = d.failures[max(0, len(d.failures)-maxFailures):]
	return d
}

// pendingState is the state of a job that waits after a number of attempts.
func pendingState(attempts int) State {
	if attempts > 0 {
		return Retrying
	}
	return Waiting
}

// The messages stored for a job whose worker died. lostMessage is followed by the
// name of the worker.
const (
	lostMessage  = "the worker died or lost contact: "
	crashMessage = "the program died twice while it processed this job; the input may need more memory than there is. " +
		"Split or remove it, or retry the job alone"
)

const (
	minBackoff = 10 * time.Second
	maxBackoff = 6 * time.Hour
)

// exponentialBackoff triples the wait with each attempt, from 10 seconds to 6 hours.
// A jitter of 10 % either way, derived from the job, keeps jobs that failed together
// from being retried together.
func exponentialBackoff(id int64, attempt int) time.Duration {
	wait := minBackoff
	for n := 1; n < attempt && wait < maxBackoff; n++ {
		wait *= 3
	}
	wait = min(wait, maxBackoff)
	h := fnv.New32a()
	_ = binary.Write(h, binary.LittleEndian, [2]int64{id, int64(attempt)}) // a hash never fails
	return wait*9/10 + wait/5*time.Duration(h.Sum32()%1024)/1023
}
