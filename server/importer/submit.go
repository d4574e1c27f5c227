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

// NewCollection makes an empty collection.
func (in *Importer) NewCollection(ctx context.Context, name, title string) error {
	taken, err := in.Store.HasCollection(ctx, name)
	if err != nil {
		return err
	}
	if taken {
		return geo.Errorf(geo.ErrInput, "there is a collection %q already: give another name", name)
	}
	return in.PutCollection(ctx, name, title)
}

// PutCollection makes a collection where it is not there, and gives one that is
// another title where that is not empty.
func (in *Importer) PutCollection(ctx context.Context, name, title string) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutCollection(ctx, name, title, "") })
}

// AddText takes an article as its text.
func (in *Importer) AddText(ctx context.Context, collection, title, body string) (SubmitResult, error) {
	a := &geo.Article{Title: text.Normalize(title), Text: text.Normalize(body), Source: "text that was pasted"}
	if a.Text == "" {
		return SubmitResult{}, geo.Errorf(geo.ErrInput, "there is no text")
	}
	a.Hash = geo.HashText(a.Text)
	var b batch
	if err := b.add(a); err != nil {
		return SubmitResult{}, err
	}
	kept, err := in.saveBatch(ctx, collection, &b)
	if err != nil {
		return SubmitResult{}, err
	}
	return SubmitResult{Duplicate: !kept[0].Linked}, nil
}

// AddDocument takes a file in any format that can be read.
func (in *Importer) AddDocument(ctx context.Context, collection, name string, r io.Reader) (SubmitResult, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return SubmitResult{}, err
	}
	if article.Sniff(b) == "" {
		return SubmitResult{}, geo.Errorf(geo.ErrInput, "%s is neither text nor a kind of document that can be read", name)
	}
	if err := in.requireCollection(ctx, collection); err != nil {
		return SubmitResult{}, err
	}
	var ids []int64
	var id, key string
	err = in.Store.Update(ctx, func(tx *store.Tx) error {
		if id, err = tx.PutDocument(ctx, store.Document{Name: name, Bytes: b}); err != nil {
			return err
		}
		key = geo.ContentID(collection, id)
		ids, err = in.Queue.Insert(ctx, tx.SQL(), queue.NewJob{
			Kind: KindRead, Group: collection, Priority: priorityFetch, Key: key, Payload: readJob{Document: id, Name: name},
		})
		return err
	})
	if err != nil {
		return SubmitResult{}, err
	}
	submitted, over, err := in.submitted(ctx, collection, KindRead, key, ids[0])
	if err == nil && over { // it will not be read again
		err = in.Store.Update(ctx, func(tx *store.Tx) error { return tx.DeleteDocument(ctx, id) })
	}
	return submitted, err
}

// AddURL takes the address of an article, of a feed or of a list of feeds. An address
// is not fetched twice within an hour.
func (in *Importer) AddURL(ctx context.Context, collection, address string) (SubmitResult, error) {
	address, err := fetch.Normalize(address)
	if err != nil {
		return SubmitResult{}, err
	}
	if err := in.requireCollection(ctx, collection); err != nil {
		return SubmitResult{}, err
	}
	key := geo.ContentID(collection, address, time.Now().UTC().Format("2006-01-02T15"))
	var ids []int64
	err = in.Store.Update(ctx, func(tx *store.Tx) error {
		ids, err = in.Queue.Insert(ctx, tx.SQL(), queue.NewJob{
			Kind: KindFetch, Group: collection, Priority: priorityFetch, Key: key, Payload: fetchJob{URL: address},
		})
		return err
	})
	if err != nil {
		return SubmitResult{}, err
	}
	r, _, err := in.submitted(ctx, collection, KindFetch, key, ids[0])
	return r, err
}

// submitted tells of a job that was inserted, or that was there already: then whether
// it is over. One that has failed, or was cancelled, is tried again.
func (in *Importer) submitted(ctx context.Context, collection string, kind queue.Kind, key string, id int64) (r SubmitResult, over bool, err error) {
	if id != 0 {
		return SubmitResult{ID: id}, false, nil
	}
	jobs, err := in.Queue.Jobs(ctx, queue.Filter{Kinds: []queue.Kind{kind}, Group: collection, Limit: 10_000})
	if err != nil {
		return SubmitResult{}, false, err
	}
	for i := range jobs {
		j := &jobs[i]
		switch {
		case j.Key != key:
		case j.State == queue.Failed || j.State == queue.Cancelled:
			return SubmitResult{ID: j.ID}, false, in.Queue.Retry(ctx, j.ID)
		default:
			return SubmitResult{Duplicate: true}, j.State == queue.Done, nil
		}
	}
	return SubmitResult{Duplicate: true}, false, nil
}

// requireCollection returns an error that wraps [geo.ErrNotFound] for a collection that
// is not there.
func (in *Importer) requireCollection(ctx context.Context, name string) error {
	there, err := in.Store.HasCollection(ctx, name)
	if err == nil && !there {
		err = geo.Errorf(geo.ErrNotFound, "collection %q", name)
	}
	return err
}

// Feeds lists the feeds that a collection follows, by title.
func (in *Importer) Feeds(ctx context.Context, collection string) ([]Feed, error) {
	feeds, err := in.Store.Feeds(ctx, collection)
	if err != nil {
		return nil, err
	}
	all := make([]Feed, len(feeds))
	for i := range feeds {
		f := &feeds[i]
		all[i] = Feed{URL: f.URL, Title: f.Title, Polled: f.LastPoll, Next: f.NextPoll, Error: f.Error}
	}
	return all, nil
}

// Unfollow stops following a feed.
func (in *Importer) Unfollow(ctx context.Context, collection, address string) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error { return tx.DeleteFeed(ctx, collection, address) })
}

// Cancel takes an arrival of a collection out of the queue.
func (in *Importer) Cancel(ctx context.Context, collection string, id int64) error {
	if err := in.requireImport(ctx, collection, id); err != nil {
		return err
	}
	return in.Queue.Cancel(ctx, id)
}

// Retry queues an arrival of a collection that failed or was cancelled anew.
func (in *Importer) Retry(ctx context.Context, collection string, id int64) error {
	if err := in.requireImport(ctx, collection, id); err != nil {
		return err
	}
	return in.Queue.Retry(ctx, id)
}

// requireImport returns an error that wraps [geo.ErrNotFound] for a job that is not one
// of the collection's arrivals.
func (in *Importer) requireImport(ctx context.Context, collection string, id int64) error {
	jobs, err := in.Queue.Jobs(ctx, queue.Filter{Group: collection, Kinds: importKinds, Before: id + 1, Limit: 1})
	if err == nil && (len(jobs) == 0 || jobs[0].ID != id) {
		err = geo.Errorf(geo.ErrNotFound, "arrival %d of collection %q", id, collection)
	}
	return err
}
