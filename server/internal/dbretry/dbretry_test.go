package dbretry

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestAway(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"no error":                      {nil, false},
		"the connection was cut":        {fmt.Errorf("writing: %w", io.ErrUnexpectedEOF), true},
		"the connection was closed":     {driver.ErrBadConn, true},
		"the network is down":           {&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, true},
		"the server shuts down":         {&pgconn.PgError{Code: "57P01"}, true},
		"the server starts up":          {fmt.Errorf("asking: %w", &pgconn.PgError{Code: "57P03"}), true},
		"too many connections":          {&pgconn.PgError{Code: "53300"}, true},
		"a wrong password":              {&pgconn.PgError{Code: "28P01"}, false},
		"the row is there already":      {&pgconn.PgError{Code: "23505"}, false},
		"a deadlock":                    {&pgconn.PgError{Code: "40P01"}, false},
		"a statement that took so long": {context.DeadlineExceeded, false},
		"an answer without a code":      {&pgconn.PgError{}, false},
	} {
		if got := Unavailable(c.err); got != c.want {
			t.Errorf("%s: away is %t, want %t", name, got, c.want)
		}
	}
}

func TestRide(t *testing.T) {
	calls, told := 0, 0
	err := Do(t.Context(), time.Hour, func(error) { told++ }, func() error {
		if calls++; calls < 2 {
			return io.ErrUnexpectedEOF
		}
		return nil
	})
	if err != nil || calls != 2 || told != 1 {
		t.Errorf("%d calls, told %d times, error %v", calls, told, err)
	}
	refused := errors.New("refused")
	if err := Do(t.Context(), time.Hour, nil, func() error { return refused }); !errors.Is(err, refused) {
		t.Errorf("an error that will not pass: %v", err)
	}
	if err := Do(t.Context(), 0, nil, func() error { return io.EOF }); !errors.Is(err, io.EOF) {
		t.Errorf("when patience is at its end: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := Do(ctx, time.Hour, nil, func() error { cancel(); return io.EOF }); !errors.Is(err, context.Canceled) {
		t.Errorf("when nobody waits any more: %v", err)
	}
}
