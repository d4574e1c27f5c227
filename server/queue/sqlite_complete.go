package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// complete writes down how attempts ended, all in one transaction where that works and
// else each in its own, for as long as it takes. When the worker is to end it tries
// only a few times: the jobs left are taken over.
func (w *sqliteWorker) complete(ctx context.Context, ended []*attempt) {
	defer w.forget(ended)
	writing := context.WithoutCancel(ctx) // what was worked out is kept, even when the worker is to end
	for tries := 1; ; tries++ {
		left, err := w.completeOnce(writing, ctx.Err() != nil, ended)
		if err == nil {
			return
		}
		w.q.log.Error("writing down what became of jobs; trying again", "jobs", len(left), "error", err)
		const lastTries = 5
		if ctx.Err() != nil && tries >= lastTries {
			return
		}
		ended = left
		pause(ctx, w.q.poll)
	}
}

// forget frees the slots of attempts.
func (w *sqliteWorker) forget(ended []*attempt) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range ended {
		a.cancel(nil)
		if w.running[a.job.ID] == a { // and not a later attempt at the same job
			delete(w.running, a.job.ID)
		}
	}
}

// pause waits, at most until ctx ends.
func pause(ctx context.Context, wait time.Duration) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// completeOnce returns the attempts that it could not settle.
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

// completeAlone settles an attempt whose done ruined the transaction it ran in, such
// as by ending it: that is the job's failure. err says what happened.
func (w *sqliteWorker) completeAlone(ctx context.Context, ending bool, a *attempt, err error) error {
	if a.done == nil || !errors.Is(err, errRuined) {
		return err
	}
	a.done, a.err = nil, err
	return w.completeTogether(ctx, ending, []*attempt{a})
}

// completeTogether settles attempts in one transaction.
func (w *sqliteWorker) completeTogether(ctx context.Context, ending bool, ended []*attempt) error {
	tx, err := w.q.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // of a transaction that was committed it says nothing new
	for _, a := range ended {
		if err := w.completeIn(ctx, tx, ending, a); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// errRuined says that a job's done left no transaction to go on with.
var errRuined = errors.New("what there was to write ended the transaction")

// completeIn settles an attempt within a transaction. An error of its done is undone to
// a savepoint and leaves the transaction whole, and so does the loss of the job.
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
		w.q.log.Warn("a job was taken over while it ran here", "job", a.job.ID, "kind", a.job.Kind)
		return nil
	}
	return failed
}

// finish marks a job as done and writes what there is to write. It undoes both where
// that fails; err says that the transaction cannot go on.
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
		return failed, fmt.Errorf("%w: %w", errRuined, errors.Join(failed, err))
	}
	return failed, nil
}

// markDone marks a job as done, where it still is its worker's.
const markDone = `UPDATE queue_jobs SET state = 'done', finished = ?, lease = 0
	WHERE id = ? AND state = 'running' AND worker = ? AND attempt = ?`

// mark writes a verdict down. The error is errLost when the job is no longer this
// worker's.
func (w *sqliteWorker) mark(ctx context.Context, tx *sql.Tx, j *Job, v retryDecision) error {
	var res sql.Result
	var err error
	now := millis(w.q.now())
	if v.state == Done {
		finished := tx.StmtContext(ctx, w.finished)
		defer finished.Close()
		res, err = finished.ExecContext(ctx, now, j.ID, w.name, j.Attempt)
	} else {
		failures, encoding := json.Marshal(v.failures)
		if encoding != nil {
			return encoding
		}
		var finished int64
		if v.state.Finished() {
			finished = now
		}
		res, err = tx.ExecContext(ctx, `UPDATE queue_jobs SET
			state = iif(cancelling AND ?1 = 0, 'cancelled', ?2), finished = iif(cancelling AND ?1 = 0, ?3, ?1),
			attempt = ?4, run_at = ?5, errors = ?6, lease = 0, cancelling = 0
			WHERE id = ?7 AND state = 'running' AND worker = ?8 AND attempt = ?9`,
			finished, v.state, now, v.attempt, millis(v.runAt), string(failures), j.ID, w.name, j.Attempt)
	}
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return errLost
}
