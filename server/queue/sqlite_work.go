package queue

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Why the context of a running job ended.
var (
	errCancelled = errors.New("the job was cancelled")
	errLost      = errors.New("the job was taken over by another worker")
)

// sqliteWorker is one call of Work. One goroutine, that of run, does all it has to
// do with the database; handlers run in others, as many as there are workers.
type sqliteWorker struct {
	q        *sqliteQueue
	name     string
	handlers map[Kind]Handler
	slots    int           // jobs that are claimed at a time
	work     chan *attempt // those of them that are to run, in order
	kinds    []Kind
	woken    chan struct{}
	results  chan *attempt
	renewed  time.Time
	// The two statements of every job are prepared: parsing them took a third of the
	// time of a small one.
	claim, finished *sql.Stmt

	mu      sync.Mutex
	running map[int64]*attempt // until it is settled
}

// attempt is one run of a job.
type attempt struct {
	job    *Job
	ctx    context.Context
	cancel context.CancelCauseFunc
	done   func(context.Context, *sql.Tx) error
	err    error
}

// claimedPerWorker is how many jobs are claimed for each that runs, so that many are
// claimed, and settled, in one transaction.
const claimedPerWorker = 16

// Work implements [Queue].
func (q *sqliteQueue) Work(ctx context.Context, handlers map[Kind]Handler, workers int) error {
	workers = max(workers, 1)
	slots := workers * claimedPerWorker
	w := &sqliteWorker{
		q: q, name: workerName(), handlers: handlers, slots: slots, work: make(chan *attempt, slots), kinds: slices.Sorted(maps.Keys(handlers)),
		woken: make(chan struct{}, 1), results: make(chan *attempt, slots), running: map[int64]*attempt{}, renewed: q.now(),
	}
	var err error
	if w.claim, err = q.db.PrepareContext(ctx, claimStatement(len(w.kinds))); err != nil {
		return unlessEnded(ctx, err)
	}
	defer w.claim.Close()
	if w.finished, err = q.db.PrepareContext(ctx, markDone); err != nil {
		return unlessEnded(ctx, err)
	}
	defer w.finished.Close()
	q.mu.Lock()
	q.workers[w] = struct{}{}
	q.mu.Unlock()
	defer func() {
		q.mu.Lock()
		delete(q.workers, w)
		q.mu.Unlock()
	}()
	for range workers {
		go func() {
			for a := range w.work {
				w.handle(a)
			}
		}()
	}
	w.run(ctx)
	close(w.work)
	w.end(ctx)
	return nil
}

// unlessEnded is err, or nil where it only says that ctx ended.
func unlessEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // it was told to end
	}
	return fmt.Errorf("working on jobs: %w", err)
}

// handle runs a job's handler, unless the job was ended before its turn came.
func (w *sqliteWorker) handle(a *attempt) {
	if a.err = context.Cause(a.ctx); a.err == nil {
		a.err = recoverPanic(func() (err error) {
			a.done, err = w.handlers[a.job.Kind](a.ctx, a.job)
			return err
		})
	}
	w.results <- a
}

// run claims and settles jobs until ctx ends.
func (w *sqliteWorker) run(ctx context.Context) {
	poll := time.NewTicker(w.q.poll)
	defer poll.Stop()
	w.maintain(ctx)
	for more := true; ctx.Err() == nil; {
		if more {
			more = w.fill(ctx)
		}
		select {
		case <-ctx.Done():
		case a := <-w.results:
			w.complete(ctx, w.drain(a))
		case <-w.woken:
			more = true
		case <-poll.C:
			w.maintain(ctx)
			more = true
		}
	}
}

// end waits for the handlers, whose contexts have ended, and settles their jobs.
func (w *sqliteWorker) end(ctx context.Context) {
	for len(w.running) > 0 {
		w.complete(ctx, w.drain(<-w.results))
	}
}

// drain returns an attempt that has ended with all others that have.
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

// claimStatement claims the most urgent jobs of so many kinds. It asks for each kind
// and priority by itself: each is then a walk along the index that ends after a few
// jobs, however many wait.
func claimStatement(kinds int) string {
	if kinds == 0 {
		return "SELECT 1"
	}
	const one = `SELECT * FROM (SELECT id, priority, run_at FROM queue_jobs
		WHERE state IN ('waiting', 'retrying') AND kind = ? AND priority = ? AND run_at <= ? ORDER BY run_at, id LIMIT ?)`
	each := make([]string, kinds*(lowestPriority+1))
	for i := range each {
		each[i] = one
	}
	return `UPDATE queue_jobs SET state = 'running', attempt = attempt + 1, worker = ?, lease = ? WHERE id IN
		(SELECT id FROM (` + strings.Join(each, " UNION ALL ") + `) ORDER BY priority, run_at, id LIMIT ?)
		RETURNING ` + columns
}

