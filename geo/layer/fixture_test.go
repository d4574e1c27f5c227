package layer_test

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

var places = map[string]geo.Place{
	"Kabul": {
		ID: "geonames:1138958", Name: "Kabul", Kind: geo.KindSettlement, Country: "AF", CountryName: "Afghanistan",
		Admin1: "Kabul", Point: orb.Point{69.17233, 34.52813000004}, Population: 4434550,
	},
	"Bagram": {ID: "test:bagram", Name: "Bagram Airfield", Kind: geo.KindBase, Country: "AF", CountryName: "Afghanistan", Point: orb.Point{69.265, 34.946}},
	"Afghanistan": {
		ID: "geonames:1149361", Name: "Afghanistan", Kind: geo.KindCountry, Country: "AF", CountryName: "Afghanistan", Point: orb.Point{66, 33}, Population: 37172386,
	},
	"Fiji":    {ID: "geonames:2205218", Name: "Fiji", Kind: geo.KindCountry, Country: "FJ", CountryName: "Fiji", Point: orb.Point{178, -18}},
	"Panjwai": {ID: "test:panjwai", Name: "Panjwai", Kind: geo.KindAdmin2, Country: "AF", CountryName: "Afghanistan", Point: orb.Point{65.4, 31.5}},
	"Paris TX": {
		ID: "geonames:4717560", Name: "Paris", Kind: geo.KindSettlement, Country: "US", CountryName: "United States", Admin1: "Texas",
		Point: orb.Point{-95.55551, 33.66094},
	},
	"Paris": {ID: "geonames:2988507", Name: "Paris", Kind: geo.KindSettlement, Country: "FR", CountryName: "France", Admin1: "Île-de-France", Point: orb.Point{2.3488, 48.85341}},
}

// outlines are drawn as gazetteers have them: clockwise, not closed, beyond 180.
var outlines = map[geo.PlaceID]orb.MultiPolygon{
	"geonames:1149361": {{
		{{60.5, 29.4}, {61.2, 35.6}, {71.2, 38.4}, {74.9, 37.2}, {70, 33.1234567891}, {66.3, 29.9}},
		{{66, 33}, {67, 33}, {67, 34}, {66, 34}, {66, 33}},
	}},
	"geonames:2205218": {{{{177, -19}, {177, -16}, {182, -16}, {182, -19}, {177, -19}}}},
}

// namedPlace is a mention of a place in a text of the fixture.
type namedPlace struct {
	phrase  string
	place   string // key of places, or empty
	outcome geo.Outcome
	change  func(*geo.Mention, *geo.Resolution)
}

func parsed(a geo.Article, all ...namedPlace) *geo.Parsed {
	a.Hash = geo.HashText(a.Text)
	p := &geo.Parsed{Article: a, Language: "en", Model: "tagger"}
	from := 0
	for _, s := range all {
		at := strings.Index(a.Text[from:], s.phrase) + from
		span := geo.Span{Start: at, End: at + len(s.phrase)}
		from = span.End
		m := geo.Mention{Span: span, Phrase: s.phrase, Role: geo.RoleLiteral, Recognized: 0.9, Passage: sentence(a.Text, at)}
		r := geo.Resolution{Outcome: s.outcome}
		if s.place != "" {
			place := places[s.place]
			r.Place, r.Confidence, r.Probability, r.Why = &place, geo.ConfidenceCertain, 0.98765, []string{"the only place of that name", "near the others"}
		}
		if s.change != nil {
			s.change(&m, &r)
		}
		p.Mentions, p.Resolutions = append(p.Mentions, m), append(p.Resolutions, r)
		p.Ledger.Add(r.Outcome)
	}
	return p
}

func sentence(text string, at int) geo.Span {
	start := strings.LastIndexAny(text[:at], ".\n") + 1
	for start < at && text[start] == ' ' {
		start++
	}
	end := len(text)
	if n := strings.IndexAny(text[at:], ".\n"); n >= 0 {
		end = at + n + 1
	}
	return geo.Span{Start: start, End: end}
}

