package server

import (
	"net/http"

	"dateline/geo"
	"dateline/server/ogc"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"
)

// ogcRoutes registers the addresses of OGC API Features.
func (s *server) ogcRoutes(r chi.Router) {
	r.Use(limit(s.RequestTimeout, maxBody), s.publicReading)
	ogc.Routes(r, ogc.Config{
		Collections: s.summaries, Find: s.find, Outline: s.outline, Sources: s.attribution(), BaseURL: s.baseURL, Version: s.Version,
		Page: s.ogcPage, NotModified: s.notModified, Handle: s.handle, Errorf: readerErrorf,
	})
}

type ogcView struct {
	view.Layout
	Page *ogc.Page
}

func (s *server) ogcPage(w http.ResponseWriter, _ *http.Request, p *ogc.Page) error {
	return s.show(w, "ogc", ogcView{s.layout(p.Title), p})
}

// outline returns the outline of an area or country, or nil.
func (s *server) outline(id geo.PlaceID) orb.MultiPolygon {
	if s.Gazetteer == nil {
		return nil
	}
	if ref, ok := s.Gazetteer.ByID(id); ok {
		return s.Gazetteer.Area(ref)
	}
	return nil
}

// publicReading lets pages of all sites read the responses if the server has a public address. Otherwise a page of another site could
// read what is on a private server.
func (s *server) publicReading(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.BaseURL != "" {
			allowAnyOrigin(w.Header())
		}
		next.ServeHTTP(w, r)
	})
}

// allowAnyOrigin lets pages of all sites read a response.
func allowAnyOrigin(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Link, ETag, Content-Crs, Location")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}
