package importer

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/geo/article/feed"
	"dateline/geo/fetch"
	"dateline/server/queue"
	"dateline/server/store"
)

// fullText is the length of an item's text, in bytes, from which it is used as the
// article; for a shorter one the page is fetched.
const fullText = 500

// unfollowed returns those of the feeds that a collection does not follow.
func (im *Importer) unfollowed(ctx context.Context, collection string, outlines []feed.Outline) ([]feed.Outline, error) {
	feeds, err := im.Store.Feeds(ctx, collection)
	if err != nil {
		return nil, err
	}
	followed := map[string]bool{}
	for i := range feeds {
		followed[feeds[i].URL] = true
	}
	var added []feed.Outline
	for _, o := range outlines {
		if !followed[o.FeedURL] {
			added = append(added, o)
		}
	}
	return added, nil
}

// follow adds feeds to a collection and queues their first polls.
func (im *Importer) follow(ctx context.Context, tx *store.Tx, o origin, outlines []feed.Outline) error {
	jobs := make([]queue.NewJob, len(outlines))
	for i, outline := range outlines {
		f := newFeed(o.collection, outline.FeedURL, outline.Title)
		if err := tx.PutFeed(ctx, f); err != nil {
			return err
		}
		jobs[i] = newPoll(&f, o.batch, 0)
	}
	_, err := im.Queue.Insert(ctx, tx.SQL(), jobs...)
	return err
}

// followFetched returns what adds a feed that was fetched as a page and imports its
// articles. A feed that cannot be read is not followed.
func (im *Importer) followFetched(ctx context.Context, o origin, address string, page store.FetchState, r *fetch.Response) (func(context.Context, *sql.Tx) error, error) {
	added, err := im.unfollowed(ctx, o.collection, []feed.Outline{{FeedURL: address}})
	if err != nil {
		return nil, err
	}
	if len(added) == 0 {
		return nil, nil
	}
	f := newFeed(o.collection, address, "")
	items, err := im.readFeed(ctx, o, &f, r)
	if err != nil {
		return nil, asPermanent(fmt.Errorf("reading the feed %s: %w", address, err))
	}
	polled := im.recordPoll(o, f, items)
	return im.inJobTx(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.PutFetchState(ctx, page); err != nil {
			return err
		}
		return polled(ctx, tx)
	}), nil
}

// poll fetches a feed and imports what is new. The failure of a feed that worked before
// is stored with the feed, and the job is done; a feed whose first poll fails is not
// followed, and the job fails.
func (im *Importer) poll(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[pollJob](j)
	if err != nil {
		return nil, err
	}
	f, err := im.Store.Feed(ctx, j.Group, p.URL)
	if isNotFound(err) || err == nil && !f.LastPoll.IsZero() && f.NextPoll.After(time.Now()) {
		return nil, nil // not followed any more, or polled in the meantime
	}
	if err != nil {
		return nil, err
	}
	if err := im.waitForHost(ctx, f.URL); err != nil {
		return nil, err
	}
	items, err := im.fetchFeed(ctx, originOf(j), &f)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && f.LastPoll.IsZero():
		return nil, im.firstPollFailed(ctx, j, f, err)
	case err != nil:
		return im.pollFailed(f, err), nil
	}
	return im.inJobTx(im.recordPoll(originOf(j), f, items)), nil
}

// fetchFeed fetches a feed, if it has changed, and returns its items.
func (im *Importer) fetchFeed(ctx context.Context, o origin, f *store.Feed) (*feedItems, error) {
	r, err := im.Fetcher.Get(ctx, fetch.Request{URL: f.URL, ETag: f.ETag, LastModified: f.LastModified, ObeyRobots: true})
	if err != nil {
		return nil, err
	}
	if r.NotModified {
		return &feedItems{interval: r.MaxAge}, nil
	}
	return im.readFeed(ctx, o, f, r)
}

// feedItems are the items of a feed by what is done with them.
type feedItems struct {
	articles batch          // complete articles
	pages    []queue.NewJob // jobs that fetch the pages of the others
	interval time.Duration  // the shortest time to the next poll
}

