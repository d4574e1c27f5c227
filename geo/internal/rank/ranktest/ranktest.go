// Package ranktest provides a small gazetteer, a ranking model and annotated articles for tests.
package ranktest

import (
	"bytes"
	"context"
	_ "embed"
	"iter"
	"strconv"
	"strings"
	"sync"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/source"
	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"

	"github.com/paulmach/orb"
)

var (
	//go:embed places.tsv
	places string
	//go:embed model.tsv
	model []byte
)

// tableSource is a gazetteer source of the rows of places.tsv.
type tableSource struct{ rows []string }

func (tableSource) Info() gazetteer.SourceInfo {
	return gazetteer.SourceInfo{Name: "test places", Version: "1"}
}

func (s tableSource) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		for _, row := range s.rows {
			if !yield(entry(strings.Split(row, "\t")), nil) {
				return
			}
		}
	}
}

// entry parses the fields of a row. Names are alternate names, with "a:" abbreviations
// and with "d:" demonyms.
func entry(f []string) source.Entry {
	kind, _ := geo.ParseKind(f[2])
	lon, _ := strconv.ParseFloat(f[7], 64)
	lat, _ := strconv.ParseFloat(f[8], 64)
	population, _ := strconv.ParseInt(f[9], 10, 64)
	e := source.Entry{
		Place:      geo.Place{ID: geo.PlaceID(f[0]), Name: f[1], Kind: kind, Feature: f[3], Country: f[4], Point: orb.Point{lon, lat}, Population: population},
		Admin1Code: f[5], Admin2Code: f[6],
	}
	for name := range strings.SplitSeq(f[10], "|") {
		n := source.Name{Text: name, Kind: gazetteer.NameAlternate}
		if t, ok := strings.CutPrefix(name, "a:"); ok {
			n = source.Name{Text: t, Kind: gazetteer.NameAbbreviation}
		} else if t, ok := strings.CutPrefix(name, "d:"); ok {
			n = source.Name{Text: t, Kind: gazetteer.NameDemonym, Language: "en"}
		}
		if name != "" {
			e.Names = append(e.Names, n)
		}
	}
	return e
}

// compiled compiles the gazetteer once.
var compiled = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	var file bytes.Buffer
	rows := strings.Split(strings.TrimRight(places, "\n"), "\n")[1:]
	if _, err := compile.Gazetteer(context.Background(), &file, []source.Source{tableSource{rows}}, compile.Options{}); err != nil {
		return nil, err
	}
	return gazetteer.FromBytes(file.Bytes())
})

// Gazetteer returns the gazetteer of places.tsv.
func Gazetteer(tb testing.TB) *gazetteer.Gazetteer {
	tb.Helper()
	g, err := compiled()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// Model returns a model whose weights do not change when the default model is trained
// again.
func Model(tb testing.TB) *rank.Model {
	tb.Helper()
	m, err := feature.LoadModel(model)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// Annotated returns the article and the recognition of a text with its mentions in
// square brackets; "[a:Afghan]" is an adjective, "[d:KABUL]" a dateline and "[b:Kabul]"
// boilerplate.
func Annotated(text string) (*geo.Article, *geo.Recognition) {
	var plain strings.Builder
	rec := &geo.Recognition{Language: "en", Model: "tagger"}
	for {
		before, rest, ok := strings.Cut(text, "[")
		plain.WriteString(before)
		if !ok {
			break
		}
		phrase, after, _ := strings.Cut(rest, "]")
		m := geo.Mention{Role: geo.RoleLiteral, Recognized: 1}
		if t, ok := strings.CutPrefix(phrase, "a:"); ok {
			phrase, m.Role, m.Association = t, geo.RoleAssociative, geo.AssociationAdjective
		} else if t, ok := strings.CutPrefix(phrase, "d:"); ok {
			phrase, m.Role = t, geo.RoleDateline
		} else if t, ok := strings.CutPrefix(phrase, "b:"); ok {
			phrase, m.Role = t, geo.RoleBoilerplate
		}
		m.Start = plain.Len()
		plain.WriteString(phrase)
		m.End, m.Phrase = plain.Len(), phrase
		rec.Mentions = append(rec.Mentions, m)
		text = after
	}
	a := &geo.Article{ID: "test", Text: plain.String()}
	for i := range rec.Mentions {
		rec.Mentions[i].Passage = sentenceOf(a.Text, rec.Mentions[i].Span)
	}
	a.Hash = geo.HashText(a.Text)
	return a, rec
}

// sentenceOf returns the sentence around a span, between periods before spaces.
func sentenceOf(text string, span geo.Span) geo.Span {
	sentence := geo.Span{Start: strings.LastIndex(text[:span.Start], ". ") + 1, End: len(text)}
	if n := strings.Index(text[span.End:], ". "); n >= 0 {
		sentence.End = span.End + n + 1
	}
	return sentence
}
