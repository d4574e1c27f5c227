package view

import (
	"fmt"
	"net/url"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
)

// Place is the page of a place with its passages.
type Place struct {
	Layout
	Ref  PlaceRef
	Kind string // with the precision
	// Passages, Articles and Texts count the passages, their articles, and the distinct
	// texts among these.
	Passages, Articles, Texts int
	// First and Last are the first and last days of publication, or empty.
	First, Last string
	// Position is the representative point, or empty for areas and countries.
	Position   string
	Population string
	// Source is the name of the place's entry in its gazetteer, and SourceURL the
	// address of that entry, or empty.
	Source, SourceURL string
	Phrases           []string
	// PhrasesOf is the number of the last mentions from which Phrases are, 0 for all.
	PhrasesOf int
	Mentions  []Mention
	Pages     Pager
}

// NewPlace describes a place of a set; n is the 1-based page of its passages, and
// groups has the near-duplicates among its articles. The error wraps
// [geo.ErrNotFound] when no mention of the set was placed there.
func NewPlace(set *layer.Set, id geo.PlaceID, n int, groups CopyGroups, l Links) (Place, error) {
	all := set.Places()
	for i := range all {
		if all[i].Place.ID == id {
			return newPlace(set, &all[i], n, groups, l), nil
		}
	}
	return Place{}, geo.Errorf(geo.ErrNotFound, "no article mentions the place %q", id)
}

func newPlace(set *layer.Set, p *layer.PlaceSummary, n int, groups CopyGroups, l Links) Place {
	out := newPlacePage(p, p.Articles, groups.distinct(articlesOf(set, p)), len(p.Mentions), n, l.Place(p.Place.ID), l)
	for _, ref := range p.Mentions[out.Pages.From:out.Pages.To] {
		out.Mentions = append(out.Mentions, mentionAt(set, ref, l))
	}
	return out
}

// newPlacePage describes a place without its passages and its map. articles counts its articles in words, and mentions its
// passages; n is the 1-based page of those, and address that of the first page.
func newPlacePage(p *layer.PlaceSummary, articles, texts, mentions, n int, address string, l Links) Place {
	out := Place{
		Ref: *placeRef(&p.Place, l), Kind: kindAndPrecision(p.Place.Kind), Phrases: p.Phrases,
		Passages: mentions, Articles: articles, Texts: texts,
		Pages: newPager(mentions, n, mentionsPerPage, address),
	}
	out.Source, out.SourceURL = gazetteerEntry(p.Place.ID)
	out.First, out.Last = p.FirstPublished, p.LastPublished
	if p.Place.Kind.Precision().IsPoint() {
		out.Position = formatPosition(&p.Place)
	}
	if p.Place.Population > 0 {
		out.Population = FormatNumber(int(p.Place.Population))
	}
	return out
}

// gazetteerEntry names the entry of a place in its source: "GeoNames 1138958", with
// its address if the source publishes one.
func gazetteerEntry(id geo.PlaceID) (name, address string) {
	source, entry, ok := strings.Cut(string(id), ":")
	if ok && source == "geonames" {
		return "GeoNames " + entry, "https://www.geonames.org/" + url.PathEscape(entry)
	}
	return string(id), ""
}

// articlesOf returns the ids of the articles that mention a place, in their order.
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

// formatPosition formats a place's point: "34.5281° N, 69.1723° E".
func formatPosition(p *geo.Place) string {
	return formatDegrees(p.Point.Lat(), "N", "S") + ", " + formatDegrees(p.Point.Lon(), "E", "W")
}

func formatDegrees(degrees float64, positive, negative string) string {
	if degrees < 0 {
		return fmt.Sprintf("%.4f° %s", -degrees, negative)
	}
	return fmt.Sprintf("%.4f° %s", degrees, positive)
}

// Summary counts the passages: "17 passages in 3 articles, 2 of them distinct".
func (p Place) Summary(l *Language) string {
	out := l.Count(p.Passages, "passage", "passages") + " " + l.Words("in") + " " + l.Count(p.Articles, "article", "articles")
	if p.Texts < p.Articles {
		out += l.Words(", ") + l.Words("{1} of them distinct", p.Texts)
	}
	return out
}

// Published describes the days of publication: "6 September 2021 to 3 May 2022".
func (p Place) Published(l *Language) string {
	if p.First == p.Last {
		return l.Day(p.First)
	}
	return l.Words("{1} to {2}", l.Day(p.First), l.Day(p.Last))
}
