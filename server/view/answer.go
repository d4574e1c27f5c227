package view

import (
	"math"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// Answer is what a selection selects in a collection, as the map page shows it.
type Answer struct {
	Version   string
	Selection selection.Selection
	// Counts are the figures of the selection, and Total those of the collection.
	Counts, Total store.Counts
	// Hidden counts the mentions that only their role excludes.
	Hidden  map[geo.Role]int
	Ledger  geo.Ledger
	Notices []selection.Notice
	Facets  []Facet
	// Days and Spoken count mentions by day of publication, and by the days that their
	// passages speak of.
	Days, Spoken []store.DayCount
	// Places are the selected places, or the first of them if Complete is not set.
	Places   []store.PlaceRow
	Complete bool
	// Sparklines are the mentions of the places in equal parts of the days of publication, for the viewer; nil without days.
	Sparklines [][]uint32
	// Groups are the first articles with their places if the list is grouped by article.
	Groups []store.ArticlePlaces
	// Framed are the places by which the first view is framed; nil for Places.
	Framed []store.PlaceRow
	// Called are the places of the collection whose name is searched for, in any language.
	Called []store.PlaceRow
	// Names returns the name of a value of the selection, such as that of a place; nil
	// if only the values are known.
	Names selection.Names
}

// Facet has the values of a key of the selection, the most frequent first.
type Facet struct {
	Key    string
	Values []store.Value
}

// FacetKeys returns the keys with a facet, in the order in which they are shown.
func FacetKeys() []string {
	return []string{"country", "precision", "kind", "confidence", "outcome", "role", "publisher", "lang", "feed", "state"}
}

// screenJSON is the answer as JSON for the viewer. ViewData in static/src/viewdata.ts
// has the same fields.
type screenJSON struct {
	Version string       `json:"version"`
	Counts  store.Counts `json:"counts"`
	Total   store.Counts `json:"total"`
	// Query is the canonical selection, and Words describes it.
	Query string `json:"query"`
	Words string `json:"words"`
	// Frame is the extent of the first view as west, south, east, north; All that of all
	// places. They are empty without places.
	Frame    []float64    `json:"frame"`
	All      []float64    `json:"all"`
	Days     []dayJSON    `json:"days"`
	Spoken   []dayJSON    `json:"spoken"`
	Places   []*PlaceJSON `json:"places"`
	Complete bool         `json:"complete"`
	// Groups are the first articles with their places, if the list is grouped by article.
	Groups []*GroupJSON `json:"groups,omitempty"`
	// Parts are the parts of the page that show the selection, as HTML by their id.
	Parts map[string]string `json:"parts"`
}

// dayJSON is a day and its number of mentions.
type dayJSON struct {
	Day string `json:"d"`
	N   int    `json:"n"`
}

// PlaceJSON is a place as JSON for the viewer. PlaceRow in static/src/viewdata.ts has
// the same fields.
type PlaceJSON struct {
	ID   geo.PlaceID `json:"id"`
	Name string      `json:"name"`
	// StoredName is the name in the layers where Name is in another language.
	StoredName string `json:"stored_name,omitempty"`
	// Kind is the label of the kind.
	Kind       string         `json:"kind"`
	Precision  geo.Precision  `json:"precision"`
	Confidence geo.Confidence `json:"confidence"`
	Country    string         `json:"country,omitempty"`
	// CountryName and Admin1 are for grouping, Where describes the place.
	CountryName string  `json:"country_name,omitempty"`
	Admin1      string  `json:"admin1,omitempty"`
	Where       string  `json:"where,omitempty"`
	Lat         float64 `json:"lat"`
	Lon         float64 `json:"lon"`
	// Box is the extent of an area as west, south, east, north.
	Box []float64 `json:"box,omitempty"`
	// Area is set if the place is drawn as an area, if the gazetteer has its outline.
	Area     bool   `json:"area,omitempty"`
	Mentions int    `json:"mentions"`
	Articles int    `json:"articles"`
	Texts    int    `json:"texts"`
	First    string `json:"first,omitempty"`
	Last     string `json:"last,omitempty"`
	// Certain is the number of mentions that are certain.
	Certain int `json:"certain"`
	// Days are the mentions in equal parts of the days of publication, a digit each: 0 for none, 9 for the most.
	Days string `json:"days,omitempty"`
}

// GroupJSON is an article with the places of its selected mentions, as JSON for the viewer.
type GroupJSON struct {
	// Title is that of the article, and URL its page.
	Title     string       `json:"title"`
	URL       string       `json:"url"`
	Publisher string       `json:"publisher,omitempty"`
	Published string       `json:"published,omitempty"`
	Places    []*PlaceJSON `json:"places"`
}

// NewGroups converts articles with their places.
func NewGroups(all []store.ArticlePlaces, language *Language, l Links) []*GroupJSON {
	out := make([]*GroupJSON, len(all))
	for i := range all {
		a := &all[i]
		out[i] = &GroupJSON{Title: Title(articleOf(&a.ArticleRow)), URL: l.Article(a.ID), Publisher: a.Publisher, Published: a.Published, Places: make([]*PlaceJSON, len(a.Places))}
		for k := range a.Places {
			out[i].Places[k] = NewPlaceJSON(&a.Places[k], language)
		}
	}
	return out
}

// NewPlaceJSON converts a place; a nil language is English.
func NewPlaceJSON(p *store.PlaceRow, l *Language) *PlaceJSON {
	if l == nil {
		l = English()
	}
	stored := p.Name
	if l.gazetteer != nil {
		row := l.localRow(p)
		p = &row
	}
	out := &PlaceJSON{
		ID: p.ID, Name: p.Name, Kind: l.Words(p.Kind.Label()), Precision: p.Precision, Confidence: rowConfidence(p), Country: p.Country,
		CountryName: p.CountryName, Admin1: p.Admin1, Where: p.Where, Lat: round4(p.Point.Lat()), Lon: round4(p.Point.Lon()),
		Area: !p.Precision.IsPoint(), Mentions: p.Mentions, Articles: p.Articles, Texts: p.Texts, First: p.First, Last: p.Last,
		Certain: p.Certain,
	}
	if p.Name != stored {
		out.StoredName = stored
	}
	if !p.Precision.IsPoint() && p.Box != (orb.Bound{}) {
		out.Box = boxJSON(p.Box)
	}
	return out
}

// symbolJSON is a symbol of a tile as JSON for the viewer. TileSymbol in
// static/src/viewdata.ts has the same fields.
type symbolJSON struct {
	Places   int        `json:"places"`
	Mentions int        `json:"mentions"`
	Lat      float64    `json:"lat"`
	Lon      float64    `json:"lon"`
	Box      []float64  `json:"box"`
	Place    *PlaceJSON `json:"place,omitempty"`
}

// AddSparklines adds the mentions by days of publication to places; sparklines may be nil.
func AddSparklines(places []*PlaceJSON, sparklines [][]uint32) {
	for i, bins := range sparklines {
		most := max(slices.Max(bins), 1)
		digits := make([]byte, len(bins))
		for k, n := range bins {
			digits[k] = byte('0' + (9*n+most-1)/most)
		}
		if len(strings.Trim(string(digits), "0")) > 0 {
			places[i].Days = string(digits)
		}
	}
}

// NewSymbols converts the symbols of a tile for the viewer.
func NewSymbols(all []store.Symbol, l *Language) any {
	out := make([]symbolJSON, len(all))
	for i := range all {
		s := &all[i]
		out[i] = symbolJSON{s.Places, s.Mentions, round4(s.Point.Lat()), round4(s.Point.Lon()), boxJSON(s.Box), nil}
		if s.Place != nil {
			out[i].Place = NewPlaceJSON(s.Place, l)
		}
	}
	return out
}

// rowConfidence returns the highest confidence among the mentions of a place.
func rowConfidence(p *store.PlaceRow) geo.Confidence {
	switch {
	case p.Certain > 0:
		return geo.ConfidenceCertain
	case p.Likely > 0:
		return geo.ConfidenceLikely
	}
	return geo.ConfidenceAmbiguous
}

func boxJSON(b orb.Bound) []float64 {
	return []float64{round4(b.Min.Lon()), round4(b.Min.Lat()), round4(b.Max.Lon()), round4(b.Max.Lat())}
}

// round4 rounds degrees to 4 decimals (about 11 m).
func round4(v float64) float64 { return math.Round(v*1e4)/1e4 + 0 }
