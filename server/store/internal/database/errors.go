package database

import (
	"errors"
	"fmt"
	"strings"

	"dateline/geo"
	"dateline/server/internal/dbretry"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

// conflict reports whether a transaction that failed with err may succeed if it is run
// again.
func conflict(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case "40001", "40P01", "23505": // serialization failure, deadlock, concurrent insertion of the same row
			return true
		}
	}
	return false
}

// Categories of errors that a reader can be told more about than that the store is unavailable.
var (
	// ErrFull is the category of a write for which the disk has no room.
	ErrFull = errors.New("the disk is full")
	// ErrLocked is the category of a write while another program writes.
	ErrLocked = errors.New("another program is using the store")
	// ErrReadOnly is the category of a write to a store that cannot be written.
	ErrReadOnly = errors.New("the store cannot be written")
)

// databaseError is an error whose cause may contain the address, user and name of the
// database. The message, which is shown to readers, does not contain the cause.
type databaseError struct {
	message  string
	cause    error
	category error // in addition to [geo.ErrUnavailable], or nil
}

func (e *databaseError) Error() string { return e.message }

func (e *databaseError) Unwrap() []error {
	if e.category == nil {
		return []error{geo.ErrUnavailable, e.cause}
	}
	return []error{geo.ErrUnavailable, e.category, e.cause}
}

// Detail returns the message of err followed by what the database reported, for logs
// and for the person who runs the program. It must not be shown to readers: it may
// contain the address of the database.
func Detail(err error) string {
	if hidden, ok := errors.AsType[*databaseError](err); ok {
		return err.Error() + ": " + hidden.cause.Error()
	}
	return err.Error()
}

// WithDetail returns err with the message of [Detail].
func WithDetail(err error) error {
	if hidden, ok := errors.AsType[*databaseError](err); ok {
		return fmt.Errorf("%w: %w", err, hidden.cause)
	}
	return err
}

// Category attaches the Category of an error of the database.
func Category(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	var refused *pgconn.ConnectError
	var hidden *databaseError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &hidden):
		return err
	case errors.As(err, &lite):
		switch lite.Code() & 0xff {
		case sqlitelib.SQLITE_NOTADB, sqlitelib.SQLITE_CORRUPT:
			return geo.Errorf(geo.ErrCorrupt, "the file is not a store or is damaged; restore a backup: %w", err)
		case sqlitelib.SQLITE_FULL:
			return &databaseError{"the disk is full: free some space and try again", err, ErrFull}
		case sqlitelib.SQLITE_BUSY:
			return &databaseError{"another program is using the store: try again when it has finished", err, ErrLocked}
		case sqlitelib.SQLITE_READONLY:
			return &databaseError{"the store cannot be written: check the permissions of its file and folder", err, ErrReadOnly}
		case sqlitelib.SQLITE_CANTOPEN, sqlitelib.SQLITE_IOERR:
			return geo.Errorf(geo.ErrUnavailable, "%w", err)
		}
	case dbretry.Unavailable(err):
		return &databaseError{"the database does not answer", err, nil}
	case errors.As(err, &refused):
		return &databaseError{"the database refuses the connection", err, nil}
	case errors.As(err, &pg) && pg.Code == "53100":
		return &databaseError{"the disk of the database is full: free some space and try again", err, ErrFull}
	case errors.As(err, &pg) && pg.Code == "25006":
		return &databaseError{"the database cannot be written: it is read-only", err, ErrReadOnly}
	case errors.As(err, &pg) && pg.Code == "22021":
		return geo.Errorf(geo.ErrInput, "the text contains a NUL character or is not UTF-8: %w", err)
	case errors.As(err, &pg) && strings.Contains(pg.Message, "postgis"):
		return geo.Errorf(geo.ErrUnavailable, "the database needs PostGIS: install it and run CREATE EXTENSION postgis as its administrator: %w", err)
	case errors.As(err, &pg) && strings.HasPrefix(pg.Code, "57"): // shut down or shutting down
		return &databaseError{"the database is shutting down", err, nil}
	}
	return err
}
