package view

import (
	"fmt"

	"dateline/geo"
	"dateline/geo/layer"
)

// Place is the page of one place with all its passages.
type Place struct {
	Layout
	Ref       PlaceRef
	Summary   string // "17 passages in 3 articles, 2 independent texts"
	Published string // "6 September 2021 to 3 May 2022"
	// Position is the representative point in words, or empty for areas and
	// countries.
	Position   string
	Population string
	// Source is the identifier in the gazetteer.
	Source    geo.PlaceID
	Phrases   []string
	Mentions  []Mention
	Pages     Pager
	StaticMap *StaticMap
}

// NewPlace describes a place of a set; n is the 1-based page of its passages, and
// groups tells copies among its articles, if anybody knows. The error wraps
// [geo.ErrNotFound] when the set does not have it.
func NewPlace(set *layer.Set, id geo.PlaceID, n int, groups CopyGroups, l Links) (Place, error) {
	all := set.Places()
	for i := range all {
		if all[i].Place.ID == id {
			return newPlace(set, all, &all[i], n, groups, l), nil
		}
	}
	return Place{}, geo.Errorf(geo.ErrNotFound, "place %q", id)
}

func newPlace(set *layer.Set, all []layer.PlaceSummary, p *layer.PlaceSummary, n int, groups CopyGroups, l Links) Place {
	out := Place{
		Ref: *placeRef(&p.Place, l), Source: p.Place.ID, Phrases: p.Phrases,
		Summary:   Count(len(p.Mentions), "passage", "passages") + " in " + groups.articlesInWords(articlesOf(set, p)),
		Pages:     pagesOf(len(p.Mentions), n, mentionsPerPage, l.Place(p.Place.ID)),
		StaticMap: NewStaticMap(set, all, p),
	}
	if p.FirstPublished != "" {
		out.Published = day(p.FirstPublished)
		if p.LastPublished != p.FirstPublished {
			out.Published += " to " + day(p.LastPublished)
		}
	}
	if p.Place.Kind.Precision().IsPoint() {
		out.Position = positionOf(&p.Place)
	}
	if p.Place.Population > 0 {
		out.Population = FormatNumber(int(p.Place.Population))
	}
	for _, ref := range p.Mentions[out.Pages.From:out.Pages.To] {
		out.Mentions = append(out.Mentions, mentionAt(set, ref, l))
	}
	return out
}

// articlesOf returns the ids of the articles that name a place, in their order.
func articlesOf(set *layer.Set, p *layer.PlaceSummary) []string {
	var ids []string
	last := -1
	for _, m := range p.Mentions {
		if m.Article != last {
			ids = append(ids, set.Parsed[m.Article].Article.ID)
			last = m.Article
		}
	}
	return ids
}

func positionOf(p *geo.Place) string {
	return position(p.Point.Lat(), "N", "S") + ", " + position(p.Point.Lon(), "E", "W")
}

func position(degrees float64, positive, negative string) string {
	if degrees < 0 {
		return fmt.Sprintf("%.4f° %s", -degrees, negative)
	}
	return fmt.Sprintf("%.4f° %s", degrees, positive)
}
