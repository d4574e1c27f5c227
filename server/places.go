package server

import (
	"net/http"
	"net/url"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/view"
)

// place shows a place with its passages.
func (s *server) place(w http.ResponseWriter, r *http.Request) error {
	if isFragment(r) {
		return s.placePassages(w, r)
	}
	return s.answerPlace(w, r, func(sc *scope, content view.Place, _ int) error {
		id := string(content.Ref.ID)
		content.Layout = s.layoutOf(sc, content.Ref.Name, "")
		content.StaticMapURL = sc.links.Map() + "/map.svg?show=" + url.QueryEscape(id)
		content.Client = s.clientConfig("place", sc)
		content.Client.Title, content.Client.Selected = content.Ref.Name, id
		return s.show(w, "place", content)
	})
}

// answerPlace calls show with the place of the path and the n-th page of its passages,
// unless the client has them.
func (s *server) answerPlace(w http.ResponseWriter, r *http.Request, show func(sc *scope, content view.Place, n int) error) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	id, err := segment(r, "place")
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	content, version, err := s.placePage(r, sc, geo.PlaceID(id), n)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version(), version) {
		return nil
	}
	return show(sc, content, n)
}

// placePage describes a place of the selection, with the n-th page of its passages, at a version of the collection.
func (s *server) placePage(r *http.Request, sc *scope, id geo.PlaceID, n int) (content view.Place, version string, err error) {
	ctx := r.Context()
	result, err := s.selected(r, sc)
	if err != nil {
		return content, "", err
	}
	row, err := result.Place(ctx, id)
	if err != nil {
		return content, "", explain(err, noPlace)
	}
	n = min(n, 1+row.Mentions/view.MentionsPerPage)
	in := view.StoredPlace{Row: &row}
	if in.Place, err = result.Details(ctx, &row); err != nil {
		return content, "", err
	}
	if in.Phrases, err = result.Phrases(ctx, &row); err != nil {
		return content, "", err
	}
	if in.Mentions, err = result.PassagePage(ctx, id, (n-1)*view.MentionsPerPage, view.MentionsPerPage); err != nil {
		return content, "", err
	}
	return view.NewStoredPlace(&in, n, result.Selection, sc.links), result.Version, nil
}

// passages writes the selected mentions of one place in the scope as GeoJSON.
func (s *server) passages(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	id, err := segment(r, "place")
	if err != nil {
		return err
	}
	selected, notices := selection.Parse(r.URL.Query(), pageKeys...)
	selected.Places = []geo.PlaceID{geo.PlaceID(id)}
	result, err := s.selectIn(r.Context(), sc, selected, notices)
	if err != nil {
		return err
	}
	if result.Counts.Mentions == 0 {
		return readerErrorf(geo.ErrNotFound, noPlace)
	}
	return s.writeLayer(w, r, sc, result, "mentions.geojson", sc.collection.Name+"-place")
}
