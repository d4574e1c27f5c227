package geoparser_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dateline/geo"
	"dateline/geo/geoparser"
)

// slow recognizes nothing and takes longer for the first articles.
type slow struct {
	now, most *atomic.Int32
}

func (s slow) Recognize(ctx context.Context, a *geo.Article) (*geo.Recognition, error) {
	if n := s.now.Add(1); n > s.most.Load() {
		s.most.Store(n)
	}
	defer s.now.Add(-1)
	n, err := strconv.Atoi(a.ID)
	if err != nil {
		return nil, err
	}
	select {
	case <-time.After(time.Duration(100-n) * time.Second):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if n%10 == 7 {
		return nil, errors.New("unreadable")
	}
	return &geo.Recognition{}, nil
}

// faulty panics on every second article.
type faulty struct{}

func (faulty) Recognize(_ context.Context, a *geo.Article) (*geo.Recognition, error) {
	if n, err := strconv.Atoi(a.ID); err != nil || n%2 == 1 {
		panic("index out of range")
	}
	return &geo.Recognition{}, nil
}

func TestParseAllReportsAPanic(t *testing.T) {
	p := geoparser.Parser{Recognizer: faulty{}, Resolver: decider{}}
	done, panics := 0, 0
	for _, err := range p.ParseAll(t.Context(), numbered(3), 2) {
		switch {
		case err == nil:
			done++
		case strings.Contains(err.Error(), "index out of range") && strings.Contains(err.Error(), `article "1"`):
			panics++
		}
	}
	if done != 2 || panics != 1 {
		t.Errorf("%d articles done and %d panics reported, want 2 and 1", done, panics)
	}
}

// numbered yields n articles with their number as id; every tenth is an error.
func numbered(n int) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		for i := range n {
			a, err := &geo.Article{ID: strconv.Itoa(i), Text: "x"}, error(nil)
			if i%10 == 3 {
				a, err = nil, fmt.Errorf("input %d", i)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

func TestParseAllKeepsTheOrderForAnyNumberOfWorkers(t *testing.T) {
	var first string
	for _, workers := range []int{0, 1, 2, 7, 100} {
		synctest.Test(t, func(t *testing.T) {
			s := slow{new(atomic.Int32), new(atomic.Int32)}
			p := geoparser.Parser{Recognizer: s, Resolver: decider{}}
			var got string
			for parsed, err := range p.ParseAll(t.Context(), numbered(50), workers) {
				if err != nil {
					got += fmt.Sprintln(err)
				} else {
					got += fmt.Sprintln(parsed.Article.ID)
				}
			}
			if first == "" {
				first = got
			}
			if got != first {
				t.Errorf("with %d workers:\n%s\nwith another number:\n%s", workers, got, first)
			}
			if n := int(s.most.Load()); n > max(workers, 1) {
				t.Errorf("%d articles were parsed at a time by %d workers", n, workers)
			}
		})
	}
}

func TestParseAllStops(t *testing.T) {
	for name, use := range map[string]func(seq iter.Seq2[*geo.Parsed, error], cancel func()){
		"when the caller does": func(seq iter.Seq2[*geo.Parsed, error], _ func()) {
			for _, err := range seq {
				if err != nil {
					t.Error(err)
				}
				return
			}
		},
		"when the context ends": func(seq iter.Seq2[*geo.Parsed, error], cancel func()) {
			last := error(nil)
			for _, err := range seq {
				cancel()
				last = err
			}
			if !errors.Is(last, context.Canceled) {
				t.Errorf("the last error is %v", last)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // fails when a goroutine is left
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				p := geoparser.Parser{Recognizer: slow{new(atomic.Int32), new(atomic.Int32)}, Resolver: decider{}}
				use(p.ParseAll(ctx, numbered(1000), 3), cancel)
			})
		})
	}
}
