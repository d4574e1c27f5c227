package geo

import (
	"context"
	"iter"
)

// Reviser is a [Resolver] that can resolve articles once more in the light of
// one another, such as of where the other articles of a publisher play. The
// result does not depend on the number of workers.
type Reviser interface {
	Revise(ctx context.Context, batch []*Parsed, workers int) error
}

// Articles are revised up to so many together, and up to so many bytes of text, so
// that a collection of any size is parsed in bounded memory.
const (
	togetherMost  = 1000
	togetherBytes = 16 << 20
)

// ParseTogether parses articles as ParseAll does and, where the resolver is a
// [Reviser], revises each with the others around it, up to a thousand at a time, or
// fewer that have 16 MB of text: an article may come out otherwise than alone, but
// always the same among the same articles. Articles are yielded when those are done.
func (p *Parser) ParseTogether(ctx context.Context, articles iter.Seq2[*Article, error], workers int) iter.Seq2[*Parsed, error] {
	reviser, ok := p.Resolver.(Reviser)
	if !ok {
		return p.ParseAll(ctx, articles, workers)
	}
	draft := *p
	draft.Finish = nil // their turn comes after the revision
	return func(yield func(*Parsed, error) bool) {
		batch := make([]outcome, 0, togetherMost)
		bytes := 0
		flush := func() bool {
			defer func() { batch, bytes = batch[:0], 0 }()
			p.revise(ctx, reviser, batch, workers)
			for _, o := range batch {
				if !yield(o.parsed, o.err) {
					return false
				}
			}
			return true
		}
		for parsed, err := range draft.ParseAll(ctx, articles, workers) {
			batch = append(batch, outcome{parsed, err})
			if err == nil {
				bytes += len(parsed.Article.Text)
			}
			if (len(batch) == togetherMost || bytes >= togetherBytes) && !flush() {
				return
			}
		}
		flush()
	}
}

// Revise resolves parsed articles once more in the light of one another, where the
// resolver is a [Reviser]; otherwise they stay as they are.
func (p *Parser) Revise(ctx context.Context, articles []*Parsed, workers int) error {
	if reviser, ok := p.Resolver.(Reviser); ok {
		return p.revised(ctx, reviser, articles, workers)
	}
	return nil
}

// revised revises articles, finishes them and counts their outcomes.
func (p *Parser) revised(ctx context.Context, reviser Reviser, articles []*Parsed, workers int) error {
	if err := reviser.Revise(ctx, articles, workers); err != nil {
		return err
	}
	for _, a := range articles {
		for _, finish := range p.Finish {
			finish(a)
		}
		a.Ledger = Ledger{}
		for k := range a.Resolutions {
			a.Ledger.Add(a.Resolutions[k].Outcome)
		}
	}
	return nil
}

// revise revises and finishes a batch.
func (p *Parser) revise(ctx context.Context, reviser Reviser, batch []outcome, workers int) {
	together := make([]*Parsed, 0, len(batch))
	for _, o := range batch {
		if o.err == nil {
			together = append(together, o.parsed)
		}
	}
	err := p.revised(ctx, reviser, together, workers)
	for i := range batch {
		o := &batch[i]
		switch {
		case o.err != nil:
			continue
		case err != nil:
			o.parsed, o.err = nil, err
		}
	}
}
