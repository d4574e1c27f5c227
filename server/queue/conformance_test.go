package queue_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/queue"
)

type done = func(context.Context, *sql.Tx) error

func TestJobsAreDone(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		before := time.Now().Add(-time.Second)
		id := b.insert(t, queue.NewJob{Kind: "note", Payload: "a\x00b", Key: "k", Group: "talks", Priority: 2})[0]
		if j := b.job(t, id); j.State != queue.Waiting || j.Attempt != 0 || !j.Finished.IsZero() {
			t.Errorf("a new job is %+v", j)
		}
		seen := make(chan queue.Job, 1)
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": func(_ context.Context, j *queue.Job) (done, error) {
			seen <- *j
			return note(j, "done"), nil
		}})
		inside, after := receive(t, "the handler", seen), b.finished(t, id)
		if inside.ID != id || string(inside.Payload) != `"a\u0000b"` || inside.Key != "k" || inside.Group != "talks" || inside.Attempt != 1 || inside.State != queue.Running {
			t.Errorf("the handler saw %+v", inside)
		}
		if after.State != queue.Done || after.Priority != 2 || after.Attempt != 1 || len(after.Errors) != 0 || after.Worker != inside.Worker || after.Worker == "" {
			t.Errorf("the job ended as %+v", after)
		}
		if after.Finished.Before(before) || after.Created.Before(before) || after.RunAt.Before(before) {
			t.Errorf("times of %+v", after)
		}
		if n := b.number(t, `SELECT count(*) FROM effects`); n != 1 {
			t.Errorf("%d effects", n)
		}
	})
}

func TestJobsOfARolledBackTransactionAreNone(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		tx, err := b.db.BeginTx(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if ids, err := b.Insert(context.Background(), tx, queue.NewJob{Kind: "note"}); err != nil || len(ids) != 1 || ids[0] == 0 {
			t.Fatal(ids, err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		if jobs, err := b.Jobs(context.Background(), queue.Filter{}); err != nil || len(jobs) != 0 {
			t.Error(jobs, err)
		}
	})
}

func TestKeysAreUnique(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		first := queue.NewJob{Kind: "note", Payload: "first", Key: "k"}
		ids := b.insert(t, first, first, queue.NewJob{Kind: "other", Key: "k"}, queue.NewJob{Kind: "note", Payload: "", Key: ""}, queue.NewJob{Kind: "note", Payload: ""})
		if ids[0] == 0 || ids[1] != 0 || ids[2] == 0 || ids[3] == 0 || ids[4] == 0 {
			t.Errorf("inserted %v", ids)
		}
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": noting})
		b.finished(t, ids[0])
		if again := b.insert(t, first); again[0] != 0 {
			t.Errorf("the key of a finished job was taken again: %v", again)
		}
		if n, err := b.Prune(context.Background(), time.Hour); err != nil || n != 0 {
			t.Errorf("pruned %d jobs of the last hour, error %v", n, err)
		}
		b.finished(t, ids[3])
		b.finished(t, ids[4])
		if n, err := b.Prune(context.Background(), -time.Second); err != nil || n != 3 {
			t.Errorf("pruned %d jobs, error %v", n, err)
		}
		if again := b.insert(t, first); again[0] == 0 {
			t.Error("the key of a pruned job is still taken")
		}
	})
}

func TestAFailedDoneIsUndoneAlone(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var jobs []queue.NewJob
		for i := range 20 {
			jobs = append(jobs, queue.NewJob{Kind: "note", Payload: i})
		}
		ids := b.insert(t, jobs...)
		b.work(t, 8, map[queue.Kind]queue.Handler{"note": func(_ context.Context, j *queue.Job) (done, error) {
			return func(ctx context.Context, tx *sql.Tx) error {
				if err := note(j, "written")(ctx, tx); err != nil {
					return err
				}
				if string(j.Payload) == "7" {
					return queue.Permanent(errors.New("this one may not"))
				}
				if string(j.Payload) == "8" {
					panic("nor this one")
				}
				return nil
			}, nil
		}})
		for i, id := range ids {
			want := queue.Done
			if i == 7 {
				want = queue.Failed
			}
			if i == 8 {
				continue
			}
			if j := b.finished(t, id); j.State != want {
				t.Errorf("job %d is %+v", i, j)
			}
		}
		if j := b.finished(t, ids[8]); j.State != queue.Failed || len(j.Errors) != queue.MaxAttempts || !strings.Contains(j.Errors[0].Stack, "conformance_test.go") {
			t.Errorf("the job that panics is %+v", j)
		}
		if n := b.number(t, `SELECT count(*) FROM effects`); n != 18 {
			t.Errorf("%d effects of 18 jobs", n)
		}
	})
}

func TestFailuresAreTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.insert(t, queue.NewJob{Kind: "note"})[0]
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": func(_ context.Context, j *queue.Job) (done, error) {
			if j.Attempt < 3 {
				return nil, fmt.Errorf("attempt %d\x00\xff", j.Attempt)
			}
			return note(j, "at last"), nil
		}})
		j := b.finished(t, id)
		if j.State != queue.Done || j.Attempt != 3 || len(j.Errors) != 2 {
			t.Fatalf("the job ended as %+v", j)
		}
		if e := j.Errors[1]; e.Attempt != 2 || e.Error != "attempt 2\uFFFD\uFFFD" || e.At.IsZero() || e.Stack != "" {
			t.Errorf("the second failure is %+v", e)
		}
	})
}

func TestJobsWaitBetweenAttempts(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b = open(t, b.address, queue.Tuning{Poll: quick.Poll})
		id := b.insert(t, queue.NewJob{Kind: "note"})[0]
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": func(context.Context, *queue.Job) (done, error) {
			return nil, errors.New("not now")
		}})
		until(t, "a failure", func() bool { return len(b.job(t, id).Errors) > 0 })
		j := b.job(t, id)
		if j.State != queue.Retrying || j.RunAt.Sub(j.Errors[0].At) < queue.Backoff(id, 1)-time.Second {
			t.Errorf("after a failure the job is %+v", j)
		}
	})
}

func TestAPermanentFailureIsTheLast(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.insert(t, queue.NewJob{Kind: "note"})[0]
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": func(_ context.Context, j *queue.Job) (done, error) {
			if j.Attempt == 1 {
				return nil, fmt.Errorf("reading it: %w", queue.Permanent(geo.ErrInput))
			}
			return note(j, "after all"), nil
		}})
		if j := b.finished(t, id); j.State != queue.Failed || j.Attempt != 1 || len(j.Errors) != 1 || j.Errors[0].Error != "reading it: bad input" {
			t.Errorf("the job ended as %+v", j)
		}
		if err := b.Retry(context.Background(), id); err != nil {
			t.Fatal(err)
		}
		until(t, "the second attempt", func() bool { return b.job(t, id).State == queue.Done })
	})
}

func TestSnoozeIsNoFailure(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.insert(t, queue.NewJob{Kind: "note"})[0]
		asked := make(chan int, 1)
		wait := time.Hour
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": func(_ context.Context, j *queue.Job) (done, error) {
			asked <- j.Attempt
			if len(asked) == 1 && wait > 0 {
				return nil, fmt.Errorf("the host is busy: %w", queue.Snooze(wait))
			}
			return nil, nil
		}})
		until(t, "the first attempt", func() bool { return len(asked) == 1 && b.job(t, id).State == queue.Waiting })
		if j := b.job(t, id); j.Attempt != 0 || len(j.Errors) != 0 || time.Until(j.RunAt) < wait/2 {
			t.Errorf("the snoozed job is %+v", j)
		}
		<-asked
		wait = 0
		if err := b.Retry(context.Background(), id); err != nil {
			t.Fatal(err)
		}
		if j := b.finished(t, id); j.State != queue.Done || j.Attempt != 1 {
			t.Errorf("the job ended as %+v", j)
		}
	})
}

func TestAPanicIsAFailure(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ids := b.insert(t, queue.NewJob{Kind: "note", Payload: "panic"}, queue.NewJob{Kind: "note", Payload: "fine"})
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": func(ctx context.Context, j *queue.Job) (done, error) {
			if string(j.Payload) == `"panic"` && j.Attempt == 1 {
				panic("a bug")
			}
			return noting(ctx, j)
		}})
		j := b.finished(t, ids[0])
		if len(j.Errors) != 1 || j.Errors[0].Error != "panic: a bug" || !strings.Contains(j.Errors[0].Stack, "TestAPanicIsAFailure") {
			t.Errorf("the job ended as %+v", j)
		}
		b.finished(t, ids[1])
	})
}

