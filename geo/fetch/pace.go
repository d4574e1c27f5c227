package fetch

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Pacer gives leave to visit hosts.
type Pacer interface {
	// ReserveHost returns 0 and gives nobody else leave until every has passed, or
	// returns how long to wait before asking for leave again.
	ReserveHost(ctx context.Context, host string, now time.Time, every time.Duration) (wait time.Duration, err error)
}

// memory is the pacer of one process. Its zero value is ready.
type memory struct {
	mu   sync.Mutex
	free map[string]time.Time // when a host may be visited again
}

func (m *memory) ReserveHost(_ context.Context, host string, now time.Time, every time.Duration) (time.Duration, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at := m.free[host]; at.After(now) {
		return at.Sub(now), nil
	}
	for h, at := range m.free {
		if !at.After(now) {
			delete(m.free, h)
		}
	}
	if m.free == nil {
		m.free = map[string]time.Time{}
	}
	m.free[host] = now.Add(every)
	return 0, nil
}

// locks lets one at a time do something about a name. Its zero value is ready.
type locks struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when let go
}

// hold waits until it has the name, or the context ends; release lets it go.
func (l *locks) hold(ctx context.Context, name string) (release func(), err error) {
	for {
		l.mu.Lock()
		held, busy := l.held[name]
		if !busy {
			mine := make(chan struct{})
			if l.held == nil {
				l.held = map[string]chan struct{}{}
			}
			l.held[name] = mine
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				defer l.mu.Unlock()
				delete(l.held, name)
				close(mine)
			}, nil
		}
		l.mu.Unlock()
		select {
		case <-held:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// turn waits for a turn with a host: until nobody of this process is being answered
// by it and the pacer gives leave, which it is not asked for if every is 0. It waits
// for no longer than the fetcher's patience; the error then is a [RetryError].
func (f *Fetcher) turn(ctx context.Context, host string, every time.Duration) (done func(), err error) {
	until := f.now().Add(f.patience)
	waiting, cancel := context.WithTimeout(ctx, f.patience)
	defer cancel()
	done, err = f.busy.hold(waiting, host)
	switch {
	case err != nil && ctx.Err() == nil:
		return nil, &RetryError{leastRetry, host + " is still answering another request"}
	case err != nil:
		return nil, ctx.Err()
	}
	if every > 0 {
		err = f.leave(ctx, host, every, until)
	}
	if err != nil {
		done()
		return nil, err
	}
	return done, nil
}

// leave waits until the pacer gives leave.
func (f *Fetcher) leave(ctx context.Context, host string, every time.Duration, until time.Time) error {
	for {
		wait, err := f.pacer.ReserveHost(ctx, host, f.now(), every)
		switch {
		case err != nil:
			return fmt.Errorf("asking for leave to visit %s: %w", host, err)
		case wait <= 0:
			return nil
		case f.now().Add(wait).After(until):
			return &RetryError{within(wait), host + " was visited a short while ago"}
		}
		if err := f.sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// sleep waits, unless the context ends before.
func sleep(ctx context.Context, wait time.Duration) error {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
