package store

import (
	"runtime"
	"slices"

	"dateline/server/store/internal/answer"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"
	"dateline/server/store/internal/search"
)

// IsCopied reports whether Copy copies a table.
func IsCopied(table string) bool { return slices.Contains(copied, table) }

// Excerpt returns the excerpt of a text for a query.
func Excerpt(text, query string) string { return search.Excerpt(text, search.Parse(query)) }

// PauseScans stops scans until resume is called.
func (db *DB) PauseScans() (resume func()) { return db.inspector().Pause() }

// AwaitScan waits until a selection is being answered.
func (db *DB) AwaitScan() { await(func() bool { return db.inspector().Running() > 0 }) }

// AwaitNoScan waits until no selection is being answered.
func (db *DB) AwaitNoScan() { await(func() bool { return db.inspector().Running() == 0 }) }

// AwaitClosing waits until Close was called.
func (db *DB) AwaitClosing() { <-db.inspector().Closing() }

// CachedResults returns the number of cached results.
func (db *DB) CachedResults() int { return db.inspector().Cached() }

func (db *DB) inspector() answer.Inspector { return answer.Inspector{Answers: db.Answers} }

func await(done func() bool) {
	for !done() {
		runtime.Gosched()
	}
}

// AnswerQuery is a query of answers with what its plan must contain.
type AnswerQuery struct {
	SQL  string
	Args []any
	Uses []string
}

// AnswerQueries returns the queries of answers.
func AnswerQueries(d database.Dialect) []AnswerQuery {

	articles, articlesArg := database.OneOf(d, "m.article", 2, []int64{1, 2, 3})
	numbers, numbersArg := database.OneOf(d, "m.number", 2, []int64{1, 2, 3})
	places, placesArg := database.OneOf(d, "n.number", 2, []int64{1, 2, 3})
	members, membersArg := database.OneOf(d, "number", 2, []int64{1, 2, 3})
	some, someArgs := parsed.MentionsQuery(d, []parsed.MentionRef{{Article: 1, Number: 0}, {Article: 2, Number: 3}})
	byArticle := parsed.Selector{Where: "m.collection = $1 AND " + articles, Collection: true}
	byID := parsed.Selector{Where: "m.collection = $1 AND m.id = $2", Collection: true}
	words, match := answer.WordsQuery, `"word12"`
	if d == database.Postgres {
		words, match = answer.WordsPostgresQuery, `'word12'`
	}
	return []AnswerQuery{
		{memberRowsQuery + articles, []any{"many", articlesArg}, []string{"(collection=? AND article=?)", "SEARCH a USING INTEGER PRIMARY KEY"}},
		{answer.MembersQuery, []any{"many", int64(5), 64}, []string{"(collection=? AND article>?)"}},
		{answer.FactsQuery, []any{int64(1), int64(1), 64}, []string{"SEARCH facts USING PRIMARY KEY (collection=? AND place=?)"}},
		{answer.FactsAfterQuery, []any{int64(1), int64(1), 64, int64(5), int64(5)}, []string{"(collection=? AND place=? AND (day,slot)<(?,?))"}},
		{answer.SequenceQuery + members, []any{"many", membersArg}, []string{"members_number (collection=? AND number=?)"}},
		{some, someArgs, []string{"SEARCH x USING PRIMARY KEY (article=? AND number=?)"}},
		{answer.PhrasesQuery, []any{int64(1), int64(1), int64(5)}, []string{"SEARCH f USING PRIMARY KEY (collection=? AND place=?)", "SEARCH x USING PRIMARY KEY (article=? AND number=?)"}},
		{answer.ArticleRowsQuery + numbers, []any{"many", numbersArg}, []string{"members_number (collection=? AND number=?)"}},
		{answer.NamedQuery + places, []any{int64(1), placesArg}, []string{"SEARCH n USING PRIMARY KEY (collection=? AND number=?)"}},
		{words, []any{match}, []string{"texts"}},
		{answer.NumbersQuery, []any{"many"}, []string{"SEARCH members USING", "(collection=?"}},
		{answer.WithinQuery, []any{int64(1), int64(1)}, []string{"(collection=? AND area=?)"}},
		{answer.ContainersQuery, []any{int64(1), "many"}, []string{"SEARCH k USING PRIMARY KEY (collection=?)", "SEARCH m USING", "(collection=? AND article=?)"}},
		{neighborsQuery, []any{int64(1), "many", int64(1)}, []string{"articles_hash (hash=?)", "(collection=? AND article=?)"}},
		{copiesQuery, []any{"many", "story-1", 10}, []string{"(collection=? AND id=?)"}},
		{collectionPhraseQuery, []any{"many", "Place 1"}, []string{"mentions_phrase (phrase=?)", "(collection=? AND article=?)"}},
		{allPhraseQuery, []any{"Place 1"}, []string{"mentions_phrase (phrase=?)"}},
		{`SELECT a.seq FROM ` + byArticle.From(`parses p`) + `p.article = a.seq AND (` + byArticle.Where + `) ORDER BY a.seq`, []any{"many", articlesArg}, []string{"(collection=? AND article=?)"}},
		{`SELECT x.number FROM ` + byArticle.From(`mentions x`) + `x.article = a.seq AND (` + byArticle.Where + `) ORDER BY x.article, x.number`, []any{"many", articlesArg},
			[]string{"(collection=? AND article=?)", "SEARCH x USING"}},
		{`SELECT x.number FROM ` + byID.From(`mentions x`) + `x.article = a.seq AND (` + byID.Where + `) ORDER BY x.article, x.number`, []any{"many", "story-1"}, []string{"(collection=? AND id=?)"}},
	}
}