func TestCancel(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ctx := context.Background()
		ids := b.insert(t, queue.NewJob{Kind: "block", Payload: "here"}, queue.NewJob{Kind: "block", Payload: "elsewhere"}, queue.NewJob{Kind: "block", RunAt: time.Now().Add(time.Hour)})
		begun := make(chan int64, 2)
		b.work(t, 2, map[queue.Kind]queue.Handler{"block": func(ctx context.Context, j *queue.Job) (done, error) {
			begun <- j.ID
			<-ctx.Done()
			return note(j, "not to be written"), ctx.Err()
		}})
		receive(t, "a job", begun)
		receive(t, "a job", begun)
		other := open(t, b.address, quick)
		for i, q := range []queue.Queue{b, other, other} {
			if err := q.Cancel(ctx, ids[i]); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range ids {
			if j := b.finished(t, id); j.State != queue.Cancelled {
				t.Errorf("the job ended as %+v", j)
			}
		}
		if err := b.Cancel(ctx, ids[0]); err != nil {
			t.Errorf("cancelling a job that has ended: %v", err)
		}
		for _, err := range []error{b.Cancel(ctx, 1<<40), b.Retry(ctx, 1<<40)} {
			if !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("without such a job: %v", err)
			}
		}
	})
}

func TestAWorkerThatIsToldToEndGivesItsJobsBack(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.insert(t, queue.NewJob{Kind: "block"})[0]
		begun := make(chan int, 2)
		stop := b.work(t, 2, map[queue.Kind]queue.Handler{"block": func(ctx context.Context, j *queue.Job) (done, error) {
			begun <- j.Attempt
			<-ctx.Done()
			return nil, fmt.Errorf("cut off: %w", ctx.Err())
		}})
		receive(t, "the job", begun)
		stop()
		if j := b.job(t, id); j.State != queue.Waiting || j.Attempt != 0 || len(j.Errors) != 0 {
			t.Errorf("the job that was given back is %+v", j)
		}
	})
}

func TestTheMostUrgentComesFirst(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.insert(t,
			queue.NewJob{Kind: "note", Payload: 4, Priority: 3}, queue.NewJob{Kind: "other", Payload: 2, Priority: 1},
			queue.NewJob{Kind: "note", Payload: 1}, queue.NewJob{Kind: "note", Payload: 3, Priority: 1},
			queue.NewJob{Kind: "note", Payload: 5, RunAt: time.Now().Add(time.Hour)}, queue.NewJob{Kind: "unknown", Payload: 6})
		order := make(chan string, 6)
		h := func(_ context.Context, j *queue.Job) (done, error) {
			order <- string(j.Payload)
			return nil, nil
		}
		b.work(t, 1, map[queue.Kind]queue.Handler{"note": h, "other": h})
		for want := range 4 {
			if got := receive(t, "a job", order); got != fmt.Sprint(want+1) {
				t.Errorf("%s came as number %d", got, want+1)
			}
		}
		waiting, err := b.Jobs(context.Background(), queue.Filter{States: []queue.State{queue.Waiting}})
		if err != nil || len(waiting) != 2 {
			t.Errorf("waiting are %+v, error %v", waiting, err)
		}
	})
}

func TestCountsAndLists(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ctx := context.Background()
		var jobs []queue.NewJob
		for i := range 2500 {
			jobs = append(jobs, queue.NewJob{Kind: queue.Kind(fmt.Sprintf("kind%d", i%2)), Group: fmt.Sprintf("group %d", i%100), Payload: i})
		}
		ids := b.insert(t, jobs...)
		if err := b.Cancel(ctx, ids[42]); err != nil {
			t.Fatal(err)
		}
		for i := range 100 {
			counts, err := b.Counts(ctx, fmt.Sprintf("group %d", i), "")
			kind := queue.Kind(fmt.Sprintf("kind%d", i%2))
			want := map[queue.State]int{queue.Waiting: 25}
			if i == 42 {
				want = map[queue.State]int{queue.Waiting: 24, queue.Cancelled: 1}
			}
			if err != nil || fmt.Sprint(counts) != fmt.Sprint(map[queue.Kind]map[queue.State]int{kind: want}) {
				t.Fatalf("group %d counts %v, error %v", i, counts, err)
			}
		}
		all, err := b.Counts(ctx, "", "")
		if err != nil || all["kind0"][queue.Waiting] != 1249 || all["kind0"][queue.Cancelled] != 1 || all["kind1"][queue.Waiting] != 1250 {
			t.Errorf("all are %v, error %v", all, err)
		}
		f := queue.Filter{Group: "group 42", Kinds: []queue.Kind{"kind0", "kind1"}, States: []queue.State{queue.Waiting, queue.Failed}, Limit: 20}
		newest, err := b.Jobs(ctx, f)
		if err != nil || len(newest) != 20 || newest[0].ID != ids[2442] {
			t.Fatalf("%d jobs, error %v", len(newest), err)
		}
		f.Before = newest[19].ID
		if older, err := b.Jobs(ctx, f); err != nil || len(older) != 4 || older[3].ID != ids[142] {
			t.Errorf("the next page is %+v, error %v", older, err)
		}
	})
}

