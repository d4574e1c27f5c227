package queue_test

import (
	"context"
	"fmt"
	"testing"

	"dateline/server/internal/postgres"
	"dateline/server/queue"
)

func TestWorkContinuesAfterPostgreSQLWasUnavailable(t *testing.T) {
	b := begin(t, postgres.New(t))
	const jobs = 40
	news := make([]queue.NewJob, jobs)
	for i := range news {
		news[i] = queue.NewJob{Kind: "note", Payload: fmt.Sprint(i)}
	}
	ids := b.insert(t, news...)
	begun, end := make(chan struct{}, jobs), make(chan struct{})
	b = open(t, b.address, shortLease)
	b.work(t, 4, map[queue.Kind]queue.Handler{"note": func(ctx context.Context, j *queue.Job) (done, error) {
		begun <- struct{}{}
		<-end
		return noting(ctx, j)
	}})
	for range 4 {
		receive(t, "four jobs", begun)
	}
	postgres.SetUnavailable(t, b.address, true)
	close(end) // their handlers return while the database is unavailable
	refused := connect(t, b.address)
	until(t, "the database to be unavailable", func() bool { return refused.PingContext(context.Background()) != nil })
	postgres.SetUnavailable(t, b.address, false)
	until(t, "all jobs", func() bool {
		counts, err := b.Counts(context.Background(), "", "")
		return err == nil && counts["note"][queue.Done] == jobs
	})
	if n, of := b.number(t, `SELECT count(*) FROM effects`), b.number(t, `SELECT count(DISTINCT note) FROM effects`); n != jobs || of != jobs {
		t.Errorf("%d effects of %d jobs", n, of)
	}
	if j := b.job(t, ids[0]); j.State != queue.Done {
		t.Errorf("the first job is %+v", j)
	}
}
