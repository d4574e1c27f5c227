// Package layertest provides articles for the tests of layers.
package layertest

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

// Place returns a place of the fixture by its name.
func Place(name string) geo.Place {
	for _, p := range places {
		if p.Name == name {
			return p
		}
	}
	return geo.Place{}
}

var places = []geo.Place{
	{
		ID: "geonames:1138958", Name: "Kabul", Kind: geo.KindSettlement, Country: "AF", CountryName: "Afghanistan", Population: 4434550,
		Admin1: "Kabul Province", Admin1ID: "geonames:1138957", Admin2: "Kabul District", Admin2ID: "test:kabul-district", Point: orb.Point{69.172331, 34.528131},
	},
	{
		ID: "test:bagram", Name: "Bagram Airfield", Kind: geo.KindBase, Country: "AF", CountryName: "Afghanistan",
		Admin1: "Parwan", Admin1ID: "geonames:1131054", Point: orb.Point{69.265177, 34.946288},
	},
	{ID: "iso:AF", Name: "Afghanistan", Kind: geo.KindCountry, Country: "AF", CountryName: "Afghanistan", Point: orb.Point{66.123456, 33.654321}},
	{ID: "geonames:1131054", Name: "Parwan", Kind: geo.KindAdmin1, Country: "AF", CountryName: "Afghanistan", Point: orb.Point{69.111222, 35.333444}},
	{ID: "test:fiji", Name: "Fiji", Kind: geo.KindCountry, Country: "FJ", CountryName: "Fiji", Point: orb.Point{178.123987, -18.123987}},
	{ID: "test:gulf", Name: "Gulf of Aden", Kind: geo.KindSea, Point: orb.Point{48.765432, 12.345678}},
	{ID: "geo:31.04567,66.39876", Name: "31.04567, 66.39876", Kind: geo.KindCoordinates, Country: "AF", CountryName: "Afghanistan", Point: orb.Point{66.39876, 31.04567}},
	{ID: "geonames:2988507", Name: "Paris", Kind: geo.KindSettlement, Country: "FR", CountryName: "France", Point: orb.Point{2.348811, 48.853411}},
}

var outlines = map[geo.PlaceID]orb.MultiPolygon{
	"iso:AF": {{
		{{60.5, 29.4}, {61.2, 35.6}, {71.2, 38.4}, {74.9, 37.2}, {70, 33.1}, {66.3, 29.9}},
		{{66, 33}, {67, 33}, {67, 34}, {66, 34}, {66, 33}},
	}},
	"geonames:1131054":    {{{{68.5, 34.5}, {69.5, 34.5}, {69.5, 35.5}, {68.5, 35.5}, {68.5, 34.5}}}},
	"test:kabul-district": {{{{69, 34.4}, {69.3, 34.4}, {69.3, 34.7}, {69, 34.7}, {69, 34.4}}}},
	"test:fiji":           {{{{177, -19}, {177, -16}, {182, -16}, {182, -19}, {177, -19}}}},
}

// Outline returns the outline of an area of the fixture, or nil.
func Outline(id geo.PlaceID) orb.MultiPolygon { return outlines[id] }

// Mention is a phrase of a text with the name of its place, or "" for none.
type Mention struct {
	Phrase, Place string
	Outcome       geo.Outcome
}

