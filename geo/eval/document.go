package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dateline/geo"
)

// maxLine is the maximum length of a line of a gold or prediction file, in bytes.
const maxLine = 64 << 20

// Document is one line of a gold or prediction file. Predictions need only ID and
// Toponyms.
type Document struct {
	ID        string
	Title     string
	Publisher string
	Published string
	Text      string
	Toponyms  []Toponym
	// LiteralOnly reports whether gold labels literal mentions only: an associative prediction that matches
	// nothing is neither correct nor an error.
	LiteralOnly bool
}

// Article returns the document as input of the parser. The text is not normalized,
// because gold spans count its code points.
func (d *Document) Article() geo.Article {
	return geo.Article{
		ID: d.ID, Title: d.Title, Publisher: d.Publisher, Published: d.Published,
		Text: d.Text, Hash: geo.HashText(d.Text),
	}
}

// Spans returns the toponyms' spans in bytes of the text. A span outside the text
// comes out empty.
func (d *Document) Spans() []geo.Span {
	offsets := make([]int, 0, len(d.Text)+1)
	for i := range d.Text {
		offsets = append(offsets, i)
	}
	offsets = append(offsets, len(d.Text))
	at := func(n int) int { return offsets[max(0, min(n, len(offsets)-1))] }
	spans := make([]geo.Span, len(d.Toponyms))
	for i, t := range d.Toponyms {
		spans[i] = geo.Span{Start: at(t.Start), End: max(at(t.Start), at(t.End))}
	}
	return spans
}

// ByID returns the documents' toponyms by document id, as [Score] takes
// predictions.
func ByID(docs []Document) map[string][]Toponym {
	m := make(map[string][]Toponym, len(docs))
	for i := range docs {
		m[docs[i].ID] = docs[i].Toponyms
	}
	return m
}

// CorpusName returns the name of the corpus in a gold file: the file's name without
// folder and extension.
func CorpusName(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

// ReadFile reads a gold or prediction file, see [Read]. The error wraps
// [geo.ErrNotFound] if the file does not exist and [geo.ErrInput] if it is not in
// the format.
func ReadFile(path string) ([]Document, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, geo.Errorf(geo.ErrNotFound, "the gold or prediction file %s does not exist", path)
	}
	if err != nil {
		return nil, fmt.Errorf("opening a gold or prediction file: %w", err)
	}
	defer f.Close()
	docs, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return docs, nil
}

// jsonDocument is the JSON form of a Document; the id may be a number.
type jsonDocument struct {
	ID        json.RawMessage `json:"id"`
	Title     string          `json:"title"`
	Publisher string          `json:"publisher"`
	Published string          `json:"published"`
	Text      string          `json:"text"`
	Toponyms  []Toponym       `json:"toponyms"`
}

// Read reads documents, one JSON object per line, in the order of the file. A
// document replaces an earlier one with the same id.
func Read(r io.Reader) ([]Document, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 1<<20), maxLine)
	var docs []Document
	index := map[string]int{}
	for line := 1; scanner.Scan(); line++ {
		if len(scanner.Bytes()) == 0 {
			continue
		}
		var j jsonDocument
		if err := json.Unmarshal(scanner.Bytes(), &j); err != nil {
			return nil, geo.Errorf(geo.ErrInput, "line %d is not a document in JSON: %w", line, err)
		}
		d := Document{Title: j.Title, Publisher: j.Publisher, Published: j.Published, Text: j.Text, Toponyms: j.Toponyms}
		if json.Unmarshal(j.ID, &d.ID) != nil {
			d.ID = string(j.ID)
		}
		if i, ok := index[d.ID]; ok {
			docs[i] = d
			continue
		}
		index[d.ID] = len(docs)
		docs = append(docs, d)
	}
	if err := scanner.Err(); err != nil {
		return nil, geo.Errorf(geo.ErrInput, "reading documents: %w", err)
	}
	return docs, nil
}

// Write writes predictions in the format of [Read]: one JSON object with id and
// toponyms per line.
func Write(w io.Writer, docs []Document) error {
	type line struct {
		ID       string    `json:"id"`
		Toponyms []Toponym `json:"toponyms"`
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i := range docs {
		l := line{docs[i].ID, docs[i].Toponyms}
		if l.Toponyms == nil {
			l.Toponyms = []Toponym{}
		}
		if err := e.Encode(l); err != nil {
			return fmt.Errorf("writing the predictions for document %q: %w", docs[i].ID, err)
		}
	}
	return nil
}
