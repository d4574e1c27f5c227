package sources

import (
	"context"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// Feed is a feed that a collection follows.
type Feed struct {
	Collection, URL, Title string
	// ETag and LastModified are the validators of the last response.
	ETag, LastModified string
	// Interval is the current time between two polls.
	Interval           time.Duration
	NextPoll, LastPoll time.Time
	// Failures is the number of failed polls since the last successful one, Error the
	// reason of the last failure.
	Failures int
	Error    string
	// Home is the place where the publisher is at home, or empty; Writer.SetHome sets it.
	Home geo.PlaceID
}

// PutFeed stores a feed, replacing an earlier state.
func (tx Writer) PutFeed(ctx context.Context, f Feed) error {
	_, err := tx.Exec(ctx, `INSERT INTO feeds (collection, url, title, etag, last_modified, every, next, polled, failures, error)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (collection, url) DO UPDATE SET title = excluded.title,
			etag = excluded.etag, last_modified = excluded.last_modified, every = excluded.every, next = excluded.next,
			polled = excluded.polled, failures = excluded.failures, error = excluded.error`,
		f.Collection, f.URL, database.Clean(f.Title), database.Clean(f.ETag), database.Clean(f.LastModified), f.Interval.Milliseconds(), database.Millis(f.NextPoll), database.Millis(f.LastPoll), f.Failures, database.Clean(f.Error))
	if err != nil {
		return fmt.Errorf("storing the feed %s: %w", f.URL, err)
	}
	return nil
}

// DeleteFeed deletes a feed, so that it is not polled any more.
func (tx Writer) DeleteFeed(ctx context.Context, collection, address string) error {
	done, err := tx.Exec(ctx, `DELETE FROM feeds WHERE collection = $1 AND url = $2`, collection, address)
	if err != nil {
		return fmt.Errorf("deleting the feed %s: %w", address, err)
	}
	if n, err := done.RowsAffected(); err == nil && n == 0 {
		return geo.Errorf(geo.ErrNotFound, "collection %[2]q does not follow the feed %[1]s", address, collection)
	}
	return nil
}

// Feeds returns the feeds of a collection, sorted by title.
func (x Sources) Feeds(ctx context.Context, collection string) ([]Feed, error) {
	return x.feeds(ctx, `collection = $1 ORDER BY title, url`, collection)
}

// Feed returns a feed of a collection.
func (x Sources) Feed(ctx context.Context, collection, address string) (Feed, error) {
	all, err := x.feeds(ctx, `collection = $1 AND url = $2`, collection, address)
	if err == nil && len(all) == 0 {
		err = geo.Errorf(geo.ErrNotFound, "collection %[2]q does not follow the feed %[1]s", address, collection)
	}
	if err != nil {
		return Feed{}, err
	}
	return all[0], nil
}

// DueFeeds returns up to limit feeds whose next poll is due, the earliest first.
func (x Sources) DueFeeds(ctx context.Context, now time.Time, limit int) ([]Feed, error) {
	return x.feeds(ctx, `next <= $1 ORDER BY next, collection, url LIMIT $2`, now.UnixMilli(), limit)
}

func (x Sources) feeds(ctx context.Context, where string, args ...any) ([]Feed, error) {
	rows, err := x.DB.Reader().QueryContext(ctx, `SELECT collection, url, title, etag, last_modified, every, next, polled, failures, error, home
		FROM feeds WHERE `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("listing feeds: %w", database.Category(err))
	}
	defer rows.Close()
	var all []Feed
	for rows.Next() {
		var f Feed
		var every, next, polled int64
		if err := rows.Scan(&f.Collection, &f.URL, &f.Title, &f.ETag, &f.LastModified, &every, &next, &polled, &f.Failures, &f.Error, &f.Home); err != nil {
			return nil, err
		}
		f.Interval, f.NextPoll, f.LastPoll = time.Duration(every)*time.Millisecond, database.Time(next), database.Time(polled)
		all = append(all, f)
	}
	return all, database.Category(rows.Err())
}
