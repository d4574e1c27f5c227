// Package sources stores where articles come from: feeds, documents and inputs that are to be read, and what is known of
// addresses and hosts.
package sources

import "dateline/server/store/internal/database"

// Sources reads and writes what is known of sources in a database.
type Sources struct{ DB *database.DB }

// Writer is a transaction that writes what is known of sources.
type Writer struct{ *database.Tx }
