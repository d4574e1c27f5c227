package server

import (
	"net/http"
	"net/url"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"
)

// place shows a place with its passages.
func (s *server) place(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	if site.IsFragment(r) {
		return s.placePassages(w, r, sc)
	}
	return s.answerPlace(w, r, sc, func(content view.Place, _ int) error {
		id := string(content.Ref.ID)
		name := site.LanguageOf(w).PlaceName(content.Ref.ID, content.Ref.Name)
		content.Layout = s.LayoutOf(sc, name, "")
		content.StaticMapURL = sc.Links.Map() + "/map.svg?show=" + url.QueryEscape(id)
		content.Client = s.ClientConfig("place", sc)
		content.Client.Title, content.Client.Selected = name, id
		return s.Show(w, "place", content)
	})
}

// answerPlace calls show with the place of the path and the n-th page of its passages,
// unless the client has them.
func (s *server) answerPlace(w http.ResponseWriter, r *http.Request, sc *site.Scope, show func(content view.Place, n int) error) error {
	id, err := site.Segment(r, "place")
	if err != nil {
		return err
	}
	n, err := site.PageNumber(r)
	if err != nil {
		return err
	}
	content, version, err := s.placePage(r, sc, geo.PlaceID(id), n)
	if err != nil {
		return err
	}
	if s.NotModified(w, r, sc.Version(), version) {
		return nil
	}
	return show(content, n)
}

// placePage describes a place of the selection, with the n-th page of its passages, at a version of the collection.
func (s *server) placePage(r *http.Request, sc *site.Scope, id geo.PlaceID, n int) (content view.Place, version string, err error) {
	ctx := r.Context()
	result, err := s.Selected(r, sc)
	if err != nil {
		return content, "", err
	}
	row, err := result.Place(ctx, id)
	if err != nil {
		return content, "", site.Explain(err, site.NoPlace)
	}
	n = min(n, 1+row.Mentions/view.MentionsPerPage)
	in := view.StoredPlace{Row: &row, PhrasesOf: store.MaxPhraseMentions}
	if in.Place, err = result.Details(ctx, &row); err != nil {
		return content, "", err
	}
	if in.Phrases, err = result.Phrases(ctx, &row); err != nil {
		return content, "", err
	}
	if in.Mentions, err = result.PassagePage(ctx, id, (n-1)*view.MentionsPerPage, view.MentionsPerPage); err != nil {
		return content, "", err
	}
	content = view.NewStoredPlace(&in, n, result.Selection, sc.Links)
	var ids []string
	for i := range in.Mentions {
		if in.Mentions[i].State != selection.StateUndecided {
			ids = append(ids, in.Mentions[i].ID)
		}
	}
	decided, err := decidedOf(ctx, sc, ids)
	for i := range content.Mentions {
		content.Mentions[i].Decided = decided[content.Mentions[i].ID]
	}
	return content, result.Version, err
}

// passages writes the selected mentions of one place in the scope as GeoJSON.
func (s *server) passages(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	id, err := site.Segment(r, "place")
	if err != nil {
		return err
	}
	selected, notices := selection.Parse(r.URL.Query(), site.PageKeys...)
	selected.Places = []geo.PlaceID{geo.PlaceID(id)}
	result, err := s.SelectIn(r.Context(), sc, selected, notices)
	if err != nil {
		return err
	}
	if result.Counts.Mentions == 0 {
		return site.Errorf(geo.ErrNotFound, site.NoPlace)
	}
	return s.writeLayer(w, r, sc, result, "mentions.geojson", sc.Collection.Name+"-place")
}
