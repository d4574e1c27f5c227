package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/store"
)

func TestInputsDocumentsPagesAndFeeds(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := time.UnixMilli(1_700_000_000_000).UTC()
		feed := store.Feed{Collection: "c", URL: "https://news.example/feed", Title: "News", ETag: "e", Interval: time.Hour, NextPoll: now, Failures: 1, Error: "timeout"}
		page := store.FetchState{URL: "https://news.example/a", Final: "https://news.example/b", ETag: "x", BodyHash: "h", Fetched: now, Changed: now}
		content := bytes.Repeat([]byte{0, 1, 255}, 800_000) // of several parts
		doc := store.Document{Name: "a.pdf", Hash: "h", Length: int64(len(content))}
		var id string
		update(t, db, func(tx *store.Tx) (err error) {
			id, err = tx.PutDocument(ctx, doc, bytes.NewReader(content))
			_, again := tx.PutDocument(ctx, doc, bytes.NewReader(content))
			err = errors.Join(err, again)
			return errors.Join(err, tx.PutCollection(ctx, "c", "C", ""), tx.PutInput(ctx, "c", store.Input{Hash: "1", Name: "a", Articles: 2}),
				tx.PutInput(ctx, "c", store.Input{Hash: "1", Name: "a", Articles: 2}), tx.PutFeed(ctx, feed), tx.PutFetchState(ctx, page), tx.PutFetchState(ctx, page))
		})
		if has, err := db.HasInput(ctx, "c", "1"); err != nil || !has {
			t.Errorf("input: %v, %v", has, err)
		}
		if has, err := db.HasInput(ctx, "c", "2"); err != nil || has {
			t.Errorf("another input: %v, %v", has, err)
		}
		if got, err := db.Document(ctx, id); err != nil || got.Name != doc.Name || got.Length != doc.Length {
			t.Errorf("document %+v, %v", got, err)
		}
		if got, err := io.ReadAll(db.DocumentContent(ctx, id)); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes of the document, %v", len(got), err)
		}
		if got, err := db.FetchState(ctx, page.URL); err != nil || got != page {
			t.Errorf("page %+v, %v", got, err)
		}
		if got, err := db.DueFeeds(ctx, now, 10); err != nil || len(got) != 1 || got[0] != feed {
			t.Errorf("due feeds %+v, %v", got, err)
		}
		if got, err := db.DueFeeds(ctx, now.Add(-time.Second), 10); err != nil || len(got) != 0 {
			t.Errorf("feeds due a second before: %+v, %v", got, err)
		}
		update(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.DeleteDocument(ctx, id), tx.DeleteFeed(ctx, "c", feed.URL))
		})
		if _, err := db.Document(ctx, id); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("document that was dropped: %v", err)
		}
		if got, err := io.ReadAll(db.DocumentContent(ctx, id)); err != nil || len(got) != 0 {
			t.Errorf("%d bytes of a document that was dropped, %v", len(got), err)
		}
		if got, err := db.Feeds(ctx, "c"); err != nil || len(got) != 0 {
			t.Errorf("feeds %+v, %v", got, err)
		}
	})
}

func TestReserveHost(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := time.UnixMilli(1_700_000_000_000)
		var group sync.WaitGroup
		var mu sync.Mutex
		var waits []time.Duration
		for range 8 {
			group.Go(func() {
				wait, err := db.ReserveHost(ctx, "news.example", now, 2*time.Second)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				waits = append(waits, wait)
			})
		}
		group.Wait()
		slices.Sort(waits)
		if waits[0] != 0 || waits[1] != 2*time.Second {
			t.Errorf("waits %v", waits)
		}
		if wait, err := db.ReserveHost(ctx, "other.example", now, time.Second); wait != 0 || err != nil {
			t.Errorf("another host waits %v, %v", wait, err)
		}
		if wait, err := db.ReserveHost(ctx, "news.example", now.Add(2*time.Second), time.Second); wait != 0 || err != nil {
			t.Errorf("two seconds later %v, %v", wait, err)
		}
	})
}
