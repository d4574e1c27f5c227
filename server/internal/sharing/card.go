package sharing

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strconv"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/edition"
	"dateline/server/internal/site"
	"dateline/server/ogc"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
)

// The maximum number of places on a picture.
const (
	cardPlaces = 300
	mapPlaces  = 500
)

// card answers with the picture of a selection for the cards of other sites.
func (s *handlers) card(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	width, err := strconv.Atoi(chi.URLParam(r, "width"))
	if err != nil || !slices.Contains(edition.Cards(), width) {
		return site.Errorf(geo.ErrNotFound, "There is no picture of this width.")
	}
	result, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	if s.NotModified(w, r, sc.Version(), result.Version) {
		return nil
	}
	rows, err := result.Places(r.Context(), store.OrderMentions, 0, cardPlaces)
	if err != nil {
		return err
	}
	e, err := s.pictureExport(r.Context(), sc, result, rows)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := edition.WriteCard(&b, e, s.Static, width); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	_, err = w.Write(b.Bytes())
	return site.ClientGone(err)
}

// pictureExport returns the places of a selection for a picture, without mentions.
func (s *handlers) pictureExport(ctx context.Context, sc *site.Scope, result *store.Result, rows []store.PlaceRow) (*layer.Export, error) {
	places, err := result.PlaceDetails(ctx, rows)
	if err != nil {
		return nil, err
	}
	return &layer.Export{
		Header:  layer.Header{Title: sc.Title(), Articles: result.Counts.Articles, Ledger: result.Ledger, Sources: s.Attribution()},
		Outline: s.Outline,
		Places: func(yield func(*layer.PlaceRow, error) bool) {
			for i := range rows {
				if !yield(ogc.PlaceRow(&rows[i], places[i], s.Outline), nil) {
					return
				}
			}
		},
		Mentions: func(func(*layer.MentionRow, error) bool) {},
	}, nil
}

// staticMap writes the map of a selection as a picture for print and for browsers without JavaScript. With a place in the
// parameter "show" the picture has that place alone.
func (s *handlers) staticMap(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	if s.NotModified(w, r, sc.Version()) {
		return nil
	}
	result, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	rows, err := result.Places(r.Context(), store.OrderMentions, 0, mapPlaces)
	if err != nil {
		return err
	}
	shown := geo.PlaceID(r.URL.Query().Get("show"))
	if i := slices.IndexFunc(rows, func(p store.PlaceRow) bool { return p.ID == shown }); i >= 0 {
		rows = rows[i : i+1]
	}
	e, err := s.pictureExport(r.Context(), sc, result, rows)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := edition.WriteMap(&b, e, s.Static); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	_, err = w.Write(b.Bytes())
	return site.ClientGone(err)
}
