// Package store keeps collections of parsed articles for the server.
package store

import (
	"context"

	"dateline/geo"
)

// Collection is a named set of articles with a map of its own.
type Collection struct {
	// Name stands in addresses: lower-case letters, digits and hyphens.
	Name        string
	Title       string
	Description string
	// Parsed are the articles in the order in which they are listed. No two have
	// the same id.
	Parsed []*geo.Parsed
	// Version changes whenever anything in the collection does; a store sets it.
	Version string
}

// Summary describes a collection without its articles.
type Summary struct {
	Name, Title, Description string
	Version                  string
	Articles, Places         int
	Ledger                   geo.Ledger
}

// Store gives access to collections. What it returns is shared and must not be
// changed. Its methods are safe for concurrent use; where something is not there
// the error wraps [geo.ErrNotFound].
type Store interface {
	// Collections lists all collections in the order of their titles.
	Collections(ctx context.Context) ([]Summary, error)
	// Collection returns a collection with its articles.
	Collection(ctx context.Context, name string) (*Collection, error)
	// Article returns one article of a collection.
	Article(ctx context.Context, collection, id string) (*geo.Parsed, error)
	// Mention returns the collection and article in which a mention stands.
	Mention(ctx context.Context, id string) (collection, article string, err error)
}
