package importer

import (
	"context"
	"strings"

	"dateline/geo"
	"dateline/server/queue"
	"dateline/server/store"
)

// Bounds of what is kept in one transaction.
const (
	batchArticles = 64
	batchBytes    = 8 << 20 // of text
)

// batch are articles that are kept together, and the inputs that end with them.
type batch struct {
	articles []*geo.Article
	inputs   []store.Input
	bytes    int
}

// add puts an article into the batch. The error wraps [geo.ErrInput] for one that
// cannot be kept.
func (b *batch) add(a *geo.Article) error {
	for _, s := range []string{a.Text, a.Title, a.Publisher, a.Author, a.URL, a.Published, a.Language, a.Source, a.ID} {
		if strings.ContainsRune(s, 0) { // PostgreSQL keeps none
			return geo.Errorf(geo.ErrInput, "article %q from %s holds a NUL character; take it out", shorten(a.Title), a.Source)
		}
	}
	b.articles = append(b.articles, a)
	b.bytes += len(a.Text)
	return nil
}

func (b *batch) empty() bool { return len(b.articles) == 0 && len(b.inputs) == 0 }

func (b *batch) full() bool {
	return len(b.articles) >= batchArticles || len(b.inputs) >= batchArticles || b.bytes >= batchBytes
}

// keep puts a batch into a collection, with the jobs that parse the articles that are
// new, and says what became of each.
func (in *Importer) keep(ctx context.Context, tx *store.Tx, collection string, b *batch) ([]store.PutResult, error) {
	all := make([]store.PutResult, 0, len(b.articles))
	var jobs []queue.NewJob
	for _, a := range b.articles {
		kept, err := tx.PutArticle(ctx, collection, a)
		if err != nil {
			return nil, err
		}
		all = append(all, kept)
		if kept.New {
			jobs = append(jobs, newParse(collection, kept.Key, a, in.Versions))
		}
	}
	if _, err := in.Queue.Insert(ctx, tx.SQL(), jobs...); err != nil {
		return nil, err
	}
	for _, input := range b.inputs {
		if err := tx.PutInput(ctx, collection, input); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// saveBatch keeps a batch in a transaction of its own, and then empties it.
func (in *Importer) saveBatch(ctx context.Context, collection string, b *batch) (kept []store.PutResult, err error) {
	if b.empty() {
		return nil, nil
	}
	err = in.Store.Update(ctx, func(tx *store.Tx) error {
		kept, err = in.keep(ctx, tx, collection, b)
		return err
	})
	if err == nil {
		*b = batch{}
	}
	return kept, err
}