func TestWhatIsNoJob(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		for _, n := range []queue.NewJob{
			{Kind: ""}, {Kind: "Two words"}, {Kind: "note", Priority: 4}, {Kind: "note", Priority: -1},
			{Kind: "note", Key: "a\x00"}, {Kind: "note", Group: "\xff"}, {Kind: "note", Payload: func() {}}, {Kind: "note", Payload: json.RawMessage("{")},
		} {
			if _, err := b.try(queue.NewJob{Kind: "fine"}, n); !errors.Is(err, geo.ErrInput) {
				t.Errorf("%+v: %v", n, err)
			}
		}
		if ids, err := b.try(); err != nil || len(ids) != 0 {
			t.Errorf("no job: %v, %v", ids, err)
		}
	})
}

// RetryAfter stores its reason, and counts no attempt however often it is returned.
func TestRetryAfterStoresItsReason(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.insert(t, queue.NewJob{Kind: "note"})[0]
		var attempts atomic.Int64
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": func(context.Context, *queue.Job) (done, error) {
			n := attempts.Add(1)
			if n <= queue.MaxAttempts+1 {
				return nil, queue.RetryAfter(0, fmt.Errorf("the host is busy: %d", n))
			}
			return nil, nil
		}})
		j := b.finished(t, id)
		if j.State != queue.Done || j.Attempt != 1 || len(j.Errors) != 11 || j.Errors[1].Error != "the host is busy: 2" || j.LastError() != "the host is busy: 11" {
			t.Errorf("the job ended as %+v", j)
		}
	})
}

// Changed is closed when an attempt has ended, with its result to be seen.
func TestChangedWakes(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		changed := b.Changed()
		id := b.insert(t, queue.NewJob{Kind: "note", Payload: "text"})[0]
		b.work(t, 1, map[queue.Kind]queue.Handler{"note": noting})
		receive(t, "a change", changed)
		if j := b.job(t, id); j.State != queue.Done {
			t.Errorf("at the change the job is %+v", j)
		}
	})
}

func TestBatchesAreCountedAndListed(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ids := b.insert(t,
			queue.NewJob{Kind: "note", Group: "talks", Batch: "first"}, queue.NewJob{Kind: "note", Group: "talks", Batch: "second"},
			queue.NewJob{Kind: "note", Group: "talks"}, queue.NewJob{Kind: "other", Group: "talks", Batch: "first"})
		counts, err := b.Counts(context.Background(), "talks", "first")
		if err != nil || counts["note"][queue.Waiting] != 1 || counts["other"][queue.Waiting] != 1 {
			t.Errorf("counts are %v, error %v", counts, err)
		}
		jobs, err := b.Jobs(context.Background(), queue.Filter{Batch: "first"})
		if err != nil || len(jobs) != 2 || jobs[0].ID != ids[3] || jobs[1].ID != ids[0] || jobs[1].Batch != "first" {
			t.Errorf("jobs are %+v, error %v", jobs, err)
		}
	})
}

// A job that is postponed with a reason is to be retried, although no attempt counts.
func TestAPostponedJobIsRetrying(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.insert(t, queue.NewJob{Kind: "note"})[0]
		b.work(t, 1, map[queue.Kind]queue.Handler{"note": func(context.Context, *queue.Job) (done, error) {
			return nil, queue.RetryAfter(time.Hour, errors.New("the host is busy"))
		}})
		until(t, "the reason", func() bool { j := b.job(t, id); return j.LastError() != "" && j.State != queue.Running })
		if j := b.job(t, id); j.State != queue.Retrying || j.Attempt != 0 || time.Until(j.RunAt) < time.Hour/2 {
			t.Errorf("the job is %+v", j)
		}
		if counts, err := b.Counts(context.Background(), "", ""); err != nil || counts["note"][queue.Retrying] != 1 {
			t.Errorf("counts are %v, error %v", counts, err)
		}
	})
}
