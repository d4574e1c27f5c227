package layertest

import (
	"fmt"
	"math"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// Secret is a set of articles with places of random coordinates, which the texts contain
// too, and those coordinates, which a capped file must not contain.
type Secret struct {
	Set    *layer.Set
	Points []orb.Point
}

// Secrets draws sets of articles that a cap changes.
func Secrets() *rapid.Generator[Secret] {
	return rapid.Custom(func(t *rapid.T) Secret {
		set, points := secret(t)
		return Secret{set, points}
	})
}

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

// secret draws a set of articles and returns the coordinates of its places and texts.
func secret(t *rapid.T) (*layer.Set, []orb.Point) {
	s := &layer.Set{Outline: Outline, Title: "Places"}
	var points []orb.Point
	for i := range rapid.IntRange(1, 3).Draw(t, "articles") {
		var text strings.Builder
		var spans []geo.Span
		var found []*geo.Place
		for range rapid.IntRange(1, 4).Draw(t, "mentions") {
			at := pointOf(t, "place")
			points = append(points, at)
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
				points = append(points, at)
				fmt.Fprintf(&text, "The spot is at %v, %v. ", at.Lat(), at.Lon())
			}
		}
		p := &geo.Parsed{Article: geo.Article{ID: fmt.Sprint("a", i), Text: text.String(), Hash: geo.HashText(text.String()), Published: "2024-05-06"}}
		for j, span := range spans {
			m := geo.Mention{Span: span, Phrase: span.Text(p.Article.Text), Role: geo.RoleLiteral, Passage: geo.Span{Start: 0, End: text.Len()}}
			if rapid.Bool().Draw(t, "relation") {
				at := pointOf(t, "relation")
				points = append(points, at)
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
	return s, points
}
