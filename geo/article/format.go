package article

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"dateline/geo"
	"dateline/geo/article/archive"
	"dateline/geo/article/feed"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/mail"
	"dateline/geo/article/markup"
	"dateline/geo/article/office"
	"dateline/geo/article/pdf"
	"dateline/geo/article/table"
	"dateline/geo/article/warc"
	"dateline/geo/text"
)

// The formats that importers treat in a way of their own, as [Sniff] names them.
const (
	FormatFeed = "feed"
	FormatOPML = "opml"
)

// format is a document format.
type format struct {
	name  string // as Sniff returns it
	label string // in errors
	// is reports whether a document may be of the format, by its first bytes.
	is   func(head []byte) bool
	read document.ReadFunc
}

// reader reads documents of all formats.
type reader struct {
	pdf *pdf.Reader // nil starts one for each PDF document
}

// formats returns the formats in the order in which they are tried. Plain text is the
// last and takes all other text.
func (rd reader) formats() []format {
	return []format{
		{"warc", "WARC", warc.Is, rd.readWARC},
		{"zip", "DOCX, XLSX, PPTX, ODT, EPUB or ZIP", archive.IsZIP, rd.readZIP},
		{"pdf", "PDF", pdf.Is, document.Whole(rd.readPDF)},
		{"ole", "an Office file", office.IsCompound, document.Whole(office.ReadCompound)},
		{"rtf", "RTF", office.IsRTF, document.Whole(office.ReadRTF)},
		{FormatFeed, "a feed", feed.Is, feed.Articles},
		{FormatOPML, "a list of feeds", feed.IsOPML, feed.OPMLArticles},
		{"jsonl", "JSON Lines", table.IsJSONL, table.ReadJSONL},
		{"json", "a JSON array", table.IsJSON, table.ReadJSON},
		htmlFormat,
		{"mbox", "mbox", mail.IsMbox, rd.mail().ReadMbox},
		{"email", "e-mail", mail.IsMessage, rd.mail().ReadMessage},
		{"csv", "CSV", table.IsCSV, table.ReadCSV},
		{"markdown", "Markdown", markup.IsMarkdown, document.Whole(markup.ReadMarkdown)},
		{"text", "plain text", document.IsText, document.Whole(readPlainText)},
	}
}

var htmlFormat = format{"html", "HTML", markup.IsHTML, document.Whole(markup.ReadHTML)}

// SniffBytes is the number of a document's first bytes that [Sniff] uses.
const SniffBytes = 64 << 10

// Sniff returns the name of a document's format by its first [SniffBytes]: "warc",
// "zip" (also DOCX, XLSX, PPTX, ODT and EPUB), "pdf", "ole" (old Office files), "rtf", "feed", "opml", "jsonl",
// "json", "html", "mbox", "email", "csv", "markdown" or "text"; it is empty for what cannot be read.
func Sniff(head []byte) string {
	f, _ := reader{}.detect(head)
	return f.name
}

func (rd reader) detect(head []byte) (format, bool) {
	head = head[:min(len(head), SniffBytes)]
	if len(head) > 0 {
		for _, f := range rd.formats() {
			if f.is(head) {
				return f, true
			}
		}
	}
	return format{}, false
}

// articles yields the articles of a document in the format. Its errors are
// [InputError]s.
func (f format) articles(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	articles := f.labeled(ctx, r, o)
	if (f.name == "jsonl" || f.name == "json") && !o.SplitJSON { // one result for each text, with offsets into it
		return articles
	}
	return splitLong(articles, o)
}

// labeled yields the articles of a document with the format in the errors.
func (f format) labeled(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		for a, err := range f.read(ctx, r, o) {
			if err != nil {
				if _, ok := errors.AsType[*InputError](err); !ok {
					err = o.Fail(fmt.Errorf("as %s: %w", f.label, err))
				}
				a = nil
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

func (rd reader) readWARC(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return warc.Read(ctx, r, o, warc.Readers{Page: htmlFormat.articles, Document: rd.read, Sniff: Sniff})
}

func (rd reader) readZIP(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return archive.Read(ctx, r, o, rd.read)
}

func (rd reader) mail() mail.Readers { return mail.Readers{Document: rd.read, Sniff: Sniff} }

func (rd reader) readPDF(ctx context.Context, b []byte, o document.Options) (*geo.Article, error) {
	p := rd.pdf
	if p == nil {
		p = pdf.NewReader("")
		defer p.Close()
	}
	return p.Read(ctx, b, o)
}

func readPlainText(_ context.Context, b []byte, o document.Options) (*geo.Article, error) {
	body, err := text.Decode(b, o.ContentType)
	if err != nil {
		return nil, err
	}
	a := &geo.Article{Text: text.Normalize(body)}
	a.Title = document.GuessTitle(a.Text)
	return a, nil
}
