package queue_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"dateline/server/internal/postgres"
	"dateline/server/queue"
)

// BenchmarkWork measures jobs that each insert one row in the transaction that
// completes them, by number of workers.
func BenchmarkWork(b *testing.B) {
	for name, address := range addresses(b) {
		for _, workers := range []int{1, 2, 4} {
			b.Run(fmt.Sprintf("%s/workers=%d", name, workers), func(b *testing.B) { benchmarkWork(b, address(), workers) })
		}
	}
}

func benchmarkWork(b *testing.B, address string, workers int) {
	q := begin(b, address)
	var left atomic.Int64
	left.Store(int64(b.N))
	last := make(chan struct{}, 1)
	handler := func(ctx context.Context, j *queue.Job) (done, error) {
		if left.Add(-1) == 0 {
			last <- struct{}{}
		}
		return noting(ctx, j)
	}
	news := make([]queue.NewJob, b.N)
	for i := range news {
		news[i] = queue.NewJob{Kind: "note", Payload: "text", Key: fmt.Sprint(i), Group: "talks"}
	}
	q.insert(b, news...)
	b.ResetTimer()
	stop := q.work(b, workers, map[queue.Kind]queue.Handler{"note": handler})
	receive(b, "the last job", last)
	until(b, "all jobs", func() bool {
		n, err := q.Counts(context.Background(), "talks", "")
		return err == nil && n["note"][queue.Done] == b.N
	})
	stop()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
}

// BenchmarkInsert inserts jobs with keys, a thousand in a transaction.
func BenchmarkInsert(b *testing.B) {
	for name, address := range addresses(b) {
		b.Run(name, func(b *testing.B) {
			q := begin(b, address())
			b.ResetTimer()
			for from := 0; from < b.N; from += 1000 {
				var news []queue.NewJob
				for i := from; i < min(from+1000, b.N); i++ {
					news = append(news, queue.NewJob{Kind: "note", Payload: "text", Key: fmt.Sprint(i), Group: "talks"})
				}
				q.insert(b, news...)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
		})
	}
}

// addresses are of the databases there are, each made when it is asked for.
func addresses(b *testing.B) map[string]func() string {
	all := map[string]func() string{"SQLite": func() string { return filepath.Join(b.TempDir(), fmt.Sprint(b.N)+".db") }}
	if os.Getenv(postgres.Variable) != "" {
		all["PostgreSQL"] = func() string { return postgres.New(b) }
	}
	return all
}
