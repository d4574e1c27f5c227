package queue

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"dateline/geo"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

//go:embed migrations
var migrations embed.FS

// sqliteQueue is a [Queue] in a table of its own.
//
// River has a driver for SQLite too. It completes each job in its own transaction,
// which takes 15 to 25 times the processor time of this table, which completes many
// jobs in one; see BENCHMARKS.md.
type sqliteQueue struct {
	settings
	broadcast
	db *sql.DB

	workersMu sync.Mutex
	workers   map[*sqliteWorker]struct{}
}

// OpenSQLite opens the queue in a SQLite database and creates its tables if they do
// not exist. Transactions of db must be immediate (_txlock=immediate) where other
// processes use the file too. The error wraps [geo.ErrUnavailable] for tables of a
// newer version of the program.
func OpenSQLite(ctx context.Context, db *sql.DB, o Options) (Queue, error) {
	return openSQLite(ctx, db, o.settings())
}

func openSQLite(ctx context.Context, db *sql.DB, s settings) (*sqliteQueue, error) {
	if err := migrate(ctx, db); err != nil {
		return nil, fmt.Errorf("opening the queue: %w", err)
	}
	if s.Reader == nil {
		s.Reader = db
	}
	return &sqliteQueue{settings: s, db: db, workers: map[*sqliteWorker]struct{}{}}, nil
}

// migrationAttempts is the maximum number of attempts to create the tables. An attempt
// fails if another process opens a new file or applies the same migration at that
// moment; SQLite reports some of these conflicts at once instead of waiting.
const migrationAttempts = 30

// migrate applies the missing migrations. It retries if another process migrates the
// file at the same time.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithTableName("queue_version"), goose.WithVerbose(false))
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		err := migrateOnce(ctx, p)
		if err == nil || n == migrationAttempts || errors.Is(err, geo.ErrUnavailable) || isDamage(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(n) * 20 * time.Millisecond):
		}
	}
}

// migrateOnce makes one attempt to apply the missing migrations.
func migrateOnce(ctx context.Context, p *goose.Provider) error {
	_, failed := p.Up(ctx)
	now, latest, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return errors.Join(failed, err)
	case now > latest:
		return geo.Errorf(geo.ErrUnavailable, "its tables were made by a newer version of the program (schema %d, supported up to %d); update the program", now, latest)
	case now < latest:
		return fmt.Errorf("creating its tables: %w", failed)
	}
	return nil // Up also fails when another process migrates first
}

// millis returns a time as the table stores it, in milliseconds since 1970; 0 is the
// zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// fromMillis is the inverse of millis.
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

const insertJob = `
	INSERT INTO queue_jobs (kind, payload, key, grp, batch, priority, state, max_attempts, run_at, created)
	VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)
	ON CONFLICT DO NOTHING RETURNING id`

// Insert implements [Queue]. It wakes the workers before the transaction is committed;
// they wait for it, since SQLite has one writer at a time.
func (q *sqliteQueue) Insert(ctx context.Context, tx *sql.Tx, jobs ...NewJob) ([]int64, error) {
	if len(jobs) == 0 {
		return nil, nil
	}
	statement, err := tx.PrepareContext(ctx, insertJob)
	if err != nil {
		return nil, fmt.Errorf("inserting %d jobs: %w", len(jobs), err)
	}
	defer statement.Close()
	ids := make([]int64, len(jobs))
	now := q.now()
	for i := range jobs {
		n := &jobs[i]
		payload, err := n.encode()
		if err != nil {
			return nil, fmt.Errorf("inserting a job: %w", err)
		}
		at := n.RunAt
		if at.IsZero() {
			at = now
		}
		err = statement.QueryRowContext(ctx, n.Kind, string(payload), n.Key, n.Group, n.Batch, n.Priority, MaxAttempts, millis(at), millis(now)).Scan(&ids[i])
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("inserting a %s job: %w", n.Kind, err)
		}
	}
	q.wake()
	return ids, nil
}

// wake wakes the workers of this Queue to claim jobs.
func (q *sqliteQueue) wake() {
	q.workersMu.Lock()
	defer q.workersMu.Unlock()
	for w := range q.workers {
		select {
		case w.woken <- struct{}{}:
		default: // already woken
		}
	}
}

// columns are the columns that scanJob scans.
const columns = `id, kind, payload, key, grp, batch, priority, state, attempt, max_attempts, crashes, run_at, created, finished, errors, worker`

func scanJob(rows *sql.Rows) (*Job, error) {
	var (
		j                        Job
		payload, failures        string
		runAt, created, finished int64
	)
	if err := rows.Scan(&j.ID, &j.Kind, &payload, &j.Key, &j.Group, &j.Batch, &j.Priority, &j.State, &j.Attempt, &j.MaxAttempts, &j.Crashes,
		&runAt, &created, &finished, &failures, &j.Worker); err != nil {
		return nil, err
	}
	j.Payload = json.RawMessage(payload)
	j.RunAt, j.Created, j.Finished = fromMillis(runAt), fromMillis(created), fromMillis(finished)
	if err := json.Unmarshal([]byte(failures), &j.Errors); err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "the errors of job %d in the queue are damaged: %w", j.ID, err)
	}
	return &j, nil
}

// scanJobs reads all rows and closes them.
func scanJobs(rows *sql.Rows, err error) ([]*Job, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var jobs []*Job
	for rows.Next() {
		j, err := scanJob(rows)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, j)
	}
	return jobs, rows.Err()
}

