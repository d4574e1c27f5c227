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

// PauseScans stops scans until resume is called.
func (db *DB) PauseScans() (resume func()) {
	for range cap(db.answers.slots) {
		db.answers.slots <- struct{}{}
	}
	return func() {
		for range cap(db.answers.slots) {
			<-db.answers.slots
		}
	}
}

// AwaitScan waits until a selection is being answered.
func (db *DB) AwaitScan() { await(func() bool { return db.runningScans() > 0 }) }

// AwaitNoScan waits until no selection is being answered.
func (db *DB) AwaitNoScan() { await(func() bool { return db.runningScans() == 0 }) }

// AwaitClosing waits until Close was called.
func (db *DB) AwaitClosing() { <-db.closing.Done() }

// CachedResults returns the number of cached results.
func (db *DB) CachedResults() int {
	db.answers.results.mu.Lock()
	defer db.answers.results.mu.Unlock()
	return len(db.answers.results.all)
}

func (db *DB) runningScans() int {
	db.answers.flights.mu.Lock()
	defer db.answers.flights.mu.Unlock()
	return len(db.answers.flights.running)
}

func await(done func() bool) {
	for !done() {
		runtime.Gosched()
	}
}

// FirstSorted returns some of the first elements in ascending order.
func FirstSorted(all []int, offset, limit int) []int {
	return firstSorted(all, func(a, b *int) int { return *a - *b }, offset, limit)
}
