// Package dbretry retries operations while a PostgreSQL database is unavailable, such as during a restart.
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

// Unavailable reports whether err means that the database is unavailable: it does not
// respond, accepts no more connections, is starting or shutting down, or the connection
// broke. The operation may or may not have been done.
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
		return class != "28" && class != "3D" // a wrong password, or an unknown database
	case answer != nil:
		return class == "08" || class == "53" || strings.HasPrefix(answer.Code, "57P0")
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.As(err, &broken) || pgconn.SafeToRetry(err)
}

// Do calls f, and again every second while it fails because the database is unavailable,
// for at most maxWait; f may therefore be done twice. It returns the last error of f, or
// that of ctx if ctx ends before. notify, which may be nil, is called with the first
// error.
func Do(ctx context.Context, maxWait time.Duration, notify func(error), f func() error) error {
	const pause = time.Second
	for since := time.Now(); ; {
		err := f()
		if !Unavailable(err) || time.Since(since) >= maxWait {
			return err
		}
		if notify != nil {
			notify(err)
			notify = nil
		}
		select {
		case <-time.After(min(pause, maxWait)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
