package resolve

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"dateline/geo"
)

// Revise resolves articles that were parsed together once more, each in the light
// of where the others of its publisher play, on the given number of workers. The
// result does not depend on the number of workers or the order of the articles.
// It replaces Resolutions and Focus; what follows from them is the caller's.
func (r *Resolver) Revise(ctx context.Context, batch []*geo.Parsed, workers int) error {
	h := newHistory(r.gaz)
	for _, p := range batch {
		h.add(p)
	}
	h.settle()
	informed := r.with(withHistory(h))
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, len(batch))
	for range max(1, workers) {
		group.Go(func() {
			for i := int(next.Add(1) - 1); i < len(batch); i = int(next.Add(1) - 1) {
				errs[i] = informed.again(ctx, batch[i])
			}
		})
	}
	group.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("resolving article %q in the light of its publisher's others: %w", batch[i].Article.ID, err)
		}
	}
	return nil
}

// again resolves a parsed article once more where its publisher has others.
func (r *Resolver) again(ctx context.Context, p *geo.Parsed) error {
	if !r.history.knows(&p.Article) {
		return ctx.Err()
	}
	resolutions, focus, err := r.Resolve(ctx, &p.Article, &geo.Recognition{Language: p.Language, Model: p.Model, Mentions: p.Mentions})
	if err != nil {
		return err
	}
	p.Resolutions, p.Focus = resolutions, focus
	return nil
}