// fill claims jobs for the free slots and starts them. It reports whether there may
// be more to claim once a slot is free.
func (w *sqliteWorker) fill(ctx context.Context) (more bool) {
	free := w.slots - len(w.running)
	if free < w.slots/2 || len(w.kinds) == 0 {
		return true // a few at a time would take a transaction each
	}
	now := w.q.now()
	args := []any{w.name, millis(now.Add(w.q.lease))}
	for _, k := range w.kinds {
		for p := range lowestPriority + 1 {
			args = append(args, k, p, millis(now), free)
		}
	}
	jobs, err := scanJobs(w.claim.QueryContext(ctx, append(args, free)...))
	if err != nil {
		if ctx.Err() == nil {
			w.q.log.Error("claiming jobs; trying again", "error", err)
		}
		return false
	}
	slices.SortFunc(jobs, func(a, b *Job) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), a.RunAt.Compare(b.RunAt), cmp.Compare(a.ID, b.ID))
	})
	for _, j := range jobs {
		w.start(ctx, j)
	}
	return len(jobs) == free
}

// start hands a job over to be run.
func (w *sqliteWorker) start(ctx context.Context, j *Job) {
	a := &attempt{job: j}
	a.ctx, a.cancel = context.WithCancelCause(ctx)
	w.mu.Lock()
	w.running[j.ID] = a
	w.mu.Unlock()
	w.work <- a // there is room for all slots
}

// cancel ends the context of a job, where it is running here.
func (w *sqliteWorker) cancel(id int64, why error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a := w.running[id]; a != nil {
		a.cancel(why)
	}
}

// maintain keeps up with what happens elsewhere: it renews this worker's leases, ends
// the jobs that were cancelled and takes over those whose worker is gone.
func (w *sqliteWorker) maintain(ctx context.Context) {
	now := w.q.now()
	err := w.endCancelled(ctx)
	if err == nil && now.Sub(w.renewed) >= w.q.lease/3 {
		err = w.renew(ctx, now)
	}
	if err == nil {
		err = w.takeOver(ctx, now)
	}
	if err != nil && ctx.Err() == nil {
		w.q.log.Error("looking after jobs; trying again", "error", err)
	}
}

func (w *sqliteWorker) endCancelled(ctx context.Context) error {
	if len(w.running) == 0 {
		return nil
	}
	cancelled, err := scanAttempts(w.q.db.QueryContext(ctx,
		`SELECT id, attempt FROM queue_jobs WHERE state = 'running' AND worker = ? AND cancelling`, w.name))
	if err != nil {
		return fmt.Errorf("asking what was cancelled: %w", err)
	}
	for id := range cancelled {
		w.cancel(id, errCancelled)
	}
	return nil
}

// renew makes the leases last longer and ends the jobs that were lost meanwhile.
func (w *sqliteWorker) renew(ctx context.Context, now time.Time) error {
	held, err := scanAttempts(w.q.db.QueryContext(ctx, `UPDATE queue_jobs SET lease = ?
		WHERE state = 'running' AND worker = ? RETURNING id, attempt`, millis(now.Add(w.q.lease)), w.name))
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

// scanAttempts reads rows of a job's id and the number of its attempt.
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

// takeOver lets jobs run again whose worker has not renewed its lease. The attempt
// counts, so that a job that kills its worker does not do so for ever.
func (w *sqliteWorker) takeOver(ctx context.Context, now time.Time) error {
	res, err := w.q.db.ExecContext(ctx, `UPDATE queue_jobs SET
		state = CASE WHEN cancelling THEN 'cancelled' WHEN attempt >= max_attempts THEN 'failed' ELSE 'retrying' END,
		finished = iif(cancelling OR attempt >= max_attempts, ?1, 0),
		run_at = ?1, lease = 0, cancelling = 0,
		errors = json_insert(errors, '$[#]', json_object('at', ?2, 'attempt', attempt, 'error', ?3 || worker))
		WHERE state = 'running' AND lease < ?1`, millis(now), now.UTC().Format(time.RFC3339Nano), lostContact)
	if err != nil {
		return fmt.Errorf("taking over jobs: %w", err)
	}
	if n, err := res.RowsAffected(); err == nil && n > 0 {
		w.q.log.Warn("took over jobs whose worker is gone", slog.Int64("jobs", n))
	}
	return nil
}

// lostContact, followed by a worker's name, is the failure of a job that was taken
// over.
const lostContact = "its worker died or lost touch: "
