// Package changes serves what changed in a collection since a time, as a page, a layer and a feed.
package changes

import (
	"dateline/server/internal/site"

	"github.com/go-chi/chi/v5"
)

type handlers struct{ *site.Site }

// Routes registers the addresses of what changed.
func Routes(r chi.Router, s *site.Site) {
	h := &handlers{s}
	r.Get("/c/{collection}/changes", h.InScope(h.changes))
	r.Get("/c/{collection}/changes.geojson", h.InScope(h.changesLayer))
	r.Get("/c/{collection}/changes.atom", h.InScope(h.changesFeed))
}