// readFeed reads the items of a fetched feed and updates f. Of many articles it stores
// all but the last few at once.
func (im *Importer) readFeed(ctx context.Context, o origin, f *store.Feed, r *fetch.Response) (*feedItems, error) {
	parsed, err := feed.Read(ctx, bytes.NewReader(r.Body), feed.Options{URL: r.URL})
	if err != nil {
		return nil, err
	}
	if len(parsed.Items) == 0 && f.LastPoll.IsZero() {
		im.Log.Info("a feed has no items yet", "feed", f.URL)
	}
	f.ETag, f.LastModified = r.ETag, r.LastModified
	if f.Title == "" {
		f.Title = parsed.Title
	}
	o.feed = f.URL
	items := &feedItems{interval: max(r.MaxAge, parsed.Interval)}
	for i := range parsed.Items {
		if err := im.sortItem(ctx, o, &parsed.Items[i], f.URL, items); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// sortItem adds an item to the articles if it has the whole text or no page, and to the
// pages otherwise.
func (im *Importer) sortItem(ctx context.Context, o origin, i *feed.Item, source string, items *feedItems) error {
	if i.Link != "" && (i.Summary || len(i.Text) < fullText) {
		items.pages = append(items.pages, queue.NewJob{
			Kind: KindFetch, Group: o.collection, Batch: o.batch, Priority: priorityFetch,
			Key:     geo.ContentID("found", o.collection, i.Link, i.Published),
			Payload: fetchJob{URL: i.Link, Publisher: i.Publisher, Found: true, Item: partialItem(i), Feed: source},
		})
		return nil
	}
	if err := items.articles.addItem(i, source); err != nil {
		im.Log.Info("an item of a feed was skipped", "feed", source, "error", err)
		return nil
	}
	if items.articles.full() {
		_, err := im.saveBatch(ctx, o, &items.articles)
		return err
	}
	return nil
}

// maxPartialItem is the limit on the text of an item in a job, in bytes.
const maxPartialItem = 64 << 10

// partialItem returns the part of an article that a feed has, or nil.
func partialItem(i *feed.Item) *feed.Item {
	if i.Text == "" || len(i.Text) > maxPartialItem {
		return nil
	}
	p := *i
	p.HTML = ""
	return &p
}

// recordPoll returns what stores the items of a feed and when it is polled next.
func (im *Importer) recordPoll(o origin, f store.Feed, items *feedItems) func(context.Context, *store.Tx) error {
	o.feed = f.URL
	return func(ctx context.Context, tx *store.Tx) error {
		f := f // the transaction may run again
		hasNew, err := im.storeItems(ctx, tx, o, items)
		if err != nil {
			return err
		}
		f.Failures, f.Error = 0, ""
		schedulePoll(&f, items.interval, hasNew)
		return tx.PutFeed(ctx, f)
	}
}

// storeItems stores the items of a feed and reports whether any is new.
func (im *Importer) storeItems(ctx context.Context, tx *store.Tx, o origin, items *feedItems) (hasNew bool, err error) {
	kept, err := im.store(ctx, tx, o, &items.articles)
	if err != nil {
		return false, err
	}
	for _, k := range kept {
		hasNew = hasNew || k.Linked
	}
	ids, err := im.Queue.Insert(ctx, tx.SQL(), items.pages...)
	for _, id := range ids {
		hasNew = hasNew || id != 0
	}
	return hasNew, err
}

// pollFailed returns what stores the failure of a poll and when the feed is polled next.
func (im *Importer) pollFailed(f store.Feed, reason error) func(context.Context, *sql.Tx) error {
	f.Failures, f.Error = f.Failures+1, reason.Error()
	var interval time.Duration
	if retry, ok := errors.AsType[*fetch.RetryError](reason); ok {
		interval = retry.After
	}
	schedulePoll(&f, interval, false)
	return im.inJobTx(func(ctx context.Context, tx *store.Tx) error { return tx.PutFeed(ctx, f) })
}

// firstPollFailed removes a feed whose first poll failed for good and returns the error
// of the job. While the poll is retried the feed shows why.
func (im *Importer) firstPollFailed(ctx context.Context, j *queue.Job, f store.Feed, reason error) error {
	err := im.asRetry(fmt.Errorf("checking the feed %s: %w", f.URL, reason), f.URL, j.Created)
	return errors.Join(err, im.Store.Update(ctx, func(tx *store.Tx) error {
		if queue.IsPermanent(err) || j.Attempt >= j.MaxAttempts && !queue.IsSnooze(err) {
			return ignoreNotFound(tx.DeleteFeed(ctx, f.Collection, f.URL))
		}
		f.Failures, f.Error, f.NextPoll = f.Failures+1, reason.Error(), time.Now().UTC().Add(fetch.MaxPollInterval)
		return tx.PutFeed(ctx, f)
	}))
}
