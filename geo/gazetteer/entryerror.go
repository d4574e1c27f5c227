package gazetteer

import "fmt"

// EntryError says that a source left out one entry that it could not read, such
// as a line with too few columns. It is yielded in the entry's stead and the
// entries after it follow; an error of any other type is the last thing that a
// [Source] yields.
type EntryError struct {
	// File is the file as the user named it; a file within an archive follows
	// it after a colon: "AF.zip:AF.txt".
	File string
	// Line is the 1-based number of the line, or of the record in formats
	// without lines.
	Line int
	Err  error
}

// Error names the file and line before the reason.
func (e *EntryError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap returns the reason.
func (e *EntryError) Unwrap() error { return e.Err }
