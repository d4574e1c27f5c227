package queue

import (
	"context"
	"database/sql"
	"log/slog"
	"strings"
	"time"
)

// Tuning is what tests change about a queue; a zero value means the usual one.
type Tuning struct {
	Now         func() time.Time
	CrashDelay  time.Duration
	Poll, Lease time.Duration
	Backoff     func(id int64, attempt int) time.Duration
	Resumable   []Kind
}

func (t Tuning) settings(log *slog.Logger) settings {
	s := Options{Log: log, Resumable: t.Resumable}.settings()
	if t.Now != nil {
		s.now = t.Now
	}
	if t.Poll > 0 {
		s.Poll = t.Poll
	}
	if t.CrashDelay > 0 {
		s.crashDelay = t.CrashDelay
	}
	if t.Lease > 0 {
		s.Lease = t.Lease
	}
	if t.Backoff != nil {
		s.backoff = t.Backoff
	}
	return s
}

// OpenTuned opens the queue at an address, a file or postgres://….
func OpenTuned(ctx context.Context, db *sql.DB, address string, log *slog.Logger, t Tuning) (Queue, error) {
	if strings.HasPrefix(address, "postgres://") {
		return openPostgres(ctx, db, address, t.settings(log))
	}
	return openSQLite(ctx, db, t.settings(log))
}

// Backoff is how long a job waits by itself.
var Backoff = exponentialBackoff
