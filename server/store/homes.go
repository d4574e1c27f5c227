package store

import (
	"context"
	"fmt"

	"dateline/geo"
	"dateline/server/store/internal/collections"
)

// staleResolver is the resolver version of articles that must be parsed again though the models are the same.
const staleResolver = "stale"

// SetHome sets the place where the publisher of a collection's articles is at home, or of those of one of its feeds unless feed is empty;
// an empty home removes it. The articles concerned count as parsed by another resolver, see [DB.StaleArticles]. The error
// wraps [geo.ErrNotFound] if there is no such collection or feed.
func (tx *Tx) SetHome(ctx context.Context, collection, feed string, home geo.PlaceID) error {
	row, err := collections.Read(ctx, tx.SQL(), collection)
	if err != nil {
		return err
	}
	if feed == "" {
		if row.Home == home {
			return nil
		}
		err = tx.setCollection(ctx, collection, `home`, home)
	} else {
		err = tx.setFeedHome(ctx, collection, feed, home)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE parses SET resolver = $3 WHERE article IN (SELECT article FROM members WHERE collection = $1 AND ($2 = '' OR feed = $2))`,
		collection, feed, staleResolver)
	if err != nil {
		return fmt.Errorf("marking the articles of the collection %q to be parsed again: %w", collection, err)
	}
	return nil
}

func (tx *Tx) setFeedHome(ctx context.Context, collection, feed string, home geo.PlaceID) error {
	done, err := tx.Exec(ctx, `UPDATE feeds SET home = $3 WHERE collection = $1 AND url = $2`, collection, feed, home)
	if err != nil {
		return fmt.Errorf("setting the home of the feed %s: %w", feed, err)
	}
	if n, err := done.RowsAffected(); err == nil && n == 0 {
		return geo.Errorf(geo.ErrNotFound, "collection %q does not follow the feed %s", collection, feed)
	}
	return nil
}

// ArticleHome returns the home of the publisher of the article with a key: that of the feed that it came from, otherwise that of
// its collection. It is empty if there is none, or if the article is in collections with different homes.
func (db *DB) ArticleHome(ctx context.Context, key string) (home geo.PlaceID, err error) {
	const own = `coalesce(nullif(f.home, ''), c.home)`
	err = db.Reader().QueryRowContext(ctx, `SELECT CASE WHEN min(`+own+`) = max(`+own+`) THEN min(`+own+`) ELSE '' END
		FROM articles a JOIN members m ON m.article = a.seq JOIN collections c ON c.name = m.collection
		LEFT JOIN feeds f ON f.collection = m.collection AND f.url = m.feed
		WHERE a.key = $1 AND m.trashed = 0 AND c.trashed = 0`, key).Scan(&home)
	if err != nil {
		return "", fmt.Errorf("reading the publisher's home of the article with the key %q: %w", key, err)
	}
	return home, nil
}
