package database

import (
	"context"
	"os"

	"dateline/geo"
)

// Sizes, in bytes, up to which an SQLite file that is opened for writing is checked.
// The check reads the whole file, about 250 MB/s.
const (
	alwaysChecked     = 32 << 20
	checkedAfterCrash = 512 << 20 // its write-ahead log is still there
)

// shouldCheck reports whether the SQLite file at a path is checked: if it is small, or if
// the last process that wrote it may have been killed.
func shouldCheck(path string) bool {
	file, err := os.Stat(path)
	if err != nil {
		return false // it is created
	}
	log, err := os.Stat(path + "-wal")
	left := err == nil && log.Size() > 0
	return file.Size() <= alwaysChecked || left && file.Size() <= checkedAfterCrash
}

// CheckPages checks the structure of the pages of an SQLite file that is small or was
// not closed by the last process that wrote it. Others may read and write the file
// meanwhile. The error wraps [geo.ErrCorrupt] if the file is damaged.
func (db *DB) CheckPages(ctx context.Context) error {
	if !db.unchecked {
		return nil
	}
	var result string
	if err := db.reader.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&result); err != nil {
		return Category(err)
	}
	if result != "ok" {
		return geo.Errorf(geo.ErrCorrupt, "the store %s is damaged; restore a backup: %s", db.address, result)
	}
	return nil
}
