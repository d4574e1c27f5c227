package importer

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"dateline/geo/article"
	"dateline/geo/article/feed"
	"dateline/geo/fetch"
	"dateline/server/queue"
	"dateline/server/store"
)

// fetch asks for an address and takes the articles that it leads to, or follows the
// feed that it turns out to be. A page whose text has changed becomes another
// article; the store knows both as versions of the page.
func (in *Importer) fetch(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[fetchJob](j)
	if err != nil {
		return nil, err
	}
	finish, err := in.fetchPage(ctx, j, p)
	if err != nil && p.Item != nil && (queue.IsPermanent(err) || j.Attempt >= itemAttempts && !queue.IsSnooze(err)) {
		return in.keepItem(j, p, err)
	}
	return finish, err
}

// itemAttempts is how often a page is asked for before the part of it is taken that
// the feed holds.
const itemAttempts = 3

// keepItem takes what a feed holds of an article whose page cannot be had: many sites
// let nobody but browsers read their pages. err is why.
func (in *Importer) keepItem(j *queue.Job, p fetchJob, err error) (func(context.Context, *sql.Tx) error, error) {
	var b batch
	if broken := b.addItem(p.Item, p.URL); broken != nil {
		return nil, err
	}
	in.Log.Info("a page cannot be read; its feed's part of it is taken", "page", p.URL, "reason", err)
	return func(ctx context.Context, sqltx *sql.Tx) error {
		_, err := in.keep(ctx, store.WrapTx(in.Store, sqltx), j.Group, &b)
		return err
	}, nil
}

func (in *Importer) fetchPage(ctx context.Context, j *queue.Job, p fetchJob) (func(context.Context, *sql.Tx) error, error) {
	page, had, err := in.page(ctx, j.Group, p.URL)
	if err != nil {
		return nil, err
	}
	ask := fetch.Request{URL: p.URL, ObeyRobots: p.Found}
	if had {
		ask.ETag, ask.LastModified = page.ETag, page.LastModified
	}
	if err := in.waitForHost(ctx, p.URL); err != nil {
		return nil, err
	}
	r, err := in.Fetcher.Get(ctx, ask)
	if err != nil {
		return nil, in.postponed(fmt.Errorf("fetching %s: %w", p.URL, err), p.URL, j.Created)
	}
	now := time.Now().UTC()
	if r.NotModified {
		page.Fetched = now
		return in.putPage(page, nil), nil
	}
	hash := hashOf(r.Body)
	if hash != page.BodyHash {
		page.Changed = now
	}
	page.Final, page.ETag, page.LastModified, page.BodyHash, page.Fetched = r.URL, r.ETag, r.LastModified, hash, now
	finish, err := in.takeAnswer(ctx, j.Group, p, r)
	if err != nil {
		return nil, asPermanent(err)
	}
	return in.putPage(page, func(ctx context.Context, tx *store.Tx) error {
		if err := finish(ctx, tx); err != nil {
			return err
		}
		return tx.PutInput(ctx, j.Group, store.Input{Hash: hash, Name: p.URL})
	}), nil
}

// page returns what is known of an address, and whether the collection has what was
// answered the last time.
func (in *Importer) page(ctx context.Context, collection, address string) (page store.FetchState, had bool, err error) {
	page, err = in.Store.FetchState(ctx, address)
	if gone(err) {
		return store.FetchState{URL: address}, false, nil
	}
	if err != nil {
		return page, false, err
	}
	had, err = in.Store.HasInput(ctx, collection, page.BodyHash)
	return page, had, err
}

// takeAnswer takes what an address answered.
func (in *Importer) takeAnswer(ctx context.Context, collection string, p fetchJob, r *fetch.Response) (func(context.Context, *store.Tx) error, error) {
	if article.Sniff(r.Body) == article.FormatFeed && !p.Found {
		fresh, err := in.unfollowed(ctx, collection, []feed.Outline{{FeedURL: p.URL}})
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, tx *store.Tx) error { return in.follow(ctx, tx, collection, fresh) }, nil
	}
	return in.take(ctx, collection, r.Body, article.Options{
		Name: r.URL, URL: r.URL, ContentType: r.ContentType, Publisher: p.Publisher, PDF: in.PDF,
	})
}

// putPage finishes a fetch: what finish does, and what is now known of the page.
func (in *Importer) putPage(page store.FetchState, finish func(context.Context, *store.Tx) error) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, sqltx *sql.Tx) error {
		tx := store.WrapTx(in.Store, sqltx)
		if finish != nil {
			if err := finish(ctx, tx); err != nil {
				return err
			}
		}
		return tx.PutFetchState(ctx, page)
	}
}

// hashOf is the SHA-256 of an input.
func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
