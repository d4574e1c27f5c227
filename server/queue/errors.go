package queue

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

type permanentError struct{ err error }

func (e *permanentError) Error() string { return e.err.Error() }
func (e *permanentError) Unwrap() error { return e.err }

// Permanent marks an error of a [Handler] that another attempt would return again,
// such as invalid input: the job fails. It returns nil for nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanentError{err}
}

// IsPermanent reports whether err was made by [Permanent].
func IsPermanent(err error) bool {
	var p *permanentError
	return errors.As(err, &p)
}

type snoozeError struct {
	wait time.Duration
	err  error // nil if nothing failed
}

func (e *snoozeError) Error() string {
	if e.err != nil {
		return e.err.Error()
	}
	return fmt.Sprintf("snoozed for %v", e.wait)
}

func (e *snoozeError) Unwrap() error { return e.err }

// Snooze is the error of a [Handler] whose job cannot run now for no fault of its own,
// such as a host that accepts no more requests: it runs again after wait. The attempt
// is not counted.
func Snooze(wait time.Duration) error { return &snoozeError{wait: max(wait, 0)} }

// RetryAfter is [Snooze] with the reason, which is stored in [Job.Errors].
func RetryAfter(wait time.Duration, reason error) error {
	return &snoozeError{max(wait, 0), reason}
}

// IsSnooze reports whether err was made by [Snooze] or [RetryAfter].
func IsSnooze(err error) bool { return asSnooze(err) != nil }

func asSnooze(err error) *snoozeError {
	var s *snoozeError
	errors.As(err, &s)
	return s
}

// panicError is a recovered panic.
type panicError struct {
	value any
	stack string
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

var errExited = errors.New("the handler ended its goroutine")

// recoverPanic calls f and returns a panic in it as an error. f runs in its own
// goroutine, so that [runtime.Goexit] in it is an error too.
func recoverPanic(f func() error) error {
	ended := make(chan error, 1)
	go func() {
		err := errExited
		defer func() {
			if v := recover(); v != nil {
				err = &panicError{v, string(debug.Stack())}
			}
			ended <- err
		}()
		err = f()
	}()
	return <-ended
}

// Limits on a stored failure: the first two in bytes, since an error may quote its
// input, the last in failures of a job.
const (
	maxErrorText = 4 << 10
	maxStack     = 16 << 10
	maxFailures  = 20
)

// newFailure returns the failure to store for the error of an attempt.
func newFailure(at time.Time, attempt int, err error) Failure {
	f := Failure{At: at, Attempt: attempt, Error: storableText(err.Error(), maxErrorText)}
	if p, ok := errors.AsType[*panicError](err); ok {
		f.Stack = storableText(p.stack, maxStack)
	}
	return f
}

// storableText cuts a text to limit bytes and replaces what either database cannot
// store: invalid UTF-8 and zero bytes.
func storableText(s string, limit int) string {
	s = s[:min(len(s), limit)]
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
