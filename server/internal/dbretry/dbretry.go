// Package dbretry tells a PostgreSQL database that is away for a while, such as one that is started again, from one that says no.
package dbretry

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Unavailable reports whether err says that the database is away: it does not answer, has no
// room for another connection, is starting or shutting down, or the connection broke.
// What was asked of it may have been done or not.
func Unavailable(err error) bool {
	var answer *pgconn.PgError
	var refused *pgconn.ConnectError
	var broken *net.OpError
	errors.As(err, &answer)
	class := ""
	if answer != nil {
		class = answer.Code[:min(2, len(answer.Code))]
	}
	switch {
	case err == nil:
		return false
	case errors.As(err, &refused):
		return class != "28" && class != "3D" // the password is wrong, or there is no such database
	case answer != nil:
		return class == "08" || class == "53" || strings.HasPrefix(answer.Code, "57P0")
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.As(err, &broken) || pgconn.SafeToRetry(err)
}

// Do calls f, and calls it again while it fails because the database is away, for as
// long as patience; f must bear being done twice. It returns the last error of f, or
// that of ctx when it ends meanwhile. told is called with the first error.
func Do(ctx context.Context, patience time.Duration, told func(error), f func() error) error {
	const pause = time.Second
	for since := time.Now(); ; {
		err := f()
		if !Unavailable(err) || time.Since(since) >= patience {
			return err
		}
		if told != nil {
			told(err)
			told = nil
		}
		select {
		case <-time.After(min(pause, patience)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
