package view

import (
	"cmp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/text"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// AnswerSet answers a selection from articles in memory, one mention after the other:
// for single-file maps. Keys that need a database have no effect: feeds, decisions,
// copies, picked, polygons and areas that contain a place.
func AnswerSet(set *layer.Set, s selection.Selection) *Answer {
	s = s.Canonical()
	c := counter{s: s, words: NewMatcher(s.Words), hidden: map[geo.Role]int{}, facets: map[string]map[string]*store.Value{}, days: map[string]int{}}
	kept := &layer.Set{Title: set.Title, Outline: set.Outline}
	for _, p := range set.Parsed {
		if reduced := c.reduce(p); reduced != nil {
			kept.Parsed = append(kept.Parsed, reduced)
		}
	}
	out := &Answer{Selection: s, Hidden: c.hidden, Ledger: kept.Ledger(), Complete: true}
	places := kept.Places()
	for i := range places {
		out.Places = append(out.Places, placeRow(&places[i], set))
	}
	out.Counts = store.Counts{Places: len(places), Mentions: out.Ledger.Mentions, Articles: len(kept.Parsed), Texts: len(kept.Parsed)}
	total := set.Ledger()
	out.Total = store.Counts{Places: len(set.Places()), Mentions: total.Mentions, Articles: len(set.Parsed), Texts: len(set.Parsed)}
	for _, key := range FacetKeys() {
		if values := c.facets[key]; len(values) > 0 {
			out.Facets = append(out.Facets, Facet{key, sortedValues(values)})
		}
	}
	out.Days = sortedDays(c.days)
	out.Names = func(key, value string) string {
		if key == "place" {
			for i := range places {
				if string(places[i].Place.ID) == value {
					return places[i].Place.Name
				}
			}
		}
		if v := c.facets[key][value]; v != nil {
			return v.Label
		}
		return ""
	}
	return out
}

// counter selects and counts mentions.
type counter struct {
	s      selection.Selection
	words  *Matcher
	hidden map[geo.Role]int
	facets map[string]map[string]*store.Value
	days   map[string]int
}

// reduce returns an article with its selected mentions, nil if there are none.
func (c *counter) reduce(p *geo.Parsed) *geo.Parsed {
	if c.words != nil && !c.words.All(p.Article.Title+"\n"+p.Article.Text) {
		return nil
	}
	reduced := *p
	reduced.Mentions, reduced.Resolutions, reduced.Ledger = nil, nil, geo.Ledger{}
	for i := range p.Mentions {
		m, r := &p.Mentions[i], &p.Resolutions[i]
		values := c.values(p, m, r)
		failed := ""
		for key, v := range values {
			if selected := c.selected(key); len(selected) > 0 && !slices.Contains(selected, v.Value) {
				if failed != "" {
					failed = "several"
					break
				}
				failed = key
			}
		}
		if !c.inBox(r) || !c.inDays(p, m) {
			continue
		}
		for key, v := range values {
			if failed == "" || failed == key {
				c.count(key, v)
			}
		}
		if failed == "role" && len(c.s.Roles) == 0 {
			c.hidden[m.Role]++
		}
		if failed != "" {
			continue
		}
		if day := publishedDay(p); day != "" {
			c.days[day]++
		}
		reduced.Mentions = append(reduced.Mentions, *m)
		reduced.Resolutions = append(reduced.Resolutions, *r)
		reduced.Ledger.Add(r.Outcome)
	}
	if len(reduced.Mentions) == 0 {
		return nil
	}
	return &reduced
}

// selected returns the selected values of a key.
func (c *counter) selected(key string) []string {
	switch key {
	case "role":
		roles := c.s.SelectedRoles()
		out := make([]string, len(roles))
		for i, r := range roles {
			out[i] = string(r)
		}
		return out
	case "article", "publisher", "place":
		return c.s.Values(key)
	}
	return c.s.Codes(key)
}

// values returns the values of a mention by key.
func (c *counter) values(p *geo.Parsed, m *geo.Mention, r *geo.Resolution) map[string]store.Value {
	out := map[string]store.Value{
		"role":      {Value: string(m.Role), Label: roleLabels[m.Role]},
		"outcome":   {Value: string(r.Outcome), Label: outcomeLabels[r.Outcome].many},
		"article":   {Value: p.Article.ID, Label: Title(&p.Article)},
		"publisher": {Value: p.Article.Publisher, Label: p.Article.Publisher},
		"lang":      {Value: p.Language, Label: p.Language},
		"place":     {},
		"country":   {}, "kind": {}, "precision": {}, "confidence": {},
	}
	if r.Place == nil {
		return out
	}
	kind, precision := r.Place.Kind, r.Place.Kind.Precision()
	out["place"] = store.Value{Value: string(r.Place.ID), Label: r.Place.Name}
	out["country"] = store.Value{Value: r.Place.Country, Label: cmp.Or(r.Place.CountryName, r.Place.Country)}
	out["kind"] = store.Value{Value: kind.String(), Label: kind.Label()}
	out["precision"] = store.Value{Value: selection.PrecisionValue(precision), Label: string(precision)}
	out["confidence"] = store.Value{Value: string(r.Confidence), Label: string(r.Confidence)}
	return out
}

func (c *counter) count(key string, v store.Value) {
	if v.Value == "" {
		return
	}
	if c.facets[key] == nil {
		c.facets[key] = map[string]*store.Value{}
	}
	if c.facets[key][v.Value] == nil {
		c.facets[key][v.Value] = &v
	}
	c.facets[key][v.Value].Mentions++
}

// inBox reports whether the place of a mention is in the box of the selection.
func (c *counter) inBox(r *geo.Resolution) bool {
	b := c.s.Box
	if b == nil {
		return true
	}
	if r.Place == nil {
		return false
	}
	p := r.Place.Point
	if p.Lat() < b.Min.Lat() || p.Lat() > b.Max.Lat() {
		return false
	}
	if b.Min.Lon() > b.Max.Lon() {
		return p.Lon() >= b.Min.Lon() || p.Lon() <= b.Max.Lon()
	}
	return p.Lon() >= b.Min.Lon() && p.Lon() <= b.Max.Lon()
}

// inDays reports whether a mention is between the days of the selection.
func (c *counter) inDays(p *geo.Parsed, m *geo.Mention) bool {
	if c.s.From == "" && c.s.To == "" {
		return true
	}
	first := publishedDay(p)
	last := first
	if c.s.Spoken {
		if m.When == nil {
			return false
		}
		first, last = m.When.First, cmp.Or(m.When.Last, m.When.First)
	}
	return first != "" && (c.s.From == "" || last >= c.s.From) && (c.s.To == "" || first <= c.s.To)
}

// All reports whether every term of the search is in a text.
func (m *Matcher) All(s string) bool {
	all := wordsOf(s)
	for _, t := range m.terms {
		one := Matcher{terms: []searchTerm{t}}
		found := false
		for i := range all {
			if one.match(all[i:]) > 0 {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// placeRow converts a place of a set.
func placeRow(p *layer.PlaceSummary, set *layer.Set) store.PlaceRow {
	row := store.PlaceRow{
		ID: p.Place.ID, Name: p.Place.Name, Kind: p.Place.Kind, Precision: p.Place.Kind.Precision(), Country: p.Place.Country,
		CountryName: p.Place.CountryName, Admin1: p.Place.Admin1, Where: where(&p.Place), Point: p.Place.Point,
		Mentions: len(p.Mentions), Articles: p.Articles, Texts: p.Articles, First: p.FirstPublished, Last: p.LastPublished,
		Certain: p.Certain, Likely: p.Likely, Ambiguous: len(p.Mentions) - p.Certain - p.Likely,
	}
	if !row.Precision.IsPoint() && set.Outline != nil {
		if area := set.Outline(p.Place.ID); len(area) > 0 {
			row.HasArea, row.Box = true, area.Bound()
		}
	}
	if row.Box == (orb.Bound{}) {
		row.Box = p.Place.Bound
	}
	return row
}

func sortedValues(values map[string]*store.Value) []store.Value {
	out := make([]store.Value, 0, len(values))
	for _, v := range values {
		out = append(out, *v)
	}
	slices.SortFunc(out, func(a, b store.Value) int {
		return cmp.Or(cmp.Compare(b.Mentions, a.Mentions), strings.Compare(a.Label, b.Label), strings.Compare(a.Value, b.Value))
	})
	return out
}

func sortedDays(days map[string]int) []store.DayCount {
	out := make([]store.DayCount, 0, len(days))
	for d, n := range days {
		out = append(out, store.DayCount{Day: d, Mentions: n})
	}
	slices.SortFunc(out, func(a, b store.DayCount) int { return cmp.Compare(a.Day, b.Day) })
	return out
}

// SortPlaces sorts places; an unknown order is that of mentions. Equal places are in the
// order of their names.
func SortPlaces(places []store.PlaceRow, order store.PlaceOrder) {
	byName := func(a, b *store.PlaceRow) int {
		return cmp.Or(cmp.Compare(text.Fold(a.Name), text.Fold(b.Name)), cmp.Compare(a.ID, b.ID))
	}
	compare := map[store.PlaceOrder]func(a, b *store.PlaceRow) int{
		store.OrderName:       byName,
		store.OrderArticles:   func(a, b *store.PlaceRow) int { return cmp.Compare(b.Articles, a.Articles) },
		store.OrderTexts:      func(a, b *store.PlaceRow) int { return cmp.Compare(b.Texts, a.Texts) },
		store.OrderFirst:      func(a, b *store.PlaceRow) int { return cmp.Compare(cmp.Or(a.First, "9"), cmp.Or(b.First, "9")) },
		store.OrderLast:       func(a, b *store.PlaceRow) int { return cmp.Compare(b.Last, a.Last) },
		store.OrderConfidence: func(a, b *store.PlaceRow) int { return cmp.Compare(b.Certain*a.Mentions, a.Certain*b.Mentions) },
	}[order]
	if compare == nil {
		compare = func(a, b *store.PlaceRow) int { return cmp.Compare(b.Mentions, a.Mentions) }
	}
	slices.SortStableFunc(places, func(a, b store.PlaceRow) int { return cmp.Or(compare(&a, &b), byName(&a, &b)) })
}
