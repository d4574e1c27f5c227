package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
)

// ArticleEdit changes what is shown of an article in one collection. Nil fields stay, and an empty text removes the
// change.
type ArticleEdit struct{ Title, Publisher, Published, URL *string }

// TrashItem is a deleted collection or article.
type TrashItem struct {
	Collection string
	// Article is the id of the article, or empty for a collection.
	Article string
	Title   string
	// Deleted is when it was deleted, and Expires when it is purged.
	Deleted, Expires time.Time
	Articles         int
}

// TrashDays is the number of days for which what was deleted can be restored.
const TrashDays = 30

// RenameCollection changes the title of a collection. Its name, and so its addresses, stay. The error wraps [geo.ErrInput] if the title is empty.
func (tx *Tx) RenameCollection(ctx context.Context, name, title string) error {
	if title == "" {
		return geo.Errorf(geo.ErrInput, "enter a title for the collection")
	}
	return tx.setCollection(ctx, name, `title`, database.Clean(title))
}

// DescribeCollection changes the description of a collection.
func (tx *Tx) DescribeCollection(ctx context.Context, name, description string) error {
	return tx.setCollection(ctx, name, `description`, database.Clean(description))
}

// setCollection changes a column of a collection and its version.
func (tx *Tx) setCollection(ctx context.Context, name, column string, value any) error {
	done, err := tx.Exec(ctx, `UPDATE collections SET `+column+` = $2, version = CASE WHEN version < $3 THEN $3 ELSE version + 1 END WHERE name = $1`,
		name, value, time.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("changing the collection %q: %w", name, err)
	}
	if n, err := done.RowsAffected(); err == nil && n == 0 {
		return collections.NotFound(name)
	}
	return nil
}

// EditArticle changes what is shown of an article in a collection. Other collections with the article do not change. The error wraps
// [geo.ErrInput] for an invalid day.
func (tx *Tx) EditArticle(ctx context.Context, collection, id string, e ArticleEdit) error {
	if e.Published != nil && *e.Published != "" {
		if _, err := time.Parse(time.DateOnly, *e.Published); err != nil {
			return geo.Errorf(geo.ErrInput, "%q is not a day: write it as 2026-11-26", *e.Published)
		}
	}
	article, err := tx.member(ctx, collection, id)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		column string
		value  *string
	}{{"title", e.Title}, {"publisher", e.Publisher}, {"published", e.Published}, {"url", e.URL}} {
		if c.value == nil {
			continue
		}
		var value any
		if *c.value != "" {
			value = database.Clean(*c.value)
		}
		if _, err := tx.Exec(ctx, `UPDATE members SET `+c.column+` = $3 WHERE collection = $1 AND article = $2`, collection, article, value); err != nil {
			return fmt.Errorf("changing the article %q: %w", id, err)
		}
	}
	return tx.changed(ctx, collection, article)
}

// member returns the number in the store of an article of a collection, deleted ones included.
func (tx *Tx) member(ctx context.Context, collection, id string) (article int64, err error) {
	err = tx.Row(ctx, `SELECT article FROM members WHERE collection = $1 AND id = $2`, collection, id).Scan(&article)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, collections.NoArticle(collection, id)
	}
	return article, err
}

// MoveArticle moves an article to another collection and returns its id there. Decisions about it alone move with it.
func (tx *Tx) MoveArticle(ctx context.Context, collection, id, to string) (newID string, err error) {
	article, err := tx.member(ctx, collection, id)
	if err != nil {
		return "", err
	}
	if collection == to {
		return id, nil
	}
	if err := tx.lock(ctx, to); err != nil {
		return "", err
	}
	a := geo.Article{}
	var edits [4]sql.NullString
	var feed string
	err = tx.Row(ctx, `SELECT a.hash, m.feed, m.title, m.publisher, m.published, m.url FROM members m JOIN articles a ON a.seq = m.article WHERE m.collection = $1 AND m.article = $2`,
		collection, article).Scan(&a.Hash, &feed, &edits[0], &edits[1], &edits[2], &edits[3])
	if err != nil {
		return "", fmt.Errorf("moving the article %q: %w", id, err)
	}
	a.ID = id
	var put PutResult
	if err := tx.link(ctx, to, feed, article, &a, &put); err != nil {
		return "", err
	}
	if put.Linked {
		_, err = tx.Exec(ctx, `UPDATE members SET title = $3, publisher = $4, published = $5, url = $6 WHERE collection = $1 AND article = $2`,
			to, article, edits[0], edits[1], edits[2], edits[3])
	}
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE decisions SET collection = $3, article = $4 WHERE collection = $1 AND article = $2`, collection, id, to, put.ID)
	}
	if err != nil {
		return "", fmt.Errorf("moving the article %q: %w", id, err)
	}
	if err := tx.removeMember(ctx, collection, article); err != nil {
		return "", err
	}
	tx.decisions = nil
	return put.ID, tx.changed(ctx, to, article)
}

// removeMember takes an article out of a collection for good.
func (tx *Tx) removeMember(ctx context.Context, collection string, article int64) error {
	if _, err := tx.Exec(ctx, `UPDATE members SET trashed = 1 WHERE collection = $1 AND article = $2 AND trashed = 0`, collection, article); err != nil {
		return err
	}
	if err := tx.refresh(ctx, collection, []int64{article}); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM bands WHERE collection = (SELECT number FROM collections WHERE name = $1) AND article = $2`,
		`DELETE FROM copies WHERE collection = (SELECT number FROM collections WHERE name = $1) AND (article = $2 OR other = $2)`,
		`DELETE FROM members WHERE collection = $1 AND article = $2`,
	} {
		if _, err := tx.Exec(ctx, statement, collection, article); err != nil {
			return fmt.Errorf("taking an article out of the collection %q: %w", collection, err)
		}
	}
	return nil
}

