package resolve

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"dateline/geo"
	"dateline/geo/internal/rank/history"
)

// Revise resolves the articles of a batch again, each with the places of the other
// articles of its publisher, on the given number of workers. The result does not depend
// on the number of workers or the order of the articles. It replaces Resolutions and
// Focus; the caller recomputes what depends on them.
func (r *Resolver) Revise(ctx context.Context, batch []*geo.Parsed, workers int) error {
	h := history.New(r.analyzer.Gazetteer())
	for _, p := range batch {
		h.Add(p)
	}
	h.Finalize()
	withHistory := r.withHistory(h)
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, len(batch))
	for range max(1, workers) {
		group.Go(func() {
			for i := int(next.Add(1) - 1); i < len(batch); i = int(next.Add(1) - 1) {
				errs[i] = withHistory.resolveAgain(ctx, batch[i])
			}
		})
	}
	group.Wait()
	for i, err := range errs {
		if err != nil {
			return fmt.Errorf("revising article %q with its publisher's other articles: %w", batch[i].Article.ID, err)
		}
	}
	return nil
}

// resolveAgain resolves a parsed article again if its publisher has other articles.
func (r *Resolver) resolveAgain(ctx context.Context, p *geo.Parsed) error {
	if !r.history.HasOthers(&p.Article) {
		return ctx.Err()
	}
	resolutions, focus, err := r.Resolve(ctx, &p.Article, &geo.Recognition{Language: p.Language, Model: p.Model, Parts: p.Parts, Mentions: p.Mentions})
	if err != nil {
		return err
	}
	p.Resolutions, p.Focus = resolutions, focus
	return nil
}
