package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/postgres"
	"dateline/server/selection"
	"dateline/server/store"
)

// manyArticles stores articles of 20 mentions in two collections, so that reading a whole collection differs from reading a
// few rows of it.
func manyArticles(t *testing.T, db *store.DB, articles int) {
	t.Helper()
	for _, name := range []string{"many", "other"} {
		var all []*geo.Parsed
		for n := range articles {
			p := story(n)
			p.Article.Title += " in " + name
			p.Article.URL = ""
			all = append(all, p)
		}
		fill(t, db, name, all)
	}
}

// planSteps returns the steps of the plan of a query.
func planSteps(t *testing.T, db *store.DB, query string, args []any) []string {
	t.Helper()
	prefix := "EXPLAIN QUERY PLAN "
	if db.Dialect() == store.Postgres {
		prefix = "EXPLAIN "
	}
	rows, err := db.Writer().QueryContext(context.Background(), prefix+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if db.Dialect() == store.Postgres {
			err = rows.Scan(&step)
		} else {
			err = rows.Scan(&id, &parent, &unused, &step)
		}
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, strings.TrimSpace(step))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}

// The queries of answers read few rows whatever the statistics of SQLite are: none, those of a limited analysis, and full ones. A plan must contain what is
// listed with its query, and scan no table.
func TestPlansOfAnswers(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	manyArticles(t, db, 300)
	for _, statistics := range []string{"", `PRAGMA analysis_limit=100; ANALYZE`, `PRAGMA analysis_limit=0; ANALYZE`} {
		if statistics != "" {
			if _, err := db.Writer().ExecContext(t.Context(), statistics); err != nil {
				t.Fatal(err)
			}
		}
		for _, q := range store.AnswerQueries(store.SQLite) {
			plan := strings.Join(planSteps(t, db, q.SQL, q.Args), "\n")
			for _, want := range q.Uses {
				if !strings.Contains(plan, want) {
					t.Errorf("with %q %s\nhas the plan\n%s\nwithout %s", statistics, q.SQL, plan, want)
				}
			}
			for step := range strings.SplitSeq(plan, "\n") {
				if strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "json_each") && !strings.Contains(step, "VIRTUAL TABLE") && !strings.HasPrefix(step, "SCAN this") &&
					!strings.HasPrefix(step, "SCAN t") && !strings.HasPrefix(step, "SCAN f") && step != "SCAN CONSTANT ROW" && step != "SCAN c" /* two collections */ {
					t.Errorf("with %q %s\nreads a whole table: %s", statistics, q.SQL, step)
				}
			}
		}
	}
}

// PostgreSQL reads few rows too, with statistics and without.
func TestPlansOfAnswersOnPostgreSQL(t *testing.T) {
	t.Parallel()
	db := open(t, postgres.New(t))
	manyArticles(t, db, 300)
	for _, statistics := range []string{`SELECT 1`, `ANALYZE`} {
		if _, err := db.Writer().ExecContext(t.Context(), statistics); err != nil {
			t.Fatal(err)
		}
		for _, q := range store.AnswerQueries(store.Postgres) {
			for _, step := range planSteps(t, db, q.SQL, q.Args) {
				if strings.Contains(step, "Seq Scan on mentions") || strings.Contains(step, "Seq Scan on facts") || strings.Contains(step, "Seq Scan on articles") {
					t.Errorf("after %q %s\nreads a whole table: %s", statistics, q.SQL, step)
				}
			}
		}
	}
}

// The answers are the same with any statistics.
func TestAnswersDoNotDependOnStatistics(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	manyArticles(t, db, 60)
	queries := []string{"", "q=word12", "country=PK", "publisher=Paper+3", "in=geonames:1183606", "bbox=60,25,61,26"}
	answers := func(db *store.DB) string {
		var b strings.Builder
		for _, query := range queries {
			s, _ := selection.ParseQuery(query)
			r, err := db.Select(t.Context(), "many", s)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, query, r.Counts)
		}
		return b.String()
	}
	want := answers(db)
	if _, err := db.Writer().ExecContext(t.Context(), `ANALYZE`); err != nil {
		t.Fatal(err)
	}
	if got := answers(open(t, db.Address())); got != want {
		t.Errorf("with statistics\n%s\nwithout\n%s", got, want)
	}
}
