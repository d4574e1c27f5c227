package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivertype"
)

// postgresWorker is one call of Work. River claims the jobs; that they belong to
// their worker only while it lives is our part, since River tells a dead worker from
// a long job by one time-out for all. The worker renews attempted_at as a lease, and
// no attempt times out, which is how River's own rescuer knows to leave them alone.
type postgresWorker struct {
	river.WorkerDefaults[jobArgs]
	q        *postgresQueue
	name     string // also River's name of the client
	handlers map[Kind]Handler
	renewed  time.Time

	mu      sync.Mutex
	running map[int64]*attempt
}

// Work implements [Queue].
func (q *postgresQueue) Work(ctx context.Context, handlers map[Kind]Handler, workers int) error {
	w := &postgresWorker{q: q, name: workerName(), handlers: handlers, renewed: q.now(), running: map[int64]*attempt{}}
	listen, err := pgxpool.NewWithConfig(ctx, q.listen.Copy())
	if err != nil {
		return fmt.Errorf("working on jobs: %w", err)
	}
	defer listen.Close()
	client, err := w.client(riverdatabasesql.NewWithPgxListener(q.db, listen), max(workers, 1))
	if err != nil {
		return fmt.Errorf("working on jobs: %w", err)
	}
	// The client is stopped by hand: the end of its context would be no order to stop
	// the running jobs.
	for err := client.Start(context.WithoutCancel(ctx)); err != nil; err = client.Start(context.WithoutCancel(ctx)) {
		if ctx.Err() != nil {
			return nil
		}
		q.log.Error("starting to work on jobs; trying again", "error", err)
		pause(ctx, q.poll)
	}
	w.maintainUntil(ctx)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), q.lease)
	defer cancel()
	if err := client.StopAndCancel(stopping); err != nil {
		return fmt.Errorf("ending the work on jobs: handlers do not return: %w", err)
	}
	return nil
}

// fetchCooldown is how long River waits at least between claims.
const fetchCooldown = 2 * time.Millisecond

func (w *postgresWorker) client(driver *riverdatabasesql.Driver, workers int) (*river.Client[*sql.Tx], error) {
	const never = -1
	known := river.NewWorkers()
	for kind := range w.handlers {
		river.AddWorkerArgs(known, jobArgs{kind: kind}, w)
	}
	return river.NewClient(driver, &river.Config{
		ID:                          w.name,
		Logger:                      quiet(w.q.log),
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		Workers:                     known,
		FetchOnlyKnownKinds:         true,
		FetchCooldown:               fetchCooldown,
		FetchPollInterval:           w.q.poll,
		JobTimeout:                  never,
		CompletedJobRetentionPeriod: never, // Prune removes them
		CancelledJobRetentionPeriod: never,
		DiscardedJobRetentionPeriod: never,
	})
}

// NextRetry implements River's Worker.
func (w *postgresWorker) NextRetry(r *river.Job[jobArgs]) time.Time {
	return w.q.now().Add(w.q.backoff(r.ID, r.Attempt))
}

// Work implements River's Worker.
func (w *postgresWorker) Work(ctx context.Context, r *river.Job[jobArgs]) error {
	j, err := fromRiver(r.JobRow)
	if err != nil {
		return err
	}
	a := &attempt{job: j}
	a.ctx, a.cancel = context.WithCancelCause(ctx)
	defer a.cancel(nil)
	w.mu.Lock()
	w.running[j.ID] = a
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.running, j.ID)
	}()
	err = recoverPanic(func() (err error) {
		a.done, err = w.handlers[j.Kind](a.ctx, j)
		return err
	})
	if err == nil {
		err = w.finish(ctx, r, a)
	}
	return w.outcome(r, a, err)
}

// outcome is an attempt's error as River's executor takes it. For the executor a job
// that this worker has lost must not end without an error: it would be marked as done
// while another worker has it.
func (w *postgresWorker) outcome(r *river.Job[jobArgs], a *attempt, err error) error {
	wait, snooze := snoozeWait(err)
	cause := context.Cause(a.ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errLost) || errors.Is(cause, errLost):
		w.q.log.Warn("a job was taken over while it ran here", "job", a.job.ID, "kind", a.job.Kind)
		return river.JobSnooze(0)
	case errors.Is(cause, errCancelled) || errors.Is(cause, rivertype.ErrJobCancelledRemotely):
		return river.JobCancel(cause)
	case snooze:
		return river.JobSnooze(wait)
	case IsPermanent(err):
		r.MaxAttempts = r.Attempt // of the executor's copy alone: it was the last attempt
	case cause != nil:
		return context.Canceled // told to end, which is not the job's fault
	}
	return textOf(failure(w.q.now(), a.job.Attempt, err))
}

// stackMark begins the stack in the text of a panic; River keeps only the stacks of
// panics that it meets itself.
const stackMark = "\n\ngoroutine "

func textOf(f Failure) error {
	if f.Stack != "" {
		return errors.New(f.Error + "\n\n" + f.Stack)
	}
	return errors.New(f.Error)
}

