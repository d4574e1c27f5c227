package article

import (
	"encoding/json"
	"fmt"
	"io"

	"dateline/geo"
)

// WriteJSONL writes an article as a line of JSON, which [Read] reads as the same
// article: id, title, publisher, author, published, language, url and text. Empty values
// are omitted, except the text.
func WriteJSONL(w io.Writer, a *geo.Article) error {
	line := struct {
		ID        string `json:"id"`
		Title     string `json:"title,omitempty"`
		Publisher string `json:"publisher,omitempty"`
		Author    string `json:"author,omitempty"`
		Published string `json:"published,omitempty"`
		Language  string `json:"language,omitempty"`
		URL       string `json:"url,omitempty"`
		Text      string `json:"text"`
	}{a.ID, a.Title, a.Publisher, a.Author, a.Published, a.Language, a.URL, a.Text}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(line)
}

// WriteText writes an article for people: the metadata that it has, a line each, an empty
// line, and the text.
func WriteText(w io.Writer, a *geo.Article) error {
	for _, line := range [...]struct{ name, value string }{
		{"id", a.ID}, {"source", a.Source}, {"title", a.Title}, {"publisher", a.Publisher}, {"author", a.Author},
		{"published", a.Published}, {"language", a.Language}, {"url", a.URL},
	} {
		if line.value == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "%-9s  %s\n", line.name, line.value); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%s\n", a.Text)
	return err
}