// fixture is a set with every outcome, an offset, days, two languages and text
// that means something to spreadsheets and browsers.
func fixture() *layer.Set {
	talks := parsed(geo.Article{
		ID: "talks", Title: "Talks <b>end</b>", Publisher: "=HYPERLINK(\"x\")", Published: "2021-09-06T14:00:00Z", URL: "https://example.org/talks?a=1&b=2",
		Text:  "Émissaires “met” in Kabul on Monday. The base at Bagram Airfield, 50 kilometers north of Kabul, is empty. Afghanistan's army left.\n\n+Panjwai fell; Paris said nothing, and neither did Qalai Nawi or Lower Zrih.",
		Pages: []int{0, 130},
	},
		namedPlace{phrase: "Kabul", place: "Kabul", outcome: geo.OutcomePlaced, change: func(m *geo.Mention, _ *geo.Resolution) {
			m.When = &geo.DateRange{First: "2021-09-06", Last: "2021-09-06", Words: "on Monday", Span: geo.Span{Start: 31, End: 40}}
		}},
		namedPlace{phrase: "Bagram Airfield", place: "Bagram", outcome: geo.OutcomePlaced},
		namedPlace{phrase: "Kabul", place: "Kabul", outcome: geo.OutcomePlaced, change: func(m *geo.Mention, r *geo.Resolution) {
			m.Relation = &geo.Relation{
				Kind: geo.RelationOffset, Words: "50 kilometers north of", Span: geo.Span{Start: m.Start - 23, End: m.Start - 1}, Anchor: 2, Anchor2: -1,
				DistanceKM: 50, HasBearing: true, SubjectMention: 1, Point: orb.Point{69.17233, 34.9778}, UncertaintyKM: 12.34,
			}
			r.Confidence, r.Probability = geo.ConfidenceLikely, 0.8
		}},
		namedPlace{phrase: "Afghanistan's", place: "Afghanistan", outcome: geo.OutcomeCountry, change: func(m *geo.Mention, _ *geo.Resolution) {
			m.Role, m.Association = geo.RoleAssociative, geo.AssociationMetonym
		}},
		namedPlace{phrase: "Panjwai", place: "Panjwai", outcome: geo.OutcomePlaced, change: func(m *geo.Mention, _ *geo.Resolution) {
			m.Base, m.Wide = "Panjwayi", geo.Span{Start: m.Start - 1, End: m.End + 5}
		}},
		namedPlace{phrase: "Paris", place: "Paris", outcome: geo.OutcomeAmbiguous, change: func(_ *geo.Mention, r *geo.Resolution) {
			r.Confidence, r.Probability = geo.ConfidenceAmbiguous, 0.55
			r.Candidates = []geo.Candidate{{Place: places["Paris"], Score: 0.55}, {Place: places["Paris TX"], Score: 0.41}}
		}},
		namedPlace{phrase: "Qalai Nawi", outcome: geo.OutcomeMissing, change: func(_ *geo.Mention, r *geo.Resolution) { r.Why = []string{"no place of that name"} }},
		namedPlace{phrase: "Lower Zrih", place: "Kabul", outcome: geo.OutcomeApproximate, change: func(_ *geo.Mention, r *geo.Resolution) {
			r.Confidence, r.Probability, r.UncertaintyKM = geo.ConfidenceLikely, 0.7, 40
		}},
	)
	talks.Focus = []geo.Focus{{Place: places["Kabul"], Weight: 0.61, Level: "place", Mentions: 2}}
	storm := parsed(geo.Article{ID: "storm", Published: "2021-01-30", Text: "斐济 Fiji was hit; so was KABUL."},
		namedPlace{phrase: "Fiji", place: "Fiji", outcome: geo.OutcomeCountry},
		namedPlace{phrase: "KABUL", place: "Kabul", outcome: geo.OutcomePlaced},
	)
	again := *storm
	again.Article.ID = "storm, reprinted"
	return &layer.Set{
		Title:       "Two stories",
		Parsed:      []*geo.Parsed{talks, storm, &again},
		Attribution: []gazetteer.SourceInfo{{Name: "Test places", Version: "1", License: "CC0-1.0", Attribution: "nobody", URL: "https://example.org/places"}},
		Versions:    geo.Versions{Gazetteer: "g1", Recognizer: "r1", Resolver: "s1"},
		Outline:     func(id geo.PlaceID) orb.MultiPolygon { return outlines[id] },
	}
}
