package importer

import (
	"context"
	"fmt"
	"sync"
	"time"

	"dateline/geo/fetch"
	"dateline/server/queue"
	"dateline/server/store"
)

const (
	// scheduleInterval is the time between two queries for feeds that are due.
	scheduleInterval = 30 * time.Second
	// requeueInterval is the time between two searches for comparisons that have no job
	// because their job failed for good, such as one that was running when two
	// processes were killed.
	requeueInterval = 10 * time.Minute
	// firstInterval is the interval of polls until it is known how often a feed
	// changes.
	firstInterval = time.Hour
	// maxDue is how many feeds are queued in one transaction.
	maxDue = 100
)

// Work runs jobs on a number of workers until ctx is cancelled; unfinished jobs are
// then returned to the queue. Without a fetcher it leaves URLs and feeds to others.
func (im *Importer) Work(ctx context.Context, workers int) error {
	if err := im.requeue(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	scheduling, stop := context.WithCancel(ctx)
	var schedules sync.WaitGroup
	defer schedules.Wait()
	defer stop()
	schedules.Go(func() {
		every(scheduling, requeueInterval, func() {
			if err := im.requeue(scheduling); err != nil && scheduling.Err() == nil {
				im.Log.Warn("queueing comparisons failed; retrying", "error", err, "in", requeueInterval)
			}
			if _, err := im.Store.PurgeExpired(scheduling, time.Now()); err != nil && scheduling.Err() == nil {
				im.Log.Warn("emptying the trash failed; retrying", "error", err, "in", requeueInterval)
			}
		})
	})
	handlers := map[queue.Kind]queue.Handler{KindRead: im.read, KindParse: im.parse, KindIndex: im.compare}
	if im.Fetcher != nil {
		handlers[KindFetch], handlers[KindPoll] = im.fetch, im.poll
		schedules.Go(func() { im.schedulePolls(scheduling) })
	}
	return im.Queue.Work(ctx, handlers, workers)
}

// schedulePolls queues the polls of feeds as they become due, until ctx is cancelled.
func (im *Importer) schedulePolls(ctx context.Context) {
	poll := func() {
		if err := im.queueDue(ctx, time.Now()); err != nil && ctx.Err() == nil {
			im.Log.Warn("queueing the polls of feeds failed; retrying", "error", err, "in", scheduleInterval)
		}
	}
	poll()
	every(ctx, scheduleInterval, poll)
}

// every calls f at an interval until ctx is cancelled.
func every(ctx context.Context, interval time.Duration, f func()) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			f()
		case <-ctx.Done():
			return
		}
	}
}

// queueDue queues the polls of all feeds that are due. Several processes may call it: a
// feed has one job for each time that it is due.
func (im *Importer) queueDue(ctx context.Context, now time.Time) error {
	due, err := im.Store.DueFeeds(ctx, now, maxDue)
	if err != nil || len(due) == 0 {
		return err
	}
	jobs := make([]queue.NewJob, len(due))
	for i := range due {
		jobs[i] = newPoll(&due[i], "", int64(now.Sub(due[i].NextPoll)/time.Hour))
	}
	err = im.Store.Update(ctx, func(tx *store.Tx) error {
		_, err := im.Queue.Insert(ctx, tx.SQL(), jobs...)
		return err
	})
	if err != nil {
		return fmt.Errorf("queueing the polls of feeds: %w", err)
	}
	return nil
}

// newFeed returns a feed that is due now.
func newFeed(collection, address, title string) store.Feed {
	return store.Feed{
		Collection: collection, URL: address, Title: title,
		Interval: firstInterval, NextPoll: time.Now().UTC().Truncate(time.Millisecond),
	}
}

// schedulePoll sets the times of the poll that just ended and of the next one. interval
// is the shortest time between them; hasNew is set if the feed had new items.
func schedulePoll(f *store.Feed, interval time.Duration, hasNew bool) {
	f.LastPoll = time.Now().UTC()
	f.Interval = fetch.NextPoll(f.URL, f.Interval, interval, hasNew, f.Failures)
	f.NextPoll = f.LastPoll.Add(f.Interval)
}
