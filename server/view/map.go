package view

import (
	"cmp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
)

// placesPerPage is how many places a map page lists before the viewer, or the
// reader, asks for more.
const placesPerPage = 200

// Map is a collection's map page: the list of its places, its ledger, its map.
type Map struct {
	Layout
	Description string
	Articles    int
	Ledger      LedgerLine
	Places      []PlaceRow
	Pages       Pager
	// All is the number of places before the filter.
	All         int
	Query, Sort string
	Sorts       []Option
	StaticMap   *StaticMap
	// Downloads is the address under which the layers lie.
	Downloads string
	// Embed is the code that shows the map in another page.
	Embed string
	// EmbedURL is the address of the map alone.
	EmbedURL string
	// MaxFile and MaxFiles bound what is dropped on the map: bytes of a file, and
	// files at once.
	MaxFile  int64
	MaxFiles int
}

// PlaceRow is a place in a list.
type PlaceRow struct {
	PlaceRef
	Confidence geo.Confidence
	Mentions   int
	Articles   int
}

// Option is one of several values of a field.
type Option struct {
	Value, Words string
	Selected     bool
}

// The orders in which places can be listed, the first being the usual one.
var sorts = []struct {
	value, words string
	less         func(a, b *layer.PlaceSummary) int
}{
	{"mentions", "most mentioned", func(a, b *layer.PlaceSummary) int { return 0 }},
	{"name", "name", func(a, b *layer.PlaceSummary) int { return cmp.Compare(fold(a.Place.Name), fold(b.Place.Name)) }},
	{"country", "country", func(a, b *layer.PlaceSummary) int { return cmp.Compare(a.Place.CountryName, b.Place.CountryName) }},
	{"articles", "most articles", func(a, b *layer.PlaceSummary) int { return cmp.Compare(b.Articles, a.Articles) }},
}

// ListOptions is what a reader asked of the list of places.
type ListOptions struct {
	Query, Sort string
	Page        int
}

// NewMap describes the map of a set.
func NewMap(set *layer.Set, description string, ask ListOptions, l Links) Map {
	all := set.Places()
	out := Map{
		Description: description, Articles: len(set.Parsed), Ledger: ledgerLine(set.Ledger(), l),
		All: len(all), Query: ask.Query, Sort: sorts[0].value, StaticMap: NewStaticMap(set, all, nil), Downloads: l.Downloads(""),
	}
	for i, s := range sorts {
		if s.value == ask.Sort {
			out.Sort = s.value
			if i > 0 {
				slices.SortStableFunc(all, func(a, b layer.PlaceSummary) int { return s.less(&a, &b) })
			}
		}
	}
	for _, s := range sorts {
		out.Sorts = append(out.Sorts, Option{Value: s.value, Words: s.words, Selected: s.value == out.Sort})
	}
	if q := fold(strings.TrimSpace(ask.Query)); q != "" {
		all = slices.DeleteFunc(all, func(p layer.PlaceSummary) bool { return !strings.Contains(fold(haystack(&p)), q) })
	}
	address := l.Map()
	if q := queryOf(ask); q != "" {
		address += "?" + q
	}
	out.Pages = pagesOf(len(all), ask.Page, placesPerPage, address)
	for i := range all[out.Pages.From:out.Pages.To] {
		p := &all[out.Pages.From+i]
		out.Places = append(out.Places, PlaceRow{*placeRef(&p.Place, l), p.Confidence, len(p.Mentions), p.Articles})
	}
	return out
}

// haystack is what the filter of the list looks in.
func haystack(p *layer.PlaceSummary) string {
	return p.Place.Name + "\n" + where(&p.Place) + "\n" + kindWord(p.Place.Kind) + "\n" + strings.Join(p.Phrases, "\n")
}
