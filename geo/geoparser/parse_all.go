package geoparser

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"
	"sync"

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
		jobs := make(chan job)
		go func() {
			defer close(queue)
			defer close(jobs)
			enqueue(ctx, articles, queue, jobs)
		}()
		var running sync.WaitGroup
		for range workers {
			running.Go(func() { p.work(ctx, jobs) })
		}
		defer running.Wait()
		defer cancel()
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

// job is an article to parse and the slot that its result is sent to.
type job struct {
	article *geo.Article
	slot    chan<- result
}

// enqueue reads the articles, and sends a slot for the result of each to queue and a job for those without an error to
// jobs.
func enqueue(ctx context.Context, articles iter.Seq2[*geo.Article, error], queue chan<- chan result, jobs chan<- job) {
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
		case jobs <- job{a, slot}:
		case <-ctx.Done():
			return
		}
	}
}

// work parses the articles of jobs until they or ctx end. A goroutine parses many, since its stack grows only once.
func (p *Parser) work(ctx context.Context, jobs <-chan job) {
	for {
		select {
		case j, ok := <-jobs:
			if !ok {
				return
			}
			parsed, err := p.parseRecovering(ctx, *j.article)
			j.slot <- result{parsed, err}
		case <-ctx.Done():
			return
		}
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
