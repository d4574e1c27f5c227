package article

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"dateline/geo"
	"dateline/geo/text"
)

// isJSONL wants a first line that is, or that begins, a JSON object.
func isJSONL(head []byte, _ Options) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte{0xef, 0xbb, 0xbf}), " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// line is one article of JSON Lines; other keys are ignored.
type line struct {
	ID        json.RawMessage `json:"id"`
	Text      *string         `json:"text"`
	Title     string          `json:"title"`
	Publisher string          `json:"publisher"`
	Author    string          `json:"author"`
	Published string          `json:"published"`
	URL       string          `json:"url"`
	Language  string          `json:"language"`
}

// readJSONL yields one article a line. A bad line, or one of more than the limit
// on one document, is an error that names it, and the lines after it are read all
// the same. The whole has no limit.
func readJSONL(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		lines := text.NewLineReader(&stopping{ctx, r}, o.maxBytes())
		inner := o
		for n := 1; ; n++ {
			b, err := lines.Next()
			if err != nil && !errors.Is(err, geo.ErrTooLarge) {
				if !errors.Is(err, io.EOF) {
					yield(nil, err)
				}
				return
			}
			if b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))); len(b) == 0 && err == nil {
				continue
			}
			var a *geo.Article
			if err == nil {
				a, err = parseLine(b)
			}
			if err != nil {
				inner.Name = fmt.Sprintf("%s line %d", o.Name, n)
				err = inner.fail(err)
			} else {
				a = o.finish(a)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

func parseLine(b []byte) (*geo.Article, error) {
	var l line
	if err := json.Unmarshal(b, &l); err != nil {
		return nil, geo.Errorf(geo.ErrInput, "not an article in JSON: %w", err)
	}
	if l.Text == nil {
		return nil, geo.Errorf(geo.ErrInput, `no "text"`)
	}
	a := &geo.Article{Title: l.Title, Publisher: l.Publisher, Author: l.Author, URL: l.URL, Language: l.Language}
	// the text is taken as it is: its offsets are the caller's
	a.Text = strings.ToValidUTF8(*l.Text, "�")
	switch id := bytes.TrimSpace(l.ID); {
	case len(id) == 0 || string(id) == "null":
	case id[0] == '"':
		_ = json.Unmarshal(id, &a.ID) // it parsed as part of the line
	case id[0] == '{' || id[0] == '[':
		return nil, geo.Errorf(geo.ErrInput, `"id" is neither a string nor a number`)
	default:
		a.ID = string(id)
	}
	// a date of another form is unknown to us, not a reason to lose the article
	if d, err := day(l.Published); err == nil {
		a.Published = d
	}
	return a, nil
}
