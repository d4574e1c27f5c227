// Package collections reads the rows of collections.
package collections

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// Info describes a collection: a named set of articles that are shown on one map.
type Info struct {
	// Name identifies the collection in URLs: lower-case letters, digits and hyphens.
	Name, Title, Description string
	// Home is the place where the publisher of its articles is at home, or empty.
	Home geo.PlaceID
	// Version changes whenever the collection changes.
	Version string
}

// Row is the row of a collection.
type Row struct {
	Info
	// Number identifies the collection in the tables of derived data, and Revision is its version as a number.
	Number, Revision int64
}

// Read reads the row of a collection that was not deleted.
func Read(ctx context.Context, q database.Querier, name string) (c Row, err error) {
	if !database.Storable(name) {
		return c, NotFound(name)
	}
	err = q.QueryRowContext(ctx, `SELECT name, title, description, home, number, version FROM collections WHERE name = $1 AND trashed = 0`, name).
		Scan(&c.Name, &c.Title, &c.Description, &c.Home, &c.Number, &c.Revision)
	if errors.Is(err, sql.ErrNoRows) {
		return c, NotFound(name)
	}
	if err != nil {
		return c, fmt.Errorf("reading the collection %q: %w", name, database.Category(err))
	}
	c.Version = formatVersion(c.Number, c.Revision)
	return c, nil
}

// formatVersion returns a version for ETags.
func formatVersion(number, version int64) string {
	return strconv.FormatInt(number, 36) + "-" + strconv.FormatInt(version, 36)
}

// CopyNumber returns the number that [geo.CopyID] adds to the id of a mention, or "1" if
// the id has no number.
func CopyNumber(number string, numbered bool) (string, error) {
	if !numbered {
		return "1", nil
	}
	if n, err := strconv.ParseInt(number, 10, 32); err != nil || n < 2 || strconv.FormatInt(n, 10) != number {
		return "", geo.ErrNotFound
	}
	return number, nil
}

// NotFound returns the error for a collection that does not exist.
func NotFound(name string) error {
	return geo.Errorf(geo.ErrNotFound, "there is no collection %q", name)
}

// NoArticle returns the error for an article that does not exist.
func NoArticle(collection, id string) error {
	return geo.Errorf(geo.ErrNotFound, "there is no article %q in the collection %q", id, collection)
}

// NoMention returns the error for a mention that does not exist.
func NoMention(id string) error {
	return geo.Errorf(geo.ErrNotFound, "there is no mention %q", id)
}
