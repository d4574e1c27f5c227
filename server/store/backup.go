package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dateline/geo"
)

// Backup writes the whole store, as it is at one moment, into a SQLite file, which
// is a store itself; it can be taken while others read and write. A file that is
// there is replaced, and only when the backup is whole. The error wraps
// [geo.ErrInput] when the file is the store's own.
func (db *DB) Backup(ctx context.Context, file string) error {
	fail := func(err error) error {
		return fmt.Errorf("backing up the store %s to %s: %w", db.Name(), file, category(err))
	}
	if db.dialect == SQLite && sameFile(db.address, file) {
		return fail(geo.Errorf(geo.ErrInput, "that is the store itself: name another file"))
	}
	folder, err := os.MkdirTemp(filepath.Dir(file), ".dateline-backup-")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(folder)
	part := filepath.Join(folder, "store.db")
	if db.dialect == SQLite {
		_, err = db.reader.ExecContext(ctx, `VACUUM INTO $1`, part)
	} else {
		err = db.copyInto(ctx, part)
	}
	if err != nil {
		return fail(err)
	}
	if err := flushFile(part); err != nil {
		return fail(err)
	}
	if err := os.Rename(part, file); err != nil {
		return fail(err)
	}
	return nil
}

// sameFile reports whether two names are of one file.
func sameFile(one, other string) bool {
	a, err := os.Stat(one)
	if err != nil {
		return false
	}
	b, err := os.Stat(other)
	return err == nil && os.SameFile(a, b)
}

func (db *DB) copyInto(ctx context.Context, file string) error {
	to, err := Open(ctx, file)
	if err != nil {
		return err
	}
	if err := Copy(ctx, db, to); err != nil {
		to.Close()
		return err
	}
	return to.Close() // the last connection writes the log back into the file
}

// flushFile makes sure that a file is on the disk.
func flushFile(file string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Restore fills an empty store with what a backup holds, which may be of an earlier
// version of the program and is not changed. The error wraps [geo.ErrNotFound] when
// there is no such file and [geo.ErrInput] when the store is not empty.
func (db *DB) Restore(ctx context.Context, file string) error {
	fail := func(err error) error { return fmt.Errorf("restoring from %s: %w", file, err) }
	beside := "" // the system's folder
	if db.dialect == SQLite {
		beside = filepath.Dir(db.address)
	}
	folder, err := os.MkdirTemp(beside, ".dateline-restore-")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(folder)
	part := filepath.Join(folder, "store.db")
	if log, err := os.Stat(file + "-wal"); err == nil && log.Size() > 0 {
		return fail(geo.Errorf(geo.ErrInput, "it is a store in use, of which a part lies beside it: back it up first"))
	}
	if err := copyFile(file, part); err != nil {
		return fail(err)
	}
	from, err := Open(ctx, part)
	if err != nil {
		return fail(err)
	}
	defer from.Close()
	return Copy(ctx, from, db)
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return geo.Errorf(geo.ErrNotFound, "%w", err)
	}
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// copied are the tables of a store, each behind those that it points at. Hosts
// are left out: leave to visit them runs out in seconds.
var copied = []string{
	"articles", "collections", "members", "places", "parses", "mentions", "decisions", "inputs", "documents", "pages", "feeds", "sketches", "bands",
	"changes",
}

// Copy puts all that one store holds into another one, which must be empty, of the
// same dialect or the other: that is how a store moves from one machine to many, and
// back. It reads one moment of the store and writes in one transaction, table by
// table, a few megabytes at a time. Jobs are not copied: they belong to the queue.
// The error wraps [geo.ErrInput] when the other one is not empty.
func Copy(ctx context.Context, from, to *DB) error {
	fail := func(err error) error {
		return fmt.Errorf("copying the store %s to %s: %w", from.Name(), to.Name(), err)
	}
	empty, err := to.exists(ctx, `SELECT NOT EXISTS (SELECT 1 FROM articles) AND NOT EXISTS (SELECT 1 FROM collections)`)
	if err != nil {
		return fail(err)
	}
	if !empty {
		return fail(geo.Errorf(geo.ErrInput, "it is not empty: give the address of a new one"))
	}
	source, err := from.snapshot(ctx)
	if err != nil {
		return fail(category(err))
	}
	defer rollback(source)
	err = to.Update(ctx, func(tx *Tx) error {
		for _, table := range copied {
			if err := tx.copyTable(ctx, source, table); err != nil {
				return fmt.Errorf("table %s: %w", table, err)
			}
		}
		return tx.settle(ctx)
	})
	if err != nil {
		return fail(err)
	}
	return nil
}

// copyBytes is how much of a table is held in memory while it is copied, roughly.
const copyBytes = 4 << 20

func (tx *Tx) copyTable(ctx context.Context, source *sql.Tx, table string) error {
	rows, err := source.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return category(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	made := slices.Index(columns, "at") // PostgreSQL's point, which it makes of lon and lat
	kept := columns
	if made >= 0 {
		kept = slices.Delete(slices.Clone(columns), made, made+1)
	}
	into := `INSERT INTO ` + table + ` (` + strings.Join(kept, ", ") + `)`
	var batch [][]any
	size := 0
	flush := func() error {
		err := tx.insert(ctx, into, "", batch)
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
		if made >= 0 {
			values = slices.Delete(values, made, made+1)
		}
		for _, v := range values {
			switch v := v.(type) {
			case string:
				size += len(v)
			case []byte:
				size += len(v)
			}
		}
		batch = append(batch, values)
		if size > copyBytes || len(batch) == 500 {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return category(err)
	}
	return flush()
}

// settle brings what PostgreSQL keeps beside the tables up to them: the numbers
// that come next and the index of words.
func (tx *Tx) settle(ctx context.Context) error {
	if tx.db.dialect == SQLite {
		return nil
	}
	for table, column := range map[string]string{"articles": "seq", "places": "key"} {
		if _, err := tx.tx.ExecContext(ctx, `SELECT setval(pg_get_serial_sequence('`+table+`', '`+column+`'), coalesce((SELECT max(`+column+`) FROM `+table+`), 0) + 1, false)`); err != nil {
			return err
		}
	}
	for after := int64(-1); ; {
		var a geo.Article
		seq, _, err := scanArticle(tx.tx.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.seq > $1 ORDER BY a.seq LIMIT 1`, after), &a)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.indexText(ctx, seq, &a); err != nil {
			return err
		}
		after = seq
	}
}
