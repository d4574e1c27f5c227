// Package document holds what the readers of all document formats share: options, limits, errors, dates, addresses and bounded reading.
package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"dateline/geo"
	"dateline/geo/text"
)

// DefaultMaxBytes is the limit on one document where [Options] have none.
const DefaultMaxBytes = 64 << 20

// MaxDepth is the number of archives that a document may be nested in.
const MaxDepth = 3

// Options describe one document to its reader.
type Options struct {
	// Name is the path or address of the document, the source of its articles.
	Name string
	// URL is the address of a web page or feed, or empty.
	URL string
	// ContentType is the media type that a server sent, or empty.
	ContentType string
	// Publisher is used where the document names none.
	Publisher string
	// Length is the length of the document in bytes, or 0 if it is not known.
	Length int64
	// MaxBytes is the limit on one document; 0 means [DefaultMaxBytes].
	MaxBytes int64
	// SplitJSON also splits the long texts of JSON formats.
	SplitJSON bool
	// Depth is the number of archives around the document.
	Depth int
	// Budget is the number of bytes that the archives around the document may still
	// unpack to; nil outside an archive.
	Budget *int64
	// Notice, if it is set, receives what a person should know about how the document
	// was read: the columns of a table, the attachments that were left out.
	Notice func(message string)
}

// Notify passes a notice about the document to o.Notice.
func (o Options) Notify(format string, args ...any) {
	if o.Notice != nil {
		o.Notice(o.Name + ": " + fmt.Sprintf(format, args...))
	}
}

// ReadFunc yields the articles of a document. An error concerns one article or the
// rest of the document.
type ReadFunc func(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error]

// Limit returns the limit on one document, in bytes.
func (o Options) Limit() int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return DefaultMaxBytes
}

// InputError is the reason why an input, or an article in it, could not be read.
type InputError struct {
	// Input is the path or address, with the line, item or record where it is known.
	Input string
	Err   error
}

func (e *InputError) Error() string { return fmt.Sprintf("reading %s: %v", e.Input, e.Err) }

// Unwrap returns the reason.
func (e *InputError) Unwrap() error { return e.Err }

// Fail returns err as an [InputError] of the document.
func (o Options) Fail(err error) error {
	name := o.Name
	if name == "" {
		name = "the input"
	}
	return &InputError{Input: name, Err: err}
}

// Wrap returns err as an [InputError] of the document unless it is one already.
func (o Options) Wrap(err error) error {
	if _, ok := errors.AsType[*InputError](err); ok {
		return err
	}
	return o.Fail(err)
}

// FailPart returns err as an [InputError] of a numbered part: "a.jsonl line 3".
func (o Options) FailPart(part string, n int, err error) error {
	o.Name = fmt.Sprintf("%s %s %d", o.Name, part, n)
	return o.Fail(err)
}

// Finish fills in the fields that every article has: source, address, publisher,
// hash and, where the document gives none, the ID. Its other fields become clean (see
// [text.Clean]), as the readers have made its text.
func (o Options) Finish(a *geo.Article) *geo.Article {
	for _, field := range []*string{&a.Title, &a.Publisher, &a.Author, &a.Language} {
		*field = text.Clean(*field)
	}
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
