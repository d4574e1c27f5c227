package importer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"dateline/geo/article"
	"dateline/geo/fetch"
	"dateline/server/queue"
	"dateline/server/store"
)

// pageAttempts is how often a page is fetched before what the feed has of the article
// is used instead.
const pageAttempts = 3

// fetch fetches a URL and imports the articles or the feed that it contains. A page
// whose text has changed becomes another article; the store links the versions.
func (im *Importer) fetch(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[fetchJob](j)
	if err != nil {
		return nil, err
	}
	done, err := im.fetchPage(ctx, j, p)
	if err != nil && p.Item != nil && (queue.IsPermanent(err) || j.Attempt >= pageAttempts && !queue.IsSnooze(err)) {
		return im.useItem(j, p, err)
	}
	return done, err
}

// useItem imports what a feed has of an article whose page cannot be fetched: many
// sites serve their pages only to browsers. reason is the error of the page.
func (im *Importer) useItem(j *queue.Job, p fetchJob, reason error) (func(context.Context, *sql.Tx) error, error) {
	var b batch
	if err := b.addItem(p.Item, p.URL); err != nil {
		return nil, reason
	}
	im.Log.Info("a page cannot be fetched; the text in its feed is used", "page", p.URL, "reason", reason)
	return func(ctx context.Context, sqltx *sql.Tx) error {
		o := originOf(j)
		o.feed = p.Feed
		_, err := im.store(ctx, store.WrapTx(im.Store, sqltx), o, &b)
		return err
	}, nil
}

// fetchPage fetches a URL and returns what stores its contents.
func (im *Importer) fetchPage(ctx context.Context, j *queue.Job, p fetchJob) (func(context.Context, *sql.Tx) error, error) {
	page, imported, err := im.knownPage(ctx, j.Group, p.URL)
	if err != nil {
		return nil, err
	}
	request := fetch.Request{URL: p.URL, ObeyRobots: p.Found}
	if imported {
		request.ETag, request.LastModified = page.ETag, page.LastModified
	}
	if err := im.waitForHost(ctx, p.URL); err != nil {
		return nil, err
	}
	r, err := im.Fetcher.Get(ctx, request)
	if err != nil {
		return nil, im.asRetry(fmt.Errorf("fetching %s: %w", p.URL, err), p.URL, j.Created)
	}
	now := time.Now().UTC()
	if r.NotModified {
		page.Fetched = now
		return im.inJobTx(func(ctx context.Context, tx *store.Tx) error { return tx.PutFetchState(ctx, page) }), nil
	}
	hash := hashOf(r.Body)
	if hash != page.BodyHash {
		page.Changed = now
	}
	page.Final, page.ETag, page.LastModified, page.BodyHash, page.Fetched = r.URL, r.ETag, r.LastModified, hash, now
	if article.Sniff(r.Body) == article.FormatFeed && !p.Found {
		return im.followFetched(ctx, originOf(j), p.URL, page, r)
	}
	o := originOf(j)
	o.feed = p.Feed
	done, err := im.process(ctx, o, bytes.NewReader(r.Body), article.Options{
		Length: int64(len(r.Body)), Name: r.URL, URL: r.URL, ContentType: r.ContentType, Publisher: p.Publisher, PDF: im.PDF,
	})
	if err != nil {
		return nil, asPermanent(err)
	}
	return im.inJobTx(func(ctx context.Context, tx *store.Tx) error {
		if err := done(ctx, tx); err != nil {
			return err
		}
		if err := tx.PutInput(ctx, j.Group, store.Input{Hash: hash, Name: p.URL}); err != nil {
			return err
		}
		return tx.PutFetchState(ctx, page)
	}), nil
}

// knownPage returns what the store has of a URL, and whether the collection has the
// contents that were fetched last.
func (im *Importer) knownPage(ctx context.Context, collection, address string) (page store.FetchState, imported bool, err error) {
	page, err = im.Store.FetchState(ctx, address)
	if isNotFound(err) {
		return store.FetchState{URL: address}, false, nil
	}
	if err != nil {
		return page, false, err
	}
	imported, err = im.Store.HasInput(ctx, collection, page.BodyHash)
	return page, imported, err
}

// inJobTx returns a function that runs f in the transaction that completes a job.
func (im *Importer) inJobTx(f func(context.Context, *store.Tx) error) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error { return f(ctx, store.WrapTx(im.Store, tx)) }
}

// hashOf returns the SHA-256 of an input in hexadecimal.
func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
