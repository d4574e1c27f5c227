// Package store stores articles, their mentions and places, feeds and decisions in SQLite or PostgreSQL.
package store

import (
	"context"

	"dateline/geo"
)

// Collection is a named set of articles that are shown on one map.
type Collection struct {
	// Name identifies the collection in URLs: lower-case letters, digits and hyphens.
	Name        string
	Title       string
	Description string
	// Parsed are the parsed articles in order of arrival. Their ids are distinct.
	Parsed []*geo.Parsed
	// Version changes whenever the collection changes. It is set by the store.
	Version string
}

// Summary contains the figures of a collection.
type Summary struct {
	Name, Title, Description string
	Version                  string
	Articles, Places         int
	Ledger                   geo.Ledger
}

// Store reads collections. Its results are shared and must not be modified. Its
// methods are safe for concurrent use. The error wraps [geo.ErrNotFound] if the
// collection, article or mention does not exist.
type Store interface {
	// Collections returns the summaries of all collections, sorted by title.
	Collections(ctx context.Context) ([]Summary, error)
	// Collection returns a collection with its articles.
	Collection(ctx context.Context, name string) (*Collection, error)
	// Article returns an article of a collection.
	Article(ctx context.Context, collection, id string) (*geo.Parsed, error)
	// Mention returns the collection and article that contain a mention.
	Mention(ctx context.Context, id string) (collection, article string, err error)
}
