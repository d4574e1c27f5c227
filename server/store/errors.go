package store

import (
	"errors"
	"fmt"
	"strings"

	"dateline/geo"
	"dateline/server/internal/outage"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

// conflict reports whether err says that a transaction may succeed when it is
// tried again.
func conflict(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "40001", "40P01", "23505": // serialisation failure, deadlock, the same row put in at the same time
			return true
		}
	}
	return false
}

// category gives an error of the database the category it belongs to.
func category(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	var refused *pgconn.ConnectError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &lite):
		switch lite.Code() & 0xff {
		case sqlitelib.SQLITE_NOTADB, sqlitelib.SQLITE_CORRUPT:
			return fmt.Errorf("%w: not a store, or damaged; restore a backup: %w", geo.ErrCorrupt, err)
		case sqlitelib.SQLITE_CANTOPEN, sqlitelib.SQLITE_FULL, sqlitelib.SQLITE_IOERR, sqlitelib.SQLITE_READONLY, sqlitelib.SQLITE_BUSY:
			return fmt.Errorf("%w: %w", geo.ErrUnavailable, err)
		}
	case outage.Away(err):
		return fmt.Errorf("%w: the database does not answer: %w", geo.ErrUnavailable, err)
	case errors.As(err, &refused):
		return fmt.Errorf("%w: the database does not let this user in: %w", geo.ErrUnavailable, err)
	case errors.As(err, &pg) && pg.Code == "22021":
		return fmt.Errorf("%w: a NUL character, or not UTF-8: %w", geo.ErrInput, err)
	case errors.As(err, &pg) && strings.Contains(pg.Message, "postgis"):
		return fmt.Errorf("%w: the database wants PostGIS: install it and run CREATE EXTENSION postgis as its administrator: %w", geo.ErrUnavailable, err)
	case errors.As(err, &pg) && strings.HasPrefix(pg.Code, "57"): // shut down, or shutting down
		return fmt.Errorf("%w: %w", geo.ErrUnavailable, err)
	}
	return err
}
