package store

import (
	"errors"
	"strings"

	"dateline/geo"
	"dateline/server/internal/dbretry"

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
			return geo.Errorf(geo.ErrCorrupt, "not a store, or damaged; restore a backup: %w", err)
		case sqlitelib.SQLITE_CANTOPEN, sqlitelib.SQLITE_FULL, sqlitelib.SQLITE_IOERR, sqlitelib.SQLITE_READONLY, sqlitelib.SQLITE_BUSY:
			return geo.Errorf(geo.ErrUnavailable, "%w", err)
		}
	case dbretry.Unavailable(err):
		return geo.Errorf(geo.ErrUnavailable, "the database does not answer: %w", err)
	case errors.As(err, &refused):
		return geo.Errorf(geo.ErrUnavailable, "the database does not let this user in: %w", err)
	case errors.As(err, &pg) && pg.Code == "22021":
		return geo.Errorf(geo.ErrInput, "a NUL character, or not UTF-8: %w", err)
	case errors.As(err, &pg) && strings.Contains(pg.Message, "postgis"):
		return geo.Errorf(geo.ErrUnavailable, "the database wants PostGIS: install it and run CREATE EXTENSION postgis as its administrator: %w", err)
	case errors.As(err, &pg) && strings.HasPrefix(pg.Code, "57"): // shut down, or shutting down
		return geo.Errorf(geo.ErrUnavailable, "%w", err)
	}
	return err
}
