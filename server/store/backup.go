package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/atomicfile"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"
	"dateline/server/store/internal/search"
)

// Backup writes a consistent copy of the store to an database.SQLite file, which is a store
// itself. Others may read and write the store in the meantime. An existing file is
// replaced only after the backup is complete. The error wraps [geo.ErrInput] if the
// file is that of the store.
func (db *DB) Backup(ctx context.Context, file string) error {
	fail := func(err error) error {
		return fmt.Errorf("backing up the store %s to %s: %w", db.Name(), file, database.Category(err))
	}
	if db.Dialect() == database.SQLite && database.SameFile(db.Address(), file) {
		return fail(geo.Errorf(geo.ErrInput, "this is the file of the store: choose another one"))
	}
	folder, err := os.MkdirTemp(filepath.Dir(file), ".dateline-backup-")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(folder)
	part := filepath.Join(folder, "store.db")
	if db.Dialect() == database.SQLite {
		_, err = db.Reader().ExecContext(ctx, `VACUUM INTO $1`, part)
	} else {
		err = db.copyInto(ctx, part)
	}
	if err != nil {
		return fail(err)
	}
	if err := atomicfile.Replace(part, file); err != nil {
		return fail(err)
	}
	return nil
}

// copyInto copies the store into a new database.SQLite file.
func (db *DB) copyInto(ctx context.Context, file string) error {
	to, err := Open(ctx, file)
	if err != nil {
		return err
	}
	if err := Copy(ctx, db, to); err != nil {
		to.Close()
		return err
	}
	return to.Close() // the last connection moves the log into the file
}

// Restore copies a backup, which may be of an earlier version of the program, into an
// empty store. The backup is not changed. The error wraps [geo.ErrNotFound] if the file
// does not exist, and [geo.ErrInput] if the store is not empty.
func (db *DB) Restore(ctx context.Context, file string) error {
	fail := func(err error) error { return fmt.Errorf("restoring from %s: %w", file, err) }
	folderOf := "" // the folder for temporary files
	if db.Dialect() == database.SQLite {
		folderOf = filepath.Dir(db.Address())
	}
	folder, err := os.MkdirTemp(folderOf, ".dateline-restore-")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(folder)
	part := filepath.Join(folder, "store.db")
	if log, err := os.Stat(file + "-wal"); err == nil && log.Size() > 0 {
		return fail(geo.Errorf(geo.ErrInput, "it is a store in use with changes in a separate log: back it up first"))
	}
	if err := database.CopyFile(file, part); err != nil {
		return fail(err)
	}
	from, err := Open(ctx, part)
	if err != nil {
		return fail(err)
	}
	defer from.Close()
	return Copy(ctx, from, db)
}

// copied are the tables of a store, each after the tables that it references. Hosts
// are omitted, because their reservations expire in seconds, and the columns of collections,
// which are built again.
var copied = []string{
	"articles", "collections", "members", "places", "parses", "mentions", "decisions", "inputs", "notices", "documents", "document_parts", "pages", "feeds", "bands", "copies",
	"changes", "readings", "picks", "publications", "editions", "contents", "edition_files", "requests",
}

// Copy copies a consistent state of a store into an empty store of either database
// system, in one transaction and a few megabytes at a time. Jobs, which belong to the
// queue, are not copied. The error wraps [geo.ErrInput] if the target is not empty.
func Copy(ctx context.Context, from, to *DB) error {
	fail := func(err error) error {
		return fmt.Errorf("copying the store %s to %s: %w", from.Name(), to.Name(), err)
	}
	empty, err := to.Exists(ctx, `SELECT NOT EXISTS (SELECT 1 FROM articles) AND NOT EXISTS (SELECT 1 FROM collections)`)
	if err != nil {
		return fail(err)
	}
	if !empty {
		return fail(geo.Errorf(geo.ErrInput, "the target is not empty: give the address of a new store"))
	}
	source, err := from.Snapshot(ctx)
	if err != nil {
		return fail(database.Category(err))
	}
	defer database.Rollback(source)
	err = to.Update(ctx, func(tx *Tx) error {
		for _, table := range copied {
			if err := tx.copyTable(ctx, source, table); err != nil {
				return fmt.Errorf("table %s: %w", table, err)
			}
		}
		return tx.finishCopy(ctx)
	})
	if err != nil {
		return fail(err)
	}
	return nil
}

// copyBytes and copyRows limit the rows of a table that are in memory during a copy.
const (
	copyBytes = 4 << 20
	copyRows  = 500
)

// copyTable copies a table into the transaction's database.
func (tx *Tx) copyTable(ctx context.Context, source *sql.Tx, table string) error {
	rows, err := source.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return database.Category(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	generated := slices.Index(columns, "at") // PostgreSQL computes this point from lon and lat
	names := columns
	if generated >= 0 {
		names = slices.Delete(slices.Clone(columns), generated, generated+1)
	}
	into := `INSERT INTO ` + table + ` (` + strings.Join(names, ", ") + `)`
	var batch [][]any
	size := 0
	flush := func() error {
		err := tx.Insert(ctx, into, "", batch)
		batch, size = batch[:0], 0
		return err
	}
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if generated >= 0 {
			values = slices.Delete(values, generated, generated+1)
		}
		batch = append(batch, values)
		size += sizeOf(values)
		if size > copyBytes || len(batch) == copyRows {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return database.Category(err)
	}
	return flush()
}

// sizeOf returns the size in bytes of the strings and blobs of a row.
func sizeOf(values []any) (size int) {
	for _, v := range values {
		switch v := v.(type) {
		case string:
			size += len(v)
		case []byte:
			size += len(v)
		}
	}
	return size
}

// finishCopy builds the columns of the collections, sets the sequences of PostgreSQL and fills its full-text
// index.
func (tx *Tx) finishCopy(ctx context.Context) error {
	var names []string
	rows, err := tx.SQL().QueryContext(ctx, `SELECT name FROM collections ORDER BY name`)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var name string
		err := row.Scan(&name)
		names = append(names, name)
		return err
	})
	if err != nil {
		return err
	}
	if tx.db.Dialect() == database.Postgres { // without statistics, it reads the whole table of mentions for each article
		if _, err := tx.SQL().ExecContext(ctx, `ANALYZE articles, parses, members, mentions, places`); err != nil {
			return err
		}
	}
	for _, name := range names {
		if err := tx.RebuildColumns(ctx, name); err != nil {
			return err
		}
	}
	if tx.db.Dialect() == database.SQLite {
		return nil
	}
	for table, column := range map[string]string{"articles": "seq", "places": "key", "readings": "number"} {
		if _, err := tx.SQL().ExecContext(ctx, `SELECT setval(pg_get_serial_sequence('`+table+`', '`+column+`'), coalesce((SELECT max(`+column+`) FROM `+table+`), 0) + 1, false)`); err != nil {
			return err
		}
	}
	for after := int64(-1); ; {
		var a geo.Article
		seq, _, err := parsed.ScanArticle(tx.SQL().QueryRowContext(ctx, `SELECT `+parsed.ArticleColumns+` FROM articles a WHERE a.seq > $1 ORDER BY a.seq LIMIT 1`, after), &a)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := search.Index(ctx, tx.Tx, seq, &a); err != nil {
			return err
		}
		after = seq
	}
}
