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

// AnswerQuery is a query of answers with what its plan must contain.
type AnswerQuery struct {
	SQL  string
	Args []any
	Uses []string
}

// AnswerQueries returns the queries of answers.
func AnswerQueries(d Dialect) []AnswerQuery {
	db := &DB{dialect: d}
	articles, articlesArg := db.oneOf("m.article", 2, []int64{1, 2, 3})
	numbers, numbersArg := db.oneOf("m.number", 2, []int64{1, 2, 3})
	places, placesArg := db.oneOf("n.number", 2, []int64{1, 2, 3})
	byArticle := selector{where: "m.collection = $1 AND " + articles, collection: true}
	byID := selector{where: "m.collection = $1 AND m.id = $2", collection: true}
	words, match := wordsQuery, `"word12"`
	if d == Postgres {
		words, match = wordsPostgresQuery, `'word12'`
	}
	return []AnswerQuery{
		{memberRowsQuery + articles, []any{"many", articlesArg}, []string{"(collection=? AND article=?)", "SEARCH a USING INTEGER PRIMARY KEY"}},
		{membersQuery, []any{"many", int64(5)}, []string{"(collection=? AND article>?)"}},
		{factsQuery, []any{int64(1), int64(1)}, []string{"SEARCH facts USING PRIMARY KEY (collection=? AND place=?)"}},
		{factsAfterQuery, []any{int64(1), int64(1), int64(5), int64(5)}, []string{"(collection=? AND place=? AND (day,slot)<(?,?))"}},
		{phrasesQuery, []any{int64(1), int64(1), int64(5)}, []string{"SEARCH f USING PRIMARY KEY (collection=? AND place=?)", "SEARCH x USING PRIMARY KEY (article=? AND number=?)"}},
		{articleRowsQuery + numbers, []any{"many", numbersArg}, []string{"members_number (collection=? AND number=?)"}},
		{namedQuery + places, []any{int64(1), placesArg}, []string{"SEARCH n USING PRIMARY KEY (collection=? AND number=?)"}},
		{words, []any{match, "many"}, []string{"(collection=? AND article=?)"}},
		{withinQuery, []any{int64(1), int64(1)}, []string{"(collection=? AND area=?)"}},
		{containersQuery, []any{int64(1), "many"}, []string{"SEARCH k USING PRIMARY KEY (collection=?)", "SEARCH m USING", "(collection=? AND article=?)"}},
		{neighborsQuery, []any{int64(1), "many", int64(1)}, []string{"articles_hash (hash=?)", "(collection=? AND article=?)"}},
		{copiesQuery, []any{"many", "story-1", 10}, []string{"(collection=? AND id=?)"}},
		{collectionPhraseQuery, []any{"many", "Place 1"}, []string{"mentions_phrase (phrase=?)", "(collection=? AND article=?)"}},
		{allPhraseQuery, []any{"Place 1"}, []string{"mentions_phrase (phrase=?)"}},
		{`SELECT a.seq FROM ` + byArticle.from(`parses p`) + `p.article = a.seq AND (` + byArticle.where + `) ORDER BY a.seq`, []any{"many", articlesArg}, []string{"(collection=? AND article=?)"}},
		{`SELECT x.number FROM ` + byArticle.from(`mentions x`) + `x.article = a.seq AND (` + byArticle.where + `) ORDER BY x.article, x.number`, []any{"many", articlesArg},
			[]string{"(collection=? AND article=?)", "SEARCH x USING"}},
		{`SELECT x.number FROM ` + byID.from(`mentions x`) + `x.article = a.seq AND (` + byID.where + `) ORDER BY x.article, x.number`, []any{"many", "story-1"}, []string{"(collection=? AND id=?)"}},
	}
}
