// Package sharing serves what leaves the server: the page on which a map is shared, embedded maps and their descriptions for other sites, pictures, and
// published editions.
package sharing

import (
	"dateline/server/internal/site"

	"github.com/go-chi/chi/v5"
)

type handlers struct{ *site.Site }

// Routes registers the addresses of a collection or article.
func Routes(r chi.Router, s *site.Site) {
	h := &handlers{s}
	for _, scope := range []string{"/c/{collection}", "/c/{collection}/articles/{article}"} {
		r.Get(scope+"/map.svg", h.InScope(h.staticMap))
		r.Get(scope+"/card-{width:[0-9]{3,4}}.png", h.InScope(h.card))
		r.Get("/embed"+scope, h.InScope(h.embed))
	}
	r.Get("/c/{collection}/share", h.InScope(h.sharePage))
}

// EditionRoutes registers the addresses of what was published, which pages of all sites may read.
func EditionRoutes(r chi.Router, s *site.Site) {
	h := &handlers{s}
	r.Use(site.Limit(s.RequestTimeout, site.MaxBody), publicFiles)
	r.Get("/p/{publication}", h.Handle(h.publication))
	r.Get("/p/{publication}/embed", h.Handle(h.newestEmbed))
	r.Get("/p/{publication}/{edition:[1-9][0-9]{0,8}}", h.Handle(h.editionPage))
	r.Get("/p/{publication}/{edition:[1-9][0-9]{0,8}}/{file}", h.Handle(h.editionFile))
	r.Get("/oembed", h.Handle(h.oEmbed))
}

// PublishRoutes registers the addresses that publish.
func PublishRoutes(r chi.Router, s *site.Site) {
	h := &handlers{s}
	r.Use(s.RequireImport)
	form := r.With(site.Limit(s.RequestTimeout, site.MaxForm))
	form.Post("/c/{collection}/preview", h.InScope(h.preview))
	form = form.With(s.RedirectFailedForms)
	form.Post("/c/{collection}/publish", h.InScope(h.publish))
	form.Post("/p/{publication}/withdraw", h.Handle(h.withdraw))
}
