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

const (
	// firstEvery is how often a feed is polled until it is known how often it has
	// something new.
	firstEvery = time.Hour
	// fullText is how long the text of an item is, in bytes, from which it is taken
	// for the article; of a shorter one the page is fetched.
	fullText = 500
)

// unfollowed returns those of the feeds that a collection does not follow yet.
func (in *Importer) unfollowed(ctx context.Context, collection string, outlines []feed.Outline) ([]feed.Outline, error) {
	feeds, err := in.Store.Feeds(ctx, collection)
	if err != nil {
		return nil, err
	}
	followed := map[string]bool{}
	for i := range feeds {
		followed[feeds[i].URL] = true
	}
	var fresh []feed.Outline
	for _, o := range outlines {
		if !followed[o.FeedURL] {
			fresh = append(fresh, o)
		}
	}
	return fresh, nil
}

// follow lets a collection follow feeds from now on.
func (in *Importer) follow(ctx context.Context, tx *store.Tx, collection string, outlines []feed.Outline) error {
	jobs := make([]queue.NewJob, len(outlines))
	for i, o := range outlines {
		f := store.Feed{Collection: collection, URL: o.FeedURL, Title: o.Title, Interval: firstEvery, NextPoll: time.Now().UTC().Truncate(time.Millisecond)}
		if err := tx.PutFeed(ctx, f); err != nil {
			return err
		}
		jobs[i] = newPoll(&f, 0)
	}
	_, err := in.Queue.Insert(ctx, tx.SQL(), jobs...)
	return err
}

// poll asks a feed for what is new. That it does not answer, or not with a feed, is
// kept with the feed, which is asked again later; the job is done all the same.
func (in *Importer) poll(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[pollJob](j)
	if err != nil {
		return nil, err
	}
	f, err := in.Store.Feed(ctx, j.Group, p.URL)
	if gone(err) || err == nil && f.NextPoll.After(time.Now()) {
		return nil, nil // not followed any more, or polled in the meantime
	}
	if err != nil {
		return nil, err
	}
	if err := in.waitForHost(ctx, f.URL); err != nil {
		return nil, err
	}
	n, err := in.news(ctx, &f)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	f.LastPoll = time.Now().UTC()
	if err != nil {
		f.Failures, f.Error = f.Failures+1, err.Error()
		var retry *fetch.RetryError
		var least time.Duration
		if errors.As(err, &retry) {
			least = retry.After
		}
		f.Interval = fetch.NextPoll(f.URL, f.Interval, least, false, f.Failures)
		f.NextPoll = f.LastPoll.Add(f.Interval)
		return func(ctx context.Context, sqltx *sql.Tx) error { return store.WrapTx(in.Store, sqltx).PutFeed(ctx, f) }, nil
	}
	f.Failures, f.Error = 0, ""
	return func(ctx context.Context, sqltx *sql.Tx) error {
		tx, f := store.WrapTx(in.Store, sqltx), f
		fresh, err := in.takeNews(ctx, tx, f.Collection, n)
		if err != nil {
			return err
		}
		f.Interval = fetch.NextPoll(f.URL, f.Interval, n.least, fresh, 0)
		f.NextPoll = f.LastPoll.Add(f.Interval)
		return tx.PutFeed(ctx, f)
	}, nil
}

// news is what a feed held.
type news struct {
	articles batch          // whole articles
	pages    []queue.NewJob // jobs that fetch those of which the feed has a part only
	least    time.Duration
}

// news asks a feed and notes in f how it may be asked again.
func (in *Importer) news(ctx context.Context, f *store.Feed) (*news, error) {
	r, err := in.Fetcher.Get(ctx, fetch.Request{URL: f.URL, ETag: f.ETag, LastModified: f.LastModified, ObeyRobots: true})
	if err != nil {
		return nil, err
	}
	n := &news{least: r.MaxAge}
	if r.NotModified {
		return n, nil
	}
	parsed, err := feed.Read(ctx, bytes.NewReader(r.Body), feed.Options{URL: r.URL})
	if err != nil {
		return nil, err
	}
	n.least = max(n.least, parsed.Interval)
	f.ETag, f.LastModified = r.ETag, r.LastModified
	if f.Title == "" {
		f.Title = parsed.Title
	}
	for i := range parsed.Items {
		if err := in.item(ctx, f.Collection, &parsed.Items[i], n, f.URL); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// item sorts an item of a feed: into the articles when it has the whole text, or has
// no page; into the pages to fetch changedOrNil.
func (in *Importer) item(ctx context.Context, collection string, i *feed.Item, n *news, source string) error {
	if i.Link != "" && (i.Summary || len(i.Text) < fullText) {
		n.pages = append(n.pages, queue.NewJob{
			Kind: KindFetch, Group: collection, Priority: priorityFetch,
			Key:     geo.ContentID("found", collection, i.Link, i.Published),
			Payload: fetchJob{URL: i.Link, Publisher: i.Publisher, Found: true, Item: part(i)},
		})
		return nil
	}
	if err := n.articles.addItem(i, source); err != nil {
		in.Log.Debug("an item of a feed was left out", "feed", source, "error", err)
		return nil
	}
	if n.articles.full() {
		_, err := in.saveBatch(ctx, collection, &n.articles)
		return err
	}
	return nil
}

// maxPart bounds what of an item goes along with the job that fetches its page.
const maxPart = 64 << 10

// part is what a feed holds of an article of which it has a part, or nil.
func part(i *feed.Item) *feed.Item {
	if i.Text == "" || len(i.Text) > maxPart {
		return nil
	}
	p := *i
	p.HTML = ""
	return &p
}

// addItem adds an item of the feed with that name as an article.
func (b *batch) addItem(i *feed.Item, source string) error {
	a, err := i.Article(source)
	if err != nil {
		return err
	}
	return b.add(a)
}

// takeNews keeps what a feed held and reports whether any of it is new.
func (in *Importer) takeNews(ctx context.Context, tx *store.Tx, collection string, n *news) (fresh bool, err error) {
	kept, err := in.keep(ctx, tx, collection, &n.articles)
	if err != nil {
		return false, err
	}
	for _, k := range kept {
		fresh = fresh || k.Linked
	}
	ids, err := in.Queue.Insert(ctx, tx.SQL(), n.pages...)
	for _, id := range ids {
		fresh = fresh || id != 0
	}
	return fresh, err
}

// dueTogether is how many feeds are looked at together.
const dueTogether = 100

// schedule queues the polls of all feeds that are due. Several processes may do so:
// a feed has one job for each time that it is due.
func (in *Importer) schedule(ctx context.Context, now time.Time) error {
	due, err := in.Store.DueFeeds(ctx, now, dueTogether)
	if err != nil || len(due) == 0 {
		return err
	}
	jobs := make([]queue.NewJob, len(due))
	for i := range due {
		jobs[i] = newPoll(&due[i], int64(now.Sub(due[i].NextPoll)/time.Hour))
	}
	err = in.Store.Update(ctx, func(tx *store.Tx) error {
		_, err := in.Queue.Insert(ctx, tx.SQL(), jobs...)
		return err
	})
	if err != nil {
		return fmt.Errorf("queueing the polls of feeds: %w", err)
	}
	return nil
}
