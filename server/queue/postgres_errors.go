package queue

import (
	"errors"
	"strings"
	"time"

	"dateline/server/internal/dbretry"

	"github.com/jackc/pgx/v5/pgconn"
)

// isTransient reports whether a failed transaction may succeed later, and after which
// wait: none after a conflict with another transaction, poll while the database is
// unavailable.
func isTransient(err error, poll time.Duration) (again bool, wait time.Duration) {
	var answer *pgconn.PgError
	if errors.As(err, &answer) && strings.HasPrefix(answer.Code, "40") { // serialization failure, deadlock
		return true, 0
	}
	return dbretry.Unavailable(err), poll
}
