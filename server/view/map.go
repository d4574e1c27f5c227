package view

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/text"
)

// placesPerPage is the number of places that a map page lists without JavaScript.
const placesPerPage = 200

// Map is the map page of a collection: the list of its places, its ledger, its map.
type Map struct {
	Layout
	Description string
	Articles    int
	Ledger      LedgerLine
	Places      []PlaceRow
	Pages       Pager
	// All is the number of places without the filter.
	All       int
	Query     string
	Sorts     []Option
	StaticMap *StaticMap
	// Downloads is the address below which the layers are.
	Downloads string
	// Embed is the HTML that embeds the map, and EmbedURL the address of the map alone.
	Embed, EmbedURL string
	// Keep is the address that stores these articles; empty if they are stored.
	Keep string
	// MaxFile is the maximum size in bytes of a file dropped on the map, and MaxFiles
	// their maximum number.
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

// placeSorts has the orders of the list; [layer.Set.Places] has the default one.
var placeSorts = []sortOrder[layer.PlaceSummary]{
	{"mentions", "most mentioned", func(_, _ layer.PlaceSummary) int { return 0 }},
	{"name", "name", func(a, b layer.PlaceSummary) int {
		return cmp.Compare(text.Fold(a.Place.Name), text.Fold(b.Place.Name))
	}},
	{"country", "country", func(a, b layer.PlaceSummary) int { return cmp.Compare(a.Place.CountryName, b.Place.CountryName) }},
	{"articles", "most articles", func(a, b layer.PlaceSummary) int { return cmp.Compare(b.Articles, a.Articles) }},
}

// NewMap describes the map of a set.
func NewMap(set *layer.Set, description string, options ListOptions, l Links) Map {
	all := set.Places()
	order := findSort(placeSorts, options.Sort)
	out := Map{
		Description: description, Articles: len(set.Parsed), Ledger: ledgerLine(set.Ledger(), l), All: len(all), Query: options.Query,
		Sorts: sortOptions(placeSorts, order.value), StaticMap: NewStaticMap(set, all, nil), Downloads: l.Downloads(""),
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, order.compare)
	if q := text.Fold(strings.TrimSpace(options.Query)); q != "" {
		all = slices.DeleteFunc(all, func(p layer.PlaceSummary) bool { return !strings.Contains(filterText(&p), q) })
	}
	q := url.Values{}
	if options.Query != "" {
		q.Set("q", options.Query)
	}
	if order.value != placeSorts[0].value {
		q.Set("sort", order.value)
	}
	address := l.Map()
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	out.Pages = newPager(len(all), options.Page, placesPerPage, address)
	for i := range all[out.Pages.From:out.Pages.To] {
		p := &all[out.Pages.From+i]
		out.Places = append(out.Places, PlaceRow{*placeRef(&p.Place, l), p.Confidence, len(p.Mentions), p.Articles})
	}
	return out
}

// filterText returns the folded text that the filter of the list searches.
func filterText(p *layer.PlaceSummary) string {
	return text.Fold(p.Place.Name + "\n" + where(&p.Place) + "\n" + p.Place.Kind.Label() + "\n" + strings.Join(p.Phrases, "\n"))
}
