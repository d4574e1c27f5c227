package source

import "fmt"

// EntryError is the error about one place that a source skipped, such as a line
// with too few columns.
type EntryError struct {
	// File is the name of the file as the user gave it. A file in an archive follows
	// after a colon: "AF.zip:AF.txt".
	File string
	// Line is the number of the line, or of the record in formats without lines,
	// from 1.
	Line int
	Err  error
}

// Error returns the file, the line and the reason.
func (e *EntryError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap returns the reason.
func (e *EntryError) Unwrap() error { return e.Err }
