package article

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"dateline/geo"
)

// sniffBytes is how much of a document is looked at to tell what it is.
const sniffBytes = 64 << 10

// format is one kind of document. The first format whose sniff says yes reads.
type format struct {
	name string
	// sniff looks at the first bytes of a document.
	sniff func(head []byte, o Options) bool
	// read yields the articles of the document; an error it yields is wrapped
	// with the input's name by Read.
	read func(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error]
}

// formats is the list of all kinds of document, in the order in which they are
// tried. Plain text takes whatever is left.
func formats() []format {
	return []format{
		{"DOCX, ODT, EPUB or ZIP", isZip, readZip},
		{"PDF", isPDF, whole(readPDF)},
		{"RTF", isRTF, whole(readRTF)},
		{"JSON Lines", isJSONL, readJSONL},
		{"HTML", isHTML, whole(readHTML)},
		{"mbox", isMbox, readMbox},
		{"e-mail", isEmail, whole(readEmail)},
		{"CSV", isCSV, readCSV},
		{"Markdown", isMarkdown, whole(readMarkdown)},
		{"plain text", isText, whole(readText)},
	}
}

// Read yields the articles of one document, in order. An error concerns one
// article or what is left of the document; it is an [InputError] and wraps
// geo.ErrInput, geo.ErrTooLarge or what r said.
func Read(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		if o.depth > maxDepth {
			yield(nil, o.fail(fmt.Errorf("%w: archives within archives more than %d deep", geo.ErrTooLarge, maxDepth)))
			return
		}
		head := bufio.NewReaderSize(r, sniffBytes)
		start, err := head.Peek(sniffBytes)
		if err != nil && !errors.Is(err, io.EOF) {
			yield(nil, o.fail(err))
			return
		}
		if len(start) == 0 {
			yield(nil, o.fail(fmt.Errorf("%w: it is empty", geo.ErrInput)))
			return
		}
		for _, f := range formats() {
			if !f.sniff(start, o) {
				continue
			}
			for a, err := range f.read(ctx, head, o) {
				if err != nil {
					var known *InputError
					if !errors.As(err, &known) {
						err = o.fail(fmt.Errorf("as %s: %w", f.name, err))
					}
					a = nil
				}
				if !yield(a, err) {
					return
				}
			}
			return
		}
		yield(nil, o.fail(fmt.Errorf("%w: it is neither text nor a kind of document that can be read", geo.ErrInput)))
	}
}

// whole makes a reader of one article out of a function on all its bytes.
func whole(read func(ctx context.Context, b []byte, o Options) (*geo.Article, error)) func(context.Context, io.Reader, Options) iter.Seq2[*geo.Article, error] {
	return func(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
		return func(yield func(*geo.Article, error) bool) {
			b, err := slurp(ctx, r, o.maxBytes())
			if err != nil {
				yield(nil, err)
				return
			}
			a, err := read(ctx, b, o)
			if err != nil {
				yield(nil, err)
				return
			}
			if a.Text == "" {
				yield(nil, fmt.Errorf("%w: no text was found in it", geo.ErrInput))
				return
			}
			yield(o.finish(a), nil)
		}
	}
}

// slurp reads all of r, up to limit bytes.
func slurp(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(&stopping{ctx, r}, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("%w: more than %d MiB; split it, or raise the limit", geo.ErrTooLarge, limit>>20)
	}
	return b, nil
}

// stopping is a reader that ends with its context.
type stopping struct {
	ctx context.Context
	r   io.Reader
}

func (s *stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
