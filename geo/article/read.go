package article

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"iter"

	"dateline/geo"
	"dateline/geo/article/feed"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/pdf"
)

// DefaultMaxBytes is the limit on one document, and on what a ZIP archive with the
// archives in it unpacks to. In formats with many articles one after another (JSON
// Lines, CSV, mbox, WARC) it applies to each; the document may be longer.
const DefaultMaxBytes = document.DefaultMaxBytes

// Options are the options of reading documents. The zero value has the default limits.
type Options struct {
	// Name is the path or address of the document. It becomes the source of its
	// articles and is part of errors.
	Name string
	// URL is the address of a web page or feed, or empty.
	URL string
	// ContentType is the media type that a server sent, or empty. It gives the encoding
	// of text that is not UTF-8.
	ContentType string
	// Publisher is used where the document names none.
	Publisher string
	// Length is the length of the document in bytes, or 0 if it is not known. It saves
	// memory.
	Length int64
	// MaxBytes is the limit on one document; 0 means [DefaultMaxBytes].
	MaxBytes int64
	// SplitJSON also splits the long texts of JSON formats, into which results then give
	// no offsets.
	SplitJSON bool
	// PDF reads PDF documents. If it is nil, a reader is started for each of them,
	// which takes seconds.
	PDF *pdf.Reader
	// Fetch opens an address for [ReadInputs]; nil means that addresses are not fetched.
	Fetch func(ctx context.Context, url string) (io.ReadCloser, error)
	// Notice, if it is set, receives what a person should know about how a document was
	// read and what is no error: the columns of a table that were used, the attachments
	// that were left out. It is called while articles are read.
	Notice func(message string)
}

func (o Options) document() document.Options {
	return document.Options{
		Name: o.Name, URL: o.URL, ContentType: o.ContentType, Publisher: o.Publisher, Length: o.Length, MaxBytes: o.MaxBytes,
		SplitJSON: o.SplitJSON, Notice: o.Notice,
	}
}

// InputError is the reason why an input, or an article in it, could not be read.
type InputError = document.InputError

// Read yields the articles of one document, in order. An error concerns one article or
// the rest of the document; it is an [InputError] and wraps [geo.ErrInput],
// [geo.ErrTooLarge] or the error of r.
func Read(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return reader{o.PDF}.read(ctx, r, o.document())
}

func (rd reader) read(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		if o.Depth > document.MaxDepth {
			yield(nil, o.Fail(geo.Errorf(geo.ErrTooLarge, "archives are nested more than %d deep", document.MaxDepth)))
			return
		}
		in := bufio.NewReaderSize(r, SniffBytes)
		f, err := rd.sniff(in)
		if err != nil {
			yield(nil, o.Fail(err))
			return
		}
		f.articles(ctx, in, o)(yield)
	}
}

// sniff returns the format of the document that in begins with.
func (rd reader) sniff(in *bufio.Reader) (format, error) {
	head, err := peek(in)
	if err != nil && !errors.Is(err, io.EOF) {
		return format{}, err
	}
	if len(head) == 0 {
		return format{}, geo.Errorf(geo.ErrInput, "the document is empty")
	}
	f, ok := rd.detect(head)
	if !ok {
		return format{}, geo.Errorf(geo.ErrInput, "the document is neither text nor in a supported format")
	}
	return f, nil
}

// Document is an opened document of known format whose articles have not been read.
// Its methods must not be called concurrently, and its contents can be read once.
type Document struct {
	// Name is the path or address of the document.
	Name string
	// Format is the name of its format, as [Sniff] returns it.
	Format string

	format format
	o      document.Options
	in     *bufio.Reader
	source io.Reader
	err    error // of detecting the format
}

// NewDocument returns the document in r. It reads r only as far as the format requires.
// A document in no supported format has an empty Format and fails when its articles
// are read. The caller closes r after use, or calls [Document.Close].
func NewDocument(r io.Reader, o Options) *Document {
	d := &Document{Name: o.Name, o: o.document(), source: r}
	rd := reader{o.PDF}
	d.in = bufio.NewReaderSize(r, SniffBytes)
	d.format, d.err = rd.sniff(d.in)
	d.Format = d.format.name
	return d
}

// Hash returns the SHA-256 of the document's bytes in hexadecimal, which identifies
// its content. It must be called before the contents are read. It is empty for a
// stream, which cannot be read twice.
func (d *Document) Hash() (string, error) {
	file, ok := d.source.(io.ReadSeeker)
	if !ok {
		return "", nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", nil //nolint:nilerr // a pipe cannot be read twice
	}
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", d.o.Fail(errors.Join(geo.ErrUnavailable, err))
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", d.o.Fail(errors.Join(geo.ErrUnavailable, err))
	}
	d.in.Reset(file)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Articles yields the articles of the document, with errors as [Read] has them.
func (d *Document) Articles(ctx context.Context) iter.Seq2[*geo.Article, error] {
	if d.err != nil {
		return func(yield func(*geo.Article, error) bool) { yield(nil, d.o.Fail(d.err)) }
	}
	return d.format.articles(ctx, d.in, d.o)
}

// Feeds returns the feeds of a document in the format [FormatOPML]. The error is an
// [InputError].
func (d *Document) Feeds() ([]feed.Outline, error) {
	if d.err != nil {
		return nil, d.o.Fail(d.err)
	}
	list, err := feed.ReadOPML(d.in)
	if err != nil {
		return nil, d.o.Fail(err)
	}
	return list, nil
}

// Close closes the source of the document if it can be closed.
func (d *Document) Close() error {
	if c, ok := d.source.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
