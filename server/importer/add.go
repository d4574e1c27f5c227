package importer

import (
	"context"
	"errors"
	"io"
	"sync/atomic"

	"dateline/geo"
	"dateline/geo/article/feed"
	"dateline/server/store"
)

// AddRequest names the inputs to import into a collection.
type AddRequest struct {
	// Collection must exist.
	Collection string
	// Inputs are files, folders, URLs, or "-" for Stdin.
	Inputs []string
	Stdin  io.Reader
	// Workers is how many files are read concurrently.
	Workers int
	// Failed is called with the error of each input that cannot be imported.
	Failed func(error)
	// Progress is updated while the inputs are imported.
	Progress Progress
}

// Progress counts inputs and articles. Its fields may be read at any time.
type Progress struct {
	// Sources counts the files and URLs found so far, all of them once AllFound is
	// set; Finished counts those that were processed.
	Sources, Finished atomic.Int64
	AllFound          atomic.Bool
	// Unchanged counts files that the collection already had.
	Unchanged atomic.Int64
	// New counts articles added to the collection, Existing those that it already had.
	New, Existing atomic.Int64
	// URLs counts queued URLs, Feeds newly followed feeds.
	URLs, Feeds atomic.Int64
	// Failures counts inputs that could not be imported.
	Failures atomic.Int64
}

// AddInputs takes inputs into a collection: it reads the files, in memory that does
// not grow with them, keeps their articles and queues what is to be done with these,
// and with addresses. What it has kept stays kept if it is ended; adding the same
// inputs again goes on where it ended. While the database is away it waits. A failed input is told to from.Failed and the
// others are taken; the error is that of a store that does not work, or of ctx.
func (in *Importer) AddInputs(ctx context.Context, from *AddRequest) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	items := make(chan item, batchArticles)
	go in.readSources(ctx, from, items)
	var b batch
	flush := func() error {
		var kept []store.PutResult
		err := in.retryWhileDown(ctx, func() (err error) {
			kept, err = in.saveBatch(ctx, from.Collection, &b)
			return err
		})
		for _, k := range kept {
			if k.Linked {
				from.Progress.New.Add(1)
			} else {
				from.Progress.Existing.Add(1)
			}
		}
		return err
	}
	for {
		i, more, waits := next(items)
		if waits && b.empty() {
			i, more = <-items
		} else if waits || !more || b.full() {
			if err := flush(); err != nil {
				return err
			}
			if waits {
				continue
			}
		}
		if !more {
			return ctx.Err()
		}
		if err := in.addItem(ctx, from, &b, i); err != nil {
			return err
		}
	}
}

// next takes an item without waiting for one.
func next(items <-chan item) (i item, more, waits bool) {
	select {
	case i, more = <-items:
		return i, more, false
	default:
		return item{}, true, true
	}
}

// addItem adds what was read to the batch, or queues what cannot be read here.
func (in *Importer) addItem(ctx context.Context, from *AddRequest, b *batch, i item) error {
	failure := i.err
	switch {
	case i.broken != nil:
		return i.broken
	case i.article != nil:
		failure = b.add(i.article)
	case i.input != nil:
		b.inputs = append(b.inputs, *i.input)
	case i.known:
		from.Progress.Unchanged.Add(1)
	case i.ends:
		from.Progress.Finished.Add(1)
	case i.address != "":
		from.Progress.URLs.Add(1)
		err := in.retryWhileDown(ctx, func() error {
			_, err := in.AddURL(ctx, from.Collection, i.address)
			return err
		})
		if err != nil && !errors.Is(err, geo.ErrInput) {
			return err
		}
		failure = err
	case i.feeds != nil:
		return in.retryWhileDown(ctx, func() error { return in.addFeeds(ctx, from, i.feeds) })
	}
	if failure != nil {
		from.Progress.Failures.Add(1)
		from.Failed(failure)
	}
	return nil
}

// addFeeds lets the collection follow the feeds of a list.
func (in *Importer) addFeeds(ctx context.Context, from *AddRequest, feeds []feed.Outline) error {
	fresh, err := in.unfollowed(ctx, from.Collection, feeds)
	if err != nil {
		return err
	}
	err = in.Store.Update(ctx, func(tx *store.Tx) error { return in.follow(ctx, tx, from.Collection, fresh) })
	if err == nil {
		from.Progress.Feeds.Add(int64(len(fresh)))
	}
	return err
}
