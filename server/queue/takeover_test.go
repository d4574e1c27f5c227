package queue_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
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
		const jobs = 400
		news := make([]queue.NewJob, jobs)
		for i := range news {
			news[i] = queue.NewJob{Kind: "note", Payload: fmt.Sprint(i), Key: fmt.Sprint(i)}
		}
		for _, w := range []*bench{b, open(t, b.address, quick)} {
			w.work(t, 4, map[queue.Kind]queue.Handler{"note": noting})
		}
		b.insert(t, news...)
		until(t, "all jobs", func() bool {
			counts, err := b.Counts(context.Background(), "", "")
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

// victimVariable has the address of the database on which a process of these tests
// works until it dies.
const victimVariable = "QUEUE_TEST_VICTIM"

// shortLease makes the leases of a dead worker expire soon.
var shortLease = queue.Tuning{Poll: quick.Poll, Backoff: quick.Backoff, CrashDelay: quick.CrashDelay, Lease: 500 * time.Millisecond}

// runVictim works on jobs: "hang" prints a line and never returns, "crash" kills the
// process, others insert their payload.
func runVictim(address string) {
	t := &testing.B{} // only its Cleanup is used
	db := connect(t, address)
	q, err := queue.OpenTuned(context.Background(), db, address, slog.Default(), quick)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	err = q.Work(context.Background(), map[queue.Kind]queue.Handler{"note": func(ctx context.Context, j *queue.Job) (done, error) {
		switch string(j.Payload) {
		case `"hang"`:
			fmt.Println("started")
			select {}
		case `"crash"`:
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Kill()
			}
			fmt.Fprintln(os.Stderr, err)
			select {}
		}
		return noting(ctx, j)
	}}, 3)
	fmt.Fprintln(os.Stderr, err)
}

// startVictim starts a process that works on a database.
func startVictim(t *testing.T, address string) (process *exec.Cmd, out io.Reader) {
	t.Helper()
	process = exec.Command(os.Args[0])
	process.Env = append(os.Environ(), victimVariable+"="+address)
	process.Stderr = t.Output()
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = process.Process.Kill() })
	return process, out
}

// The jobs of a killed process on this machine are taken over at once, although its
// leases last longer than the test waits.
func TestTakeOverFromAKilledProcess(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ids := b.insert(t, queue.NewJob{Kind: "note", Payload: "hang"}, queue.NewJob{Kind: "note", Payload: "hang"}, queue.NewJob{Kind: "note", Payload: "hang"})
		process, out := startVictim(t, b.address)
		lines := bufio.NewScanner(out)
		for range ids {
			if !lines.Scan() {
				t.Fatal("the worker ended by itself")
			}
		}
		if err := process.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = process.Wait() // its error is the kill

		b.work(t, 2, map[queue.Kind]queue.Handler{"note": noting})
		for _, id := range ids {
			j := b.finished(t, id)
			if j.State != queue.Done || j.Attempt != 2 || j.Crashes != 1 || len(j.Errors) != 1 || !strings.Contains(j.Errors[0].Error, fmt.Sprint(process.Process.Pid)) {
				t.Errorf("the job ended as %+v", j)
			}
		}
		if n := b.number(t, `SELECT count(*) FROM effects`); n != len(ids) {
			t.Errorf("%d effects of %d jobs", n, len(ids))
		}
	})
}

// A job that kills its process twice fails and does not run a third time; the jobs
// that ran beside it are done.
func TestAJobThatCrashesTheProcess(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		const jobs, crashing = 60, 30
		news := make([]queue.NewJob, jobs)
		for i := range news {
			news[i] = queue.NewJob{Kind: "note", Payload: fmt.Sprint(i)}
		}
		news[crashing].Payload = "crash"
		ids := b.insert(t, news...)
		for range queue.MaxCrashes {
			process, _ := startVictim(t, b.address)
			if err := process.Wait(); err == nil {
				t.Fatal("the process did not die")
			}
		}
		b.work(t, 2, map[queue.Kind]queue.Handler{"note": noting})
		for i, id := range ids {
			j := b.finished(t, id)
			switch {
			case i == crashing && (j.State != queue.Failed || !strings.Contains(j.LastError(), "died twice")):
				t.Errorf("the job that crashes ended as %+v", j)
			case i != crashing && j.State != queue.Done:
				t.Errorf("job %d ended as %+v", i, j)
			}
		}
		if n := b.number(t, `SELECT count(*) FROM effects`); n != jobs-1 {
			t.Errorf("%d effects of %d jobs", n, jobs-1)
		}
		if err := b.Retry(context.Background(), ids[crashing]); err != nil {
			t.Fatal(err)
		}
		until(t, "the job that is retried", func() bool { return b.job(t, ids[crashing]).State == queue.Done })
	})
}

