package importer

import (
	"context"
	"strings"

	"dateline/geo"
	"dateline/geo/article/feed"
	"dateline/server/queue"
	"dateline/server/store"
)

// Limits on what is stored in one transaction.
const (
	batchArticles = 64
	batchBytes    = 8 << 20 // of text
)

// batch collects articles that are stored together, the files that they complete, and the
// notices about how these were read.
type batch struct {
	articles []*geo.Article
	inputs   []store.Input
	notices  []string
	bytes    int
}

// add adds an article. The error wraps [geo.ErrInput] if it cannot be stored.
func (b *batch) add(a *geo.Article) error {
	for _, s := range []string{a.Text, a.Title, a.Publisher, a.Author, a.URL, a.Published, a.Language, a.Source, a.ID} {
		if strings.ContainsRune(s, 0) { // PostgreSQL cannot store it
			return geo.Errorf(geo.ErrInput, "article %q from %s contains a NUL character; remove it", shorten(a.Title), a.Source)
		}
	}
	b.articles = append(b.articles, a)
	b.bytes += len(a.Text)
	return nil
}

// addItem adds what a feed has of an article. source is the URL of the feed.
func (b *batch) addItem(i *feed.Item, source string) error {
	a, err := i.Article(source)
	if err != nil {
		return err
	}
	return b.add(a)
}

func (b *batch) empty() bool {
	return len(b.articles) == 0 && len(b.inputs) == 0 && len(b.notices) == 0
}

func (b *batch) full() bool {
	return len(b.articles) >= batchArticles || len(b.inputs) >= batchArticles || b.bytes >= batchBytes
}

// store stores a batch and queues the jobs that parse the new articles. It returns
// whether each article was new.
func (im *Importer) store(ctx context.Context, tx *store.Tx, o origin, b *batch) ([]store.PutResult, error) {
	all := make([]store.PutResult, 0, len(b.articles))
	var jobs []queue.NewJob
	for _, a := range b.articles {
		kept, err := tx.PutArticleFrom(ctx, o.collection, o.feed, a)
		if err != nil {
			return nil, err
		}
		all = append(all, kept)
		switch {
		case kept.New:
			jobs = append(jobs, newParse(o, kept.Key, a, im.Versions))
		case kept.Linked && im.History: // another collection has the article, too
			if err := im.recordHistory(ctx, tx, o.collection, a.Publisher); err != nil {
				return nil, err
			}
		}
	}
	if _, err := im.Queue.Insert(ctx, tx.SQL(), jobs...); err != nil {
		return nil, err
	}
	for _, notice := range b.notices {
		if err := tx.PutNotice(ctx, o.collection, notice); err != nil {
			return nil, err
		}
	}
	for _, input := range b.inputs {
		if err := tx.PutInput(ctx, o.collection, input); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// saveBatch stores a batch in its own transaction and empties it.
func (im *Importer) saveBatch(ctx context.Context, o origin, b *batch) (kept []store.PutResult, err error) {
	if b.empty() {
		return nil, nil
	}
	err = im.Store.Update(ctx, func(tx *store.Tx) error {
		kept, err = im.store(ctx, tx, o, b)
		return err
	})
	if err == nil {
		*b = batch{}
	}
	return kept, err
}
