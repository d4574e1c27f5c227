package store

import (
	"maps"
	"slices"
)

// IsCopied reports whether Copy copies a table.
func IsCopied(table string) bool { return slices.Contains(copied, table) }

// Excerpt is what Search shows of a text for a query.
func Excerpt(text, query string) string { return excerpt(text, termsOf(query)) }

// Prepared returns the statements that were prepared on SQLite.
func (db *DB) Prepared() []string { return slices.Sorted(maps.Keys(db.statements.ready)) }

// Address is what the store was opened with.
func (db *DB) Address() string { return db.address }
