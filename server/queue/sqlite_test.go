package queue_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/queue"
)

func TestADoneThatEndsItsTransactionFailsAlone(t *testing.T) {
	b := begin(t, filepath.Join(t.TempDir(), "queue.db"))
	ids := b.insert(t, queue.NewJob{Kind: "note", Payload: "1"}, queue.NewJob{Kind: "note", Payload: "2"}, queue.NewJob{Kind: "note", Payload: "3"})
	b.work(t, 3, map[queue.Kind]queue.Handler{"note": func(ctx context.Context, j *queue.Job) (done, error) {
		if string(j.Payload) != `"2"` {
			return noting(ctx, j)
		}
		return func(_ context.Context, tx *sql.Tx) error { return tx.Rollback() }, nil
	}})
	for i, want := range []queue.State{queue.Done, queue.Failed, queue.Done} {
		if j := b.finished(t, ids[i]); j.State != want {
			t.Errorf("job %d ended as %+v", i, j)
		}
	}
	if n := b.number(t, `SELECT count(*) FROM effects`); n != 2 {
		t.Errorf("%d effects of 2 jobs", n)
	}
}

func TestTablesOfANewerVersion(t *testing.T) {
	file := filepath.Join(t.TempDir(), "queue.db")
	b := begin(t, file)
	b.exec(t, `INSERT INTO queue_version (version_id, is_applied) VALUES (99, 1)`)
	if _, err := queue.OpenSQLite(context.Background(), connect(t, file), queue.Options{Log: logger(t)}); !errors.Is(err, geo.ErrUnavailable) {
		t.Errorf("opened with %v", err)
	}
}

func TestProcessesOpenANewFileTogether(t *testing.T) {
	file := filepath.Join(t.TempDir(), "queue.db")
	var opening sync.WaitGroup
	for range 4 {
		db := connect(t, file)
		opening.Go(func() {
			if _, err := queue.OpenSQLite(context.Background(), db, queue.Options{Log: logger(t)}); err != nil {
				t.Error(err)
			}
		})
	}
	opening.Wait()
}

// clock is a clock that does not advance by itself.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestTheWaitBetweenAttemptsByTheClock(t *testing.T) {
	c := &clock{now: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}
	file := filepath.Join(t.TempDir(), "queue.db")
	b := open(t, file, queue.Tuning{Now: c.Now, Poll: quick.Poll})
	id := b.insert(t, queue.NewJob{Kind: "note", RunAt: c.Now().Add(time.Hour)})[0]
	attempts := make(chan int, queue.MaxAttempts)
	b.work(t, 1, map[queue.Kind]queue.Handler{"note": func(_ context.Context, j *queue.Job) (done, error) {
		attempts <- j.Attempt
		return nil, errors.New("no")
	}})
	wait := time.Hour
	for n := 1; n <= queue.MaxAttempts; n++ {
		c.advance(wait)
		if got := receive(t, "an attempt", attempts); got != n {
			t.Fatalf("attempt %d came as number %d", got, n)
		}
		until(t, "its failure", func() bool { return len(b.job(t, id).Errors) == n })
		j := b.job(t, id)
		wait = queue.Backoff(id, n).Truncate(time.Millisecond)
		if !j.Errors[n-1].At.Equal(c.Now()) || n < queue.MaxAttempts && !j.RunAt.Equal(c.Now().Add(wait)) {
			t.Errorf("after attempt %d the job is %+v; the time is %v", n, j, c.Now())
		}
	}
	if j := b.job(t, id); j.State != queue.Failed || !j.Finished.Equal(c.Now()) {
		t.Errorf("the job ended as %+v", j)
	}
}

func TestBackoffTriplesAndSpreads(t *testing.T) {
	for attempt, want := range map[int]time.Duration{1: 10 * time.Second, 2: 30 * time.Second, 5: 810 * time.Second, 9: 6 * time.Hour, 1000: 6 * time.Hour} {
		waits := map[time.Duration]bool{}
		for id := range int64(100) {
			w := queue.Backoff(id, attempt)
			if w < want*9/10 || w > want*11/10 || w != queue.Backoff(id, attempt) {
				t.Errorf("job %d waits %v after attempt %d, about %v wanted", id, w, attempt, want)
			}
			waits[w] = true
		}
		if len(waits) < 80 {
			t.Errorf("100 jobs wait only %d different times after attempt %d", len(waits), attempt)
		}
	}
}

// A damaged database ends the work with an error instead of being retried for ever.
func TestWorkOnADamagedDatabase(t *testing.T) {
	file := filepath.Join(t.TempDir(), "queue.db")
	b := begin(t, file)
	news := make([]queue.NewJob, 2000)
	for i := range news {
		news[i] = queue.NewJob{Kind: "note", Payload: strings.Repeat("text ", 100)}
	}
	b.insert(t, news...)
	b.exec(t, `PRAGMA wal_checkpoint(TRUNCATE)`)
	b.db.Close()
	contents, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(contents) / 2; i < len(contents); i++ {
		contents[i] = 0xff
	}
	if err := os.WriteFile(file, contents, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged := open(t, file, quick)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := damaged.Work(ctx, map[queue.Kind]queue.Handler{"note": noting}, 2); !errors.Is(err, geo.ErrCorrupt) {
		t.Errorf("Work returned %v", err)
	}
}
