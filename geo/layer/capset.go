package layer

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Capped returns a copy of the set with its precision capped, for pages that show the
// articles: places are replaced by the areas that contain them, relations have no
// geometry, and coordinates in texts are masked (see [Mask]), so that spans and
// identifiers stay as they are. For layers, use [Export.Capped].
func (s *Set) Capped(c Cap) *Set {
	if c == NoCap {
		return s
	}
	out := *s
	out.Title, out.Selection = Mask(s.Title), Mask(s.Selection)
	out.Parsed = make([]*geo.Parsed, len(s.Parsed))
	areas := cappedAreas{c, s.Outline}
	for i, p := range s.Parsed {
		out.Parsed[i] = areas.parsed(p)
	}
	return &out
}

// cappedAreas replaces places by areas.
type cappedAreas struct {
	cap     Cap
	outline func(geo.PlaceID) orb.MultiPolygon
}

func (c cappedAreas) parsed(p *geo.Parsed) *geo.Parsed {
	out := *p
	a := &out.Article
	for _, text := range []*string{&a.ID, &a.Title, &a.Publisher, &a.Author, &a.URL, &a.Source, &a.Text} {
		*text = Mask(*text)
	}
	out.Mentions, out.Resolutions, out.Focus = slices.Clone(p.Mentions), slices.Clone(p.Resolutions), nil
	for i := range out.Mentions {
		m := &out.Mentions[i]
		m.Phrase, m.Base = m.Text(a.Text), Mask(m.Base)
		if m.Relation != nil {
			r := *m.Relation
			r.Words, r.Point, r.UncertaintyKM, r.Area = Mask(r.Words), orb.Point{}, 0, nil
			m.Relation = &r
		}
	}
	for i := range out.Resolutions {
		c.resolution(&out.Resolutions[i])
	}
	for _, f := range p.Focus {
		place := c.place(&f.Place)
		if place == nil {
			continue
		}
		f.Place = *place
		if at := slices.IndexFunc(out.Focus, func(g geo.Focus) bool { return g.Place.ID == place.ID }); at >= 0 {
			out.Focus[at].Weight = max(out.Focus[at].Weight, f.Weight)
			continue
		}
		out.Focus = append(out.Focus, f)
	}
	return &out
}

func (c cappedAreas) resolution(r *geo.Resolution) {
	r.Place, r.UncertaintyKM = c.place(r.Place), 0
	var candidates []geo.Candidate
	for _, candidate := range r.Candidates {
		place := c.place(&candidate.Place)
		if place == nil {
			continue
		}
		if at := slices.IndexFunc(candidates, func(d geo.Candidate) bool { return d.Place.ID == place.ID }); at >= 0 {
			candidates[at].Score += candidate.Score
			continue
		}
		candidates = append(candidates, geo.Candidate{Place: *place, Score: candidate.Score})
	}
	r.Candidates = candidates
	r.Why = slices.Clone(r.Why)
	for i := range r.Why {
		r.Why[i] = Mask(r.Why[i])
	}
}

// place returns the area of a place with the center of its outline as its point. The point
// of an area without an outline is that of the place, rounded to 10 degrees.
func (c cappedAreas) place(p *geo.Place) *geo.Place {
	area, _ := c.cap.Place(p)
	if area == nil {
		return nil
	}
	var outline orb.MultiPolygon
	if c.outline != nil {
		outline = c.outline(area.ID)
	}
	if len(outline) > 0 {
		area.Bound = outline.Bound()
		area.Point = area.Bound.Center()
	} else {
		area.Point = orb.Point{math.Round(p.Point.Lon()/10) * 10, math.Round(p.Point.Lat()/10) * 10}
	}
	area.Name = Mask(area.Name)
	return area
}

// Mask returns a text of the same length with the letters and digits of the coordinates in
// it replaced: those of one byte by "x", of two by "×", of three by "•", of four by "𝚡".
func Mask(text string) string {
	return replaceCoordinates(text, func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return []rune("x×•𝚡")[utf8.RuneLen(r)-1]
			}
			return r
		}, s)
	})
}
