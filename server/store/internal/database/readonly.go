package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"dateline/geo"
)

// errReadOnly is the error of an update of a read-only store.
var errReadOnly = geo.Errorf(geo.ErrUnavailable, "it is read-only: make the file and its folder writable to change it")

// writable reports whether an SQLite file can be written, or created. It changes
// nothing. SQLite also needs to create files in the same folder.
func writable(file string) bool {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true // opening it creates it or explains why it cannot
	case err != nil:
		return !readOnlyError(err)
	}
	f.Close()
	if log, err := os.OpenFile(file+"-wal", os.O_RDWR, 0); err == nil {
		log.Close()
		return true
	}
	probe, err := os.CreateTemp(filepath.Dir(file), ".dateline-probe-")
	if err != nil {
		return !readOnlyError(err)
	}
	probe.Close()
	return os.Remove(probe.Name()) == nil
}

// readOnlySettings returns the settings of SQLite for a file that cannot be written.
// A log beside the file has changes that must be read. Without one, the file is
// immutable: then SQLite does not try to create a log and locks.
func readOnlySettings(file string) url.Values {
	if log, err := os.Stat(file + "-wal"); err == nil && log.Size() > 0 {
		return url.Values{"mode": {"ro"}}
	}
	return url.Values{"mode": {"ro"}, "immutable": {"1"}}
}

// checkVersion checks that the tables of a read-only store are of the current version.
func (db *DB) checkVersion(ctx context.Context) error {
	var version int64
	if err := db.reader.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM store_version WHERE is_applied`).Scan(&version); err != nil {
		return Category(err)
	}
	p, err := db.migrations()
	if err != nil {
		return err
	}
	sources := p.ListSources()
	latest := sources[len(sources)-1].Version
	switch {
	case version > latest:
		return fmt.Errorf("%w (its tables have version %d, this program knows %d)", errNewer, version, latest)
	case version < latest:
		return geo.Errorf(geo.ErrUnavailable, "it is from an earlier version of the program and read-only: make its file and folder writable, so that it can be updated")
	}
	return nil
}
