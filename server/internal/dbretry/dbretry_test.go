package dbretry

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestUnavailable(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"no error":                      {nil, false},
		"the connection was cut":        {fmt.Errorf("writing: %w", io.ErrUnexpectedEOF), true},
		"the connection was closed":     {driver.ErrBadConn, true},
		"the network is down":           {&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, true},
		"the server shuts down":         {&pgconn.PgError{Code: "57P01"}, true},
		"the server starts up":          {fmt.Errorf("querying: %w", &pgconn.PgError{Code: "57P03"}), true},
		"too many connections":          {&pgconn.PgError{Code: "53300"}, true},
		"a wrong password":              {&pgconn.PgError{Code: "28P01"}, false},
		"a row that exists":             {&pgconn.PgError{Code: "23505"}, false},
		"a deadlock":                    {&pgconn.PgError{Code: "40P01"}, false},
		"a statement that took so long": {context.DeadlineExceeded, false},
		"a response without a code":     {&pgconn.PgError{}, false},
	} {
		if got := Unavailable(c.err); got != c.want {
			t.Errorf("%s: unavailable is %t, want %t", name, got, c.want)
		}
	}
}

func TestDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, notified := 0, 0
		err := Do(t.Context(), time.Hour, func(error) { notified++ }, func() error {
			if calls++; calls < 2 {
				return io.ErrUnexpectedEOF
			}
			return nil
		})
		if err != nil || calls != 2 || notified != 1 {
			t.Errorf("%d calls, notified %d times, error %v", calls, notified, err)
		}
		refused := errors.New("refused")
		if err := Do(t.Context(), time.Hour, nil, func() error { return refused }); !errors.Is(err, refused) {
			t.Errorf("a permanent error: %v", err)
		}
		if err := Do(t.Context(), 0, nil, func() error { return io.EOF }); !errors.Is(err, io.EOF) {
			t.Errorf("after the longest wait: %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if err := Do(ctx, time.Hour, nil, func() error { cancel(); return io.EOF }); !errors.Is(err, context.Canceled) {
			t.Errorf("after a cancellation: %v", err)
		}
	})
}
