package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/geo"
)

// Report is what an integrity check found.
type Report struct {
	Collections, Articles, Parsed, Mentions int
	// Unparsed are the articles that are not parsed yet.
	Unparsed int
	// Faults says what is wrong, at most 100 of it; none when the store is whole.
	Faults []string
}

// maxFaults bounds the faults that are listed.
const maxFaults = 100

// Check looks whether the store is whole: the database itself, that every text
// still has its hash, that every mention lies in its text and says what stands
// there, and that all that is pointed at is there. It reads everything.
func (db *DB) Check(ctx context.Context) (Report, error) {
	var r Report
	fault := func(format string, args ...any) {
		if len(r.Faults) < maxFaults {
			r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
		}
	}
	fail := func(err error) (Report, error) {
		return r, fmt.Errorf("checking the store %s: %w", db.Name(), category(err))
	}
	if err := db.checkDatabase(ctx, fault); err != nil {
		return fail(err)
	}
	for query, into := range map[string]*int{
		`SELECT count(*) FROM collections`: &r.Collections, `SELECT count(*) FROM articles`: &r.Articles,
		`SELECT count(*) FROM parses`: &r.Parsed, `SELECT count(*) FROM mentions`: &r.Mentions,
	} {
		if err := db.reader.QueryRowContext(ctx, query).Scan(into); err != nil {
			return fail(err)
		}
	}
	r.Unparsed = r.Articles - r.Parsed
	if err := db.checkTexts(ctx, fault); err != nil {
		return fail(err)
	}
	return r, nil
}

// checkDatabase looks at the database itself: its pages, what points at what, and
// the index of words.
func (db *DB) checkDatabase(ctx context.Context, fault func(string, ...any)) error {
	type check struct{ query, says string }
	checks := []check{
		{`SELECT a.key FROM articles a JOIN parses p ON p.article = a.seq
			WHERE p.mentions <> (SELECT count(*) FROM mentions x WHERE x.article = a.seq)`, "not as many mentions are kept as were found in article %s"},
	}
	if db.dialect == SQLite {
		checks = append(checks,
			check{`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`, "the database: %s"},
			check{`SELECT "table" || ' row ' || coalesce(rowid, 0) FROM pragma_foreign_key_check`, "points at nothing: %s"})
		if _, err := db.writer.ExecContext(ctx, `INSERT INTO texts (texts, rank) VALUES ('integrity-check', 1)`); err != nil {
			fault("the index of words: %v", err)
		}
	} else {
		checks = append(checks,
			check{`SELECT a.key FROM articles a LEFT JOIN texts t ON t.article = a.seq WHERE t.article IS NULL`, "the words of article %s are not in the index"})
	}
	for _, c := range checks {
		found, err := db.keys(ctx, c.query)
		if err != nil {
			return err
		}
		for _, what := range found {
			fault(c.says, what)
		}
	}
	return nil
}

// checkTexts reads every article and its mentions.
func (db *DB) checkTexts(ctx context.Context, fault func(string, ...any)) error {
	after := int64(-1)
	for {
		var a geo.Article
		row := db.reader.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.seq > $1 ORDER BY a.seq LIMIT 1`, after)
		seq, key, err := scanArticle(row, &a)
		if err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			return err
		}
		after = seq
		if geo.HashText(a.Text) != a.Hash {
			fault("the text of article %s is not the one that was kept", key)
		}
		if ArticleKey(&a) != key {
			fault("article %s has another key than its content", key)
		}
		rows, err := db.reader.QueryContext(ctx, `SELECT id, first, past, phrase FROM mentions WHERE article = $1`, seq)
		err = scan(rows, err, func(row scanner) error {
			var id, phrase string
			var s geo.Span
			if err := row.Scan(&id, &s.Start, &s.End, &phrase); err != nil {
				return err
			}
			if s.Start < 0 || s.End > len(a.Text) || s.Start >= s.End || s.Text(a.Text) != phrase {
				fault("mention %s of article %s is not in its text", id, key)
			} else if geo.MentionID(&a, s) != id {
				fault("mention %s of article %s has another id than its place in the text", id, key)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
