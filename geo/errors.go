package geo

import (
	"errors"
	"fmt"
)

// Error categories. A category decides the exit status and the HTTP status and is
// never printed: [Errorf] attaches one to a message for people. Test for a category
// with [errors.Is].
var (
	// ErrInput is the category of input that cannot be read: bad syntax, a wrong
	// type, text that is not text.
	ErrInput = errors.New("bad input")
	// ErrNotFound is the category of a missing file, place, article or other item.
	ErrNotFound = errors.New("not found")
	// ErrTooLarge is the category of input beyond a limit on size, count or depth.
	ErrTooLarge = errors.New("too large")
	// ErrCorrupt is the category of a file of Dateline that fails its integrity
	// checks and must be rebuilt.
	ErrCorrupt = errors.New("corrupt file")
	// ErrUnavailable is the category of a component that is missing or does not
	// respond; installing it, or a retry, may help.
	ErrUnavailable = errors.New("unavailable")
	// ErrForbidden is the category of work that a policy stopped, not a failure.
	ErrForbidden = errors.New("not allowed")
)

// Errorf formats an error as [fmt.Errorf] does, with %w, and attaches a category to
// it. The message is a sentence for the person who can act on it: what happened, to
// what, why, and what to do; the category is not part of it.
func Errorf(category error, format string, args ...any) error {
	return &categorized{fmt.Errorf(format, args...), category}
}

// categorized is an error with its category.
type categorized struct{ err, category error }

func (e *categorized) Error() string { return e.err.Error() }

func (e *categorized) Unwrap() []error { return []error{e.err, e.category} }
