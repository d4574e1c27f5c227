package geoparser

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"

	"dateline/geo"
)

// lookAhead is the number of articles per worker that may wait for a slower one before
// them; it bounds memory.
const lookAhead = 4

// ParseAll parses articles on the given number of workers (at least one) and yields
// each as soon as it and those before it are done: the same articles give the same
// results in the same order for any number of workers. An error in place of an article
// is yielded in its place; an article that can't be parsed yields its error, and those
// after it are parsed all the same. When ctx ends, its error is yielded last.
//
// Articles are read by another goroutine. If the caller stops early, that goroutine
// ends as soon as the sequence yields once more.
func (p *Parser) ParseAll(ctx context.Context, articles iter.Seq2[*geo.Article, error], workers int) iter.Seq2[*geo.Parsed, error] {
	return func(yield func(*geo.Parsed, error) bool) {
		caller := ctx
		ctx, cancel := context.WithCancel(ctx)
		workers := max(workers, 1)
		queue := make(chan chan result, workers*lookAhead)
		busy := make(chan struct{}, workers)
		go func() {
			defer close(queue)
			p.start(ctx, articles, queue, busy)
		}()
		defer func() { // waits until no worker runs and none can start
			cancel()
			for range workers {
				busy <- struct{}{}
			}
		}()
		for {
			var slot chan result
			select {
			case s, ok := <-queue:
				if !ok {
					return
				}
				slot = s
			case <-caller.Done():
				yield(nil, caller.Err())
				return
			}
			select {
			case r := <-slot:
				if !yield(r.parsed, r.err) {
					return
				}
			case <-caller.Done():
				yield(nil, caller.Err())
				return
			}
		}
	}
}

// start reads the articles, sends a slot for the result of each to queue, and parses
// each on a goroutine of its own while there is room in busy.
func (p *Parser) start(ctx context.Context, articles iter.Seq2[*geo.Article, error], queue chan<- chan result, busy chan struct{}) {
	for a, err := range articles {
		slot := make(chan result, 1)
		select {
		case queue <- slot:
		case <-ctx.Done():
			return
		}
		if err != nil {
			slot <- result{err: err}
			continue
		}
		select {
		case busy <- struct{}{}:
		case <-ctx.Done():
			return
		}
		go func() {
			defer func() { <-busy }()
			parsed, err := p.parseRecovering(ctx, *a)
			slot <- result{parsed, err}
		}()
	}
}

// parseRecovering parses an article and returns a panic as an error that names the
// article, so that a bug met by one of thousands doesn't lose the others.
func (p *Parser) parseRecovering(ctx context.Context, a geo.Article) (parsed *geo.Parsed, err error) {
	defer func() {
		if v := recover(); v != nil {
			parsed, err = nil, fmt.Errorf("article %q from %s can't be parsed because of a bug in the program, please report it: %v\n%s", a.ID, a.Source, v, debug.Stack())
		}
	}()
	return p.Parse(ctx, a)
}

// result is a parsed article or the error in its place.
type result struct {
	parsed *geo.Parsed
	err    error
}
