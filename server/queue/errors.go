package queue

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
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

// IsPermanent reports whether err was made by [Permanent].
func IsPermanent(err error) bool {
	var p *permanent
	return errors.As(err, &p)
}

type snoozed struct{ wait time.Duration }

func (e *snoozed) Error() string { return fmt.Sprintf("to be tried again in %v", e.wait) }

// Snooze is the error of a [Handler] that cannot do its job now through no fault of
// the job, such as a host that wants no more requests: it runs again after wait, and
// this attempt does not count.
func Snooze(wait time.Duration) error { return &snoozed{max(wait, 0)} }

// IsSnooze reports whether err was made by [Snooze].
func IsSnooze(err error) bool {
	_, ok := snoozeWait(err)
	return ok
}

// isLater returns the wait that an error asks for.
func snoozeWait(err error) (wait time.Duration, ok bool) {
	var l *snoozed
	if !errors.As(err, &l) {
		return 0, false
	}
	return l.wait, true
}

// panicked is a panic as an error.
type panicked struct {
	value any
	stack string
}

func (e *panicked) Error() string { return fmt.Sprintf("panic: %v", e.value) }

var errExited = errors.New("the handler ended its goroutine")

// recoverPanic runs f and makes an error of a panic in it. f has a goroutine of its own,
// so that one that ends with [runtime.Goexit] is told from one that hangs.
func recoverPanic(f func() error) error {
	ended := make(chan error, 1)
	go func() {
		err := errExited
		defer func() {
			if v := recover(); v != nil {
				err = &panicked{v, string(debug.Stack())}
			}
			ended <- err
		}()
		err = f()
	}()
	return <-ended
}

// What a failure keeps at most, in bytes: an error may quote its input.
const (
	maxError = 4 << 10
	maxStack = 16 << 10
)

// failure is what is remembered of an attempt's error.
func failure(at time.Time, attempt int, err error) Failure {
	f := Failure{At: at, Attempt: attempt, Error: clean(err.Error(), maxError)}
	var p *panicked
	if errors.As(err, &p) {
		f.Stack = clean(p.stack, maxStack)
	}
	return f
}

// clean makes a text fit for both databases: valid UTF-8 of at most limit bytes
// without zero bytes.
func clean(s string, limit int) string {
	s = s[:min(len(s), limit)]
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
