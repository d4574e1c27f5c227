package site

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"
)

// Limits on the answers for the viewer.
const (
	// maxAllPlaces is the maximum number of places that are sent at once; of more the
	// first page is sent, and the map shows tiles.
	maxAllPlaces = 2000
	PageOfPlaces = 200
	// PageOfGroups is the number of articles of a list that is grouped by article.
	PageOfGroups = 100
)

// GroupByArticle is the value of the parameter group for a list grouped by article. The viewer groups by country and province itself.
const GroupByArticle = "article"

// KeptParameters returns the parameters besides the selection that links of the page
// keep.
func KeptParameters(r *http.Request) url.Values {
	kept := url.Values{}
	for _, key := range []string{"sort", "group"} {
		if v := r.URL.Query().Get(key); v != "" {
			kept.Set(key, v)
		}
	}
	return kept
}

// Answer answers the selection in an address for the scope: with all places, or
// with a page of them from an offset on if there are too many. The result is that of the selection.
func (s *Site) Answer(r *http.Request, sc *Scope, offset int) (a *view.Answer, result *store.Result, err error) {
	if result, err = s.Selected(r, sc); err != nil {
		return nil, nil, err
	}
	ctx := r.Context()
	a = &view.Answer{
		Version: result.Version, Selection: result.Selection, Counts: result.Counts, Total: result.Total, Hidden: result.Hidden, Ledger: result.Ledger,
		Notices: result.Notices, Days: result.Days(), Spoken: result.SpokenDays(), Complete: result.Counts.Places <= maxAllPlaces,
	}
	if sc.Article != nil {
		a.Selection.Articles = nil // the address of the scope has the article
	}
	limit := maxAllPlaces
	if a.Complete {
		offset = 0
	} else {
		limit = PageOfPlaces
	}
	order := store.PlaceOrder(r.URL.Query().Get("sort"))
	if a.Places, err = result.PlacesNamed(ctx, order, s.languageOf(r).OrderNames(order), offset, limit); err != nil {
		return nil, nil, err
	}
	if r.URL.Query().Get("group") == GroupByArticle {
		if a.Groups, err = result.ArticlePlaces(ctx, store.OrderNewest, 0, PageOfGroups); err != nil {
			return nil, nil, err
		}
	}
	for _, key := range view.FacetKeys() {
		values, err := result.Facet(ctx, key)
		if err != nil {
			return nil, nil, err
		}
		if len(values) > 0 {
			a.Facets = append(a.Facets, view.Facet{Key: key, Values: values})
		}
	}
	if a.Names, err = s.Names(ctx, sc, result); err != nil {
		return nil, nil, err
	}
	if a.Called, err = s.called(ctx, sc, result.Selection); err != nil {
		return nil, nil, err
	}
	if a.Framed, err = s.framed(ctx, sc, a, result); err != nil {
		return nil, nil, err
	}
	return a, result, nil
}

// Limits on the places whose name is searched for.
const (
	maxCalledName  = 80 // bytes
	maxCalledKnown = 40
	maxCalled      = 5
)

// called returns the places of the collection whose name, in any language, is what a selection searches for, the most mentioned first.
func (s *Site) called(ctx context.Context, sc *Scope, selected selection.Selection) ([]store.PlaceRow, error) {
	words := selected.Words
	if s.Gazetteer == nil || words == "" || len(words) > maxCalledName || len(selected.Places) > 0 || strings.ContainsAny(words, `"*`) {
		return nil, nil
	}
	known := s.Gazetteer.Lookup(nil, gazetteer.Normalize(nil, words))
	if len(known) == 0 {
		return nil, nil
	}
	selected.Words = ""
	for _, n := range known[:min(len(known), maxCalledKnown)] {
		selected.Places = append(selected.Places, s.Gazetteer.ID(n.Ref))
	}
	result, err := s.SelectIn(ctx, sc, selected, nil)
	if err != nil {
		return nil, err
	}
	return result.Places(ctx, store.OrderMentions, 0, maxCalled)
}

// framed returns the places by which the first view is framed: all of them, or the most
// mentioned ones, without those that only datelines and other senses name. Nothing selected is framed by the whole collection.
func (s *Site) framed(ctx context.Context, sc *Scope, a *view.Answer, result *store.Result) ([]store.PlaceRow, error) {
	narrowed := result.Selection
	switch {
	case narrowed.All:
		narrowed.All = false
	case len(a.Places) == 0 && a.Total.Places > 0:
		narrowed = selection.Selection{}
	}
	if narrowed.String() != result.Selection.String() {
		literal, err := s.SelectIn(ctx, sc, narrowed, nil)
		if err != nil {
			return nil, err
		}
		if literal.Counts.Places > 0 {
			result = literal
		}
	} else if a.Complete {
		return a.Places, nil
	}
	if result.Counts.Places > maxAllPlaces {
		return result.MostMentioned(maxAllPlaces), nil
	}
	return result.Places(ctx, store.OrderMentions, 0, maxAllPlaces)
}

// Names returns the names of the places and articles that a selection names.
func (s *Site) Names(ctx context.Context, sc *Scope, result *store.Result) (selection.Names, error) {
	known := map[string]string{}
	for _, id := range append(slices.Clone(result.Selection.Places), result.Selection.Within...) {
		if s.Gazetteer != nil {
			if ref, ok := s.Gazetteer.ByID(id); ok {
				known["place "+string(id)] = s.Gazetteer.Name(ref)
			}
		}
	}
	for _, id := range result.Selection.Articles {
		p, err := sc.DB.Article(ctx, sc.Collection.Name, id)
		if errors.Is(err, geo.ErrNotFound) {
			continue // a notice names it
		}
		if err != nil {
			return nil, err
		}
		known["article "+id] = view.Title(&p.Article)
	}
	return func(key, value string) string {
		if key == "in" {
			key = "place"
		}
		return known[key+" "+value]
	}, nil
}
