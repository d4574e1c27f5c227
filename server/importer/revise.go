package importer

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"dateline/geo"
	"dateline/server/store"
)

// revise resolves the articles of a publisher once more in the light of one another,
// a block of them at a time, where one of a block was parsed since, and keeps what comes
// out changedOrNil. The result follows from the articles alone, not from how often or in
// what company they were revised before.
func (in *Importer) revise(ctx context.Context, publisher string) error {
	blocks, err := in.Store.RevisionBatches(ctx, publisher)
	if err != nil {
		return err
	}
	for _, b := range slices.Backward(blocks) { // the last one also follows from drafts of the one before
		if !b.HasDrafts {
			continue
		}
		if err := in.reviseBlock(ctx, b); err != nil {
			return fmt.Errorf("comparing the articles of %q: %w", publisher, err)
		}
	}
	return nil
}

func (in *Importer) reviseBlock(ctx context.Context, b store.RevisionBatch) error {
	company, err := in.Store.BatchArticles(ctx, b)
	if err != nil {
		return err
	}
	drafts := make([]*geo.Parsed, len(company))
	for i := range company {
		if drafts[i], err = in.draft(ctx, company[i].Parsed); err != nil {
			return err
		}
	}
	if err := in.Parser.Revise(ctx, drafts, 1); err != nil {
		return err
	}
	for n := range slices.Chunk(indices(company), batchArticles) {
		err := in.Store.Update(ctx, func(tx *store.Tx) error {
			for _, i := range n {
				if err := tx.PutRevised(ctx, company[i], in.changedOrNil(company[i].Parsed, drafts[i])); err != nil {
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

// indices are those of the block's own articles.
func indices(company []store.BatchArticle) (own []int) {
	for i := range company {
		if company[i].Own {
			own = append(own, i)
		}
	}
	return own
}

// changedOrNil returns an article as it was revised, or nil where that made no difference.
func (in *Importer) changedOrNil(p, revised *geo.Parsed) *geo.Parsed {
	if p.Versions != in.Versions || reflect.DeepEqual(p.Resolutions, revised.Resolutions) && reflect.DeepEqual(p.Focus, revised.Focus) {
		return nil
	}
	return revised
}

// draft is an article as it is resolved alone. One that was parsed with other models
// stays as it is: only [Importer.Reparse] brings that up to date.
func (in *Importer) draft(ctx context.Context, p *geo.Parsed) (*geo.Parsed, error) {
	if p.Versions != in.Versions {
		d := *p
		return &d, nil
	}
	return in.Parser.Resolve(ctx, p)
}
