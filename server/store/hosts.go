package store

import (
	"context"
	"fmt"
	"time"
)

// ReserveHost asks leave to send a host a request now. It returns 0 and lets
// nobody else have one until every has passed, or how long to wait. It holds
// across processes.
func (db *DB) ReserveHost(ctx context.Context, host string, now time.Time, every time.Duration) (wait time.Duration, err error) {
	err = db.Update(ctx, func(tx *Tx) error {
		wait = 0
		done, err := tx.exec(ctx, `INSERT INTO hosts (host, free) VALUES ($1, $2)
			ON CONFLICT (host) DO UPDATE SET free = excluded.free WHERE hosts.free <= $3`, host, now.Add(every).UnixMilli(), now.UnixMilli())
		if err != nil {
			return fmt.Errorf("asking for leave to visit %s: %w", host, err)
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		var free int64
		if err := tx.row(ctx, `SELECT free FROM hosts WHERE host = $1`, host).Scan(&free); err != nil {
			return err
		}
		wait = time.UnixMilli(free).Sub(now)
		return nil
	})
	return wait, err
}
