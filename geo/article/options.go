package article

import (
	"context"
	"fmt"
	"io"

	"dateline/geo"
)

// Limits on what is read, where [Options] name none.
const (
	// DefaultMaxBytes bounds one document, and what a ZIP archive unpacks to with
	// the archives in it. Of formats that hold many documents one after another
	// (JSON Lines, CSV, mbox, WARC) it bounds each, and the whole may be longer.
	DefaultMaxBytes = 64 << 20
	// maxEntries bounds the files of an archive.
	maxEntries = 10_000
	// maxDepth bounds archives within archives and parts within messages.
	maxDepth = 3
)

// Options says how a document is read. The zero value reads with the default
// limits.
type Options struct {
	// Name is the path or address the document came from; it becomes the
	// article's Source and stands in errors.
	Name string
	// URL is the address of a web page, or empty.
	URL string
	// ContentType is what a server said of the document, or empty; it tells the
	// encoding of text that is not UTF-8.
	ContentType string
	// Publisher stands in where the document names none.
	Publisher string
	// MaxBytes takes the place of DefaultMaxBytes; 0 means that.
	MaxBytes int64
	// Fetch opens an address, as the function Fetch does; nil means that
	// addresses are not fetched.
	Fetch func(ctx context.Context, url string) (io.ReadCloser, error)

	// PDF reads PDF documents; nil starts a reader for each of them, which takes
	// longer.
	PDF *PDF

	depth int    // of the archives that hold the document
	left  *int64 // what these may yet unpack to in all, in bytes
}

func (o Options) maxBytes() int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return DefaultMaxBytes
}

// InputError says which input could not be read. It wraps the reason.
type InputError struct {
	Input string
	Err   error
}

func (e *InputError) Error() string { return fmt.Sprintf("reading %s: %v", e.Input, e.Err) }

// Unwrap returns the reason.
func (e *InputError) Unwrap() error { return e.Err }

func (o Options) fail(err error) error {
	name := o.Name
	if name == "" {
		name = "the input"
	}
	return &InputError{Input: name, Err: err}
}

// finish fills in what every article has.
func (o Options) finish(a *geo.Article) *geo.Article {
	if a.Source == "" {
		a.Source = o.Name
	}
	if a.URL == "" {
		a.URL = o.URL
	}
	if a.Publisher == "" {
		a.Publisher = o.Publisher
	}
	a.Hash = geo.HashText(a.Text)
	if a.ID == "" {
		a.ID = geo.ContentID("article", a.URL, a.Title, a.Hash)
	}
	return a
}
