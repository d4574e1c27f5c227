package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/server/export"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// pointOf draws a position with six decimals, none of which is a zero at the end.
func pointOf(t *rapid.T, label string) orb.Point {
	digits := func(limit int, label string) float64 {
		v := float64(rapid.IntRange(-limit, limit-1).Draw(t, label)) + float64(rapid.IntRange(10_000, 99_999).Draw(t, label+" decimals"))/1e5
		return math.Round((v+1e-6*float64(rapid.IntRange(1, 9).Draw(t, label+" last")))*1e6) / 1e6
	}
	return orb.Point{digits(179, label+" longitude"), digits(89, label+" latitude")}
}

// smallPlaces are the kinds of places that every cap replaces.
var smallPlaces = []geo.Kind{geo.KindSettlement, geo.KindQuarter, geo.KindBase, geo.KindCrossing, geo.KindAdmin3, geo.KindLake, geo.KindPeak, geo.KindCoordinates, geo.KindIsland}

// capped draws a set of articles with places of random coordinates, which the texts
// contain too, and returns those coordinates.
func capped(t *rapid.T) (*layer.Set, []orb.Point) {
	s := &layer.Set{Outline: layertest.Outline, Title: "Places"}
	var secret []orb.Point
	for i := range rapid.IntRange(1, 3).Draw(t, "articles") {
		var text strings.Builder
		var spans []geo.Span
		var found []*geo.Place
		for range rapid.IntRange(1, 4).Draw(t, "mentions") {
			at := pointOf(t, "place")
			secret = append(secret, at)
			place := &geo.Place{ID: "test:x", Kind: rapid.SampledFrom(smallPlaces).Draw(t, "kind"), Country: "AF", CountryName: "Afghanistan", Point: at, Name: "Town"}
			switch rapid.IntRange(0, 2).Draw(t, "areas") {
			case 1:
				place.Admin1, place.Admin1ID = "Parwan", "geonames:1131054"
			case 2:
				place.Admin1, place.Admin1ID, place.Admin2, place.Admin2ID = "Parwan", "geonames:1131054", "Kabul District", "test:kabul-district"
			}
			phrase := "Town"
			if place.Kind == geo.KindCoordinates {
				phrase = fmt.Sprintf("%v, %v", at.Lat(), at.Lon())
				place.ID, place.Name = geo.PlaceID(fmt.Sprintf("geo:%v,%v", at.Lat(), at.Lon())), phrase
			}
			text.WriteString(rapid.SampledFrom([]string{"They met at ", "A convoy left ", "Near ", strings.Repeat("and so on ", 7)}).Draw(t, "words"))
			start := text.Len()
			text.WriteString(phrase + ". ")
			spans = append(spans, geo.Span{Start: start, End: start + len(phrase)})
			found = append(found, place)
			if rapid.Bool().Draw(t, "coordinates in the text") {
				at := pointOf(t, "text")
				secret = append(secret, at)
				fmt.Fprintf(&text, "The spot is at %v, %v. ", at.Lat(), at.Lon())
			}
		}
		p := &geo.Parsed{Article: geo.Article{ID: fmt.Sprint("a", i), Text: text.String(), Hash: geo.HashText(text.String()), Published: "2024-05-06"}}
		for j, span := range spans {
			m := geo.Mention{Span: span, Phrase: span.Text(p.Article.Text), Role: geo.RoleLiteral, Passage: geo.Span{Start: 0, End: text.Len()}}
			if rapid.Bool().Draw(t, "relation") {
				at := pointOf(t, "relation")
				secret = append(secret, at)
				m.Relation = &geo.Relation{Kind: geo.RelationOffset, Words: "50 km north of", Anchor2: -1, SubjectMention: -1, Point: at, UncertaintyKM: 5}
			}
			outcome := rapid.SampledFrom([]geo.Outcome{geo.OutcomePlaced, geo.OutcomeAmbiguous, geo.OutcomeApproximate}).Draw(t, "outcome")
			r := geo.Resolution{Outcome: outcome, Place: found[j], Confidence: geo.ConfidenceLikely, Probability: .7, UncertaintyKM: 3}
			for _, other := range found {
				r.Candidates = append(r.Candidates, geo.Candidate{Place: *other, Score: .2})
			}
			p.Mentions, p.Resolutions = append(p.Mentions, m), append(p.Resolutions, r)
			p.Ledger.Add(outcome)
		}
		s.Parsed = append(s.Parsed, p)
	}
	return s, secret
}

// TestCappedExportsHaveNoFinerCoordinates: whatever the places and texts, no file of any
// format contains the coordinates of a place finer than the cap, as text or binary.
func TestCappedExportsHaveNoFinerCoordinates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set, secret := capped(t)
		precision := rapid.SampledFrom([]string{"district", "country"}).Draw(t, "precision")
		for _, f := range export.Formats() {
			for _, kind := range []string{"", "places", "mentions"} {
				request := export.Request{Format: f.Name, Layer: kind, Precision: precision, WKT: f.Name == "csv"}
				file, err := request.Check()
				if err != nil || kind == f.Kind.String() {
					continue // the format has no such layer, or it is the default
				}
				var b bytes.Buffer
				if err := file.Write(&b, set.Export()); err != nil {
					t.Fatal(err)
				}
				content := unpacked(t, f.Name, b.Bytes())
				// Lines and tables without rows have no provenance.
				if bytes.Count(content, []byte("\n")) > 1 && !bytes.Contains(content, []byte("Capped to")) {
					t.Errorf("%s does not state the cap", f.Name)
				}
				for _, at := range secret {
					checkAbsent(t, f.Name+" "+kind, content, at)
				}
			}
		}
	})
}

func checkAbsent(t *rapid.T, name string, content []byte, at orb.Point) {
	for _, v := range at {
		text := strconv.FormatFloat(math.Abs(v), 'f', -1, 64)
		text = text[:strings.IndexByte(text, '.')+4] // three decimals, 100 m
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			if bytes.Contains(content, order.AppendUint64(nil, math.Float64bits(v))) {
				t.Errorf("%s contains %v in binary", name, v)
			}
		}
		if i := number(content, text); i >= 0 {
			t.Errorf("%s contains %s: %q", name, text, content[max(0, i-60):min(len(content), i+60)])
		}
	}
}

// number returns the index of a number that begins with text in content, or -1.
func number(content []byte, text string) int {
	from := 0
	for {
		i := bytes.Index(content[from:], []byte(text))
		if i < 0 {
			return -1
		}
		i += from
		if i == 0 || content[i-1] < '0' || content[i-1] > '9' {
			return i
		}
		from = i + 1
	}
}

// unpacked returns the content of a file: the files of a ZIP file, or the values of a
// Parquet file.
func unpacked(t interface{ Fatal(...any) }, format string, b []byte) []byte {
	var out bytes.Buffer
	switch format {
	case "xlsx", "kmz", "docx":
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&out, r); err != nil {
				t.Fatal(err)
			}
		}
		return out.Bytes()
	case "parquet":
		f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		for _, kv := range f.Metadata().KeyValueMetadata {
			out.WriteString(kv.Value)
		}
		for _, group := range f.RowGroups() {
			rows := make([]parquet.Row, group.NumRows())
			r := group.Rows()
			if n, err := r.ReadRows(rows); n != len(rows) {
				t.Fatal(n, err)
			}
			for _, row := range rows {
				for _, v := range row {
					out.WriteString("\n" + v.String())
				}
			}
		}
		return out.Bytes()
	}
	return b
}
