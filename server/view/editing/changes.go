package editing

import (
	"net/url"
	"time"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"

	"github.com/paulmach/orb"
)

// Changes is the page with what changed in a collection.
type Changes struct {
	view.Layout
	Since time.Time
	// Day is the day for the form.
	Day string
	// Periods are links to changes since other times.
	Periods []Period
	// Page, GeoJSON and Atom are addresses.
	Page, GeoJSON, Atom string
	Articles            []view.ArticleRow
	// MoreArticles is the number of articles that are not listed.
	MoreArticles int
	Deleted      []string
	Places       []PlaceChange
	Gone         []PlaceChange
	Readings     []Event
	Total        int
	Causes       []CauseCount
	Pages        view.Pager
	// Compared are two articles whose places are compared; nil if none are.
	Compared *Comparison
	// Series is the article whose series is listed; nil if none is. Others are the other articles of the series.
	Series *view.ArticleRef
	Others []SeriesArticle
}

// Period is a time since which changes can be listed.
type Period struct{ Label, URL string }

// SeriesArticle is an article of a series, with the address of its comparison with another one.
type SeriesArticle struct {
	view.ArticleRow
	Compare string
}

// NewArticles returns the number of articles that were added.
func (c *Changes) NewArticles() int { return len(c.Articles) + c.MoreArticles }

// Any reports whether anything changed.
func (c *Changes) Any() bool {
	return len(c.Articles)+len(c.Deleted)+len(c.Places)+len(c.Gone)+c.Total > 0
}

// PlaceChange is a place that is new, or that no mention is at any more.
type PlaceChange struct {
	ID          geo.PlaceID
	Name, Where string
	URL         string
	Mentions    int
}

// CauseCount is the number of readings that changed for a cause.
type CauseCount struct {
	Cause store.Cause
	N     int
}

// Comparison are the places that one of two articles names and the other does not.
type Comparison struct {
	Earlier, Later       view.ArticleRef
	Added, Removed, Same []PlaceChange
}

// Compare compares the places of two articles.
func Compare(earlier, later *geo.Parsed, l view.Links) *Comparison {
	c := &Comparison{Earlier: view.ArticleOf(earlier, l), Later: view.ArticleOf(later, l)}
	before, after := placesOf(earlier), placesOf(later)
	for _, p := range after.order {
		change := PlaceChange{p.ID, p.Name, Where(p), l.Place(p.ID), after.mentions[p.ID]}
		if before.mentions[p.ID] == 0 {
			c.Added = append(c.Added, change)
		} else {
			c.Same = append(c.Same, change)
		}
	}
	for _, p := range before.order {
		if after.mentions[p.ID] == 0 {
			c.Removed = append(c.Removed, PlaceChange{p.ID, p.Name, Where(p), l.Place(p.ID), before.mentions[p.ID]})
		}
	}
	return c
}

type placeCounts struct {
	order    []*geo.Place
	mentions map[geo.PlaceID]int
}

func placesOf(p *geo.Parsed) placeCounts {
	c := placeCounts{mentions: map[geo.PlaceID]int{}}
	for i := range p.Resolutions {
		r := &p.Resolutions[i]
		if r.Place == nil || r.Outcome != geo.OutcomePlaced && r.Outcome != geo.OutcomeCountry {
			continue
		}
		if c.mentions[r.Place.ID] == 0 {
			c.order = append(c.order, r.Place)
		}
		c.mentions[r.Place.ID]++
	}
	return c
}

// PlaceChangeOf describes a row.
func PlaceChangeOf(r *store.PlaceRow, l view.Links) PlaceChange {
	return PlaceChange{r.ID, r.Name, r.Where, l.Place(r.ID), r.Mentions}
}

// ChangesQuery returns an address below the changes with a query.
func ChangesQuery(l view.Links, extension string, q url.Values) string {
	address := l.Changes() + extension
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// PointOf returns the position of a place that is given by its coordinates.
func PointOf(id geo.PlaceID) (orb.Point, bool) {
	const prefix = "geo:"
	if len(id) <= len(prefix) || id[:len(prefix)] != prefix {
		return orb.Point{}, false
	}
	return ParsePosition(string(id[len(prefix):]))
}
