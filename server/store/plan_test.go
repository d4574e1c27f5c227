package store_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// No statement that is run for every article reads a whole table, or keeping would
// take longer with every article kept.
func TestQueriesUseIndexes(t *testing.T) {
	ctx := context.Background()
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	for _, more := range []string{"", " again"} { // what the first one met is prepared before the second
		parsed := fixture.Parsed()
		for _, p := range parsed {
			p.Article.Title += more
		}
		keys := fill(t, db, "talks", parsed)
		update(t, db, func(tx *store.Tx) error {
			return tx.PutSignature(ctx, keys[0], store.Signature{Encoded: []byte{1}, Bands: []uint64{1}}, func([]byte) bool { return true })
		})
	}
	update(t, db, func(*store.Tx) error { return nil })
	all := db.Prepared()
	if len(all) < 10 {
		t.Fatalf("only %d statements are prepared: %q", len(all), all)
	}
	for _, query := range all {
		for _, step := range plan(t, db, query) {
			// Bands are read through only where something points at an article that is not there;
			// json_each are the statement's own values.
			if strings.HasPrefix(step, "SCAN ") && step != "SCAN CONSTANT ROW" && step != "SCAN bands" && !strings.HasPrefix(step, "SCAN json_each ") {
				t.Errorf("%s\nreads a whole table: %s", query, step)
			}
		}
	}
}

// plan is what SQLite does to answer a query, step by step.
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
