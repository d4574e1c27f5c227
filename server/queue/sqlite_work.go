package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"dateline/geo"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Causes of the cancellation of a running job.
var (
	errCancelled = errors.New("the job was cancelled")
	errLost      = errors.New("another worker took the job over")
)

// sqliteWorker is one call of Work. One goroutine, that of run, does everything in the
// database; handlers run in others.
type sqliteWorker struct {
	q        *sqliteQueue
	name     string
	handlers map[Kind]Handler
	kinds    []Kind
	slots    int           // jobs that may be claimed at a time
	work     chan *attempt // claimed jobs, in order
	file     *runningFile
	woken    chan struct{}
	results  chan *attempt
	renewed  time.Time
	// suspects is set while there may be jobs whose worker died: they are claimed one
	// at a time and run alone.
	suspects bool
	fatal    error // why the worker cannot go on
	// The statements of every job are prepared: parsing them took a third of the time
	// of a small job.
	claimJobs, completeJob *sql.Stmt

	mu      sync.Mutex
	running map[int64]*attempt // claimed and not yet written down
}

// attempt is one run of a job.
type attempt struct {
	job    *Job
	ctx    context.Context
	cancel context.CancelCauseFunc
	done   func(context.Context, *sql.Tx) error
	err    error
}

// claimedPerWorker is how many jobs are claimed for each handler that runs, so that
// many are claimed and completed in one transaction.
const claimedPerWorker = 16

// Work implements [Queue].
func (q *sqliteQueue) Work(ctx context.Context, handlers map[Kind]Handler, workers int) error {
	workers = max(workers, 1)
	slots := workers * claimedPerWorker
	w := &sqliteWorker{
		q: q, name: workerName(), handlers: handlers, kinds: slices.Sorted(maps.Keys(handlers)), slots: slots,
		work: make(chan *attempt, slots), woken: make(chan struct{}, 1), results: make(chan *attempt, slots),
		running: map[int64]*attempt{}, renewed: q.now(), suspects: true,
	}
	var err error
	if w.claimJobs, err = q.db.PrepareContext(ctx, claimStatement(len(w.kinds))); err != nil {
		return unlessEnded(ctx, err)
	}
	defer w.claimJobs.Close()
	if w.completeJob, err = q.db.PrepareContext(ctx, markDone); err != nil {
		return unlessEnded(ctx, err)
	}
	defer w.completeJob.Close()
	q.workersMu.Lock()
	q.workers[w] = struct{}{}
	q.workersMu.Unlock()
	defer func() {
		q.workersMu.Lock()
		delete(q.workers, w)
		q.workersMu.Unlock()
	}()
	if w.file, err = createRunningFile(w.name); err != nil {
		q.Log.Warn("recording the running jobs failed", "error", err)
	}
	defer w.file.remove()
	for i := range workers {
		go func() {
			for a := range w.work {
				w.file.set(i, a.job.ID)
				w.handle(a)
				w.file.set(i, 0)
				w.results <- a
			}
		}()
	}
	w.run(ctx)
	close(w.work)
	w.end(ctx)
	return w.fatal
}

// unlessEnded returns err, or nil if ctx was cancelled.
func unlessEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // Work was cancelled
	}
	return fmt.Errorf("working on jobs: %w", err)
}

// failed logs an error of the database that may pass, and keeps one that does not.
func (w *sqliteWorker) failed(ctx context.Context, what string, err error) {
	if isDamage(err) {
		w.fatal = geo.Errorf(geo.ErrCorrupt, "the database is damaged (%w); restore a backup, or check it with \"dateline doctor\"", err)
		return
	}
	if ctx.Err() == nil {
		w.q.Log.Error(what+" failed; retrying", "error", err)
	}
}

// isDamage reports whether err is SQLite's for a damaged file or one of another format.
func isDamage(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return false
	}
	const primary = 0xff
	code := e.Code() & primary
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}

// handle runs the handler of a job, unless the job was cancelled before.
func (w *sqliteWorker) handle(a *attempt) {
	if a.err = context.Cause(a.ctx); a.err == nil {
		a.err = recoverPanic(func() (err error) {
			a.done, err = w.handlers[a.job.Kind](a.ctx, a.job)
			return err
		})
	}
}

// run claims and completes jobs until ctx is cancelled or the database is damaged.
func (w *sqliteWorker) run(ctx context.Context) {
	poll := time.NewTicker(w.q.Poll)
	defer poll.Stop()
	w.maintain(ctx)
	for more := true; ctx.Err() == nil && w.fatal == nil; {
		if more {
			more = w.claim(ctx)
		}
		select {
		case <-ctx.Done():
		case a := <-w.results:
			w.complete(ctx, w.drain(a))
			more = more || w.suspects
		case <-w.woken:
			more = true
		case <-poll.C:
			w.maintain(ctx)
			more = true
		}
	}
}

// end waits for the handlers, whose contexts were cancelled, and returns their jobs to
// the queue. The jobs of a damaged database stay as they are.
func (w *sqliteWorker) end(ctx context.Context) {
	if w.fatal != nil {
		w.cancelAll(w.fatal)
	}
	for len(w.running) > 0 {
		ended := w.drain(<-w.results)
		if w.fatal != nil {
			w.forget(ended)
			continue
		}
		w.complete(ctx, ended)
	}
}

// drain returns an attempt that has ended and all others that have.
func (w *sqliteWorker) drain(first *attempt) []*attempt {
	ended := []*attempt{first}
	for {
		select {
		case a := <-w.results:
			ended = append(ended, a)
		default:
			return ended
		}
	}
}

// start passes a claimed job to the handlers.
func (w *sqliteWorker) start(ctx context.Context, j *Job) {
	a := &attempt{job: j}
	a.ctx, a.cancel = context.WithCancelCause(ctx)
	w.mu.Lock()
	w.running[j.ID] = a
	w.mu.Unlock()
	w.work <- a // has room for all slots
}

// cancel cancels a job, if it is running here.
func (w *sqliteWorker) cancel(id int64, cause error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a := w.running[id]; a != nil {
		a.cancel(cause)
	}
}

func (w *sqliteWorker) cancelAll(cause error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.running {
		a.cancel(cause)
	}
}
