package importer

import (
	"context"
	"errors"
	"sync"
	"time"

	"dateline/geo/fetch"
	"dateline/server/queue"
)

// hostEvery is the time between two requests to one host, of all processes that
// share the store.
const hostEvery = 2 * time.Second

// pace gives each job that wants a busy host a turn of its own, so that a thousand
// addresses of one host do not all ask for leave again at the same moment. Its zero
// value is ready.
type pace struct {
	mu    sync.Mutex
	turns map[string]time.Time // the last turn given away, by host
}

// turn returns how long the next job for a host has to wait, if it is busy for busy.
func (p *pace) turn(host string, now time.Time, busy time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	for h, last := range p.turns {
		if last.Before(now) {
			delete(p.turns, h)
		}
	}
	at := now.Add(busy)
	if last, ok := p.turns[host]; ok && last.Add(hostEvery).After(at) {
		at = last.Add(hostEvery)
	}
	if p.turns == nil {
		p.turns = map[string]time.Time{}
	}
	p.turns[host] = at
	return at.Sub(now)
}

// leave waits for no host: it returns [queue.Snooze] when the host of an address may
// not be asked now.
func (in *Importer) waitForHost(ctx context.Context, address string) error {
	host, now := fetch.Host(address), time.Now()
	busy, err := in.Store.ReserveHost(ctx, host, now, hostEvery)
	if err != nil {
		return err
	}
	if busy > 0 {
		return queue.Snooze(in.pace.turn(host, now, busy))
	}
	return nil
}

// patience is how long an address is tried that says that it wants to be asked later.
const patience = 3 * 24 * time.Hour

// postponed makes of an error that says when to ask again one that does so.
func (in *Importer) postponed(err error, address string, since time.Time) error {
	var retry *fetch.RetryError
	if !errors.As(err, &retry) || time.Since(since) > patience {
		return asPermanent(err)
	}
	return queue.Snooze(in.pace.turn(fetch.Host(address), time.Now(), retry.After))
}
