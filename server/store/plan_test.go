package store_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// No statement that is run for each article reads a whole table: otherwise storing
// would take longer with each article.
func TestQueriesUseIndexes(t *testing.T) {
	ctx := context.Background()
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	for _, more := range []string{"", " again"} { // statements of the first are prepared before the second
		parsed := fixture.Parsed()
		for _, p := range parsed {
			p.Article.Title += more
		}
		keys := fill(t, db, "talks", parsed)
		update(t, db, func(tx *store.Tx) error {
			return tx.PutBands(ctx, "talks", keys[0], []uint64{1}, noCopy)
		})
	}
	update(t, db, func(*store.Tx) error { return nil })
	all := db.Prepared()
	if len(all) < 10 {
		t.Fatalf("only %d statements are prepared: %q", len(all), all)
	}
	for _, query := range all {
		for _, step := range plan(t, db, query) {
			// json_each are the values of the statement
			if strings.HasPrefix(step, "SCAN ") && step != "SCAN CONSTANT ROW" && !strings.HasPrefix(step, "SCAN json_each ") {
				t.Errorf("%s\nreads a whole table: %s", query, step)
			}
		}
	}
}

// plan returns the steps of SQLite's query plan.
func plan(t *testing.T, db *store.DB, query string) (steps []string) {
	t.Helper()
	rows, err := db.Writer().QueryContext(context.Background(), `EXPLAIN QUERY PLAN `+query, make([]any, strings.Count(query, "$"))...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}
