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

// postgresWorker is one call of Work. River claims the jobs. This package takes jobs
// over from dead workers, since River distinguishes a dead worker from a long job only
// by one timeout for all jobs: the worker renews attempted_at as a lease, and River's
// own rescuer is off because no attempt times out.
type postgresWorker struct {
	river.WorkerDefaults[jobArgs]
	q        *postgresQueue
	name     string // also the id of River's client
	handlers map[Kind]Handler
	renewed  time.Time
	// alone is held for writing by a job whose worker died, and for reading by others.
	alone sync.RWMutex

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
	// The client is stopped below: cancelling its context would not cancel the jobs.
	for err := client.Start(context.WithoutCancel(ctx)); err != nil; err = client.Start(context.WithoutCancel(ctx)) {
		if ctx.Err() != nil {
			return nil
		}
		q.Log.Error("starting to work on jobs failed; retrying", "error", err)
		pause(ctx, q.Poll)
	}
	changes, unsubscribe := client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed, river.EventKindJobCancelled, river.EventKindJobSnoozed)
	defer unsubscribe()
	go func() {
		for range changes {
			q.notify()
		}
	}()
	w.maintainUntil(ctx)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), max(q.Lease, DefaultLease))
	defer cancel()
	if err := client.StopAndCancel(stopping); err != nil {
		return fmt.Errorf("stopping the workers: handlers did not return: %w", err)
	}
	return nil
}

// fetchCooldown is the shortest interval between claims.
const fetchCooldown = 2 * time.Millisecond

func (w *postgresWorker) client(driver *riverdatabasesql.Driver, workers int) (*river.Client[*sql.Tx], error) {
	const never = -1
	known := river.NewWorkers()
	for kind := range w.handlers {
		river.AddWorkerArgs(known, jobArgs{kind: kind}, w)
	}
	return river.NewClient(driver, &river.Config{
		ID:                          w.name,
		Logger:                      warningsOnly(w.q.Log),
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		Workers:                     known,
		FetchOnlyKnownKinds:         true,
		FetchCooldown:               fetchCooldown,
		FetchPollInterval:           w.q.Poll,
		JobTimeout:                  never,
		CompletedJobRetentionPeriod: never, // Prune deletes them
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
	leave, err := w.enter(a)
	if err != nil {
		return w.outcome(ctx, r, a, err)
	}
	defer leave()
	err = recoverPanic(func() (err error) {
		a.done, err = w.handlers[j.Kind](a.ctx, j)
		return err
	})
	if err == nil {
		err = w.finish(ctx, r, a)
	}
	return w.outcome(ctx, r, a, err)
}

// enter waits until a job may run: one whose worker died runs when no other job is
// running here, so that it is known to be the cause if this process dies too.
func (w *postgresWorker) enter(a *attempt) (leave func(), err error) {
	if a.job.Crashes == 0 {
		w.alone.RLock()
		return w.alone.RUnlock, context.Cause(a.ctx)
	}
	w.alone.Lock()
	if err = context.Cause(a.ctx); err == nil {
		_, err = w.q.db.ExecContext(a.ctx, `UPDATE river_job SET metadata = metadata || jsonb_build_object('alone', attempt) WHERE id = $1`, a.job.ID)
	}
	return w.alone.Unlock, err
}

// outcome returns the error of an attempt for River's executor. It is not nil for a
// job that this worker has lost: the executor would complete it while another worker
// has it.
func (w *postgresWorker) outcome(ctx context.Context, r *river.Job[jobArgs], a *attempt, err error) error {
	snooze := asSnooze(err)
	cause := context.Cause(a.ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errLost) || errors.Is(cause, errLost):
		w.q.Log.Warn("another worker took over a job that was running here", "job", a.job.ID, "kind", a.job.Kind)
		return river.JobSnooze(0)
	case errors.Is(cause, errCancelled) || errors.Is(cause, rivertype.ErrJobCancelledRemotely):
		return river.JobCancel(cause)
	case snooze != nil:
		if snooze.err != nil {
			w.addFailure(ctx, a.job, snooze.err)
		}
		return river.JobSnooze(snooze.wait)
	case IsPermanent(err):
		r.MaxAttempts = r.Attempt // only in the executor's copy: no further attempt
	case cause != nil:
		return context.Canceled // the worker ends, which is not a failure
	}
	return textOf(newFailure(w.q.now(), a.job.Attempt, err))
}

// addFailure stores the reason of a snooze, which River does not. An error is logged:
// the job runs again all the same.
func (w *postgresWorker) addFailure(ctx context.Context, j *Job, reason error) {
	f := newFailure(w.q.now(), j.Attempt, reason)
	_, err := w.q.db.ExecContext(context.WithoutCancel(ctx), `UPDATE river_job SET errors = (array_append(errors,
		jsonb_build_object('at', $1::timestamptz, 'attempt', $2::int, 'error', $3::text, 'trace', '')))[greatest(1, coalesce(array_length(errors, 1), 0) + 2 - $4):]
		WHERE id = $5`, f.At, f.Attempt, f.Error, maxFailures, j.ID)
	if err != nil {
		w.q.Log.Error("storing why a job was postponed failed", "job", j.ID, "reason", reason, "error", err)
	}
}

// stackMark precedes the stack in the text of a panic; River stores only the stacks of
// panics that it recovers itself.
const stackMark = "\n\ngoroutine "

func textOf(f Failure) error {
	if f.Stack != "" {
		return errors.New(f.Error + "\n\n" + f.Stack)
	}
	return errors.New(f.Error)
}

// failureOf is the inverse of textOf.
func failureOf(e rivertype.AttemptError) Failure {
	f := Failure{At: e.At.UTC(), Attempt: e.Attempt, Error: e.Error, Stack: e.Trace}
	if text, stack, found := strings.Cut(e.Error, stackMark); found {
		f.Error, f.Stack = text, stackMark[2:]+stack
	}
	return f
}

// finish completes a job and writes its results in one transaction, and retries while
// the database is unavailable or another transaction conflicts.
func (w *postgresWorker) finish(ctx context.Context, r *river.Job[jobArgs], a *attempt) error {
	writing := context.WithoutCancel(ctx) // results are stored even when the worker ends
	for tries := 1; ; tries++ {
		err := w.finishOnce(writing, r, a)
		again, wait := isTransient(err, w.q.Poll)
		const lastTries = 5
		if !again || ctx.Err() != nil && tries >= lastTries {
			return err
		}
		w.q.Log.Warn("writing the results of a job failed; retrying", "job", a.job.ID, "kind", a.job.Kind, "error", err)
		pause(ctx, wait)
	}
}

func (w *postgresWorker) finishOnce(ctx context.Context, r *river.Job[jobArgs], a *attempt) error {
	tx, err := w.q.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // fails after a commit, which is fine
	var state rivertype.JobState
	err = tx.QueryRowContext(ctx, `SELECT state FROM river_job
		WHERE id = $1 AND attempt = $2 AND attempted_by[array_upper(attempted_by, 1)] = $3 FOR UPDATE`,
		r.ID, r.Attempt, w.name).Scan(&state)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	case state == rivertype.JobStateCompleted:
		return nil // by an earlier try whose response was lost
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
