package importer

import (
	"context"
	"sync"
	"time"

	"dateline/server/queue"
)

// lookEvery is how often feeds that are due are looked for.
const lookEvery = 30 * time.Second

// Work does jobs, as many at once as there are workers, until ctx ends; what is not
// finished then is given back. Without a fetcher it leaves fetching and polling to
// others.
func (in *Importer) Work(ctx context.Context, workers int) error {
	if err := in.requeue(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	handlers := map[queue.Kind]queue.Handler{KindRead: in.read, KindParse: in.parse, KindIndex: in.index}
	if in.Fetcher != nil {
		handlers[KindFetch], handlers[KindPoll] = in.fetch, in.poll
		ctx, stop := context.WithCancel(ctx)
		var watching sync.WaitGroup
		defer watching.Wait()
		defer stop()
		watching.Go(func() { in.watch(ctx) })
	}
	return in.Queue.Work(ctx, handlers, workers)
}

// watch queues the polls of feeds as they come due.
func (in *Importer) watch(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := in.schedule(ctx, time.Now()); err != nil && ctx.Err() == nil {
			in.Log.Warn("feeds that are due were not queued; trying again", "error", err, "in", lookEvery)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
