package fetch

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// HostLimiter spaces the requests to a host, possibly across processes.
type HostLimiter interface {
	// ReserveHost returns 0 and reserves the host for interval from now, or returns the
	// time to wait before the next attempt.
	ReserveHost(ctx context.Context, host string, now time.Time, interval time.Duration) (wait time.Duration, err error)
}

// memoryLimiter is the limiter of one process. The zero value is ready for use.
type memoryLimiter struct {
	mu       sync.Mutex
	reserved map[string]time.Time // until when, by host
}

func (m *memoryLimiter) ReserveHost(_ context.Context, host string, now time.Time, interval time.Duration) (time.Duration, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if until := m.reserved[host]; until.After(now) {
		return until.Sub(now), nil
	}
	for h, until := range m.reserved {
		if !until.After(now) {
			delete(m.reserved, h)
		}
	}
	if m.reserved == nil {
		m.reserved = map[string]time.Time{}
	}
	m.reserved[host] = now.Add(interval)
	return 0, nil
}

// keyedMutex is a mutex for each key. The zero value is ready for use.
type keyedMutex struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed on unlock
}

// lock waits until it holds the key or the context is done.
func (l *keyedMutex) lock(ctx context.Context, key string) (unlock func(), err error) {
	for {
		l.mu.Lock()
		held, busy := l.held[key]
		if !busy {
			own := make(chan struct{})
			if l.held == nil {
				l.held = map[string]chan struct{}{}
			}
			l.held[key] = own
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				defer l.mu.Unlock()
				delete(l.held, key)
				close(own)
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

// waitForHost waits until no other request of this process to the host is running and,
// if interval is not 0, the limiter reserves the host. It waits for at most the
// fetcher's limit; the error then is a [RetryError].
func (f *Fetcher) waitForHost(ctx context.Context, host string, interval time.Duration) (release func(), err error) {
	deadline := f.now().Add(f.maxWait)
	limited, cancel := context.WithTimeout(ctx, f.maxWait)
	defer cancel()
	release, err = f.busy.lock(limited, host)
	switch {
	case err != nil && ctx.Err() == nil:
		return nil, &RetryError{minRetry, "another request to " + host + " is still running"}
	case err != nil:
		return nil, ctx.Err()
	}
	if interval > 0 {
		err = f.reserve(ctx, host, interval, deadline)
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// reserve waits until the limiter reserves the host.
func (f *Fetcher) reserve(ctx context.Context, host string, interval time.Duration, deadline time.Time) error {
	for {
		wait, err := f.limiter.ReserveHost(ctx, host, f.now(), interval)
		switch {
		case err != nil:
			return fmt.Errorf("reserving the host %s: %w", host, err)
		case wait <= 0:
			return nil
		case f.now().Add(wait).After(deadline):
			return &RetryError{clampRetry(wait), host + " received another request a short while ago"}
		}
		if err := f.sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// sleep waits unless the context is done before.
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
