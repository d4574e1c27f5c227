package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// complete writes the results of attempts, in one transaction if possible and
// otherwise each in its own, and retries while the database fails. When the worker
// ends it retries only a few times; the jobs are then taken over by others.
func (w *sqliteWorker) complete(ctx context.Context, ended []*attempt) {
	defer w.q.notify()
	defer w.forget(ended)
	writing := context.WithoutCancel(ctx) // results are stored even when the worker ends
	for tries := 1; ; tries++ {
		left, err := w.completeOnce(writing, ctx.Err() != nil, ended)
		if err == nil {
			return
		}
		w.failed(ctx, "writing the results of jobs", err)
		const lastTries = 5
		if w.fatal != nil || ctx.Err() != nil && tries >= lastTries {
			return
		}
		ended = left
		pause(ctx, w.q.Poll)
	}
}

// forget frees the slots of attempts.
func (w *sqliteWorker) forget(ended []*attempt) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range ended {
		a.cancel(nil)
		if w.running[a.job.ID] == a { // not a later attempt
			delete(w.running, a.job.ID)
		}
	}
}

// pause waits for a time or until ctx is cancelled.
func pause(ctx context.Context, wait time.Duration) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// completeOnce writes the results of attempts and returns those that it could not
// write.
func (w *sqliteWorker) completeOnce(ctx context.Context, ending bool, ended []*attempt) (left []*attempt, err error) {
	if err := w.completeTogether(ctx, ending, ended); err == nil {
		return nil, nil
	} else if len(ended) == 1 {
		return ended, w.completeAlone(ctx, ending, ended[0], err)
	}
	for i, a := range ended {
		if err := w.completeTogether(ctx, ending, []*attempt{a}); err != nil {
			if err := w.completeAlone(ctx, ending, a, err); err != nil {
				return ended[i:], err
			}
		}
	}
	return nil, nil
}

// completeAlone fails an attempt whose done broke its transaction, such as by ending
// it, with that error.
func (w *sqliteWorker) completeAlone(ctx context.Context, ending bool, a *attempt, err error) error {
	if a.done == nil || !errors.Is(err, errBrokenTx) {
		return err
	}
	a.done, a.err = nil, err
	return w.completeTogether(ctx, ending, []*attempt{a})
}

// completeTogether writes the results of attempts in one transaction.
func (w *sqliteWorker) completeTogether(ctx context.Context, ending bool, ended []*attempt) error {
	tx, err := w.q.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // fails after a commit, which is fine
	for _, a := range ended {
		if err := w.completeIn(ctx, tx, ending, a); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// errBrokenTx is returned when the done of a job ended the transaction.
var errBrokenTx = errors.New("writing the results of the job ended its transaction")

// completeIn writes the result of an attempt within a transaction. An error of its done
// is rolled back to a savepoint, so that the transaction can continue.
func (w *sqliteWorker) completeIn(ctx context.Context, tx *sql.Tx, ending bool, a *attempt) error {
	failed := a.err
	if failed == nil {
		var err error
		if failed, err = w.finish(ctx, tx, a); err != nil {
			return err
		}
	}
	if failed != nil && !errors.Is(failed, errLost) {
		failed = w.mark(ctx, tx, a.job, w.q.decide(a.job, failed, context.Cause(a.ctx), ending))
	}
	if errors.Is(failed, errLost) {
		w.q.Log.Warn("another worker took over a job that was running here", "job", a.job.ID, "kind", a.job.Kind)
		return nil
	}
	return failed
}

// finish marks a job as done and runs its done, and rolls back both if that fails. err
// is not nil if the transaction cannot continue.
func (w *sqliteWorker) finish(ctx context.Context, tx *sql.Tx, a *attempt) (failed, err error) {
	if a.done == nil {
		return w.mark(ctx, tx, a.job, retryDecision{state: Done}), nil
	}
	if _, err := tx.ExecContext(ctx, "SAVEPOINT job"); err != nil {
		return nil, err
	}
	if failed = w.mark(ctx, tx, a.job, retryDecision{state: Done}); failed == nil {
		failed = recoverPanic(func() error { return a.done(ctx, tx) })
	}
	end := "RELEASE job"
	if failed != nil {
		end = "ROLLBACK TO job; RELEASE job"
	}
	if _, err := tx.ExecContext(ctx, end); err != nil {
		return failed, fmt.Errorf("%w: %w", errBrokenTx, errors.Join(failed, err))
	}
	return failed, nil
}

// markDone marks a job as done if it still belongs to the worker.
const markDone = `UPDATE queue_jobs SET state = 'done', finished = ?, lease = 0
	WHERE id = ? AND state = 'running' AND worker = ? AND attempt = ?`

// mark stores the new state of a job. The error is errLost if the job no longer belongs
// to this worker.
func (w *sqliteWorker) mark(ctx context.Context, tx *sql.Tx, j *Job, d retryDecision) error {
	var res sql.Result
	var err error
	now := millis(w.q.now())
	if d.state == Done {
		finished := tx.StmtContext(ctx, w.completeJob)
		defer finished.Close()
		res, err = finished.ExecContext(ctx, now, j.ID, w.name, j.Attempt)
	} else {
		failures, encodingErr := json.Marshal(d.failures)
		if encodingErr != nil {
			return encodingErr
		}
		var finished int64
		if d.state.Finished() {
			finished = now
		}
		res, err = tx.ExecContext(ctx, `UPDATE queue_jobs SET
			state = iif(cancelling AND ?1 = 0, 'cancelled', ?2), finished = iif(cancelling AND ?1 = 0, ?3, ?1),
			attempt = ?4, run_at = ?5, errors = ?6, lease = 0, cancelling = 0
			WHERE id = ?7 AND state = 'running' AND worker = ?8 AND attempt = ?9`,
			finished, d.state, now, d.attempt, millis(d.runAt), string(failures), j.ID, w.name, j.Attempt)
	}
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return errLost
}
