package view

import (
	"net/url"

	"dateline/geo"
	"dateline/server/store"
)

// PlacesPerPage is the number of places that a map page lists without JavaScript.
const PlacesPerPage = 200

// Map is the map page of a collection: the list of its places, its ledger, its map.
type Map struct {
	Layout
	Description string
	// Changed is the number of readings that changed since the reader last looked at what changed.
	Changed int
	// Articles and All are the numbers of articles and places of the collection.
	Articles, All int
	Screen        Screen
	Ledger        LedgerLine
	Places        []PlaceRow
	Pages         Pager
	Sorts, Groups []Option
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

// NewMap describes the map page of a selection. The places of the answer are in the
// order of the list; other are parameters of the address that are kept, and page is the
// 1-based page of the list, negative for all.
func NewMap(a *Answer, other url.Values, page int, language *Language, l Links) Map {
	screen := NewScreen(a, other, language, l)
	out := Map{Screen: screen, Articles: a.Total.Articles, All: a.Total.Places, Ledger: ledgerLine(a.Ledger, l)}
	out.Sorts, out.Groups = sortOptions(placeSorts, other.Get("sort")), sortOptions(placeGroups, other.Get("group"))
	out.Pages = newPager(a.Counts.Places, page, PlacesPerPage, l.Select(screen.query))
	places := language.localRows(a.Places, a.Complete, store.PlaceOrder(other.Get("sort"))) // from the first one of the page on, unless they are complete
	if a.Complete {
		places = places[min(out.Pages.From, len(places)):min(out.Pages.To, len(places))]
	}
	for i := range places {
		out.Places = append(out.Places, screen.Row(&places[i]))
	}
	return out
}

// placeSorts has the orders of the list, the default first.
var placeSorts = []Option{
	{Value: string(store.OrderMentions), Label: "most mentioned"}, {Value: string(store.OrderName), Label: "name"},
	{Value: string(store.OrderArticles), Label: "most articles"}, {Value: string(store.OrderTexts), Label: "most distinct texts"},
	{Value: string(store.OrderFirst), Label: "first mentioned"}, {Value: string(store.OrderLast), Label: "last mentioned"},
	{Value: string(store.OrderConfidence), Label: "most certain"},
}

// placeGroups has the groups of the list, the default first.
var placeGroups = []Option{
	{Value: "", Label: "not grouped"}, {Value: "country", Label: "by country"}, {Value: "province", Label: "by province"}, {Value: "article", Label: "articles"},
}
