package resolve

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/eval"

	"github.com/paulmach/orb"
)

// Examples makes training examples of gold documents. With spans from gold, the
// mentions are gold's own, with the roles that the recogniser found there;
// otherwise they are the recogniser's, and those that overlap gold have a truth.
// The steps of annotate read relations and days, as in a parse.
func Examples(ctx context.Context, r Recognizer, docs []eval.Document, corpus string, goldSpans bool, annotate []func(*geo.Article, *geo.Recognition)) ([]Example, error) {
	examples := make([]Example, 0, len(docs))
	for i := range docs {
		d := &docs[i]
		e := Example{Corpus: corpus, Article: d.Article()}
		found, err := r.Recognize(ctx, &e.Article)
		if err != nil {
			return nil, fmt.Errorf("finding the mentions of %s: %w", d.ID, err)
		}
		e.Recognition = found
		if goldSpans {
			e.Recognition, e.Truth = goldMentions(d, found)
		} else {
			e.Truth = foundTruth(d, found)
		}
		for _, step := range annotate {
			step(&e.Article, e.Recognition)
		}
		examples = append(examples, e)
	}
	return examples, nil
}

// goldMentions replaces the mentions found by those of gold.
func goldMentions(d *eval.Document, found *geo.Recognition) (*geo.Recognition, []Truth) {
	rec := &geo.Recognition{Language: found.Language, Model: "gold", Tokens: found.Tokens, Sentences: found.Sentences}
	var truth []Truth
	for i, span := range d.Spans() {
		if n := len(rec.Mentions); span.Len() == 0 || n > 0 && rec.Mentions[n-1].End > span.Start {
			continue // gold of these corpora has a few overlaps
		}
		m := geo.Mention{Span: span, Phrase: span.Text(d.Text), Role: geo.RoleLiteral, Recognized: 1}
		m.Passage = sentenceOf(found, span)
		for _, f := range found.Mentions {
			if f.Overlaps(span) {
				m.Role, m.Association = f.Role, f.Association
			}
		}
		rec.Mentions = append(rec.Mentions, m)
		truth = append(truth, truthOf(&d.Toponyms[i]))
	}
	return rec, truth
}

// sentenceOf is the sentence that a span begins in.
func sentenceOf(rec *geo.Recognition, span geo.Span) geo.Span {
	for _, s := range rec.Sentences {
		if span.Start < s.End {
			return s
		}
	}
	return span
}

// foundTruth says what gold knows of the mentions found.
func foundTruth(d *eval.Document, found *geo.Recognition) []Truth {
	predicted := eval.FromMentions(d.Text, found.Mentions)
	truth := make([]Truth, len(found.Mentions))
	for _, p := range eval.AlignToponyms(d.Toponyms, predicted) {
		truth[p.Predicted] = truthOf(&d.Toponyms[p.Gold])
	}
	return truth
}

func truthOf(t *eval.Toponym) Truth {
	if t.Ignore || !t.HasPoint() {
		return Truth{}
	}
	return Truth{Known: true, Point: orb.Point{*t.Lon, *t.Lat}, ID: t.PlaceID()}
}

// ReadWarOfTheRebellion reads a part ("train", "test") of the War Of The Rebellion
// corpus (DeLozier et al. 2016) in the form of tokens with labels, whose places
// stand in a table beside it, in the folder resolve. The volume that a document
// is from is taken for its publisher: volumes keep to a theatre of the war as
// local newspapers keep to their region.
func ReadWarOfTheRebellion(folder, part string) ([]eval.Document, error) {
	places := map[string][]eval.Toponym{} // by document, in the order of the text
	err := eachRow(filepath.Join(folder, "resolve", "wotr_"+part+"_coords.tsv.gz"), func(cells []string) {
		if len(cells) < 4 {
			return
		}
		lat, errLat := strconv.ParseFloat(cells[2], 64)
		lon, errLon := strconv.ParseFloat(cells[3], 64)
		if errLat == nil && errLon == nil {
			places[cells[0]] = append(places[cells[0]], eval.Toponym{Phrase: cells[1], Lat: &lat, Lon: &lon})
		}
	})
	if err != nil {
		return nil, err
	}
	var docs []eval.Document
	var b rebellionBuilder
	err = eachRow(filepath.Join(folder, "wotr_"+part+".tsv.gz"), func(cells []string) {
		if id, ok := strings.CutPrefix(cells[0], "# doc "); ok {
			docs = b.flush(docs, places)
			b.begin(id)
			return
		}
		b.add(cells)
	})
	return b.flush(docs, places), err
}

// rebellionBuilder puts a document together out of its tokens.
type rebellionBuilder struct {
	id    string
	text  strings.Builder
	runes int
	spans []eval.Toponym
}

func (b *rebellionBuilder) begin(id string) {
	b.id, b.runes, b.spans = id, 0, nil
	b.text.Reset()
}

func (b *rebellionBuilder) write(s string) {
	b.text.WriteString(s)
	b.runes += utf8.RuneCountInString(s)
}

func (b *rebellionBuilder) add(cells []string) {
	if len(cells) < 2 {
		b.write("\n")
		return
	}
	if b.runes > 0 && !closes(cells[0]) {
		b.write(" ")
	}
	start := b.runes
	b.write(cells[0])
	switch n := len(b.spans); {
	case strings.HasPrefix(cells[1], "B-"):
		b.spans = append(b.spans, eval.Toponym{Start: start, End: b.runes})
	case strings.HasPrefix(cells[1], "I-") && n > 0:
		b.spans[n-1].End = b.runes
	}
}

// flush appends the finished document, its spans joined with their places.
func (b *rebellionBuilder) flush(docs []eval.Document, places map[string][]eval.Toponym) []eval.Document {
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

// eachRow calls f with the cells of each line of a packed table.
func eachRow(path string, f func(cells []string)) error {
	file, err := os.Open(path)
	if err != nil {
		return geo.Errorf(geo.ErrNotFound, "opening a corpus: %w", err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		return geo.Errorf(geo.ErrInput, "reading %s: %w", path, err)
	}
	lines := bufio.NewScanner(packed)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		f(strings.Split(lines.Text(), "\t"))
	}
	if err := lines.Err(); err != nil {
		return geo.Errorf(geo.ErrInput, "reading %s: %w", path, err)
	}
	return nil
}

// closes reports whether a token stands without a space before it.
func closes(token string) bool {
	switch token {
	case ",", ".", ";", ":", ")":
		return true
	}
	return false
}