// A job that goes on from where it was interrupted is not blamed for the deaths of its process: it runs until it is
// done or its attempts are used up.
func TestAResumableJobOutlivesItsProcesses(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		tuning := quick
		tuning.Resumable = []queue.Kind{"index"}
		b = open(t, b.address, tuning)
		id := b.insert(t, queue.NewJob{Kind: "index", Payload: "1"})[0]
		for crashes := range queue.MaxCrashes + 1 {
			b.orphan(t, id, crashes+1)
			stop := b.work(t, 1, map[queue.Kind]queue.Handler{"other": noting})
			until(t, "the job to be taken over", func() bool { return b.job(t, id).Crashes == crashes+1 })
			stop()
		}
		if j := b.job(t, id); j.State != queue.Retrying {
			t.Errorf("after %d crashes the job is %+v", j.Crashes, j)
		}
		b.work(t, 1, map[queue.Kind]queue.Handler{"index": noting})
		if j := b.finished(t, id); j.State != queue.Done {
			t.Errorf("the job ended as %+v", j)
		}
	})
}

func TestAttemptsThatLoseTheirWorkerAreLimited(t *testing.T) {
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

// A lease that ends later than any lease can is from before the clock was set back.
func TestTheClockIsSetBack(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.insert(t, queue.NewJob{Kind: "note", Payload: "1"})[0]
		b.orphan(t, id, 1)
		statement := `UPDATE river_job SET attempted_at = now() + interval '1 day' WHERE id = %d`
		if b.sqlite() {
			statement = fmt.Sprintf(`UPDATE queue_jobs SET lease = %d WHERE id = %%d`, time.Now().Add(24*time.Hour).UnixMilli())
		}
		b.exec(t, fmt.Sprintf(statement, id))
		b.work(t, 1, map[queue.Kind]queue.Handler{"note": noting})
		if j := b.finished(t, id); j.State != queue.Done {
			t.Errorf("the job ended as %+v", j)
		}
	})
}

// orphan makes a job one whose worker died at an attempt.
func (b *bench) orphan(t *testing.T, id int64, attempt int) {
	statement := `UPDATE river_job SET state = 'running', attempt = %d, attempted_at = now() - interval '1 day', attempted_by = array_append(attempted_by, 'dead') WHERE id = %d`
	if b.sqlite() {
		statement = `UPDATE queue_jobs SET state = 'running', attempt = %d, lease = 1, worker = 'dead' WHERE id = %d`
	}
	b.exec(t, fmt.Sprintf(statement, attempt, id))
}

// lapse expires the lease of a job at its first attempt.
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
		stop := b.work(t, 2, map[queue.Kind]queue.Handler{"note": handler})
		receive(t, "the first attempt", begun)
		open(t, b.address, quick).work(t, 1, map[queue.Kind]queue.Handler{"note": handler})
		until(t, "the second attempt", func() bool {
			b.lapse(t, id) // the first worker may have renewed its lease
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
		b = open(t, b.address, queue.Tuning{Poll: quick.Poll, Lease: 150 * time.Millisecond})
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
		until(t, "the lease to be renewed twice", func() bool { return b.number(t, query) > first+75 })
		close(end)
		if j := b.finished(t, id); j.Attempt != 1 || len(j.Errors) != 0 {
			t.Errorf("the job ended as %+v", j)
		}
	})
}
