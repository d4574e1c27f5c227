package server

import (
	"net/http"
	"slices"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/internal/site"
	"dateline/server/view"
)

// ledger lists the mentions of a collection, of one outcome or of all.
func (s *server) ledger(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	n, err := site.PageNumber(r)
	if err != nil {
		return err
	}
	outcome := geo.Outcome(r.URL.Query().Get("outcome"))
	if outcome != "" && !slices.Contains(geo.Outcomes(), outcome) {
		return site.Errorf(geo.ErrInput, "There is no list of %q. The lists are %v.", outcome, geo.Outcomes())
	}
	result, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	if s.NotModified(w, r, sc.Version(), result.Version) {
		return nil
	}
	all := result
	if outcome != "" {
		selected := result.Selection
		selected.Outcomes = nil
		if all, err = s.SelectIn(r.Context(), sc, selected, nil); err != nil {
			return err
		}
	}
	n = min(n, 1+result.Counts.Mentions/view.MentionsPerPage)
	rows, err := result.MentionPage(r.Context(), (n-1)*view.MentionsPerPage, view.MentionsPerPage)
	if err != nil {
		return err
	}
	address := sc.Links.Ledger("")
	if query := result.Selection.String(); query != "" {
		address += "?" + query
	}
	content := view.NewStoredLedger(all.Ledger, result.Ledger, rows, outcome, n, address, sc.Links)
	content.Layout = s.LayoutOf(sc, "Ledger", "ledger")
	if sc.Article == nil {
		if content.Notices, err = sc.DB.Notices(r.Context(), sc.Collection.Name, importer.MaxListedNotices); err != nil {
			return err
		}
	}
	return s.Show(w, "ledger", content)
}
