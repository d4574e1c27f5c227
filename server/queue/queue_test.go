package queue_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/server/internal/postgres"
	"dateline/server/queue"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(victimVariable); address != "" {
		runVictim(address)
		return
	}
	os.Exit(m.Run())
}

// bench is a queue under test, with a table for the effects of its jobs.
type bench struct {
	queue.Queue
	db      *sql.DB
	address string
}

// quick polls often and retries failed jobs at once. Its leases outlast every wait of the
// tests.
var quick = queue.Tuning{
	Lease:      2 * patience,
	Poll:       10 * time.Millisecond,
	CrashDelay: 10 * time.Millisecond,
	Backoff:    func(int64, int) time.Duration { return time.Millisecond },
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Run("SQLite", func(t *testing.T) { test(t, begin(t, filepath.Join(t.TempDir(), "queue.db"))) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, begin(t, postgres.New(t))) })
}

func begin(t testing.TB, address string) *bench {
	b := open(t, address, quick)
	b.exec(t, `CREATE TABLE effects (job BIGINT NOT NULL, note TEXT NOT NULL)`)
	return b
}

// open opens the queue at an address, as another process would.
func open(t testing.TB, address string, tuning queue.Tuning) *bench {
	t.Helper()
	db := connect(t, address)
	q, err := queue.OpenTuned(context.Background(), db, address, logger(t), tuning)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{q, db, address}
}

func connect(t testing.TB, address string) *sql.DB {
	t.Helper()
	driver, dsn, connections := "pgx", address, 8
	if !strings.HasPrefix(address, "postgres://") {
		driver, connections = "sqlite", 1
		dsn = "file:" + address + "?_txlock=immediate&_pragma=busy_timeout(60000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	t.Cleanup(func() { db.Close() })
	return db
}

// logger writes warnings to the output of the test.
func logger(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
}

func (b *bench) sqlite() bool { return !strings.HasPrefix(b.address, "postgres://") }

func (b *bench) exec(t testing.TB, statement string) {
	t.Helper()
	if _, err := b.db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// number runs a query for a number.
func (b *bench) number(t testing.TB, query string) (n int) {
	t.Helper()
	if err := b.db.QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

func (b *bench) insert(t testing.TB, jobs ...queue.NewJob) []int64 {
	t.Helper()
	ids, err := b.try(jobs...)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// try inserts jobs in their own transaction.
func (b *bench) try(jobs ...queue.NewJob) ([]int64, error) {
	tx, err := b.db.BeginTx(context.Background(), nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	ids, err := b.Insert(context.Background(), tx, jobs...)
	if err != nil {
		return nil, err
	}
	return ids, tx.Commit()
}

// work runs jobs until the test ends or stop is called.
func (b *bench) work(t testing.TB, workers int, handlers map[queue.Kind]queue.Handler) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Work(ctx, handlers, workers) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Work returned %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// note returns a done that inserts a row into the table of effects.
func note(j *queue.Job, text string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, fmt.Sprintf(`INSERT INTO effects VALUES (%d, '%s')`, j.ID, text))
		return err
	}
}

// noting is a handler that inserts the payload of the job, a string.
func noting(_ context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	var text string
	if err := json.Unmarshal(j.Payload, &text); err != nil {
		return nil, err
	}
	return note(j, text), nil
}

func (b *bench) job(t testing.TB, id int64) queue.Job {
	t.Helper()
	jobs, err := b.Jobs(context.Background(), queue.Filter{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(jobs, func(j queue.Job) bool { return j.ID == id })
	if i < 0 {
		t.Fatalf("no job %d among %d", id, len(jobs))
	}
	return jobs[i]
}

// patience is the limit of every wait; none takes nearly as long.
const patience = 2 * time.Minute

// until waits until a condition holds.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for !holds() {
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("timed out waiting for %s", what)
		}
	}
}

// finished waits until a job is done, failed or cancelled.
func (b *bench) finished(t testing.TB, id int64) (j queue.Job) {
	t.Helper()
	until(t, fmt.Sprintf("the end of job %d", id), func() bool {
		j = b.job(t, id)
		return j.State.Finished()
	})
	return j
}

// receive waits for a value.
func receive[T any](t testing.TB, what string, from <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(patience):
		t.Fatalf("timed out waiting for %s", what)
	}
	return v
}
