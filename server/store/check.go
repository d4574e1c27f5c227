package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/geo"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"
)

// Report is the result of an integrity check.
type Report struct {
	Collections, Articles, Parsed, Mentions int
	// Unparsed is the number of articles that are not parsed yet.
	Unparsed int
	// Columns are the collections whose columns are damaged, which [DB.Repair] builds again.
	Columns []string
	// Faults describes up to 100 faults. It is empty if the store is intact.
	Faults []string
}

// maxFaults is the maximum number of faults of a report.
const maxFaults = 100

// Check checks the integrity of the store: the database itself, the references between
// its tables, the full-text index, the hashes of all texts, and the offsets and phrases
// of all mentions. It reads everything.
func (db *DB) Check(ctx context.Context) (Report, error) {
	var r Report
	fault := func(format string, args ...any) {
		if len(r.Faults) < maxFaults {
			r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
		}
	}
	fail := func(err error) (Report, error) {
		return r, fmt.Errorf("checking the store %s: %w", db.Name(), database.Category(err))
	}
	if err := db.checkDatabase(ctx, fault); err != nil {
		return fail(err)
	}
	for query, into := range map[string]*int{
		`SELECT count(*) FROM collections`: &r.Collections, `SELECT count(*) FROM articles`: &r.Articles,
		`SELECT count(*) FROM parses`: &r.Parsed, `SELECT count(*) FROM mentions`: &r.Mentions,
	} {
		if err := db.Reader().QueryRowContext(ctx, query).Scan(into); err != nil {
			return fail(err)
		}
	}
	r.Unparsed = r.Articles - r.Parsed
	if err := db.checkTexts(ctx, fault); err != nil {
		return fail(err)
	}
	if err := db.checkColumns(ctx, &r, fault); err != nil {
		return fail(err)
	}
	return r, nil
}

// checkColumns checks whether the columns of the collections can be read and have the mentions of their articles. They are derived data, which
// [DB.Repair] builds again.
func (db *DB) checkColumns(ctx context.Context, r *Report, fault func(string, ...any)) error {
	names, err := db.Keys(ctx, `SELECT name FROM collections ORDER BY name`)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := db.CheckColumns(ctx, name); errors.Is(err, geo.ErrCorrupt) {
			r.Columns = append(r.Columns, name)
			fault("the columns of the collection %s: %v", name, err)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Repair builds the columns of collections again.
func (db *DB) Repair(ctx context.Context, collections ...string) error {
	for _, name := range collections {
		if err := db.Update(ctx, func(tx *Tx) error { return tx.RebuildColumns(ctx, name) }); err != nil {
			return fmt.Errorf("building the columns of the collection %q: %w", name, err)
		}
	}
	return nil
}

// checkDatabase checks the database itself, the references between its tables and the
// full-text index.
func (db *DB) checkDatabase(ctx context.Context, fault func(string, ...any)) error {
	type check struct{ query, message string }
	checks := []check{
		{`SELECT a.key FROM articles a JOIN parses p ON p.article = a.seq
			WHERE p.mentions <> (SELECT count(*) FROM mentions x WHERE x.article = a.seq)`, "mentions of article %s are missing"},
	}
	if db.Dialect() == database.SQLite {
		checks = append(checks,
			check{`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`, "the database: %s"},
			check{`SELECT "table" || ' row ' || coalesce(rowid, 0) FROM pragma_foreign_key_check`, "a reference leads nowhere: %s"})
		if !db.ReadOnly() {
			if _, err := db.Writer().ExecContext(ctx, `INSERT INTO texts (texts, rank) VALUES ('integrity-check', 1)`); err != nil {
				fault("the full-text index: %v", err)
			}
		}
	} else {
		checks = append(checks,
			check{`SELECT a.key FROM articles a LEFT JOIN texts t ON t.article = a.seq WHERE t.article IS NULL`, "article %s is not in the full-text index"})
	}
	for _, c := range checks {
		found, err := db.Keys(ctx, c.query)
		if err != nil {
			return err
		}
		for _, item := range found {
			fault(c.message, item)
		}
	}
	return nil
}

// checkTexts checks the texts and mentions of all articles.
func (db *DB) checkTexts(ctx context.Context, fault func(string, ...any)) error {
	after := int64(-1)
	for {
		var a geo.Article
		row := db.Reader().QueryRowContext(ctx, `SELECT `+parsed.ArticleColumns+` FROM articles a WHERE a.seq > $1 ORDER BY a.seq LIMIT 1`, after)
		seq, key, err := parsed.ScanArticle(row, &a)
		if err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			return err
		}
		after = seq
		if geo.HashText(a.Text) != a.Hash {
			fault("the text of article %s was changed", key)
		}
		if ArticleKey(&a) != key {
			fault("the key of article %s does not match its content", key)
		}
		rows, err := db.Reader().QueryContext(ctx, `SELECT id, first, past, phrase FROM mentions WHERE article = $1`, seq)
		err = database.Scan(rows, err, func(row database.Scanner) error {
			var id, phrase string
			var s geo.Span
			if err := row.Scan(&id, &s.Start, &s.End, &phrase); err != nil {
				return err
			}
			if s.Start < 0 || s.End > len(a.Text) || s.Start >= s.End || s.Text(a.Text) != phrase {
				fault("mention %s of article %s is not in its text", id, key)
			} else if geo.MentionID(&a, s) != id {
				fault("the id of mention %s of article %s does not match its position", id, key)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
