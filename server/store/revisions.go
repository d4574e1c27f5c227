package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/geo"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"
)

// RevisionBatchSize is how many articles of a publisher are revised together.
const RevisionBatchSize = 250

// RevisionBatch identifies articles of a publisher in a collection, in the order of their
// arrival, that are revised together.
type RevisionBatch struct {
	// HasDrafts is set if one of the batch's own articles is to be revised.
	HasDrafts bool
	// articles are the articles; those from firstOwn on are the batch's own, the ones
	// before only inform them.
	articles []int64
	firstOwn int
}

// RevisionBatches divides the articles of a publisher in a collection: every
// [RevisionBatchSize] of them are a batch, and the rest are one together with articles
// before them, so that new articles change the last batch only. An article is to be
// revised if it was parsed since the last revision, or if it was revised and another
// collection has it, too.
func (db *DB) RevisionBatches(ctx context.Context, collection, publisher string) ([]RevisionBatch, error) {
	var articles []int64
	var drafts []bool // by batch
	rows, err := db.Reader().QueryContext(ctx, `SELECT a.seq, p.article IS NOT NULL AND (p.revised = 0) = ((SELECT count(*) FROM members n WHERE n.article = a.seq) = 1)
		FROM members m JOIN articles a ON a.seq = m.article LEFT JOIN parses p ON p.article = a.seq
		WHERE m.collection = $1 AND a.publisher = $2 ORDER BY a.seq`, collection, publisher)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var seq int64
		var draft bool
		err := row.Scan(&seq, &draft)
		if len(articles)%RevisionBatchSize == 0 {
			drafts = append(drafts, false)
		}
		drafts[len(drafts)-1] = drafts[len(drafts)-1] || draft
		articles = append(articles, seq)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the articles of publisher %q: %w", publisher, err)
	}
	batches := make([]RevisionBatch, len(drafts))
	for i := range batches {
		first, past := i*RevisionBatchSize, min((i+1)*RevisionBatchSize, len(articles))
		from := max(0, past-RevisionBatchSize)
		batches[i] = RevisionBatch{HasDrafts: drafts[i], articles: articles[from:past], firstOwn: first - from}
	}
	if n := len(batches); n > 1 && batches[n-1].firstOwn > 0 {
		batches[n-1].HasDrafts = drafts[n-1] || drafts[n-2]
	}
	return batches, nil
}

// BatchArticle is a parsed article among others of its publisher.
type BatchArticle struct {
	*geo.Parsed
	// Key is the key of the article.
	Key string
	// Own is set if the batch revises the article; the others only inform it.
	Own bool
	// Draft is set if the stored resolutions are those of the article alone.
	Draft bool
	// Shared is set if the article is in several collections.
	Shared bool
	stamp  int64
}

// BatchArticles returns the parsed articles of a batch and those that inform it.
func (db *DB) BatchArticles(ctx context.Context, b RevisionBatch) ([]BatchArticle, error) {
	own := make(map[int64]bool, len(b.articles))
	for _, seq := range b.articles[b.firstOwn:] {
		own[seq] = true
	}
	shared, err := db.shared(ctx, b.articles)
	if err != nil {
		return nil, err
	}
	var all []BatchArticle
	condition, arg := db.OneOf("a.seq", 1, b.articles)
	err = db.parsed.Load(ctx, condition, []any{arg}, func(l parsed.Article) {
		all = append(all, BatchArticle{Parsed: l.Parsed, Key: l.Key, Own: own[l.Seq], Draft: l.Revised != parsed.RevisedDifferent, Shared: shared[l.Seq], stamp: l.Stamp})
	})
	if err != nil {
		return nil, fmt.Errorf("reading articles of a publisher: %w", database.Category(err))
	}
	return all, nil
}

// shared returns those of the articles that are in several collections.
func (db *DB) shared(ctx context.Context, articles []int64) (map[int64]bool, error) {
	all := map[int64]bool{}
	condition, arg := db.OneOf("article", 1, articles)
	rows, err := db.Reader().QueryContext(ctx, `SELECT article FROM members WHERE `+condition+` GROUP BY article HAVING count(*) > 1`, arg)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var seq int64
		err := row.Scan(&seq)
		all[seq] = true
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the articles of several collections: %w", err)
	}
	return all, nil
}

// PutRevised marks an article as revised and stores the revised article, or nothing if
// revised is nil because it is stored. differs is set if its resolutions differ from those
// of the article alone. An article that was parsed or deleted since it was read is
// unchanged.
func (tx *Tx) PutRevised(ctx context.Context, a BatchArticle, revised *geo.Parsed, differs bool) error {
	value := parsed.RevisedSame
	if differs {
		value = parsed.RevisedDifferent
	}
	return tx.putRevision(ctx, a, revised, value)
}

// PutDraft marks an article as resolved alone and stores the draft, or nothing if draft is
// nil because it is stored.
func (tx *Tx) PutDraft(ctx context.Context, a BatchArticle, draft *geo.Parsed) error {
	return tx.putRevision(ctx, a, draft, parsed.RevisedNot)
}

func (tx *Tx) putRevision(ctx context.Context, a BatchArticle, p *geo.Parsed, value int) error {
	query := `SELECT p.article, p.stamp FROM parses p JOIN articles a ON a.seq = p.article WHERE a.key = $1`
	if tx.db.Dialect() == database.Postgres {
		query += ` FOR UPDATE OF p`
	}
	var seq, stamp int64
	err := tx.Row(ctx, query, a.Key).Scan(&seq, &stamp)
	if errors.Is(err, sql.ErrNoRows) || err == nil && stamp != a.stamp {
		return nil
	}
	if err == nil && p != nil {
		err = tx.PutParsed(ctx, a.Key, p)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `UPDATE parses SET revised = $2 WHERE article = $1`, seq, value)
	}
	if err == nil {
		err = tx.changed(ctx, "", seq)
	}
	if err != nil {
		return fmt.Errorf("storing the revision of article %q: %w", a.Article.ID, err)
	}
	return nil
}

// CollectionsOf lists the collections that have an article.
func (tx *Tx) CollectionsOf(ctx context.Context, key string) (names []string, err error) {
	rows, err := tx.SQL().QueryContext(ctx, `SELECT m.collection FROM members m JOIN articles a ON a.seq = m.article WHERE a.key = $1 ORDER BY m.collection`, key)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var name string
		err := row.Scan(&name)
		names = append(names, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the collections of an article: %w", err)
	}
	return names, nil
}
