package geo

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"
)

// lookAhead is how many articles per worker may wait for a slower one before
// them, so that memory stays bounded.
const lookAhead = 4

// ParseAll parses articles on the given number of workers (at least one) and
// yields them in the order in which they came: the same articles give the same
// results for any number. An error in place of an article is passed on where it
// stands; an article that cannot be parsed yields its error, and the ones after
// it are parsed all the same. When ctx ends, its error is the last thing
// yielded.
//
// Articles are read from another goroutine. If the caller stops early, that
// goroutine ends as soon as articles yields once more.
func (p *Parser) ParseAll(ctx context.Context, articles iter.Seq2[*Article, error], workers int) iter.Seq2[*Parsed, error] {
	return func(yield func(*Parsed, error) bool) {
		caller := ctx
		ctx, cancel := context.WithCancel(ctx)
		workers := max(workers, 1)
		queue := make(chan chan outcome, workers*lookAhead)
		busy := make(chan struct{}, workers)
		go func() {
			defer close(queue)
			for a, err := range articles {
				slot := make(chan outcome, 1)
				select {
				case queue <- slot:
				case <-ctx.Done():
					return
				}
				if err != nil {
					slot <- outcome{err: err}
					continue
				}
				select {
				case busy <- struct{}{}:
				case <-ctx.Done():
					return
				}
				go func() {
					defer func() { <-busy }()
					parsed, err := p.contain(ctx, *a)
					slot <- outcome{parsed, err}
				}()
			}
		}()
		defer func() { // when every place is taken nobody works, and nobody can begin
			cancel()
			for range workers {
				busy <- struct{}{}
			}
		}()
		for {
			var slot chan outcome
			select {
			case s, more := <-queue:
				if !more {
					return
				}
				slot = s
			case <-caller.Done():
				yield(nil, caller.Err())
				return
			}
			select {
			case o := <-slot:
				if !yield(o.parsed, o.err) {
					return
				}
			case <-caller.Done():
				yield(nil, caller.Err())
				return
			}
		}
	}
}

// contain is Parse, but for a panic: that becomes the error of the article that
// set it off, so that a fault met once in thousands does not lose the others.
func (p *Parser) contain(ctx context.Context, a Article) (parsed *Parsed, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			parsed, err = nil, fmt.Errorf("parsing article %q from %s: a fault in the program, please report it: %v\n%s", a.ID, a.Source, fault, debug.Stack())
		}
	}()
	return p.Parse(ctx, a)
}

// outcome is what became of one article.
type outcome struct {
	parsed *Parsed
	err    error
}
