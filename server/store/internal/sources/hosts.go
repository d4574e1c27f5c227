package sources

import (
	"context"
	"dateline/server/store/internal/database"
	"fmt"
	"time"
)

// ReserveHost reserves a host for a request at time now. It returns 0 if the request
// may be sent, and then reserves the host for the interval; otherwise it returns how
// long to wait. Reservations apply to all processes that use the database.
func (x Sources) ReserveHost(ctx context.Context, host string, now time.Time, interval time.Duration) (wait time.Duration, err error) {
	err = x.DB.Update(ctx, func(tx *database.Tx) error {
		wait = 0
		done, err := tx.Exec(ctx, `INSERT INTO hosts (host, free) VALUES ($1, $2)
			ON CONFLICT (host) DO UPDATE SET free = excluded.free WHERE hosts.free <= $3`, host, now.Add(interval).UnixMilli(), now.UnixMilli())
		if err != nil {
			return fmt.Errorf("reserving the host %s: %w", host, err)
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		var free int64
		if err := tx.Row(ctx, `SELECT free FROM hosts WHERE host = $1`, host).Scan(&free); err != nil {
			return err
		}
		wait = time.UnixMilli(free).Sub(now)
		return nil
	})
	return wait, err
}
