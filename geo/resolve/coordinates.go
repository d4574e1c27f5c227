package resolve

import (
	"fmt"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/spatial/coordinates"

	"github.com/paulmach/orb"
)

// names returns the recognition without the mentions of coordinates, which are not
// ranked, and the index of each of its mentions in rec. index is nil if rec has no
// coordinates.
func names(rec *geo.Recognition) (named *geo.Recognition, index []int) {
	first := 0
	for first < len(rec.Mentions) && rec.Mentions[first].Role != geo.RoleCoordinates {
		first++
	}
	if first == len(rec.Mentions) {
		return rec, nil
	}
	index = make([]int, 0, len(rec.Mentions))
	position := make([]int, len(rec.Mentions)) // in named, -1 for coordinates
	for i := range rec.Mentions {
		position[i] = -1
		if rec.Mentions[i].Role != geo.RoleCoordinates {
			position[i] = len(index)
			index = append(index, i)
		}
	}
	copied := *rec
	copied.Mentions = make([]geo.Mention, len(index))
	for k, i := range index {
		copied.Mentions[k] = rec.Mentions[i]
		copied.Mentions[k].Relation = withIndices(rec.Mentions[i].Relation, position)
	}
	return &copied, index
}

// withIndices returns a copy of a relation with the indices of its mentions replaced, or
// nil if one of its anchors has none.
func withIndices(rel *geo.Relation, position []int) *geo.Relation {
	if rel == nil {
		return nil
	}
	out := *rel
	for _, i := range []*int{&out.Anchor, &out.Anchor2, &out.SubjectMention} {
		if *i >= 0 {
			*i = position[*i]
		}
	}
	if out.Anchor < 0 || out.Anchor2 < 0 && rel.Anchor2 >= 0 {
		return nil
	}
	return &out
}

// withCoordinates returns the resolutions of all mentions of rec, from those of its
// names.
func (r *Resolver) withCoordinates(a *geo.Article, rec *geo.Recognition, named []geo.Resolution, index []int) []geo.Resolution {
	if index == nil {
		return named
	}
	out := make([]geo.Resolution, len(rec.Mentions))
	for k, i := range index {
		out[i] = named[k]
	}
	for i := range rec.Mentions {
		if m := &rec.Mentions[i]; m.Role == geo.RoleCoordinates {
			out[i] = r.coordinates(a, m.Phrase)
		}
	}
	return out
}

// coordinates returns the resolution of coordinates that are written in an article.
func (r *Resolver) coordinates(a *geo.Article, phrase string) geo.Resolution {
	m, ok := coordinates.Parse(phrase)
	missing := geo.Resolution{Outcome: geo.OutcomeMissing, Confidence: geo.ConfidenceAmbiguous}
	switch {
	case !ok:
		missing.Why = []string{"the text is not coordinates"}
		return missing
	case !m.Valid():
		missing.Why = []string{"coordinates given in the text are not in range: " + m.Problem}
		return missing
	}
	why := "coordinates given in the text"
	place := r.pointPlace(phrase, m.Point)
	if r.decisions != nil {
		if decided, ok := r.decisions(a, phrase); ok && decided == "" {
			missing.Why = []string{"an editor decided that this is not a place"}
			return missing
		} else if ref, known := r.analyzer.Gazetteer().ByID(decided); ok && known {
			place := r.analyzer.Gazetteer().Place(ref)
			outcome := geo.OutcomePlaced
			if place.Kind.Precision() == geo.PrecisionCountry {
				outcome = geo.OutcomeCountry
			}
			return geo.Resolution{Outcome: outcome, Place: &place, Probability: 1, Confidence: geo.ConfidenceCertain, Why: []string{"confirmed by an editor"}}
		} else if ok && decided == place.ID {
			why = "coordinates given in the text, confirmed by an editor"
		}
	}
	out := geo.Resolution{
		Outcome: geo.OutcomePlaced, Place: &place, Probability: 1, Confidence: geo.ConfidenceCertain, UncertaintyKM: m.UncertaintyKM,
		Candidates: []geo.Candidate{{Place: place, Score: 1}}, Why: []string{why},
	}
	if near := r.nearest(m.Point); near != "" {
		out.Why = append(out.Why, near)
	}
	return out
}

// pointPlace returns the place of a point that a text gives by its coordinates.
func (r *Resolver) pointPlace(phrase string, p orb.Point) geo.Place {
	g := r.analyzer.Gazetteer()
	place := geo.Place{
		ID:   geo.PlaceID("geo:" + coordinate(p.Lat()) + "," + coordinate(p.Lon())),
		Name: phrase, Kind: geo.KindCoordinates, Point: p,
	}
	country, admin1 := g.AreasAt(p)
	if country != gazetteer.NoRef {
		c := g.Place(country)
		place.Country, place.CountryName = c.Country, c.Name
	}
	if admin1 != gazetteer.NoRef {
		c := g.Place(admin1)
		place.Admin1, place.Admin1ID = c.Name, c.ID
	}
	return place
}

// coordinate formats degrees with at most six decimals, about 0.1 m.
func coordinate(degrees float64) string {
	s := strconv.FormatFloat(degrees, 'f', 6, 64)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	if s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// maxNearest is the distance in kilometers beyond which no place is near coordinates.
const maxNearest = 300

// nearest describes the settlement of the gazetteer that is the nearest to a point.
func (r *Resolver) nearest(p orb.Point) string {
	g := r.analyzer.Gazetteer()
	near := g.Nearest(p, gazetteer.KindsOf(geo.KindSettlement), 1)
	if len(near) == 0 || near[0].KM > maxNearest {
		return ""
	}
	place := g.Place(near[0].Ref)
	var name strings.Builder
	name.WriteString(place.Name)
	for _, area := range []string{place.Admin1, place.CountryName} {
		if area != "" && area != place.Name {
			name.WriteString(", " + area)
		}
	}
	if near[0].KM < 1 {
		return fmt.Sprintf("the nearest place is %s, less than 1 km away", name.String())
	}
	return fmt.Sprintf("the nearest place is %s, %.0f km away", name.String(), near[0].KM)
}
