package server

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/edition"
	"dateline/server/ogc"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
)

// cardPlaces is the maximum number of places on a card picture.
const cardPlaces = 300

// card answers with the picture of a selection for the cards of other sites.
func (s *server) card(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	width, err := strconv.Atoi(chi.URLParam(r, "width"))
	if err != nil || !slices.Contains(edition.Cards(), width) {
		return readerErrorf(geo.ErrNotFound, "There is no picture of this width.")
	}
	result, err := s.selected(r, sc)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version(), result.Version) {
		return nil
	}
	rows, err := result.Places(r.Context(), store.OrderMentions, 0, cardPlaces)
	if err != nil {
		return err
	}
	places, err := result.PlaceDetails(r.Context(), rows)
	if err != nil {
		return err
	}
	e := &layer.Export{
		Header:  layer.Header{Title: sc.title(), Articles: result.Counts.Articles, Ledger: result.Ledger, Sources: s.attribution()},
		Outline: s.outline,
		Places: func(yield func(*layer.PlaceRow, error) bool) {
			for i := range rows {
				if !yield(ogc.PlaceRow(&rows[i], places[i], s.outline), nil) {
					return
				}
			}
		},
		Mentions: func(func(*layer.MentionRow, error) bool) {},
	}
	var b bytes.Buffer
	if err := edition.WriteCard(&b, e, s.Static, width); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	_, err = w.Write(b.Bytes())
	return clientGone(err)
}
