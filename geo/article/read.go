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

// format is one kind of document. The first format whose sniff says yes reads.
type format struct {
	// name is what Sniff calls it, and label what errors do.
	name, label string
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
		{"warc", "WARC", isWARC, readWARC},
		{"zip", "DOCX, ODT, EPUB or ZIP", isZip, readZip},
		{"pdf", "PDF", isPDF, whole(readPDF)},
		{"rtf", "RTF", isRTF, whole(readRTF)},
		{"feed", "a feed", isFeed, readFeed},
		{"opml", "a list of feeds", isOPML, readOPML},
		{"jsonl", "JSON Lines", isJSONL, readJSONL},
		htmlFormat,
		{"mbox", "mbox", isMbox, readMbox},
		{"email", "e-mail", isEmail, whole(readEmail)},
		{"csv", "CSV", isCSV, readCSV},
		{"markdown", "Markdown", isMarkdown, whole(readMarkdown)},
		{"text", "plain text", isText, whole(readText)},
	}
}

var htmlFormat = format{"html", "HTML", isHTML, whole(readHTML)}

// SniffBytes is how many of a document's first bytes [Sniff] looks at.
const SniffBytes = 64 << 10

// Sniff names the format of a document by its first bytes, of which the first
// [SniffBytes] count: "warc", "zip", "pdf", "rtf", "feed", "opml", "jsonl", "html",
// "mbox", "email", "csv", "markdown" or "text"; "zip" stands for DOCX, ODT and
// EPUB too. It is empty for what cannot be read.
func Sniff(head []byte) string {
	f, _ := formatOf(head[:min(len(head), SniffBytes)], Options{})
	return f.name
}

func formatOf(head []byte, o Options) (format, bool) {
	for _, f := range formats() {
		if len(head) > 0 && f.sniff(head, o) {
			return f, true
		}
	}
	return format{}, false
}

// Read yields the articles of one document, in order. An error concerns one
// article or what is left of the document; it is an [InputError] and wraps
// geo.ErrInput, geo.ErrTooLarge or what r said.
func Read(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		if o.depth > maxDepth {
			yield(nil, o.fail(geo.Errorf(geo.ErrTooLarge, "archives within archives more than %d deep", maxDepth)))
			return
		}
		head := bufio.NewReaderSize(r, SniffBytes)
		start, err := peek(head)
		if err != nil && !errors.Is(err, io.EOF) {
			yield(nil, o.fail(err))
			return
		}
		if len(start) == 0 {
			yield(nil, o.fail(geo.Errorf(geo.ErrInput, "it is empty")))
			return
		}
		f, ok := formatOf(start, o)
		if !ok {
			yield(nil, o.fail(geo.Errorf(geo.ErrInput, "it is neither text nor a kind of document that can be read")))
			return
		}
		f.articles(ctx, head, o)(yield)
	}
}

// articles yields the articles of a document of the format, with errors that
// name the input.
func (f format) articles(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		for a, err := range f.read(ctx, r, o) {
			if err != nil {
				var known *InputError
				if !errors.As(err, &known) {
					err = o.fail(fmt.Errorf("as %s: %w", f.label, err))
				}
				a = nil
			}
			if !yield(a, err) {
				return
			}
		}
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
				yield(nil, geo.Errorf(geo.ErrInput, "no text was found in it"))
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
		return nil, geo.Errorf(geo.ErrTooLarge, "more than %d MiB; split it", limit>>20)
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
