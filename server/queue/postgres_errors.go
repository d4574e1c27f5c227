package queue

import (
	"errors"
	"strings"
	"time"

	"dateline/server/internal/dbretry"

	"github.com/jackc/pgx/v5/pgconn"
)

// passing reports whether a transaction that failed may succeed snoozed, and how long
// to wait: not at all where another transaction stood in the way, for a poll where
// the database is away.
func passing(err error, poll time.Duration) (again bool, wait time.Duration) {
	var answer *pgconn.PgError
	if errors.As(err, &answer) && strings.HasPrefix(answer.Code, "40") { // serialisation failure, deadlock
		return true, 0
	}
	return dbretry.Unavailable(err), poll
}
