package importer

import (
	"cmp"
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"dateline/geo"
	"dateline/geo/article/pdf"
	"dateline/geo/fetch"
	"dateline/server/internal/dbretry"
	"dateline/server/queue"
	"dateline/server/store"

	"golang.org/x/sync/semaphore"
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

// Config configures an [Importer].
type Config struct {
	Store *store.DB
	Queue queue.Queue
	// Parser finds the places of articles, with the gazetteer and the models of
	// Versions.
	Parser   Parser
	Versions geo.Versions
	// History resolves articles with the places that the other articles of their
	// publisher in the same collection name. Articles that are in several collections
	// are resolved alone.
	History bool
	// FindHome returns the one place that the words for a publisher's home mean, see SetHome; nil disables it.
	FindHome func(words string) (geo.Place, error)
	// Fetcher fetches URLs and feeds; without it their jobs are left to other workers
	// on the same store.
	Fetcher *fetch.Fetcher
	// PDF reads PDF documents; nil starts a reader for each.
	PDF *pdf.Reader
	// Log receives warnings; nil discards them.
	Log *slog.Logger
	// HostInterval is the shortest time between two requests to a host by all
	// processes that share the store, 2 seconds if zero.
	HostInterval time.Duration
	// CompareDelay is the time from a change of a collection to the comparison of its
	// articles, so that articles that arrive together are compared once; 3 seconds if
	// zero.
	CompareDelay time.Duration
}

// Importer imports inputs into collections. It is safe for concurrent use, and so are
// several on one store, in one process or many.
type Importer struct {
	Config
	placed    atomic.Int64
	turns     hostTurns
	documents *semaphore.Weighted // memory, see MaxDocumentMemory
}

// New returns an importer.
func New(c Config) *Importer {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.HostInterval = cmp.Or(c.HostInterval, 2*time.Second)
	c.CompareDelay = cmp.Or(c.CompareDelay, 3*time.Second)
	return &Importer{Config: c, documents: newDocumentMemory()}
}

// PlacedMentions counts the mentions that this importer has placed.
func (im *Importer) PlacedMentions() int64 { return im.placed.Load() }

// maxDowntime is how long the database may be unavailable, such as during a restart,
// before an operation on it fails.
const maxDowntime = 2 * time.Minute

// retryWhileDown calls f, and again while it fails because the database is unavailable.
func (im *Importer) retryWhileDown(ctx context.Context, f func() error) error {
	return dbretry.Do(ctx, maxDowntime, func(err error) {
		im.Log.Warn("the database is unavailable; waiting for it", "error", err, "at most", maxDowntime)
	}, f)
}