// failureOf undoes textOf.
func failureOf(e rivertype.AttemptError) Failure {
	f := Failure{At: e.At.UTC(), Attempt: e.Attempt, Error: e.Error, Stack: e.Trace}
	if text, stack, found := strings.Cut(e.Error, stackMark); found {
		f.Error, f.Stack = text, stackMark[2:]+stack
	}
	return f
}

// finish writes what a job has to write in the transaction that marks it as done,
// and tries again while the database is away or others are in the way.
func (w *postgresWorker) finish(ctx context.Context, r *river.Job[jobArgs], a *attempt) error {
	writing := context.WithoutCancel(ctx) // what was worked out is kept, even when the worker is to end
	for tries := 1; ; tries++ {
		err := w.finishOnce(writing, r, a)
		again, wait := passing(err, w.q.poll)
		const lastTries = 5
		if !again || ctx.Err() != nil && tries >= lastTries {
			return err
		}
		w.q.log.Warn("writing what a job found; trying again", "job", a.job.ID, "kind", a.job.Kind, "error", err)
		pause(ctx, wait)
	}
}

func (w *postgresWorker) finishOnce(ctx context.Context, r *river.Job[jobArgs], a *attempt) error {
	tx, err := w.q.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // of a transaction that was committed it says nothing new
	var state rivertype.JobState
	err = tx.QueryRowContext(ctx, `SELECT state FROM river_job
		WHERE id = $1 AND attempt = $2 AND attempted_by[array_upper(attempted_by, 1)] = $3 FOR UPDATE`,
		r.ID, r.Attempt, w.name).Scan(&state)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	case state == rivertype.JobStateCompleted:
		return nil // by a try whose answer was lost
	case state != rivertype.JobStateRunning:
		return errLost
	}
	if a.done != nil {
		if err := recoverPanic(func() error { return a.done(ctx, tx) }); err != nil {
			return err
		}
	}
	if _, err := river.JobCompleteTx[*riverdatabasesql.Driver](ctx, tx, r); err != nil {
		return err
	}
	return tx.Commit()
}

// maintainUntil keeps up with what happens elsewhere until ctx ends.
func (w *postgresWorker) maintainUntil(ctx context.Context) {
	poll := time.NewTicker(w.q.poll)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-poll.C:
			ids, attempts := w.held()
			if err := errors.Join(w.endCancelled(ctx, ids), w.renew(ctx, ids, attempts), w.takeOver(ctx)); err != nil && ctx.Err() == nil {
				w.q.log.Error("looking after jobs; trying again", "error", err)
			}
		}
	}
}

// held lists the jobs that run here with the numbers of their attempts.
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

// end ends the context of an attempt, where it still runs here.
func (w *postgresWorker) end(id int64, attempt int, why error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a := w.running[id]; a != nil && a.job.Attempt == attempt {
		a.cancel(why)
	}
}

// endCancelled ends the jobs that were cancelled without River's word of it, which is
// lost while the connection that listens is made anew.
func (w *postgresWorker) endCancelled(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	cancelled, err := scanAttempts(w.q.db.QueryContext(ctx,
		`SELECT id, attempt FROM river_job WHERE id = ANY($1) AND metadata ? 'cancel_attempted_at'`, ids))
	if err != nil {
		return fmt.Errorf("asking what was cancelled: %w", err)
	}
	for id, attempt := range cancelled {
		w.end(id, attempt, errCancelled)
	}
	return nil
}

// renew makes the leases last longer and ends the jobs that were lost meanwhile.
func (w *postgresWorker) renew(ctx context.Context, ids []int64, attempts map[int64]int) error {
	now := w.q.now()
	if len(ids) == 0 || now.Sub(w.renewed) < w.q.lease/3 {
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

// takeOver lets jobs run again whose worker has not renewed its lease. The attempt
// counts, so that a job that kills its worker does not do so for ever.
func (w *postgresWorker) takeOver(ctx context.Context) error {
	const over = `(metadata ? 'cancel_attempted_at' OR attempt >= max_attempts)`
	res, err := w.q.db.ExecContext(ctx, `UPDATE river_job SET
		state = (CASE WHEN metadata ? 'cancel_attempted_at' THEN 'cancelled' WHEN attempt >= max_attempts THEN 'discarded' ELSE 'available' END)::river_job_state,
		finalized_at = CASE WHEN `+over+` THEN now() END,
		scheduled_at = now(),
		errors = array_append(errors, jsonb_build_object('at', now(), 'attempt', attempt, 'error', $2 || attempted_by[array_upper(attempted_by, 1)], 'trace', ''))
		WHERE state = 'running' AND attempted_at < now() - make_interval(secs => $1)`, w.q.lease.Seconds(), lostContact)
	if err != nil {
		return fmt.Errorf("taking over jobs: %w", err)
	}
	if n, err := res.RowsAffected(); err == nil && n > 0 {
		w.q.log.Warn("took over jobs whose worker is gone", "jobs", n)
	}
	return nil
}
