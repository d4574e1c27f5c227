package geoparser

import (
	"context"
	"iter"

	"dateline/geo"
)

// Reviser is a [Resolver] that can resolve parsed articles again with the history of
// their publishers: the places that the publisher's other articles of the batch name.
// It replaces Resolutions and Focus. The result depends on neither the number of
// workers nor the order of the articles.
type Reviser interface {
	Revise(ctx context.Context, batch []*geo.Parsed, workers int) error
}

// A batch ends at this number of articles or bytes of text, so that a collection of
// any size is parsed in bounded memory.
const (
	maxBatchArticles = 1000
	maxBatchBytes    = 16 << 20
)

// ParseBatch parses articles as ParseAll does and, where the resolver is a [Reviser],
// resolves each again with the history of its publisher, in batches of up to a
// thousand articles or 16 MB of text: an article may be resolved differently than by
// itself, but always the same in the same sequence of articles. The articles of a
// batch are yielded when all of them are done.
func (p *Parser) ParseBatch(ctx context.Context, articles iter.Seq2[*geo.Article, error], workers int) iter.Seq2[*geo.Parsed, error] {
	if _, ok := p.Resolver.(Reviser); !ok {
		return p.ParseAll(ctx, articles, workers)
	}
	draft := *p
	draft.Finish = nil // run after the revision
	return func(yield func(*geo.Parsed, error) bool) {
		batch := make([]result, 0, maxBatchArticles)
		bytes := 0
		flush := func() bool {
			defer func() { batch, bytes = batch[:0], 0 }()
			p.reviseResults(ctx, batch, workers)
			for _, r := range batch {
				if !yield(r.parsed, r.err) {
					return false
				}
			}
			return true
		}
		for parsed, err := range draft.ParseAll(ctx, articles, workers) {
			batch = append(batch, result{parsed, err})
			if err == nil {
				bytes += len(parsed.Article.Text)
			}
			if (len(batch) == maxBatchArticles || bytes >= maxBatchBytes) && !flush() {
				return
			}
		}
		flush()
	}
}

// Revise resolves parsed articles again with the history of their publishers and sets
// their History, where the resolver is a [Reviser]; otherwise it changes nothing.
func (p *Parser) Revise(ctx context.Context, batch []*geo.Parsed, workers int) error {
	reviser, ok := p.Resolver.(Reviser)
	if !ok {
		return nil
	}
	if err := reviser.Revise(ctx, batch, workers); err != nil {
		return err
	}
	for _, parsed := range batch {
		parsed.History = true
		p.finish(parsed)
	}
	return nil
}

// reviseResults revises the articles among results; if that fails, each of them is
// replaced by the error.
func (p *Parser) reviseResults(ctx context.Context, results []result, workers int) {
	batch := make([]*geo.Parsed, 0, len(results))
	for _, r := range results {
		if r.err == nil {
			batch = append(batch, r.parsed)
		}
	}
	err := p.Revise(ctx, batch, workers)
	if err == nil {
		return
	}
	for i := range results {
		if results[i].err == nil {
			results[i] = result{err: err}
		}
	}
}
