package importer

import (
	"context"

	"dateline/geo"
)

// Text is a pasted article.
type Text struct {
	// Title, Publisher, Published and URL describe the article; each may be empty.
	Title, Publisher string
	// Published is a day, "2021-09-06".
	Published string
	URL       string
	Body      string
}

// Accepts reports whether the collection is stored, so that inputs can be added to it.
func (im *Importer) Accepts(ctx context.Context, collection string) (bool, error) {
	return im.Store.HasCollection(ctx, collection)
}

// AddArticles stores articles that were read before, in batches, and queues them for
// parsing.
func (im *Importer) AddArticles(ctx context.Context, collection string, articles []geo.Article) error {
	var b batch
	for i := range articles {
		if err := b.add(&articles[i]); err != nil {
			return err
		}
		if b.full() {
			if _, err := im.saveBatch(ctx, origin{collection: collection}, &b); err != nil {
				return err
			}
		}
	}
	_, err := im.saveBatch(ctx, origin{collection: collection}, &b)
	return err
}
