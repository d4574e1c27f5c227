package geo

import "errors"

// Errors by category. Packages wrap them with what was being done, to what, and
// what to do about it; whoever reports them (an exit status, an HTTP status)
// looks only at the category.
var (
	// ErrInput says that what was given cannot be read: bad syntax, a wrong
	// type, text that is not text.
	ErrInput = errors.New("bad input")
	// ErrNotFound says that what was asked for is not there.
	ErrNotFound = errors.New("not found")
	// ErrTooLarge says that an input is beyond a limit on size, count or depth.
	ErrTooLarge = errors.New("too large")
	// ErrCorrupt says that a file of ours fails its checks and must be made anew.
	ErrCorrupt = errors.New("corrupt file")
	// ErrUnavailable says that a part is missing or does not answer; trying
	// later, or installing it, may help.
	ErrUnavailable = errors.New("unavailable")
	// ErrForbidden says that policy, not failure, stopped the work.
	ErrForbidden = errors.New("not allowed")
)
