package resolve

import (
	"bytes"
	"context"
	"iter"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// tableSource reads testdata/places.tsv.
type tableSource struct{ rows []string }

func (tableSource) Info() gazetteer.SourceInfo {
	return gazetteer.SourceInfo{Name: "places of the tests", Version: "1"}
}

func (s tableSource) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		for _, row := range s.rows {
			f := strings.Split(row, "\t")
			kind, _ := geo.ParseKind(f[2])
			lon, _ := strconv.ParseFloat(f[7], 64)
			lat, _ := strconv.ParseFloat(f[8], 64)
			population, _ := strconv.ParseInt(f[9], 10, 64)
			e := gazetteer.Entry{
				Place:      geo.Place{ID: geo.PlaceID(f[0]), Name: f[1], Kind: kind, Feature: f[3], Country: f[4], Point: orb.Point{lon, lat}, Population: population},
				Admin1Code: f[5], Admin2Code: f[6],
			}
			for name := range strings.SplitSeq(f[10], "|") {
				n := gazetteer.Name{Text: name, Kind: gazetteer.NameAlternate}
				if t, ok := strings.CutPrefix(name, "a:"); ok {
					n = gazetteer.Name{Text: t, Kind: gazetteer.NameAbbreviation}
				} else if t, ok := strings.CutPrefix(name, "d:"); ok {
					n = gazetteer.Name{Text: t, Kind: gazetteer.NameDemonym, Language: "en"}
				}
				if name != "" {
					e.Names = append(e.Names, n)
				}
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// fixture compiles the tests' gazetteer once.
var fixture = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	b, err := os.ReadFile("testdata/places.tsv")
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	rows := strings.Split(strings.TrimRight(string(b), "\n"), "\n")[1:]
	if _, err := gazetteer.Compile(context.Background(), &file, []gazetteer.Source{tableSource{rows}}, gazetteer.CompileOptions{}); err != nil {
		return nil, err
	}
	return gazetteer.FromBytes(file.Bytes())
})

func testGazetteer(tb testing.TB) *gazetteer.Gazetteer {
	tb.Helper()
	g, err := fixture()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// shippedModel is the model of the binary.
func shippedModel(tb testing.TB) *Model {
	tb.Helper()
	b, err := os.ReadFile("../../data/model/resolver.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	m, err := LoadModel(b)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// marked makes an article and its recognition out of a text whose mentions stand
// in square brackets; "[a:Afghan]" is an adjective and "[d:KABUL]" a dateline.
func marked(text string) (*geo.Article, *geo.Recognition) {
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
		}
		m.Start = plain.Len()
		plain.WriteString(phrase)
		m.End, m.Phrase = plain.Len(), phrase
		rec.Mentions = append(rec.Mentions, m)
		text = after
	}
	a := &geo.Article{ID: "test", Text: plain.String()}
	a.Hash = geo.HashText(a.Text)
	return a, rec
}
