package importer

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"dateline/geo"
	"dateline/server/store"
)

// revise resolves the articles of a publisher in a collection again with the places
// that its other articles there name, in the batches that have an article to revise.
// The result depends on the articles alone, not on the order or number of revisions.
func (im *Importer) revise(ctx context.Context, collection, publisher string) error {
	batches, err := im.Store.RevisionBatches(ctx, collection, publisher)
	if err != nil {
		return err
	}
	for _, b := range slices.Backward(batches) { // the last one also depends on drafts of the one before
		if !b.HasDrafts {
			continue
		}
		if err := im.reviseBatch(ctx, b); err != nil {
			return fmt.Errorf("resolving the articles of publisher %q with its history: %w", publisher, err)
		}
	}
	return nil
}

func (im *Importer) reviseBatch(ctx context.Context, b store.RevisionBatch) error {
	articles, err := im.Store.BatchArticles(ctx, b)
	if err != nil {
		return err
	}
	revised := make([]*geo.Parsed, len(articles))
	for i := range articles {
		if articles[i].Article.Home, err = im.Store.ArticleHome(ctx, articles[i].Key); err != nil {
			return err
		}
		if revised[i], err = im.draft(ctx, &articles[i]); err != nil {
			return err
		}
	}
	drafts := make([]*geo.Parsed, len(revised))
	for i, d := range revised {
		c := *d // Revise replaces the resolutions
		drafts[i] = &c
	}
	if err := im.Parser.Revise(ctx, revised, 1); err != nil {
		return err
	}
	for n := range slices.Chunk(ownArticles(articles), batchArticles) {
		err := im.Store.Update(ctx, func(tx *store.Tx) error {
			for _, i := range n {
				if err := im.storeRevised(ctx, tx, articles[i], drafts[i], revised[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ownArticles returns the indices of the articles that a batch revises.
func ownArticles(articles []store.BatchArticle) (own []int) {
	for i := range articles {
		if articles[i].Own {
			own = append(own, i)
		}
	}
	return own
}

// storeRevised stores a revised article; of an article that another collection has, too,
// it stores the draft. An article that was parsed with other models is unchanged.
func (im *Importer) storeRevised(ctx context.Context, tx *store.Tx, a store.BatchArticle, draft, revised *geo.Parsed) error {
	switch {
	case a.Versions != im.Versions:
		return tx.PutRevised(ctx, a, nil, false)
	case a.Shared && a.Draft:
		return tx.PutDraft(ctx, a, nil)
	case a.Shared:
		return tx.PutDraft(ctx, a, draft)
	}
	differs := !reflect.DeepEqual(draft.Resolutions, revised.Resolutions) || !reflect.DeepEqual(draft.Focus, revised.Focus)
	if reflect.DeepEqual(a.Resolutions, revised.Resolutions) && reflect.DeepEqual(a.Focus, revised.Focus) {
		revised = nil
	}
	return tx.PutRevised(ctx, a, revised, differs)
}

// draft returns an article as it is resolved alone: as it is stored, unless a revision
// has changed it. An article that was parsed with other models is unchanged; only
// [Importer.Reparse] updates it.
func (im *Importer) draft(ctx context.Context, a *store.BatchArticle) (*geo.Parsed, error) {
	if a.Draft || a.Versions != im.Versions {
		d := *a.Parsed
		return &d, nil
	}
	return im.Parser.Resolve(ctx, a.Parsed)
}
