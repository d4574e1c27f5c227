package queue

import (
	"errors"
	"fmt"
	"time"
)

type permanent struct{ err error }

func (e *permanent) Error() string { return e.err.Error() }
func (e *permanent) Unwrap() error { return e.err }

// Permanent marks an error of a [Handler] as one that another attempt would meet
// again, such as bad input: the job has failed. It returns nil for nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanent{err}
}

type later struct{ wait time.Duration }

func (e *later) Error() string { return fmt.Sprintf("to be tried again in %v", e.wait) }

// Later is the error of a [Handler] that cannot do its job now through no fault of
// the job, such as a host that wants no more requests: it runs again after wait, and
// this attempt does not count.
func Later(wait time.Duration) error { return &later{max(wait, 0)} }

// laterThan returns the wait that an error asks for.
func laterThan(err error) (wait time.Duration, ok bool) {
	var l *later
	if !errors.As(err, &l) {
		return 0, false
	}
	return l.wait, true
}

func isPermanent(err error) bool {
	var p *permanent
	return errors.As(err, &p)
}
