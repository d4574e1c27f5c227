package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/geo"
	"dateline/server/store/columns"
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
	if err := db.checkColumns(ctx, &r, fault); err != nil {
		return fail(err)
	}
	return r, nil
}

// checkColumns checks whether the columns of the collections can be read and have the mentions of their articles. They are derived data, which
// [DB.Repair] builds again.
func (db *DB) checkColumns(ctx context.Context, r *Report, fault func(string, ...any)) error {
	names, err := db.keys(ctx, `SELECT name FROM collections ORDER BY name`)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := db.checkCollection(ctx, name); errors.Is(err, geo.ErrCorrupt) {
			r.Columns = append(r.Columns, name)
			fault("the columns of the collection %s: %v", name, err)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// checkCollection returns an error that wraps [geo.ErrCorrupt] if the columns of a collection are damaged.
func (db *DB) checkCollection(ctx context.Context, name string) error {
	tx, err := db.snapshot(ctx)
	if err != nil {
		return err
	}
	defer rollback(tx)
	var c collectionRow
	var slots, members, facts, rows int64
	c.Name = name
	err = tx.QueryRowContext(ctx, `SELECT c.number, c.version, c.slots, coalesce((SELECT sum(m.slots) FROM members m WHERE m.collection = c.name), 0),
			(SELECT count(*) FROM facts f WHERE f.collection = c.number), coalesce((SELECT sum(s.count) FROM segments s WHERE s.collection = c.number AND s.kind = $2), 0)
		FROM collections c WHERE c.name = $1`, name, int(columns.MentionKind)).Scan(&c.number, &c.version, &slots, &members, &facts, &rows)
	if err != nil {
		return err
	}
	if members != facts || rows != slots {
		return geo.Errorf(geo.ErrCorrupt, "they have %d mentions in %d rows, the articles have %d in %d", facts, rows, members, slots)
	}
	db.answers.columns.removeIf(func(k columnKey) bool { return k.number == c.number }) // what is stored is checked
	db.answers.segments.removeIf(func(k segmentKey) bool { return k.number == c.number })
	data, err := db.readColumns(ctx, tx, c)
	if err != nil {
		return err
	}
	for n := range data.Segments {
		if _, err := db.readSegment(ctx, tx, c.number, data, n); err != nil {
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
	if db.dialect == SQLite {
		checks = append(checks,
			check{`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`, "the database: %s"},
			check{`SELECT "table" || ' row ' || coalesce(rowid, 0) FROM pragma_foreign_key_check`, "a reference leads nowhere: %s"})
		if !db.readOnly {
			if _, err := db.writer.ExecContext(ctx, `INSERT INTO texts (texts, rank) VALUES ('integrity-check', 1)`); err != nil {
				fault("the full-text index: %v", err)
			}
		}
	} else {
		checks = append(checks,
			check{`SELECT a.key FROM articles a LEFT JOIN texts t ON t.article = a.seq WHERE t.article IS NULL`, "article %s is not in the full-text index"})
	}
	for _, c := range checks {
		found, err := db.keys(ctx, c.query)
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
			fault("the text of article %s was changed", key)
		}
		if ArticleKey(&a) != key {
			fault("the key of article %s does not match its content", key)
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
				fault("the id of mention %s of article %s does not match its position", id, key)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
