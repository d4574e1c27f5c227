package queue

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// passing reports whether a transaction that failed may succeed later, and how long
// to wait: not at all where another transaction stood in the way, for a poll where
// the database is away.
func passing(err error, poll time.Duration) (again bool, wait time.Duration) {
	var answer *pgconn.PgError
	var refused *pgconn.ConnectError
	var broken *net.OpError
	switch {
	case err == nil:
		return false, 0
	case errors.As(err, &refused):
		return true, poll
	case errors.As(err, &answer):
		switch class := answer.Code[:min(2, len(answer.Code))]; {
		case class == "40": // serialisation failure, deadlock
			return true, 0
		case class == "08" || class == "53" || strings.HasPrefix(answer.Code, "57P0"): // no connection, no room for one, shutting down or starting up
			return true, poll
		}
		return false, 0
	}
	lost := errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.As(err, &broken) || pgconn.SafeToRetry(err)
	return lost, poll
}