// Trash deletes an article of a collection, or the collection if the id is empty. It can be restored for [TrashDays] days.
func (tx *Tx) Trash(ctx context.Context, collection, id string) error {
	return tx.setTrashed(ctx, collection, id, time.Now())
}

// Restore restores what was deleted.
func (tx *Tx) Restore(ctx context.Context, collection, id string) error {
	return tx.setTrashed(ctx, collection, id, time.Time{})
}

func (tx *Tx) setTrashed(ctx context.Context, collection, id string, at time.Time) error {
	if id == "" {
		return tx.setCollection(ctx, collection, `trashed`, database.Millis(at))
	}
	article, err := tx.member(ctx, collection, id)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE members SET trashed = $3 WHERE collection = $1 AND article = $2`, collection, article, database.Millis(at)); err != nil {
		return fmt.Errorf("deleting the article %q: %w", id, err)
	}
	return tx.changed(ctx, collection, article)
}

// Purge deletes an article of a collection for good, or the collection with its articles if the id is empty. An article that another
// collection has stays there.
func (tx *Tx) Purge(ctx context.Context, collection, id string) error {
	if id == "" {
		if err := tx.purgeMembers(ctx, collection, `1 = 1`); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM decisions WHERE collection = $1`, collection); err != nil {
			return fmt.Errorf("deleting the collection %q: %w", collection, err)
		}
		return tx.DeleteCollection(ctx, collection)
	}
	article, err := tx.member(ctx, collection, id)
	if err != nil {
		return err
	}
	return tx.purgeMember(ctx, collection, id, article)
}

// purgeMembers deletes articles of a collection for good. condition is on members.
func (tx *Tx) purgeMembers(ctx context.Context, collection, condition string, args ...any) error {
	type item struct {
		id      string
		article int64
	}
	var all []item
	rows, err := tx.SQL().QueryContext(ctx, `SELECT id, article FROM members WHERE collection = $1 AND `+condition+` ORDER BY article`, append([]any{collection}, args...)...)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var i item
		err := row.Scan(&i.id, &i.article)
		all = append(all, i)
		return err
	})
	for _, i := range all {
		if err == nil {
			err = tx.purgeMember(ctx, collection, i.id, i.article)
		}
	}
	return err
}

func (tx *Tx) purgeMember(ctx context.Context, collection, id string, article int64) error {
	if err := tx.removeMember(ctx, collection, article); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM decisions WHERE collection = $1 AND article = $2`, collection, id)
	if err == nil && tx.db.Dialect() == database.Postgres {
		_, err = tx.Exec(ctx, `DELETE FROM texts WHERE article = $1 AND NOT EXISTS (SELECT 1 FROM members WHERE article = $1)`, article)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM articles WHERE seq = $1 AND NOT EXISTS (SELECT 1 FROM members WHERE article = $1)`, article)
	}
	if err != nil {
		return fmt.Errorf("deleting the article %q: %w", id, err)
	}
	tx.decisions = nil
	return nil
}

// PurgeExpired deletes for good what was deleted more than [TrashDays] days before a time.
func (db *DB) PurgeExpired(ctx context.Context, now time.Time) (purged int, err error) {
	before := database.Millis(now.AddDate(0, 0, -TrashDays))
	items, err := db.trash(ctx, before)
	if err != nil {
		return 0, err
	}
	for _, i := range items {
		err := db.Update(ctx, func(tx *Tx) error { return tx.Purge(ctx, i.Collection, i.Article) })
		if err != nil && !errors.Is(err, geo.ErrNotFound) {
			return purged, err
		}
		purged++
	}
	return purged, nil
}

// TrashList lists what was deleted, the latest first.
func (db *DB) TrashList(ctx context.Context) ([]TrashItem, error) {
	return db.trash(ctx, database.Millis(time.Now().AddDate(100, 0, 0)))
}

// trash lists what was deleted before a time.
func (db *DB) trash(ctx context.Context, before int64) (all []TrashItem, err error) {
	rows, err := db.Reader().QueryContext(ctx, `SELECT c.name, '', c.title, c.trashed, (SELECT count(*) FROM members m WHERE m.collection = c.name AND m.trashed = 0) FROM collections c
			WHERE c.trashed > 0 AND c.trashed < $1
		UNION ALL SELECT m.collection, m.id, coalesce(m.title, a.title), m.trashed, 1 FROM members m JOIN articles a ON a.seq = m.article JOIN collections c ON c.name = m.collection
			WHERE m.trashed > 0 AND m.trashed < $1 AND c.trashed = 0
		ORDER BY 4 DESC, 1, 2`, before)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var i TrashItem
		var at int64
		err := row.Scan(&i.Collection, &i.Article, &i.Title, &at, &i.Articles)
		i.Deleted = database.Time(at)
		i.Expires = i.Deleted.AddDate(0, 0, TrashDays)
		all = append(all, i)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing what was deleted: %w", err)
	}
	return all, nil
}
