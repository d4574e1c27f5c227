package importer

import (
	"context"
	"log/slog"
	"sync/atomic"

	"dateline/geo"
	"dateline/geo/article/pdf"
	"dateline/geo/fetch"
	"dateline/server/queue"
	"dateline/server/store"
)

// Parser finds the places that articles name.
type Parser interface {
	// Parse finds the places of one article.
	Parse(ctx context.Context, a geo.Article) (*geo.Parsed, error)
	// Resolve returns a copy of a parsed article with its mentions resolved again,
	// without the history of its publisher.
	Resolve(ctx context.Context, p *geo.Parsed) (*geo.Parsed, error)
	// Revise resolves parsed articles again with the history of their publishers.
	Revise(ctx context.Context, batch []*geo.Parsed, workers int) error
}

// Config is what an [Importer] is made of.
type Config struct {
	Store *store.DB
	Queue queue.Queue
	// Parser finds the places of articles, with the gazetteer and the models of
	// Versions.
	Parser   Parser
	Versions geo.Versions
	// Fetcher asks for addresses and feeds; without it they are left to others that
	// work on the same store.
	Fetcher *fetch.Fetcher
	// PDF reads PDF documents; nil starts a reader for each.
	PDF *pdf.Reader
	// Log takes what goes wrong; nil discards it.
	Log *slog.Logger
}

// Importer takes inputs into collections. It is safe for concurrent use, and so are
// several over one store, in one process or many.
type Importer struct {
	Config
	placed atomic.Int64
	pace   pace
}

// New returns an intake.
func New(c Config) *Importer {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Importer{Config: c}
}

// PlacedMentions counts the mentions that this intake has placed since it was made.
func (in *Importer) PlacedMentions() int64 { return in.placed.Load() }
