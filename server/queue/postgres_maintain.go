package queue

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// maintainUntil renews the leases of this worker, cancels jobs that were cancelled
// elsewhere, and takes over the jobs of dead workers, until ctx is cancelled.
func (w *postgresWorker) maintainUntil(ctx context.Context) {
	poll := time.NewTicker(w.q.Poll)
	defer poll.Stop()
	for {
		ids, attempts := w.held()
		if err := errors.Join(w.cancelRequested(ctx, ids), w.renew(ctx, ids, attempts), w.takeOver(ctx)); err != nil && ctx.Err() == nil {
			w.q.Log.Error("maintaining jobs failed; retrying", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-poll.C:
		}
	}
}

// held returns the jobs that run here and their attempts.
func (w *postgresWorker) held() (ids []int64, attempts map[int64]int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	attempts = make(map[int64]int, len(w.running))
	for id, a := range w.running {
		ids = append(ids, id)
		attempts[id] = a.job.Attempt
	}
	return ids, attempts
}

// end cancels an attempt, if it is running here.
func (w *postgresWorker) end(id int64, attempt int, cause error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a := w.running[id]; a != nil && a.job.Attempt == attempt {
		a.cancel(cause)
	}
}

// cancelRequested cancels the jobs that were cancelled while River's listening
// connection was down.
func (w *postgresWorker) cancelRequested(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	cancelled, err := scanAttempts(w.q.db.QueryContext(ctx,
		`SELECT id, attempt FROM river_job WHERE id = ANY($1) AND metadata ? 'cancel_attempted_at'`, ids))
	if err != nil {
		return fmt.Errorf("listing cancelled jobs: %w", err)
	}
	for id, attempt := range cancelled {
		w.end(id, attempt, errCancelled)
	}
	return nil
}

// renew extends the leases of this worker and cancels the jobs that it lost.
func (w *postgresWorker) renew(ctx context.Context, ids []int64, attempts map[int64]int) error {
	now := w.q.now()
	since := now.Sub(w.renewed)
	if len(ids) == 0 || since >= 0 && since < w.q.Lease/3 { // negative: the clock was set back
		return nil
	}
	kept, err := scanAttempts(w.q.db.QueryContext(ctx, `UPDATE river_job SET attempted_at = now()
		WHERE id = ANY($1) AND state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $2 RETURNING id, attempt`, ids, w.name))
	if err != nil {
		return fmt.Errorf("renewing leases: %w", err)
	}
	w.renewed = now
	for id, attempt := range attempts {
		if kept[id] != attempt {
			w.end(id, attempt, errLost)
		}
	}
	return nil
}

// workerSQL is the worker of a running job.
const workerSQL = `attempted_by[array_upper(attempted_by, 1)]`

// takeOver returns to the queue the jobs of other workers whose process is dead, whose
// lease has expired, or whose lease was written before the database's clock was set
// back.
func (w *postgresWorker) takeOver(ctx context.Context) error {
	workers, err := scanStrings(w.q.db.QueryContext(ctx, `SELECT DISTINCT `+workerSQL+` FROM river_job WHERE state = 'running' AND `+workerSQL+` <> $1`, w.name))
	if err != nil {
		return fmt.Errorf("taking over jobs: %w", err)
	}
	for _, name := range workers {
		if err := w.takeOverFrom(ctx, name, processState(name)); err != nil {
			return fmt.Errorf("taking over jobs: %w", err)
		}
	}
	return nil
}

// takeOverFrom takes over the jobs of a worker. Only one that ran alone is the cause of
// the worker's death.
func (w *postgresWorker) takeOverFrom(ctx context.Context, name string, state liveness) error {
	const crashed = `(coalesce((metadata ->> 'crashes')::int, 0) + $1::int >= $2::int AND (metadata ->> 'alone')::int = attempt AND kind <> ALL ($9::text[]))`
	const over = `(metadata ? 'cancel_attempted_at' OR coalesce(` + crashed + `, false) OR attempt >= max_attempts)`
	crash := 0
	if state != alive {
		crash = 1
	}
	res, err := w.q.db.ExecContext(ctx, `UPDATE river_job SET
		state = (CASE WHEN metadata ? 'cancel_attempted_at' THEN 'cancelled' WHEN `+over+` THEN 'discarded' ELSE 'available' END)::river_job_state,
		finalized_at = CASE WHEN `+over+` THEN now() END,
		scheduled_at = now() + make_interval(secs => $8),
		metadata = metadata || jsonb_build_object('crashes', coalesce((metadata ->> 'crashes')::int, 0) + $1::int),
		errors = array_append(errors, jsonb_build_object('at', now(), 'attempt', attempt, 'error', CASE WHEN `+crashed+` THEN $3::text ELSE $4::text END, 'trace', ''))
		WHERE state = 'running' AND `+workerSQL+` = $5
		AND ($6 OR attempted_at < now() - make_interval(secs => $7) OR attempted_at > now() + interval '1 second')`,
		crash, MaxCrashes, crashMessage, lostMessage+name, name, state == dead, w.q.Lease.Seconds(), w.q.crashDelay.Seconds(), w.q.Resumable)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err == nil && n > 0 {
		w.q.Log.Warn("took over the jobs of a worker that died or lost contact", "jobs", n, "worker", name)
		w.q.notify()
	}
	return nil
}
