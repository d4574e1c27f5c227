package table

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// IsJSONL reports whether a document is JSON Lines, by its first bytes: it begins with
// a JSON object.
func IsJSONL(head []byte) bool {
	head = bytes.TrimLeft(text.TrimMark(head), " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// jsonArticle is an article in JSON. Other keys are ignored.
type jsonArticle struct {
	ID        json.RawMessage `json:"id"`
	Text      *string         `json:"text"`
	Title     string          `json:"title"`
	Publisher string          `json:"publisher"`
	Author    string          `json:"author"`
	Published string          `json:"published"`
	URL       string          `json:"url"`
	Language  string          `json:"language"`
}

// ReadJSONL yields the article of each line. A bad line, or one beyond the limit on
// one document, is an error with its number; the lines after it are read. The file as
// a whole has no limit.
func ReadJSONL(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		lines := text.NewLineReader(document.ContextReader(ctx, r), o.Limit())
		for n := 1; ; n++ {
			b, err := lines.Next()
			if err != nil && !errors.Is(err, geo.ErrTooLarge) {
				if !errors.Is(err, io.EOF) {
					yield(nil, err)
				}
				return
			}
			if b = bytes.TrimSpace(text.TrimMark(b)); len(b) == 0 && err == nil {
				continue
			}
			var a *geo.Article
			if err == nil {
				a, err = parseJSON(b)
			}
			if err != nil {
				err = o.FailPart("line", n, err)
			} else {
				a = o.Finish(a)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

// where returns the place and the kind of an error of parsing a line of n bytes.
func where(err error, n int) string {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		if int(syntax.Offset) >= n {
			return ": it ends too early"
		}
		return fmt.Sprintf(": it is not valid JSON from character %d on", syntax.Offset)
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf(": %q must not be a %s", kind.Field, kind.Value)
	}
	return ""
}

// parseJSON returns the article of one JSON object. Its text is not normalized but only
// cleaned by [text.Clean], since results give offsets into it. The error wraps [geo.ErrInput].
func parseJSON(b []byte) (*geo.Article, error) {
	in, ok := scanArticle(b)
	if !ok {
		in = jsonArticle{}
		if err := json.Unmarshal(b, &in); err != nil {
			return nil, geo.Errorf(geo.ErrInput, "the line is not a JSON object with an article%s", where(err, len(b)))
		}
	}
	if in.Text == nil {
		return nil, geo.Errorf(geo.ErrInput, `the object has no "text"`)
	}
	a := &geo.Article{Title: in.Title, Publisher: in.Publisher, Author: in.Author, URL: in.URL, Language: in.Language}
	a.Text = text.Clean(*in.Text)
	switch id := bytes.TrimSpace(in.ID); {
	case len(id) == 0 || string(id) == "null":
	case id[0] == '"':
		_ = json.Unmarshal(id, &a.ID) // it is valid as part of the line
	case id[0] == '{' || id[0] == '[':
		return nil, geo.Errorf(geo.ErrInput, `"id" is neither a string nor a number`)
	default:
		a.ID = string(id)
	}
	a.Published = document.DateOrEmpty(in.Published)
	return a, nil
}
