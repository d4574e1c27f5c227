package server

import (
	"net/http"

	"dateline/server/view"
)

// embed shows the map of a collection or article alone, for pages of other sites.
func (s *server) embed(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version()) {
		return nil
	}
	a, err := s.answerSelection(r, sc, 0)
	if err != nil {
		return err
	}
	content := view.NewMap(a, keptParameters(r), 1, languageOf(w), sc.links)
	content.Layout = s.layoutOf(sc, sc.title(), "")
	content.Client = s.clientConfig("embed", sc)
	if sc.article != nil {
		content.Client.Passages = sc.root() + "/places/{id}/passages"
	}
	content.Client.Full = s.baseURL(r) + sc.root()
	return s.show(w, "embed", content)
}