// Jobs implements [Queue].
func (q *sqliteQueue) Jobs(ctx context.Context, f Filter) ([]Job, error) {
	where, args := []string{"1"}, []any{}
	if len(f.Kinds) > 0 {
		where = append(where, "kind IN ("+marks(len(f.Kinds))+")")
		args = appendAll(args, f.Kinds)
	}
	if len(f.States) > 0 {
		where = append(where, "state IN ("+marks(len(f.States))+")")
		args = appendAll(args, f.States)
	}
	if f.Group != "" {
		where, args = append(where, "grp = ?"), append(args, f.Group)
	}
	if f.Batch != "" {
		where, args = append(where, "batch = ? AND batch <> ''"), append(args, f.Batch)
	}
	if f.Before > 0 {
		where, args = append(where, "id < ?"), append(args, f.Before)
	}
	args = append(args, f.limit())
	found, err := scanJobs(q.Reader.QueryContext(ctx,
		"SELECT "+columns+" FROM queue_jobs WHERE "+strings.Join(where, " AND ")+" ORDER BY id DESC LIMIT ?", args...))
	if err != nil {
		return nil, fmt.Errorf("listing jobs: %w", err)
	}
	jobs := make([]Job, len(found))
	for i, j := range found {
		jobs[i] = *j
	}
	return jobs, nil
}

// marks returns a list of n placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func appendAll[T any](args []any, values []T) []any {
	for _, v := range values {
		args = append(args, v)
	}
	return args
}

// Counts implements [Queue].
func (q *sqliteQueue) Counts(ctx context.Context, group, batch string) (map[Kind]map[State]int, error) {
	args, where := appendAll(nil, States), "" // all states are listed so that the index is used
	if group != "" {
		args, where = append(args, group), " AND grp = ?"
	}
	if batch != "" {
		args, where = append(args, batch), where+" AND batch = ? AND batch <> ''"
	}
	rows, err := q.Reader.QueryContext(ctx, `SELECT kind, state, count(*) FROM queue_jobs
		WHERE state IN (`+marks(len(States))+`)`+where+` GROUP BY kind, state`, args...)
	return scanCounts(rows, err)
}

// scanCounts reads rows of kind, state and count.
func scanCounts(rows *sql.Rows, err error) (map[Kind]map[State]int, error) {
	if err != nil {
		return nil, fmt.Errorf("counting jobs: %w", err)
	}
	defer rows.Close()
	counts := map[Kind]map[State]int{}
	for rows.Next() {
		var (
			kind  Kind
			state State
			n     int
		)
		if err := rows.Scan(&kind, &state, &n); err != nil {
			return nil, fmt.Errorf("counting jobs: %w", err)
		}
		if counts[kind] == nil {
			counts[kind] = map[State]int{}
		}
		counts[kind][state] += n
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("counting jobs: %w", err)
	}
	return counts, nil
}

// Cancel implements [Queue].
func (q *sqliteQueue) Cancel(ctx context.Context, id int64) error {
	err := q.change(ctx, id, `UPDATE queue_jobs SET
		cancelling = state = 'running',
		finished = iif(state = 'running', 0, ?),
		state = iif(state = 'running', state, 'cancelled')
		WHERE id = ? AND state IN ('waiting', 'retrying', 'running')`, millis(q.now()), id)
	if err != nil {
		return fmt.Errorf("cancelling a job: %w", err)
	}
	q.workersMu.Lock()
	defer q.workersMu.Unlock()
	for w := range q.workers {
		w.cancel(id, errCancelled)
	}
	return nil
}

// Retry implements [Queue]. A job that failed because its workers died gets one more
// attempt, alone.
func (q *sqliteQueue) Retry(ctx context.Context, id int64) error {
	err := q.change(ctx, id, `UPDATE queue_jobs SET
		state = iif(attempt > 0, 'retrying', 'waiting'), run_at = ?, finished = 0, cancelling = 0, crashes = min(crashes, 1),
		max_attempts = max(max_attempts, attempt + 1)
		WHERE id = ? AND state <> 'running'`, millis(q.now()), id)
	if err != nil {
		return fmt.Errorf("retrying a job: %w", err)
	}
	q.wake()
	return nil
}

// change runs a statement that updates a job unless its state prevents that.
func (q *sqliteQueue) change(ctx context.Context, id int64, statement string, args ...any) error {
	res, err := q.db.ExecContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	var exists bool
	if err := q.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM queue_jobs WHERE id = ?)`, id).Scan(&exists); err != nil {
		return err
	}
	if !exists {
		return noJob(id)
	}
	return nil
}

func noJob(id int64) error {
	return geo.Errorf(geo.ErrNotFound, "there is no job %d; it may have been deleted", id)
}

// pruneBatch is how many jobs are deleted in one transaction, so that others can write
// in between.
const pruneBatch = 2000

// Prune implements [Queue].
func (q *sqliteQueue) Prune(ctx context.Context, olderThan time.Duration) (total int, err error) {
	before := millis(q.now().Add(-olderThan))
	for {
		res, err := q.db.ExecContext(ctx, `DELETE FROM queue_jobs WHERE id IN
			(SELECT id FROM queue_jobs WHERE finished > 0 AND finished < ? LIMIT ?)`, before, pruneBatch)
		if err != nil {
			return total, fmt.Errorf("pruning jobs: %w", err)
		}
		n, err := res.RowsAffected()
		if err != nil {
			return total, fmt.Errorf("pruning jobs: %w", err)
		}
		if total += int(n); n < pruneBatch {
			return total, nil
		}
	}
}
