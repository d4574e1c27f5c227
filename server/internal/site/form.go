package site

import (
	"errors"
	"net/http"

	"dateline/geo"
)

// Limits on forms.
const (
	MaxForm  = 16 << 20 // bytes of a form without files, and so of a pasted text
	MaxTitle = 300      // bytes of a title
)

// ParseForm parses a form without files in either encoding.
func ParseForm(r *http.Request) error {
	if err := r.ParseForm(); err != nil { // ParseMultipartForm does not return this error
		return BodyError(err)
	}
	if err := r.ParseMultipartForm(MaxForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return BodyError(err)
	}
	return nil
}

// BodyError describes an error of reading a request body.
func BodyError(err error) error {
	if err == nil || errors.Is(err, geo.ErrTooLarge) {
		return err
	}
	if readable, ok := errors.AsType[*readerError](err); ok {
		return readable
	}
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return Errorf(geo.ErrTooLarge, "This is larger than the %d MB that the server accepts at once.", large.Limit>>20)
	}
	return Errorf(geo.ErrInput, "The upload arrived incomplete. Try again.")
}
