package store

import (
	"maps"
	"runtime"
	"slices"
)

// IsCopied reports whether Copy copies a table.
func IsCopied(table string) bool { return slices.Contains(copied, table) }

// Excerpt returns the excerpt of a text for a query.
func Excerpt(text, query string) string { return excerpt(text, parseTerms(query)) }

// Prepared returns the prepared statements of SQLite.
func (db *DB) Prepared() []string { return slices.Sorted(maps.Keys(db.statements.ready)) }

// Address returns the address that the store was opened with.
func (db *DB) Address() string { return db.address }

// PauseLoads stops loads of collections until resume is called.
func (db *DB) PauseLoads() (resume func()) {
	db.loads.slot.Lock()
	return db.loads.slot.Unlock
}

// AwaitLoad waits until a load of a collection is running.
func (db *DB) AwaitLoad() { await(func() bool { return db.runningLoads() > 0 }) }

// AwaitNoLoad waits until no load is running.
func (db *DB) AwaitNoLoad() { await(func() bool { return db.runningLoads() == 0 }) }

// AwaitClosing waits until Close was called.
func (db *DB) AwaitClosing() { <-db.closing.Done() }

// IsCached reports whether a collection is cached.
func (db *DB) IsCached(collection string) bool { return db.cache.collection(collection) != nil }

func (db *DB) runningLoads() int {
	db.loads.mu.Lock()
	defer db.loads.mu.Unlock()
	return len(db.loads.running)
}

func await(done func() bool) {
	for !done() {
		runtime.Gosched()
	}
}
