package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// maintain renews the leases of this worker, cancels jobs that were cancelled
// elsewhere, and takes over the jobs of dead workers.
func (w *sqliteWorker) maintain(ctx context.Context) {
	now := w.q.now()
	err := w.cancelRequested(ctx)
	if since := now.Sub(w.renewed); err == nil && (since >= w.q.Lease/3 || since < 0) { // negative: the clock was set back
		err = w.renew(ctx, now)
	}
	if err == nil {
		err = w.takeOver(ctx, now)
	}
	if err == nil {
		err = w.findSuspects(ctx, now)
	}
	if err != nil {
		w.failed(ctx, "maintaining jobs", err)
	}
}

func (w *sqliteWorker) cancelRequested(ctx context.Context) error {
	if len(w.running) == 0 {
		return nil
	}
	cancelled, err := scanAttempts(w.q.db.QueryContext(ctx,
		`SELECT id, attempt FROM queue_jobs WHERE state = 'running' AND worker = ? AND cancelling`, w.name))
	if err != nil {
		return fmt.Errorf("listing cancelled jobs: %w", err)
	}
	for id := range cancelled {
		w.cancel(id, errCancelled)
	}
	return nil
}

// renew extends the leases of this worker and cancels the jobs that it lost.
func (w *sqliteWorker) renew(ctx context.Context, now time.Time) error {
	held, err := scanAttempts(w.q.db.QueryContext(ctx, `UPDATE queue_jobs SET lease = ?
		WHERE state = 'running' AND worker = ? RETURNING id, attempt`, millis(now.Add(w.q.Lease)), w.name))
	if err != nil {
		return fmt.Errorf("renewing leases: %w", err)
	}
	w.renewed = now
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, a := range w.running {
		if held[id] != a.job.Attempt {
			a.cancel(errLost)
		}
	}
	return nil
}

// scanAttempts reads rows of a job's id and attempt and closes them.
func scanAttempts(rows *sql.Rows, err error) (map[int64]int, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	numbers := map[int64]int{}
	for rows.Next() {
		var id int64
		var attempt int
		if err := rows.Scan(&id, &attempt); err != nil {
			return nil, err
		}
		numbers[id] = attempt
	}
	return numbers, rows.Err()
}

// takeOver returns to the queue the jobs of other workers whose process is dead, whose
// lease has expired, or whose lease was written before the clock was set back.
func (w *sqliteWorker) takeOver(ctx context.Context, now time.Time) error {
	workers, err := w.otherWorkers(ctx)
	if err != nil {
		return fmt.Errorf("taking over jobs: %w", err)
	}
	for _, name := range workers {
		n, err := w.takeOverFrom(ctx, name, processState(name), now)
		if err != nil {
			return fmt.Errorf("taking over jobs: %w", err)
		}
		if n > 0 {
			w.q.Log.Warn("took over the jobs of a worker that died or lost contact", "jobs", n, "worker", name)
			w.q.notify()
		}
	}
	return nil
}

// takeOverFrom takes over the jobs of a worker and returns their number. Only those
// that were running may be the cause of its death.
func (w *sqliteWorker) takeOverFrom(ctx context.Context, name string, state liveness, now time.Time) (n int64, err error) {
	latest := now.Add(w.q.maxLease())
	crash := 1
	if state == alive {
		crash, latest = 0, now.AddDate(1000, 0, 0) // it renews the lease by the new time
	}
	if running, ok := runningJobs(name); ok && state == dead {
		args := appendAll([]any{millis(now), name}, running)
		res, err := w.q.db.ExecContext(ctx, `UPDATE queue_jobs SET
			state = CASE WHEN cancelling THEN 'cancelled' WHEN attempt > 1 OR errors <> '[]' THEN 'retrying' ELSE 'waiting' END,
			finished = iif(cancelling, ?1, 0), attempt = attempt - 1, run_at = ?1, lease = 0, cancelling = 0
			WHERE state = 'running' AND worker = ?2 AND id NOT IN (`+marks(len(running))+`)`, args...)
		if err != nil {
			return 0, err
		}
		if n, err = res.RowsAffected(); err != nil {
			return 0, err
		}
	}
	const crashed = `(crashes + ?1 >= ?2 AND kind NOT IN (SELECT value FROM json_each(?11)))`
	const over = `(cancelling OR ` + crashed + ` OR attempt >= max_attempts)`
	resumable, err := json.Marshal(w.q.Resumable)
	if err != nil {
		return 0, err
	}
	res, err := w.q.db.ExecContext(ctx, `UPDATE queue_jobs SET
		state = CASE WHEN cancelling THEN 'cancelled' WHEN `+over+` THEN 'failed' ELSE 'retrying' END,
		finished = iif(`+over+`, ?3, 0), run_at = ?10, lease = 0, cancelling = 0, crashes = crashes + ?1,
		errors = json_insert(errors, '$[#]', json_object('at', ?4, 'attempt', attempt, 'error', iif(`+crashed+`, ?5, ?6)))
		WHERE state = 'running' AND worker = ?7 AND (?8 OR lease < ?3 OR lease > ?9)`,
		crash, MaxCrashes, millis(now), now.UTC().Format(time.RFC3339Nano), crashMessage, lostMessage+name, name, state == dead, millis(latest), millis(now.Add(w.q.crashDelay)), string(resumable))
	if err != nil {
		return 0, err
	}
	if state == dead {
		os.Remove(runningFileName(name))
	}
	suspects, err := res.RowsAffected()
	return n + suspects, err
}

// otherWorkers lists the workers that have running jobs, without this one.
func (w *sqliteWorker) otherWorkers(ctx context.Context) ([]string, error) {
	return scanStrings(w.q.db.QueryContext(ctx, `SELECT DISTINCT worker FROM queue_jobs WHERE state = 'running' AND worker <> ?`, w.name))
}

// scanStrings reads rows of one string and closes them.
func scanStrings(rows *sql.Rows, err error) (all []string, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// findSuspects sets suspects if jobs whose worker died may run now.
func (w *sqliteWorker) findSuspects(ctx context.Context, now time.Time) error {
	if w.suspects {
		return nil
	}
	err := w.q.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM queue_jobs
		WHERE state IN ('waiting', 'retrying') AND crashes > 0 AND run_at <= ?)`, millis(now)).Scan(&w.suspects)
	if err != nil {
		return fmt.Errorf("looking for jobs of dead workers: %w", err)
	}
	return nil
}
