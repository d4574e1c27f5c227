package site

import (
	"context"
	"io"

	"dateline/geo"
	"dateline/server/importer"
)

// Importer imports what readers submit. [importer.Importer] implements it; tests have
// an implementation in memory. Submitted inputs are stored and queued; they are
// fetched, read and parsed later. Its methods are safe for concurrent use. Errors wrap
// [geo.ErrNotFound] for an unknown collection, import or feed, [geo.ErrInput] for
// invalid input, [geo.ErrTooLarge] for input over a limit, and [geo.ErrUnavailable]
// while the queue accepts no more. Readers see the messages of the first three.
type Importer interface {
	// Accepts reports whether the importer stores the collection, so that inputs can
	// be added to it.
	Accepts(ctx context.Context, collection string) (bool, error)
	// NewCollection creates an empty collection. The error wraps [geo.ErrInput] when
	// the name is invalid or taken.
	NewCollection(ctx context.Context, name, title string) error
	// AddText submits a pasted text.
	AddText(ctx context.Context, collection string, t importer.Text) (importer.SubmitResult, error)
	// AddArticles submits articles that were read before.
	AddArticles(ctx context.Context, collection string, articles []geo.Article) error
	// AddDocument submits a file in any supported format, including a list of feeds as
	// OPML. The name identifies the format where the content does not. It reads r to
	// the end and returns its errors.
	AddDocument(ctx context.Context, collection, name string, r io.Reader) (importer.SubmitResult, error)
	// AddURL submits the URL of an article, of a feed, which is followed from then on,
	// or of a list of feeds as OPML.
	AddURL(ctx context.Context, collection, address string) (importer.SubmitResult, error)
	// Imports counts the imports of a collection by state and lists the most recent
	// ones in a state, or in any state if it is empty.
	Imports(ctx context.Context, collection string, state importer.State) (importer.ImportList, error)
	// Cancel removes an import from the queue. A finished one is unchanged.
	Cancel(ctx context.Context, collection string, id int64) error
	// Retry queues a failed or cancelled import again.
	Retry(ctx context.Context, collection string, id int64) error
	// SetHome sets the place where the publisher of a collection's articles is at home, or of those of
	// one of its feeds unless feed is empty, in words that mean one place; without words it removes it.
	// It returns the place and the number of articles that are parsed again.
	SetHome(ctx context.Context, collection, feed, words string) (geo.Place, int, error)
	// Feeds lists the feeds that a collection follows, by title.
	Feeds(ctx context.Context, collection string) ([]importer.Feed, error)
	// Unfollow stops following a feed. Its articles stay.
	Unfollow(ctx context.Context, collection, address string) error
}
