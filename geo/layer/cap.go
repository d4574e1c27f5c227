package layer

import (
	"iter"
	"math"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Cap is the finest precision of an export. A capped export has no coordinates finer than
// it anywhere: a smaller place is replaced by the area that contains it, areas have
// outlines but no points, and coordinates in texts are withheld. The texts still name the
// places.
type Cap string

// The caps.
const (
	// NoCap leaves all places as they are.
	NoCap Cap = ""
	// CapDistrict replaces what is smaller than a district by its district or, if that is
	// unknown, its province or country.
	CapDistrict Cap = "district"
	// CapCountry replaces what is smaller than a country by its country.
	CapCountry Cap = "country"
)

// ParseCap returns the cap of a name: "none", "district" or "country".
func ParseCap(name string) (c Cap, ok bool) {
	switch c := Cap(name); c {
	case CapDistrict, CapCountry:
		return c, true
	case "none", NoCap:
		return NoCap, true
	}
	return NoCap, false
}

// Statement returns the cap as a sentence for readers, or "" if there is none.
func (c Cap) Statement() string {
	switch c {
	case NoCap:
		return ""
	case CapDistrict:
		return "Capped to districts: smaller places are shown as the district, province or country that contains them, and coordinates are withheld."
	case CapCountry:
		return "Capped to countries: smaller places are shown as the country that contains them, and coordinates are withheld."
	}
	return ""
}

// Capped returns the export with its precision capped. The rows of places are made from
// those of the mentions, because mentions of several places become mentions of one; they
// are kept in memory.
func (e *Export) Capped(c Cap) *Export {
	if c == NoCap {
		return e
	}
	out := *e
	out.Header.Cap = c
	out.Header.Title, out.Header.Selection = Redact(e.Header.Title), Redact(e.Header.Selection)
	out.Mentions = func(yield func(*MentionRow, error) bool) {
		for r, err := range e.Mentions {
			if err == nil {
				r = c.mention(r)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
	out.Places = out.summarized
	return &out
}

// mention returns a copy of a row without what is finer than the cap.
func (c Cap) mention(r *MentionRow) *MentionRow {
	out := *r
	out.Geometry = nil
	out.Place, out.Coarsened = c.Place(r.Place)
	out.Before, out.After = redactContext(r.Before, r.Phrase, r.After)
	for _, text := range []*string{&out.Phrase, &out.Base, &out.Wide, &out.Title, &out.Publisher, &out.URL, &out.Article, &out.Why, &out.Also} {
		*text = Redact(*text)
	}
	out.Passage = Mask(r.Passage) // keeps its length, for the offsets of the phrase in it
	if r.Relation != nil {
		relation := *r.Relation
		relation.Words, relation.Lat, relation.Lon, relation.UncertaintyKM = Redact(relation.Words), nil, nil, 0
		out.Relation = &relation
	}
	out.UncertaintyKM = 0
	return &out
}

// Place returns the smallest place that contains p and is not finer than the cap, without
// a point, and reports whether it is another one. It returns nil if there is none.
func (c Cap) Place(p *geo.Place) (area *geo.Place, coarsened bool) {
	if p == nil || c == NoCap {
		return p, false
	}
	if c.allows(p) {
		return withoutPoint(*p), false
	}
	area = &geo.Place{Country: p.Country, CountryName: p.CountryName}
	switch {
	case c == CapDistrict && p.Admin2ID != "" && p.Admin2 != "" && p.Admin2ID != p.ID:
		area.ID, area.Name, area.Kind = p.Admin2ID, p.Admin2, geo.KindAdmin2
		area.Admin1, area.Admin1ID, area.Admin2, area.Admin2ID = p.Admin1, p.Admin1ID, p.Admin2, p.Admin2ID
	case c == CapDistrict && p.Admin1ID != "" && p.Admin1 != "" && p.Admin1ID != p.ID:
		area.ID, area.Name, area.Kind = p.Admin1ID, p.Admin1, geo.KindAdmin1
		area.Admin1, area.Admin1ID = p.Admin1, p.Admin1ID
	case p.Country != "":
		area.ID, area.Name, area.Kind = geo.PlaceID("iso:"+p.Country), p.CountryName, geo.KindCountry
		if area.Name == "" {
			area.Name = p.Country
		}
	default:
		return nil, true
	}
	return withoutPoint(*area), true
}

// allows reports whether a place is not finer than the cap. A sea is not, unless it
// belongs to a country, such as a bay.
func (c Cap) allows(p *geo.Place) bool {
	switch p.Kind {
	case geo.KindContinent, geo.KindRegion, geo.KindCountry:
		return true
	case geo.KindSea:
		return p.Country == ""
	case geo.KindAdmin1, geo.KindAdmin2:
		return c == CapDistrict
	}
	return false
}

// withoutPoint returns the place without coordinates. The representative point of an area
// may be that of a town in it.
func withoutPoint(p geo.Place) *geo.Place {
	p.Point, p.Bound, p.Codes = orb.Point{math.NaN(), math.NaN()}, orb.Bound{}, nil
	return &p
}

// Summarize returns the rows of the places that mentions were resolved to, in descending
// order of mentions, then by name and id. They have no geometry.
func Summarize(mentions iter.Seq2[*MentionRow, error]) ([]*PlaceRow, error) {
	s := summary{rows: map[geo.PlaceID]*placeSum{}}
	for m, err := range mentions {
		if err != nil {
			return nil, err
		}
		s.add(m)
	}
	return s.sorted(), nil
}
