package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"dateline/geo"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/decision"
)

// MentionRef identifies a mention in a collection: the id of its article, and its own with the number of its copy.
type MentionRef struct{ Article, Mention string }

// MentionArticle returns the id of the article of a collection that contains a mention, which may be a place that the program missed, or an
// empty one.
func (db *DB) MentionArticle(ctx context.Context, collection, mention string) (article string, err error) {
	plain, number, numbered := strings.Cut(mention, "-")
	if number, err = collections.CopyNumber(number, numbered); err != nil || !database.Storable(mention) {
		return "", nil //nolint:nilerr // no mention has such an id
	}
	err = db.Reader().QueryRowContext(ctx, mentionArticleQuery, collection, plain, number).Scan(&article)
	if errors.Is(err, sql.ErrNoRows) {
		err = db.Reader().QueryRowContext(ctx, missedArticleQuery, collection, mention).Scan(&article)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the mention %q: %w", mention, database.Category(err))
	}
	return article, nil
}

const (
	mentionArticleQuery = `SELECT m.id FROM mentions x CROSS JOIN members m WHERE x.id = $2 AND m.collection = $1 AND m.article = x.article AND m.copy = CAST($3 AS BIGINT)
		AND m.trashed = 0 ORDER BY m.article LIMIT 1`
	// missedArticleQuery finds the article of a place that the program missed.
	missedArticleQuery = `SELECT m.id FROM decisions d CROSS JOIN members m WHERE d.collection = $1 AND d.mention = $2 AND d.past > 0 AND d.undone = 0
		AND m.collection = d.collection AND m.id = d.article AND m.trashed = 0 LIMIT 1`
	// groupQuery lists the mentions of a collection with the phrase, place and outcome of a mention.
	groupQuery = `SELECT m.id, y.id, m.copy FROM mentions x CROSS JOIN members n CROSS JOIN mentions y CROSS JOIN members m
			LEFT JOIN places p ON p.key = x.place LEFT JOIN places q ON q.key = y.place
		WHERE x.id = $2 AND n.collection = $1 AND n.article = x.article AND n.copy = CAST($3 AS BIGINT)
			AND y.phrase = x.phrase AND y.outcome = x.outcome AND (y.role = x.role OR y.role IN ('literal', 'coordinates'))
			AND m.collection = $1 AND m.article = y.article AND m.number > 0 AND m.trashed = 0
			AND coalesce(p.id, '') = coalesce(q.id, '')
		ORDER BY y.article, y.number`
)

// ReviewMentions returns up to limit undecided mentions of the group of a mention: those of the collection with the same phrase, proposed
// place and outcome.
func (db *DB) ReviewMentions(ctx context.Context, collection, mention string, limit int) (all []MentionRef, err error) {
	plain, number, numbered := strings.Cut(mention, "-")
	if number, err = collections.CopyNumber(number, numbered); err != nil || !database.Storable(mention) {
		return nil, collections.NoMention(mention)
	}
	tx, err := db.Snapshot(ctx)
	if err != nil {
		return nil, database.Category(err)
	}
	defer database.Rollback(tx)
	decisions, err := decision.Read(ctx, tx, collection)
	if err != nil {
		return nil, err
	}
	var phrase string
	if err := tx.QueryRowContext(ctx, `SELECT phrase FROM mentions WHERE id = $1 LIMIT 1`, plain).Scan(&phrase); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return nil, collections.NoMention(mention)
		}
		return nil, fmt.Errorf("reading the mention %q: %w", mention, database.Category(err))
	}
	rows, err := tx.QueryContext(ctx, groupQuery, collection, plain, number)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var m MentionRef
		var copies int
		if err := row.Scan(&m.Article, &m.Mention, &copies); err != nil {
			return err
		}
		m.Mention = geo.CopyID(m.Mention, copies)
		if place, role := decisions.Find(m.Article, m.Mention, phrase); place == nil && role == nil && len(all) < limit {
			all = append(all, m)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing the mentions like %q: %w", mention, err)
	}
	return all, nil
}

// MissedMentionByID returns the collection and the article of a place that the program missed and a person added. The error wraps
// [geo.ErrNotFound] if there is none with the id.
func (db *DB) MissedMentionByID(ctx context.Context, id string) (collection, article string, err error) {
	if database.Storable(id) {
		err = db.Reader().QueryRowContext(ctx, `SELECT d.collection, d.article FROM decisions d CROSS JOIN members m
			WHERE d.mention = $1 AND d.past > 0 AND d.undone = 0 AND m.collection = d.collection AND m.id = d.article AND m.trashed = 0
			ORDER BY d.number DESC LIMIT 1`, id).Scan(&collection, &article)
	}
	if !database.Storable(id) || errors.Is(err, sql.ErrNoRows) {
		return "", "", collections.NoMention(id)
	}
	if err != nil {
		return "", "", fmt.Errorf("reading the mention %q: %w", id, database.Category(err))
	}
	return collection, article, nil
}
