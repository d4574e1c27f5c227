package importer

import (
	"context"
	"errors"
	"sync"
	"time"

	"dateline/geo/fetch"
	"dateline/server/queue"
)

// hostTurns gives each job that waits for a host its own turn, so that a thousand URLs
// of one host are not all retried at the same moment. Its zero value is ready to use.
type hostTurns struct {
	mu   sync.Mutex
	last map[string]time.Time // the last turn given, by host
}

// next returns how long the next job for a host waits if the host is busy for a time.
func (t *hostTurns) next(host string, now time.Time, busy, interval time.Duration) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	for h, last := range t.last {
		if last.Before(now) {
			delete(t.last, h)
		}
	}
	at := now.Add(busy)
	if last, ok := t.last[host]; ok && last.Add(interval).After(at) {
		at = last.Add(interval)
	}
	if t.last == nil {
		t.last = map[string]time.Time{}
	}
	t.last[host] = at
	return at.Sub(now)
}

// waitForHost returns [queue.Snooze] if the host of a URL accepts no request now.
func (im *Importer) waitForHost(ctx context.Context, address string) error {
	host, now := fetch.Host(address), time.Now()
	busy, err := im.Store.ReserveHost(ctx, host, now, im.HostInterval)
	if err != nil {
		return err
	}
	if busy > 0 {
		return queue.Snooze(im.turns.next(host, now, busy, im.HostInterval))
	}
	return nil
}

// maxPostponed is how long a URL is retried whose server requests a delay.
const maxPostponed = 3 * 24 * time.Hour

// asRetry turns the error of a request into one of the queue: [queue.RetryAfter] if the
// server requested a delay, [queue.Permanent] if another attempt is useless.
// since is the time of the first attempt.
func (im *Importer) asRetry(err error, address string, since time.Time) error {
	if retry, ok := errors.AsType[*fetch.RetryError](err); ok && time.Since(since) <= maxPostponed {
		return queue.RetryAfter(im.turns.next(fetch.Host(address), time.Now(), retry.After, im.HostInterval), err)
	}
	return asPermanent(err)
}
