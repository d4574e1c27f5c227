package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline/server/internal/fixture"
	"dateline/server/internal/postgres"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/pressly/goose/v3"
)

// oldRows are rows of stores of earlier versions in both database systems, by the
// version that added their tables. A migration that adds a table adds rows here.
var oldRows = map[int64][]string{
	1: {
		`INSERT INTO articles (seq, key, given, hash, title, publisher, author, url, published, language, source, text, pages, added)
			VALUES (1, 'old', 'first', 'h', 'An old story', 'Agency', '', 'https://news.example/1', '2025-01-02', 'en', 'a.txt', 'Kabul waits.', 'null', 1)`,
		`INSERT INTO collections (name, title, description) VALUES ('talks', 'Talks', '')`,
		`INSERT INTO members (collection, article, id, copy) VALUES ('talks', 1, 'first', 1)`,
		`INSERT INTO places (key, digest, id, name, kind, lon, lat, data) VALUES (1, 'd', 'geonames:1138958', 'Kabul', 'settlement', 69.17, 34.53,
			'{"ID":"geonames:1138958","Name":"Kabul"}')`,
		`INSERT INTO parses (article, language, model, gazetteer, recognizer, resolver, focus, mentions, placed, countries, ambiguous, approximate, missing, stamp)
			VALUES (1, 'en', 'en', 'g', 'r', 's', '[]', 1, 1, 0, 0, 0, 0, 1)`,
		`INSERT INTO mentions (article, number, id, first, past, phrase, role, outcome, place, probability, data)
			VALUES (1, 0, 'm', 0, 5, 'Kabul', 'literal', 'placed', 1, 0.9, '{"Passage":{"Start":0,"End":12}}')`,
		`INSERT INTO decisions (id, scope, collection, mention, phrase, place, note, who, made) VALUES ('x', 'mention', '', 'm', '', 'geonames:1', '', '', 1)`,
		`INSERT INTO feeds (collection, url, title, etag, last_modified, every, next, polled, failures, error)
			VALUES ('talks', 'https://news.example/feed', 'News', '', '', 60000, 1, 0, 0, '')`,
	},
	2: {`INSERT INTO changes (subject, times) VALUES ('publisher Agency', 3)`},
}

// A store of any earlier version is migrated with all its data.
func TestMigrateEarlierVersions(t *testing.T) {
	t.Parallel()
	for _, d := range []struct {
		name, driver, folder string
		dialect              goose.Dialect
		address              func(t *testing.T) string
	}{
		{"SQLite", "sqlite", "sqlite", goose.DialectSQLite3, func(t *testing.T) string { return filepath.Join(t.TempDir(), "store.db") }},
		{"PostgreSQL", "pgx", "postgres", goose.DialectPostgres, func(t *testing.T) string { return postgres.New(t) }},
	} {
		t.Run(d.name, func(t *testing.T) {
			files := os.DirFS(filepath.Join("internal", "database", "migrations", d.folder))
			names, err := fs.Glob(files, "*.sql")
			if err != nil || len(names) == 0 {
				t.Fatalf("migrations %v, error %v", names, err)
			}
			for version := int64(1); version <= int64(len(names)); version++ {
				t.Run(fmt.Sprint("version ", version), func(t *testing.T) {
					address := d.address(t)
					writeOld(t, d.driver, d.dialect, address, files, version)
					checkOld(t, open(t, address), version)
				})
			}
		})
	}
}

