package resolver

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/eval"

	"github.com/paulmach/orb"
)

// ReadWOTR reads a part ("train", "test") of the War of the Rebellion corpus (DeLozier
// et al. 2016): tokens with BIO labels in the folder, and the coordinates of its places
// in the folder resolve in it. The volume of a document serves as its publisher, because
// volumes cover a theater of the war as local newspapers cover their region.
func ReadWOTR(folder, part string) ([]eval.Document, error) {
	places := map[string][]eval.Toponym{} // by document, in the order of the text
	err := eachRow(filepath.Join(folder, "resolve", "wotr_"+part+"_coords.tsv.gz"), func(cells []string) {
		if len(cells) < 4 {
			return
		}
		lat, errLat := strconv.ParseFloat(cells[2], 64)
		lon, errLon := strconv.ParseFloat(cells[3], 64)
		if errLat == nil && errLon == nil {
			t := eval.NewToponym(0, 0, cells[1])
			t.SetPoint(orb.Point{lon, lat})
			places[cells[0]] = append(places[cells[0]], t)
		}
	})
	if err != nil {
		return nil, err
	}
	var docs []eval.Document
	var b wotrBuilder
	err = eachRow(filepath.Join(folder, "wotr_"+part+".tsv.gz"), func(cells []string) {
		if id, ok := strings.CutPrefix(cells[0], "# doc "); ok {
			docs = b.flush(docs, places)
			b.reset(id)
			return
		}
		b.addToken(cells)
	})
	return b.flush(docs, places), err
}

// wotrBuilder builds a document from its tokens.
type wotrBuilder struct {
	id    string
	text  strings.Builder
	runes int
	spans []eval.Toponym
}

func (b *wotrBuilder) reset(id string) {
	b.id, b.runes, b.spans = id, 0, nil
	b.text.Reset()
}

func (b *wotrBuilder) write(s string) {
	b.text.WriteString(s)
	b.runes += utf8.RuneCountInString(s)
}

// addToken adds a token with its label; an empty row ends a sentence.
func (b *wotrBuilder) addToken(cells []string) {
	if len(cells) < 2 {
		b.write("\n")
		return
	}
	if b.runes > 0 && !isClosing(cells[0]) {
		b.write(" ")
	}
	start := b.runes
	b.write(cells[0])
	switch n := len(b.spans); {
	case strings.HasPrefix(cells[1], "B-"):
		b.spans = append(b.spans, eval.NewToponym(start, b.runes, ""))
	case strings.HasPrefix(cells[1], "I-") && n > 0:
		b.spans[n-1].End = b.runes
	}
}

// flush appends the document, with its spans joined with their places, unless it has no
// spans.
func (b *wotrBuilder) flush(docs []eval.Document, places map[string][]eval.Toponym) []eval.Document {
	if b.id == "" || len(b.spans) == 0 {
		return docs
	}
	volume, _, _ := strings.Cut(b.id, "-")
	d := eval.Document{ID: "wotr-" + b.id, Publisher: "War of the Rebellion, volume " + volume, Text: b.text.String(), Toponyms: b.spans}
	next := places[b.id]
	for i, span := range d.Spans() {
		t := &d.Toponyms[i]
		t.Phrase = span.Text(d.Text)
		for k := range next {
			if next[k].Phrase == t.Phrase {
				t.Lat, t.Lon, next = next[k].Lat, next[k].Lon, next[k+1:]
				break
			}
		}
	}
	return append(docs, d)
}

// eachRow calls f with the cells of each line of a gzipped TSV file.
func eachRow(path string, f func(cells []string)) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return geo.Errorf(geo.ErrNotFound, "the corpus file %s does not exist", path)
	}
	if err != nil {
		return fmt.Errorf("opening a corpus: %w", err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return geo.Errorf(geo.ErrInput, "reading the corpus file %s: %w", path, err)
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		f(strings.Split(lines.Text(), "\t"))
	}
	if err := lines.Err(); err != nil {
		return geo.Errorf(geo.ErrInput, "reading the corpus file %s: %w", path, err)
	}
	return nil
}

// isClosing reports whether a token is written without a space before it.
func isClosing(token string) bool {
	switch token {
	case ",", ".", ";", ":", ")":
		return true
	}
	return false
}
