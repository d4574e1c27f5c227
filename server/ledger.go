package server

import (
	"net/http"
	"slices"

	"dateline/geo"
	"dateline/server/view"
)

// ledger lists the mentions of a collection, of one outcome or of all.
func (s *server) ledger(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	outcome := geo.Outcome(r.URL.Query().Get("outcome"))
	if outcome != "" && !slices.Contains(geo.Outcomes(), outcome) {
		return readerErrorf(geo.ErrInput, "There is no list of %q. The lists are %v.", outcome, geo.Outcomes())
	}
	if s.notModified(w, r, sc.version()) {
		return nil
	}
	content := view.NewLedger(s.layers(sc), outcome, n, sc.links)
	content.Layout = s.layoutOf(sc, "Ledger", "ledger")
	return s.show(w, "ledger", content)
}