// writeOld creates a store of an earlier version.
func writeOld(t *testing.T, driver string, dialect goose.Dialect, address string, files fs.FS, version int64) {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p, err := goose.NewProvider(dialect, db, files, goose.WithTableName("store_version"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(ctx, version); err != nil {
		t.Fatal(err)
	}
	for v := int64(1); v <= version; v++ {
		for _, statement := range oldRows[v] {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
	}
}

func checkOld(t *testing.T, db *store.DB, version int64) {
	t.Helper()
	ctx := context.Background()
	p, err := db.Article(ctx, "talks", "first")
	if err != nil {
		t.Fatal(err)
	}
	if p.Article.Title != "An old story" || len(p.Mentions) != 1 || p.Mentions[0].Phrase != "Kabul" || p.Resolutions[0].Place.Name != "Kabul" {
		t.Errorf("the old article is now %+v", p)
	}
	if all, err := db.Decisions(ctx, ""); err != nil || len(all) != 1 || all[0].Mention != "m" {
		t.Errorf("decisions %+v, error %v", all, err)
	}
	if all, err := db.Feeds(ctx, "talks"); err != nil || len(all) != 1 || all[0].Title != "News" {
		t.Errorf("feeds %+v, error %v", all, err)
	}
	if times, err := db.ChangeCount(ctx, "publisher Agency"); err != nil || (times == 3) != (version >= 2) {
		t.Errorf("%d changes, error %v", times, err)
	}
	r, err := db.Select(ctx, "talks", selection.Selection{})
	if err != nil || r.Counts != (store.Counts{Places: 1, Mentions: 1, Articles: 1, Texts: 1}) {
		t.Errorf("the old collection selects %+v, error %v", r, err)
	}
	fill(t, db, "more", fixture.Parsed()[:1])
}

// A store of the version before selections gives the same answers as one that was filled after it.
func TestMigratedStoresAnswerAlike(t *testing.T) {
	t.Parallel()
	for _, d := range []struct {
		name, driver, folder string
		dialect              goose.Dialect
		address              func(t *testing.T) string
	}{
		{"SQLite", "sqlite", "sqlite", goose.DialectSQLite3, func(t *testing.T) string { return filepath.Join(t.TempDir(), "old.db") }},
		{"PostgreSQL", "pgx", "postgres", goose.DialectPostgres, func(t *testing.T) string { return postgres.New(t) }},
	} {
		t.Run(d.name, func(t *testing.T) {
			now := open(t, filepath.Join(t.TempDir(), "store.db"))
			fill(t, now, "talks", related())
			fill(t, now, "more", fixture.Parsed()[1:3])
			address := d.address(t)
			old, err := sql.Open(d.driver, address)
			if err != nil {
				t.Fatal(err)
			}
			p, err := goose.NewProvider(d.dialect, old, os.DirFS(filepath.Join("internal", "database", "migrations", d.folder)), goose.WithTableName("store_version"))
			if err == nil {
				_, err = p.UpTo(t.Context(), 4)
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range []string{"articles", "collections", "members", "places", "parses", "mentions"} {
				copyOld(t, now, old, table)
			}
			old.Close()
			migrated := open(t, address)
			for _, name := range []string{"talks", "more"} {
				if got, want := stateOf(t, migrated, name), stateOf(t, now, name); got != want {
					t.Errorf("%s migrated:\n%s\nwant\n%s", name, got, want)
				}
			}
		})
	}
}

// columnsOf returns the names of the columns of a table.
func columnsOf(t *testing.T, db *sql.DB, table string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT * FROM `+table+` WHERE 1 = 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err == nil {
		err = rows.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return columns
}

// copyOld copies the columns of a table that an older database has.
func copyOld(t *testing.T, from *store.DB, to *sql.DB, table string) {
	t.Helper()
	columns := columnsOf(t, to, table)
	columns = slices.DeleteFunc(columns, func(c string) bool { return c == "at" }) // PostgreSQL computes it
	rows, err := from.Reader().QueryContext(t.Context(), `SELECT `+strings.Join(columns, ", ")+` FROM `+table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		marks := make([]string, len(columns))
		for i := range values {
			targets[i], marks[i] = &values[i], fmt.Sprint("$", i+1)
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		if _, err := to.ExecContext(t.Context(), `INSERT INTO `+table+` (`+strings.Join(columns, ", ")+`) VALUES (`+strings.Join(marks, ", ")+`)`, values...); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// Several processes can open an empty database at the same time.
func TestConcurrentOpen(t *testing.T) {
	for name, address := range map[string]func(t *testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "store.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			at := address(t)
			var group sync.WaitGroup
			for range 4 {
				group.Go(func() {
					db, err := store.Open(context.Background(), at)
					if err != nil {
						t.Error(err)
						return
					}
					db.Close()
				})
			}
			group.Wait()
		})
	}
}

// Every table is copied with the store, except those that are only valid in their
// database.
func TestCopyCopiesEveryTable(t *testing.T) {
	omitted := []string{"hosts", "store_version", "sqlite_", "texts", "places_at", // and tables that SQLite creates itself
		"codes", "named", "within", "facts", "segments"} // derived data, which is built again
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	rows, err := db.Writer().QueryContext(context.Background(), `SELECT name FROM sqlite_master WHERE type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
tables:
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		for _, l := range omitted {
			if strings.HasPrefix(name, l) {
				continue tables
			}
		}
		if !store.IsCopied(name) {
			t.Errorf("table %s is not copied: add it to copied, or omit it here with the reason", name)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
