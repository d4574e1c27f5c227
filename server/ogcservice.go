package server

import (
	"net/http"

	"dateline/server/internal/site"
	"dateline/server/ogc"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

// ogcRoutes registers the addresses of OGC API Features.
func (s *server) ogcRoutes(r chi.Router) {
	r.Use(site.Limit(s.RequestTimeout, site.MaxBody), s.PublicReading)
	ogc.Routes(r, ogc.Config{
		Collections: s.Summaries, Find: s.Find, Outline: s.Outline, Sources: s.Attribution(), BaseURL: s.PublicURL, Version: s.Version,
		Page: s.ogcPage, NotModified: s.NotModified, Handle: s.Handle, Errorf: site.Errorf,
	})
}

type ogcView struct {
	view.Layout
	Page *ogc.Page
}

func (s *server) ogcPage(w http.ResponseWriter, _ *http.Request, p *ogc.Page) error {
	return s.Show(w, "ogc", ogcView{s.Layout(p.Title), p})
}
