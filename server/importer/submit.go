package importer

import (
	"context"
	"io"
	"time"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/fetch"
	"dateline/geo/text"
	"dateline/server/queue"
	"dateline/server/store"
)

// NewCollection creates an empty collection. The error wraps [geo.ErrInput] if the name
// is taken or invalid.
func (im *Importer) NewCollection(ctx context.Context, name, title string) error {
	taken, err := im.Store.HasCollection(ctx, name)
	if err != nil {
		return err
	}
	if taken {
		return geo.Errorf(geo.ErrInput, "there is already a collection %q; choose another name", name)
	}
	return im.PutCollection(ctx, name, title)
}

// PutCollection creates a collection if it does not exist, and otherwise changes its
// title unless that is empty.
func (im *Importer) PutCollection(ctx context.Context, name, title string) error {
	return im.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutCollection(ctx, name, title, "") })
}

// AddText imports a pasted text.
func (im *Importer) AddText(ctx context.Context, collection string, t Text) (SubmitResult, error) {
	a := &geo.Article{
		Title: text.Normalize(t.Title), Publisher: text.Normalize(t.Publisher), Published: t.Published, URL: t.URL,
		Text: text.Normalize(t.Body), Source: "pasted text",
	}
	if a.Text == "" {
		return SubmitResult{}, geo.Errorf(geo.ErrInput, "the text is empty; paste the text of an article")
	}
	a.Hash = geo.HashText(a.Text)
	var b batch
	if err := b.add(a); err != nil {
		return SubmitResult{}, err
	}
	kept, err := im.saveBatch(ctx, origin{collection: collection}, &b)
	if err != nil {
		return SubmitResult{}, err
	}
	return SubmitResult{Duplicate: !kept[0].Linked}, nil
}

// AddDocument imports a file in any supported format. It reads r to the end.
func (im *Importer) AddDocument(ctx context.Context, collection, name string, r io.Reader) (SubmitResult, error) {
	in, err := receive(r)
	if err != nil {
		return SubmitResult{}, err
	}
	defer in.close()
	if article.Sniff(in.bytes) == "" {
		return SubmitResult{}, geo.Errorf(geo.ErrInput, "%s is neither text nor a document in a supported format", name)
	}
	if err := im.requireCollection(ctx, collection); err != nil {
		return SubmitResult{}, err
	}
	var ids []int64
	var id, key string
	err = im.Store.Update(ctx, func(tx *store.Tx) error {
		if id, err = tx.PutDocument(ctx, store.Document{Name: name, Hash: in.hash, Length: in.length}, in); err != nil {
			return err
		}
		key = geo.ContentID(collection, id)
		ids, err = im.Queue.Insert(ctx, tx.SQL(), queue.NewJob{
			Kind: KindRead, Group: collection, Priority: priorityFetch, Key: key, Payload: readJob{Document: id, Name: name},
		})
		return err
	})
	if err != nil {
		return SubmitResult{}, err
	}
	result, finished, err := im.submitted(ctx, collection, KindRead, key, ids[0])
	if err == nil && finished { // it is not read again
		err = im.Store.Update(ctx, func(tx *store.Tx) error { return tx.DeleteDocument(ctx, id) })
	}
	return result, err
}

// AddURL imports the URL of an article, of a feed, which is followed from then on, or of
// a list of feeds. A URL is not fetched twice within an hour.
func (im *Importer) AddURL(ctx context.Context, collection, address string) (SubmitResult, error) {
	return im.addURL(ctx, origin{collection: collection}, address)
}

func (im *Importer) addURL(ctx context.Context, o origin, address string) (SubmitResult, error) {
	address, err := fetch.Normalize(address)
	if err != nil {
		return SubmitResult{}, err
	}
	if err := im.requireCollection(ctx, o.collection); err != nil {
		return SubmitResult{}, err
	}
	key := geo.ContentID(o.collection, address, time.Now().UTC().Format("2006-01-02T15"))
	var ids []int64
	err = im.Store.Update(ctx, func(tx *store.Tx) error {
		ids, err = im.Queue.Insert(ctx, tx.SQL(), queue.NewJob{
			Kind: KindFetch, Group: o.collection, Batch: o.batch, Priority: priorityFetch, Key: key, Payload: fetchJob{URL: address},
		})
		return err
	})
	if err != nil {
		return SubmitResult{}, err
	}
	r, _, err := im.submitted(ctx, o.collection, KindFetch, key, ids[0])
	return r, err
}

// submitted returns the result for a job that was inserted, or that existed: then it is
// retried if it failed or was cancelled, and finished is set if it is done.
func (im *Importer) submitted(ctx context.Context, collection string, kind queue.Kind, key string, id int64) (r SubmitResult, finished bool, err error) {
	if id != 0 {
		return SubmitResult{ID: id}, false, nil
	}
	jobs, err := im.Queue.Jobs(ctx, queue.Filter{Kinds: []queue.Kind{kind}, Group: collection, Limit: 10_000})
	if err != nil {
		return SubmitResult{}, false, err
	}
	for i := range jobs {
		j := &jobs[i]
		switch {
		case j.Key != key:
		case j.State == queue.Failed || j.State == queue.Cancelled:
			return SubmitResult{ID: j.ID}, false, im.Queue.Retry(ctx, j.ID)
		default:
			return SubmitResult{Duplicate: true}, j.State == queue.Done, nil
		}
	}
	return SubmitResult{Duplicate: true}, false, nil
}

// requireCollection returns an error that wraps [geo.ErrNotFound] if a collection does
// not exist.
func (im *Importer) requireCollection(ctx context.Context, name string) error {
	exists, err := im.Store.HasCollection(ctx, name)
	if err == nil && !exists {
		err = geo.Errorf(geo.ErrNotFound, "there is no collection %q", name)
	}
	return err
}

// Feeds lists the feeds that a collection follows, by title.
func (im *Importer) Feeds(ctx context.Context, collection string) ([]Feed, error) {
	feeds, err := im.Store.Feeds(ctx, collection)
	if err != nil {
		return nil, err
	}
	all := make([]Feed, len(feeds))
	for i := range feeds {
		f := &feeds[i]
		all[i] = Feed{URL: f.URL, Title: f.Title, Polled: f.LastPoll, Next: f.NextPoll, Error: f.Error, Home: f.Home}
	}
	return all, nil
}

// Unfollow stops following a feed. Its articles are kept.
func (im *Importer) Unfollow(ctx context.Context, collection, address string) error {
	return im.Store.Update(ctx, func(tx *store.Tx) error { return tx.DeleteFeed(ctx, collection, address) })
}

// Cancel removes an import of a collection from the queue.
func (im *Importer) Cancel(ctx context.Context, collection string, id int64) error {
	if err := im.requireImport(ctx, collection, id); err != nil {
		return err
	}
	return im.Queue.Cancel(ctx, id)
}

// Retry queues an import that failed or was cancelled again.
func (im *Importer) Retry(ctx context.Context, collection string, id int64) error {
	if err := im.requireImport(ctx, collection, id); err != nil {
		return err
	}
	return im.Queue.Retry(ctx, id)
}

// requireImport returns an error that wraps [geo.ErrNotFound] if a collection has no such
// import.
func (im *Importer) requireImport(ctx context.Context, collection string, id int64) error {
	jobs, err := im.Queue.Jobs(ctx, queue.Filter{Group: collection, Kinds: importKinds, Before: id + 1, Limit: 1})
	if err == nil && (len(jobs) == 0 || jobs[0].ID != id) {
		err = geo.Errorf(geo.ErrNotFound, "collection %[2]q has no import %[1]d", id, collection)
	}
	return err
}
