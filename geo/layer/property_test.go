package layer_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// sets generates sets of articles whose texts are lists of place names with
// arbitrary text in between.
var sets = rapid.Custom(func(t *rapid.T) *layer.Set {
	s := &layer.Set{Outline: func(id geo.PlaceID) orb.MultiPolygon { return outlines[id] }}
	keys := rapid.SampledFrom([]string{"", "Kabul", "Bagram", "Afghanistan", "Fiji", "Panjwai", "Paris", "Paris TX"})
	outcomes := rapid.SampledFrom([]geo.Outcome{geo.OutcomePlaced, geo.OutcomeCountry, geo.OutcomeAmbiguous, geo.OutcomeApproximate, geo.OutcomeMissing})
	for i := range rapid.IntRange(0, 4).Draw(t, "articles") {
		p := &geo.Parsed{Article: geo.Article{ID: fmt.Sprint("a", i), Title: rapid.String().Draw(t, "title"), URL: rapid.SampledFrom([]string{"", "https://example.org/a", "javascript:alert(1)"}).Draw(t, "url")}}
		var text strings.Builder
		for range rapid.IntRange(0, 5).Draw(t, "mentions") {
			text.WriteString(rapid.StringN(0, 20, -1).Draw(t, "text"))
			r := geo.Resolution{Outcome: outcomes.Draw(t, "outcome")}
			key := keys.Draw(t, "place")
			if place, ok := places[key]; ok {
				r.Place, r.Confidence, r.Probability = &place, geo.ConfidenceLikely, 0.5
			} else if r.Outcome != geo.OutcomeMissing {
				r.Outcome = geo.OutcomeMissing
			}
			start := text.Len()
			text.WriteString("Name")
			span := geo.Span{Start: start, End: text.Len()}
			p.Mentions = append(p.Mentions, geo.Mention{Span: span, Phrase: "Name", Role: geo.RoleLiteral, Passage: span})
			p.Resolutions = append(p.Resolutions, r)
			p.Ledger.Add(r.Outcome)
		}
		p.Article.Text = text.String()
		p.Article.Hash = geo.HashText(p.Article.Text)
		s.Parsed = append(s.Parsed, p)
	}
	return s
})

type properties = map[string]any

// features decodes the features of a layer.
func features(t *rapid.T, layer []byte) (all []properties) {
	var fc struct {
		Features []struct{ Properties properties }
	}
	if err := json.Unmarshal(layer, &fc); err != nil {
		t.Fatal(err)
	}
	for _, f := range fc.Features {
		all = append(all, f.Properties)
	}
	return all
}

// Every mention with an outcome that places it belongs to a feature of the places
// layer, whose counts are those of its mentions.
func TestMentionsBelongToPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sets.Draw(t, "set")
		var places, mentions bytes.Buffer
		if err := s.WritePlaces(&places); err != nil {
			t.Fatal(err)
		}
		if err := s.WriteMentions(&mentions); err != nil {
			t.Fatal(err)
		}
		counts, seen := map[any]float64{}, map[any]bool{}
		for _, m := range features(t, mentions.Bytes()) {
			if seen[m["mention"]] {
				t.Errorf("two mentions have the id %v", m["mention"])
			}
			seen[m["mention"]] = true
			if o := m["outcome"]; o == string(geo.OutcomePlaced) || o == string(geo.OutcomeCountry) {
				counts[m["place"]]++
			}
			if url, _ := m["url"].(string); url != "" && url != "https://example.org/a" {
				t.Errorf("the url is %q", url)
			}
		}
		all := features(t, places.Bytes())
		if len(all) != len(counts) {
			t.Errorf("%d places, but mentions of %d", len(all), len(counts))
		}
		for _, p := range all {
			if p["mentions"] != counts[p["place"]] {
				t.Errorf("place %v has %v mentions, want %v", p["place"], p["mentions"], counts[p["place"]])
			}
		}
		if total := s.Ledger().Mentions; total != len(seen) {
			t.Errorf("%d features, but the ledger counts %d mentions", len(seen), total)
		}
	})
}

// The CSV has the values of the GeoJSON's properties.
func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sets.Draw(t, "set")
		var table, mentions bytes.Buffer
		if err := s.WriteMentionsCSV(&table); err != nil {
			t.Fatal(err)
		}
		if err := s.WriteMentions(&mentions); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&table).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		all := features(t, mentions.Bytes())
		if len(rows) != 1+len(all) {
			t.Fatalf("%d rows for %d mentions", len(rows), len(all))
		}
		for i, f := range all {
			for k, column := range rows[0] {
				if column == "provenance" { // of the whole, in the first row
					if json.Valid([]byte(rows[1+i][k])) != (i == 0) {
						t.Errorf("row %d has the provenance %q", i, rows[1+i][k])
					}
					continue
				}
				want := ""
				switch v := f[column].(type) {
				case nil:
				case float64:
					b, err := json.Marshal(v)
					if err != nil {
						t.Fatal(err)
					}
					want = string(b)
				case bool:
					want = fmt.Sprint(v)
				default:
					want = fmt.Sprint(v)
				}
				got := rows[1+i][k]
				// The reader of CSV turns "\r\n" into "\n"; a formula has an apostrophe.
				want = strings.ReplaceAll(want, "\r\n", "\n")
				if got != want && got != "'"+want {
					t.Errorf("column %s is %q, want %q", column, got, want)
				}
			}
		}
	})
}
