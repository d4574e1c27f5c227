package layer

import (
	"strings"
	"time"
)

// Timestamp returns a date or time (RFC 3339) as a time in UTC, and false if it is
// neither.
func Timestamp(date string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02"} {
		if t, err := time.Parse(form, strings.TrimSpace(date)); err == nil && t.Year() > 0 {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// Updated returns the time of an export for formats that require one: when it was created
// or, if that is not set, the last publication, so that the same content gives the same
// bytes; 1970 if nothing has a date.
func (e *Export) Updated() (time.Time, error) {
	if t, ok := Timestamp(e.Header.Created); ok {
		return t, nil
	}
	last := time.Unix(0, 0).UTC()
	for m, err := range e.Mentions {
		if err != nil {
			return last, err
		}
		if t, ok := Timestamp(m.Published); ok && t.After(last) {
			last = t
		}
	}
	return last, nil
}
