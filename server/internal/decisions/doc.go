// Package decisions serves the pages and forms with which readers correct mentions, and the review.
package decisions

import (
	"dateline/server/internal/site"

	"github.com/go-chi/chi/v5"
)

type handlers struct{ *site.Site }

// Routes registers the addresses that change nothing.
func Routes(r chi.Router, s *site.Site) {
	h := &handlers{s}
	r.Get("/m/{mention}", h.Handle(h.mention))
	r.Get("/c/{collection}/gazetteer", h.InScope(h.gazetteerSearch))
	r.Get("/c/{collection}/review", h.InScope(h.review))
	r.Get("/c/{collection}/decisions.jsonl", h.InScope(h.decisionsFile))
	r.Get("/c/{collection}/articles/{article}/mentions/{mention}", h.InScope(h.articleMention))
	r.Get("/c/{collection}/articles/{article}/missed", h.InScope(h.missed))
}

// FormRoutes registers the addresses that store and undo decisions.
func FormRoutes(r chi.Router, s *site.Site) {
	h := &handlers{s}
	r.Post("/c/{collection}/decisions", h.InEditable(h.decide))
	r.Post("/c/{collection}/decisions/undo", h.InEditable(h.undoDecisions))
	r.Post("/c/{collection}/review", h.InEditable(h.saveReview))
}
