package importer

import (
	"context"
	"time"

	"dateline/server/internal/dbretry"
)

// awayAtMost is how long a database may be away, such as to be started again, before
// what wants it fails.
const awayAtMost = 2 * time.Minute

// ride does what wants the database, and does it again while that is away.
func (in *Importer) retryWhileDown(ctx context.Context, f func() error) error {
	return dbretry.Do(ctx, awayAtMost, func(err error) {
		in.Log.Warn("the database is away; going on when it is back", "error", err, "at most", awayAtMost)
	}, f)
}
