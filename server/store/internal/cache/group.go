package cache

import (
	"context"
	"sync"
)

// Group runs functions once for all callers that wait for the same key. A function goes on
// if its callers do not wait any longer, so that the next one finds its result in a cache. The
// zero value is ready.
type Group[T any] struct {
	mu      sync.Mutex
	running map[string]*flight[T]
	done    sync.WaitGroup
}

// flight is a function that is running. Its result is valid after ready is closed.
type flight[T any] struct {
	ready chan struct{}
	value T
	err   error
}

// Do returns the result of f, or that of a running function with the same key. f gets the
// context running; Do returns early if ctx is done.
func (s *Group[T]) Do(ctx, running context.Context, key string, f func(context.Context) (T, error)) (T, error) {
	s.mu.Lock()
	l := s.running[key]
	if l == nil {
		l = &flight[T]{ready: make(chan struct{})}
		if s.running == nil {
			s.running = map[string]*flight[T]{}
		}
		s.running[key] = l
		s.done.Go(func() {
			l.value, l.err = f(running)
			s.mu.Lock()
			delete(s.running, key)
			s.mu.Unlock()
			close(l.ready)
		})
	}
	s.mu.Unlock()
	select {
	case <-l.ready:
		return l.value, l.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// Running returns the number of functions that run.
func (s *Group[T]) Running() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.running)
}

// Wait waits until no function runs.
func (s *Group[T]) Wait() { s.done.Wait() }