// Parsed returns a parsed article whose mentions are in the order of the text.
func Parsed(a geo.Article, all ...Mention) *geo.Parsed {
	a.Hash = geo.HashText(a.Text)
	p := &geo.Parsed{Article: a, Language: "en"}
	from := 0
	for _, s := range all {
		at := from + strings.Index(a.Text[from:], s.Phrase)
		from = at + len(s.Phrase)
		start := strings.LastIndexAny(a.Text[:at], "\n") + 1
		end := len(a.Text)
		if n := strings.IndexByte(a.Text[at:], '\n'); n >= 0 {
			end = at + n
		}
		m := geo.Mention{Span: geo.Span{Start: at, End: from}, Phrase: s.Phrase, Role: geo.RoleLiteral, Passage: geo.Span{Start: start, End: end}}
		r := geo.Resolution{Outcome: s.Outcome, Why: []string{"the only place of that name"}}
		if s.Place != "" {
			place := Place(s.Place)
			r.Place, r.Confidence, r.Probability = &place, geo.ConfidenceCertain, 0.98765
			if place.Kind == geo.KindCoordinates {
				m.Role, r.UncertaintyKM = geo.RoleCoordinates, 0.001
			}
			if s.Outcome == geo.OutcomeAmbiguous {
				r.Confidence, r.Probability = geo.ConfidenceAmbiguous, 0.5
				r.Candidates = []geo.Candidate{{Place: place, Score: 0.5}, {Place: Place("Kabul"), Score: 0.3}, {Place: places[6], Score: 0.1}}
			}
		}
		p.Mentions, p.Resolutions = append(p.Mentions, m), append(p.Resolutions, r)
		p.Ledger.Add(r.Outcome)
	}
	return p
}

// Set returns articles with every outcome, coordinates in the text, an area across the
// antimeridian, and text that means something to spreadsheets, XML and Markdown.
func Set() *layer.Set {
	talks := Parsed(geo.Article{
		ID: "talks", Title: "Talks <b>end</b> & *begin*", Publisher: `=HYPERLINK("x")`, Published: "2021-09-06T14:00:00Z", URL: "https://example.org/talks?a=1&b=2",
		Text: "Émissaires “met” in Kabul.\nBagram Airfield, 50 kilometers north of Kabul, is empty; Parwan's governor left Afghanistan.\n" +
			"A convoy at 31.04567, 66.39876 turned back, ]]> 1. *they* [said](x).\nParis said nothing, nor did Qalai Nawi. Ships left the Gulf of Aden.",
		Pages: []int{0, 60},
	},
		Mention{"Kabul", "Kabul", geo.OutcomePlaced}, Mention{"Bagram Airfield", "Bagram Airfield", geo.OutcomePlaced}, Mention{"Kabul", "Kabul", geo.OutcomePlaced},
		Mention{"Parwan", "Parwan", geo.OutcomePlaced}, Mention{"Afghanistan", "Afghanistan", geo.OutcomeCountry},
		Mention{"31.04567, 66.39876", "31.04567, 66.39876", geo.OutcomePlaced}, Mention{"Paris", "Paris", geo.OutcomeAmbiguous}, Mention{"Qalai Nawi", "", geo.OutcomeMissing},
		Mention{"Gulf of Aden", "Gulf of Aden", geo.OutcomePlaced},
	)
	talks.Mentions[2].Relation = &geo.Relation{
		Kind: geo.RelationOffset, Words: "50 kilometers north of", Anchor: 2, Anchor2: -1, DistanceKM: 50, HasBearing: true, SubjectMention: 1,
		Point: orb.Point{69.17233, 34.977812}, UncertaintyKM: 12.34,
	}
	talks.Mentions[0].When = &geo.DateRange{First: "2021-09-06", Last: "2021-09-06", Words: "on Monday"}
	talks.Mentions[3].Wide = geo.Span{Start: talks.Mentions[3].Start, End: talks.Mentions[3].End + len("'s governor")}
	talks.Focus = []geo.Focus{{Place: Place("Kabul"), Weight: 0.61, Level: "place", Mentions: 2}}
	storm := Parsed(geo.Article{ID: "storm", Published: "2021-01-30", Text: "斐济 Fiji was hit; so was Kabul."},
		Mention{"Fiji", "Fiji", geo.OutcomeCountry}, Mention{"Kabul", "Kabul", geo.OutcomePlaced})
	again := *storm
	again.Article.ID = "storm, reprinted"
	return &layer.Set{
		Title: "Two <stories>", Parsed: []*geo.Parsed{talks, storm, &again}, Outline: Outline,
		Attribution: []gazetteer.SourceInfo{{Name: "Test places", Version: "1", License: "CC0-1.0", Attribution: "nobody", URL: "https://example.org/places"}},
		Versions:    geo.Versions{Gazetteer: "g1", Recognizer: "r1", Resolver: "s1"},
	}
}
