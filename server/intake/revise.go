package intake

import (
	"context"
	"fmt"
	"reflect"

	"dateline/geo"
	"dateline/server/store"
)

// revise resolves the articles of a publisher once more in the light of one another,
// a block of them at a time, and keeps what comes out otherwise. The result follows
// from the articles alone, not from how often or in what company they were revised
// before.
func (in *Intake) revise(ctx context.Context, publisher string) error {
	for block := 0; ; block++ {
		keys, parsed, err := in.Store.Publisher(ctx, publisher, block)
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			return nil
		}
		if err := in.reviseBlock(ctx, keys, parsed); err != nil {
			return fmt.Errorf("comparing the articles of %q: %w", publisher, err)
		}
	}
}

func (in *Intake) reviseBlock(ctx context.Context, keys []string, parsed []*geo.Parsed) error {
	drafts := make([]*geo.Parsed, len(parsed))
	for i, p := range parsed {
		draft, err := in.draft(ctx, p)
		if err != nil {
			return err
		}
		drafts[i] = draft
	}
	if err := in.Parser.Revise(ctx, drafts, 1); err != nil {
		return err
	}
	var revised batchOfParsed
	for i, p := range parsed {
		if p.Versions != in.Parser.Versions || reflect.DeepEqual(p.Resolutions, drafts[i].Resolutions) && reflect.DeepEqual(p.Focus, drafts[i].Focus) {
			continue
		}
		revised.keys, revised.parsed = append(revised.keys, keys[i]), append(revised.parsed, drafts[i])
		if len(revised.keys) == batchArticles {
			if err := in.putRevised(ctx, &revised); err != nil {
				return err
			}
		}
	}
	return in.putRevised(ctx, &revised)
}

// draft is an article as it is resolved alone. One that was parsed with other models
// stays as it is: only [Intake.Reparse] brings that up to date.
func (in *Intake) draft(ctx context.Context, p *geo.Parsed) (*geo.Parsed, error) {
	d := *p
	if p.Versions != in.Parser.Versions {
		return &d, nil
	}
	d.Mentions = append([]geo.Mention(nil), p.Mentions...)
	var err error
	d.Resolutions, d.Focus, err = in.Parser.Resolver.Resolve(ctx, &d.Article, &geo.Recognition{Language: d.Language, Model: d.Model, Mentions: d.Mentions})
	if err != nil {
		return nil, fmt.Errorf("resolving article %q: %w", d.Article.ID, err)
	}
	return &d, nil
}

// batchOfParsed are parsed articles that are kept together.
type batchOfParsed struct {
	keys   []string
	parsed []*geo.Parsed
}

// putRevised keeps revised articles, but those that were parsed anew since they were
// read, and empties the batch.
func (in *Intake) putRevised(ctx context.Context, b *batchOfParsed) error {
	if len(b.keys) == 0 {
		return nil
	}
	err := in.Store.Update(ctx, func(tx *store.Tx) error {
		for i, key := range b.keys {
			v, err := tx.ParsedBy(ctx, key)
			if gone(err) || err == nil && v != in.Parser.Versions {
				continue
			}
			if err != nil {
				return err
			}
			if err := tx.PutParsed(ctx, key, b.parsed[i]); err != nil {
				return err
			}
		}
		return nil
	})
	b.keys, b.parsed = b.keys[:0], b.parsed[:0]
	return err
}
