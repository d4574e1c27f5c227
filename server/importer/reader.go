package importer

import (
	"context"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/feed"
	"dateline/server/store"
)

// item is one result of reading the inputs: an [articleItem], [fileItem],
// [noticeItem], [unchangedItem], [finishedItem], [urlItem], [feedsItem], [failureItem] or
// [storeErrorItem].
type item interface {
	// addTo adds the item to an import. The error ends the import; one of the input
	// itself is reported and does not.
	addTo(ctx context.Context, a *addition) error
}

type (
	// articleItem is an article.
	articleItem struct{ *geo.Article }
	// fileItem is a file whose articles were all read.
	fileItem struct{ store.Input }
	// noticeItem is what a person should know about how a file was read.
	noticeItem string
	// unchangedItem is a file that the collection already has.
	unchangedItem struct{}
	// finishedItem follows the other items of a source.
	finishedItem struct{}
	// urlItem is a URL to fetch.
	urlItem string
	// feedsItem lists feeds to follow.
	feedsItem []feed.Outline
	// failureItem is why a source, or an article of it, cannot be imported.
	failureItem struct{ error }
	// storeErrorItem is an error of the store.
	storeErrorItem struct{ error }
)

// Limits on reading ahead, in articles of a file and in files.
const (
	articlesAhead = 16
	filesAhead    = 64
)

// readSources reads the inputs, several files at once, and sends their items in order.
// It closes items at the end.
func (im *Importer) readSources(ctx context.Context, r *AddRequest, items chan<- item) {
	defer close(items)
	order := make(chan chan item, filesAhead)
	busy := make(chan struct{}, max(r.Workers, 1))
	go func() {
		defer close(order)
		for source, err := range article.Inputs(ctx, r.Inputs) {
			r.Progress.Sources.Add(1)
			out := make(chan item, articlesAhead)
			if !send(ctx, order, out) || !send(ctx, busy, struct{}{}) {
				return
			}
			go func() {
				defer func() { <-busy }()
				defer close(out)
				if err != nil {
					send[item](ctx, out, failureItem{err})
				} else if err := im.readSource(ctx, r, source, out); err != nil {
					send[item](ctx, out, storeErrorItem{err})
				}
				send[item](ctx, out, finishedItem{})
			}()
		}
		r.Progress.AllFound.Store(true)
	}()
	for out := range order {
		for i := range out {
			if !send(ctx, items, i) {
				return
			}
		}
	}
}

// send sends a value and reports whether ctx was not cancelled before.
func send[T any](ctx context.Context, to chan<- T, v T) bool {
	select {
	case to <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// readSource reads one source. The error is one of the store.
func (im *Importer) readSource(ctx context.Context, r *AddRequest, source article.Input, out chan<- item) error {
	if source.Kind == article.Address {
		send[item](ctx, out, urlItem(source.Name))
		return nil
	}
	notices := noticeList{document: source.Name}
	d, err := source.Open(ctx, r.Stdin, article.Options{PDF: im.PDF, SplitJSON: true, Notice: func(message string) {
		if r.Noticed != nil {
			r.Noticed(message)
		}
		if notice, keep := notices.add(message); keep {
			send[item](ctx, out, noticeItem(notice))
		}
	}})
	if err != nil {
		send[item](ctx, out, failureItem{err})
		return nil
	}
	defer d.Close()
	hash, err := d.Hash()
	if err != nil {
		send[item](ctx, out, failureItem{err})
		return nil
	}
	if hash != "" {
		var known bool
		err = im.retryWhileDown(ctx, func() error {
			known, err = im.Store.HasInput(ctx, r.Collection, hash)
			return err
		})
		if err != nil {
			return err
		}
		if known {
			send[item](ctx, out, unchangedItem{})
			return nil
		}
	}
	readDocument(ctx, d, hash, out)
	if more := notices.omitted(); more != "" {
		send[item](ctx, out, noticeItem(more))
	}
	return nil
}

// readDocument reads an open document of any length. A document without a hash is not
// recorded as a file of the collection.
func readDocument(ctx context.Context, d *article.Document, hash string, out chan<- item) {
	if d.Format == article.FormatOPML {
		if feeds, err := d.Feeds(); err != nil {
			send[item](ctx, out, failureItem{err})
		} else {
			send[item](ctx, out, feedsItem(feeds))
		}
		return
	}
	articles, complete := 0, true
	for a, err := range d.Articles(ctx) {
		var i item = articleItem{a}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			i, complete = failureItem{err}, false
		default:
			articles++
		}
		if !send(ctx, out, i) {
			return
		}
	}
	if complete && hash != "" {
		send[item](ctx, out, fileItem{store.Input{Hash: hash, Name: d.Name, Articles: articles}})
	}
}
