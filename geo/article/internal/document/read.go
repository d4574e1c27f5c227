package document

import (
	"bytes"
	"context"
	"io"
	"iter"

	"dateline/geo"
	"dateline/geo/text"
)

// Whole returns a ReadFunc for a format whose documents are one article, read from
// all their bytes.
func Whole(read func(ctx context.Context, b []byte, o Options) (*geo.Article, error)) ReadFunc {
	return func(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
		return func(yield func(*geo.Article, error) bool) {
			b, err := o.ReadAll(ctx, r)
			if err != nil {
				yield(nil, err)
				return
			}
			a, err := read(ctx, b, o)
			if err == nil && a.Text == "" {
				err = ErrNoText
			}
			if err != nil {
				yield(nil, err)
				return
			}
			yield(o.Finish(a), nil)
		}
	}
}

// ErrNoText is the error of a document that was read and contains no text.
var ErrNoText = geo.Errorf(geo.ErrInput, "the document contains no text")

// ReadAll reads the document in r, into memory that is allocated once if its length is
// known. The error wraps [geo.ErrTooLarge] for one beyond the limit.
func (o Options) ReadAll(ctx context.Context, r io.Reader) ([]byte, error) {
	limit := o.Limit()
	if o.Length <= 0 || o.Length > limit {
		return ReadAll(ctx, r, limit)
	}
	b := bytes.NewBuffer(make([]byte, 0, o.Length+bytes.MinRead))
	if _, err := b.ReadFrom(io.LimitReader(ContextReader(ctx, r), limit+1)); err != nil {
		return nil, err
	}
	if int64(b.Len()) > limit {
		return nil, TooLarge(limit)
	}
	return b.Bytes(), nil
}

// ReadAll reads all of r. The error wraps [geo.ErrTooLarge] for more than limit bytes.
func ReadAll(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(ContextReader(ctx, r), limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, TooLarge(limit)
	}
	return b, nil
}

// TooLarge returns the error of a document that is longer than limit bytes.
func TooLarge(limit int64) error {
	return geo.Errorf(geo.ErrTooLarge, "the document is larger than %s; split it", text.FormatBytes(limit))
}

// ContextReader returns a reader of r that fails once ctx is done.
func ContextReader(ctx context.Context, r io.Reader) io.Reader { return &contextReader{ctx, r} }

type contextReader struct {
	ctx context.Context //nolint:containedctx // lives as long as one read
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
