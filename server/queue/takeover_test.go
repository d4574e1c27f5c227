package queue_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"dateline/server/queue"
)

func TestTwoWorkersDoEveryJobOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		const jobs = 1000
		news := make([]queue.NewJob, jobs)
		for i := range news {
			news[i] = queue.NewJob{Kind: "note", Payload: fmt.Sprint(i), Key: fmt.Sprint(i)}
		}
		for _, w := range []*bench{b, open(t, b.address, quick)} {
			w.work(t, 4, map[queue.Kind]queue.Handler{"note": noting})
		}
		b.insert(t, news...)
		until(t, "all jobs", func() bool {
			counts, err := b.Counts(context.Background(), "")
			if err != nil {
				t.Fatal(err)
			}
			return counts["note"][queue.Done] == jobs
		})
		if n, of := b.number(t, `SELECT count(*) FROM effects`), b.number(t, `SELECT count(DISTINCT note) FROM effects`); n != jobs || of != jobs {
			t.Errorf("%d effects of %d jobs", n, of)
		}
	})
}

// victimVariable holds the address at which a process of this test works until it is
// killed.
const victimVariable = "QUEUE_TEST_VICTIM"

// brief lets go of the jobs of a dead worker soon.
var brief = queue.Tuning{Poll: quick.Poll, Backoff: quick.Backoff, Lease: 500 * time.Millisecond}

// victim begins jobs, says so and never ends one.
func victim(address string) {
	t := &testing.B{} // nothing of it but its Cleanup is used
	db := connect(t, address)
	q, err := queue.OpenTuned(context.Background(), db, address, slog.Default(), brief)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	err = q.Work(context.Background(), map[queue.Kind]queue.Handler{"note": func(context.Context, *queue.Job) (done, error) {
		fmt.Println("begun")
		select {}
	}}, 3)
	fmt.Fprintln(os.Stderr, err)
}

func TestTheJobsOfAKilledWorkerAreTakenOver(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ids := b.insert(t, queue.NewJob{Kind: "note", Payload: "1"}, queue.NewJob{Kind: "note", Payload: "2"}, queue.NewJob{Kind: "note", Payload: "3"})
		process := exec.Command(os.Args[0])
		process.Env = append(os.Environ(), victimVariable+"="+b.address)
		process.Stderr = t.Output()
		out, err := process.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := process.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = process.Process.Kill() })
		lines := bufio.NewScanner(out)
		for range ids {
			if !lines.Scan() {
				t.Fatal("the worker ended by itself")
			}
		}
		if err := process.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = process.Wait() // it says that it was killed

		open(t, b.address, brief).work(t, 2, map[queue.Kind]queue.Handler{"note": noting})
		for _, id := range ids {
			j := b.finished(t, id)
			if j.State != queue.Done || j.Attempt != 2 || len(j.Errors) != 1 || !strings.Contains(j.Errors[0].Error, fmt.Sprint(process.Process.Pid)) {
				t.Errorf("the job ended as %+v", j)
			}
		}
		if n := b.number(t, `SELECT count(*) FROM effects`); n != len(ids) {
			t.Errorf("%d effects of %d jobs", n, len(ids))
		}
	})
}

func TestAJobThatKillsItsWorkersFails(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ids := b.insert(t, queue.NewJob{Kind: "note", Payload: "1"}, queue.NewJob{Kind: "note", Payload: "2"})
		b.orphan(t, ids[0], queue.MaxAttempts)
		b.orphan(t, ids[1], queue.MaxAttempts-1)
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": noting})
		if j := b.finished(t, ids[0]); j.State != queue.Failed || len(j.Errors) != 1 {
			t.Errorf("the job ended as %+v", j)
		}
		if j := b.finished(t, ids[1]); j.State != queue.Done {
			t.Errorf("the job ended as %+v", j)
		}
	})
}

// orphan makes a job one whose worker has died at an attempt.
func (b *bench) orphan(t *testing.T, id int64, attempt int) {
	statement := `UPDATE river_job SET state = 'running', attempt = %d, attempted_at = now() - interval '1 day', attempted_by = array_append(attempted_by, 'dead') WHERE id = %d`
	if b.sqlite() {
		statement = `UPDATE queue_jobs SET state = 'running', attempt = %d, lease = 1, worker = 'dead' WHERE id = %d`
	}
	b.exec(t, fmt.Sprintf(statement, attempt, id))
}

// lapse makes the lease of a job end that runs for the first time.
func (b *bench) lapse(t *testing.T, id int64) {
	statement := `UPDATE river_job SET attempted_at = now() - interval '1 day' WHERE id = %d AND attempt = 1`
	if b.sqlite() {
		statement = `UPDATE queue_jobs SET lease = 1 WHERE id = %d AND attempt = 1`
	}
	b.exec(t, fmt.Sprintf(statement, id))
}

func TestAWorkerThatLostAJobWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.insert(t, queue.NewJob{Kind: "note"})[0]
		begun, late := make(chan int, 2), make(chan struct{})
		handler := func(_ context.Context, j *queue.Job) (done, error) {
			begun <- j.Attempt
			if j.Attempt == 1 {
				<-late
			}
			return note(j, fmt.Sprint(j.Attempt)), nil
		}
		stop := b.work(t, 2, map[queue.Kind]queue.Handler{"note": handler}) // it may be the one that takes over
		receive(t, "the first attempt", begun)
		open(t, b.address, quick).work(t, 1, map[queue.Kind]queue.Handler{"note": handler})
		until(t, "the second attempt", func() bool {
			b.lapse(t, id) // the first worker may have renewed its lease since
			select {
			case <-begun:
				return true
			default:
				return false
			}
		})
		b.finished(t, id)
		close(late)
		stop()
		if n := b.number(t, `SELECT count(*) FROM effects WHERE note = '2'`); n != b.number(t, `SELECT count(*) FROM effects`) || n != 1 {
			t.Errorf("%d effects of the second attempt, and others", n)
		}
		if j := b.job(t, id); j.State != queue.Done || j.Attempt != 2 {
			t.Errorf("the job is %+v", j)
		}
	})
}

func TestLeasesAreRenewed(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b = open(t, b.address, queue.Tuning{Poll: quick.Poll, Lease: 3 * time.Second})
		id := b.insert(t, queue.NewJob{Kind: "note"})[0]
		begun, end := make(chan int, 1), make(chan struct{})
		b.work(t, 1, map[queue.Kind]queue.Handler{"note": func(_ context.Context, j *queue.Job) (done, error) {
			begun <- j.Attempt
			<-end
			return nil, nil
		}})
		receive(t, "the job", begun)
		query := fmt.Sprintf(`SELECT (extract(epoch FROM attempted_at) * 1000)::bigint FROM river_job WHERE id = %d`, id)
		if b.sqlite() {
			query = fmt.Sprintf(`SELECT lease FROM queue_jobs WHERE id = %d`, id)
		}
		first := b.number(t, query)
		until(t, "the lease to be renewed twice", func() bool { return b.number(t, query) > first+1500 })
		close(end)
		if j := b.finished(t, id); j.Attempt != 1 || len(j.Errors) != 0 {
			t.Errorf("the job ended as %+v", j)
		}
	})
}
