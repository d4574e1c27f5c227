package importer

import (
	"context"
	"io"
	"time"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/fetch"
	"dateline/server"
	"dateline/server/queue"
	"dateline/server/store"
)

var _ server.Intake = (*Intake)(nil)

// NewCollection makes an empty collection.
func (in *Intake) NewCollection(ctx context.Context, name, title string) error {
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
func (in *Intake) PutCollection(ctx context.Context, name, title string) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutCollection(ctx, name, title, "") })
}

// AddText takes an article as its text.
func (in *Intake) AddText(ctx context.Context, collection, title, text string) (server.Receipt, error) {
	a := &geo.Article{Title: article.NormalizeText(title), Text: article.NormalizeText(text), Source: "text that was pasted"}
	if a.Text == "" {
		return server.Receipt{}, geo.Errorf(geo.ErrInput, "there is no text")
	}
	a.Hash = geo.HashText(a.Text)
	var b batch
	if err := b.add(a); err != nil {
		return server.Receipt{}, err
	}
	kept, err := in.keepNow(ctx, collection, &b)
	if err != nil {
		return server.Receipt{}, err
	}
	return server.Receipt{Known: !kept[0].Linked}, nil
}

// AddDocument takes a file in any format that can be read.
func (in *Intake) AddDocument(ctx context.Context, collection, name string, r io.Reader) (server.Receipt, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return server.Receipt{}, err
	}
	if article.Sniff(b) == "" {
		return server.Receipt{}, geo.Errorf(geo.ErrInput, "%s is neither text nor a kind of document that can be read", name)
	}
	if err := in.wantCollection(ctx, collection); err != nil {
		return server.Receipt{}, err
	}
	var ids []int64
	var id, key string
	err = in.Store.Update(ctx, func(tx *store.Tx) error {
		if id, err = tx.PutDocument(ctx, store.Document{Name: name, Bytes: b}); err != nil {
			return err
		}
		key = geo.ContentID(collection, id)
		ids, err = in.Queue.Insert(ctx, tx.SQL(), queue.New{
			Kind: KindRead, Group: collection, Priority: priorityFetch, Key: key, Payload: readJob{Document: id, Name: name},
		})
		return err
	})
	if err != nil {
		return server.Receipt{}, err
	}
	receipt, over, err := in.receipt(ctx, collection, KindRead, key, ids[0])
	if err == nil && over { // it will not be read again
		err = in.Store.Update(ctx, func(tx *store.Tx) error { return tx.DropDocument(ctx, id) })
	}
	return receipt, err
}

// AddURL takes the address of an article, of a feed or of a list of feeds. An address
// is not fetched twice within an hour.
func (in *Intake) AddURL(ctx context.Context, collection, address string) (server.Receipt, error) {
	address, err := fetch.Normalize(address)
	if err != nil {
		return server.Receipt{}, err
	}
	if err := in.wantCollection(ctx, collection); err != nil {
		return server.Receipt{}, err
	}
	key := geo.ContentID(collection, address, time.Now().UTC().Format("2006-01-02T15"))
	var ids []int64
	err = in.Store.Update(ctx, func(tx *store.Tx) error {
		ids, err = in.Queue.Insert(ctx, tx.SQL(), queue.New{
			Kind: KindFetch, Group: collection, Priority: priorityFetch, Key: key, Payload: fetchJob{URL: address},
		})
		return err
	})
	if err != nil {
		return server.Receipt{}, err
	}
	r, _, err := in.receipt(ctx, collection, KindFetch, key, ids[0])
	return r, err
}

// receipt tells of a job that was inserted, or that was there already: then whether
// it is over. One that has failed, or was cancelled, is tried again.
func (in *Intake) receipt(ctx context.Context, collection string, kind queue.Kind, key string, id int64) (r server.Receipt, over bool, err error) {
	if id != 0 {
		return server.Receipt{ID: id}, false, nil
	}
	jobs, err := in.Queue.Jobs(ctx, queue.Filter{Kinds: []queue.Kind{kind}, Group: collection, Limit: 10_000})
	if err != nil {
		return server.Receipt{}, false, err
	}
	for i := range jobs {
		j := &jobs[i]
		switch {
		case j.Key != key:
		case j.State == queue.Failed || j.State == queue.Cancelled:
			return server.Receipt{ID: j.ID}, false, in.Queue.Retry(ctx, j.ID)
		default:
			return server.Receipt{Known: true}, j.State == queue.Done, nil
		}
	}
	return server.Receipt{Known: true}, false, nil
}

// wantCollection returns an error that wraps [geo.ErrNotFound] for a collection that
// is not there.
func (in *Intake) wantCollection(ctx context.Context, name string) error {
	there, err := in.Store.HasCollection(ctx, name)
	if err == nil && !there {
		err = geo.Errorf(geo.ErrNotFound, "collection %q", name)
	}
	return err
}

// Feeds lists the feeds that a collection follows, by title.
func (in *Intake) Feeds(ctx context.Context, collection string) ([]server.Feed, error) {
	feeds, err := in.Store.Feeds(ctx, collection)
	if err != nil {
		return nil, err
	}
	all := make([]server.Feed, len(feeds))
	for i := range feeds {
		f := &feeds[i]
		all[i] = server.Feed{URL: f.URL, Title: f.Title, Polled: f.Polled, Next: f.Next, Error: f.Error}
	}
	return all, nil
}

// Unfollow stops following a feed.
func (in *Intake) Unfollow(ctx context.Context, collection, address string) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error { return tx.DropFeed(ctx, collection, address) })
}

// Cancel takes an arrival of a collection out of the queue.
func (in *Intake) Cancel(ctx context.Context, collection string, id int64) error {
	if err := in.wantArrival(ctx, collection, id); err != nil {
		return err
	}
	return in.Queue.Cancel(ctx, id)
}

// Retry queues an arrival of a collection that failed or was cancelled anew.
func (in *Intake) Retry(ctx context.Context, collection string, id int64) error {
	if err := in.wantArrival(ctx, collection, id); err != nil {
		return err
	}
	return in.Queue.Retry(ctx, id)
}

// wantArrival returns an error that wraps [geo.ErrNotFound] for a job that is not one
// of the collection's arrivals.
func (in *Intake) wantArrival(ctx context.Context, collection string, id int64) error {
	jobs, err := in.Queue.Jobs(ctx, queue.Filter{Group: collection, Kinds: arrivalKinds, Before: id + 1, Limit: 1})
	if err == nil && (len(jobs) == 0 || jobs[0].ID != id) {
		err = geo.Errorf(geo.ErrNotFound, "arrival %d of collection %q", id, collection)
	}
	return err
}
