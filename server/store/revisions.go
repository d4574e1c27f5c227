package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/geo"
)

// RevisionBatchSize is the number of articles of a publisher that are revised
// together.
const RevisionBatchSize = 250

// RevisionBatch is a batch of articles of a publisher, in order of arrival, that are
// revised together.
type RevisionBatch struct {
	// HasDrafts reports whether an article was parsed and not revised since.
	HasDrafts bool
	// articles are the articles of the batch. Those before firstOwn belong to the
	// previous batch and are only read.
	articles []int64
	firstOwn int
}

// RevisionBatches divides the articles of a publisher into batches of
// [RevisionBatchSize]. The last batch is filled up with articles of the one before, so
// new articles of the publisher change only the last batch.
func (db *DB) RevisionBatches(ctx context.Context, publisher string) ([]RevisionBatch, error) {
	var articles []int64
	var drafts []bool // by batch
	rows, err := db.reader.QueryContext(ctx, `SELECT a.seq, p.article IS NOT NULL AND p.revised = 0
		FROM articles a LEFT JOIN parses p ON p.article = a.seq WHERE a.publisher = $1 ORDER BY a.seq`, publisher)
	err = scan(rows, err, func(row scanner) error {
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

// BatchArticle is a parsed article of a batch.
type BatchArticle struct {
	*geo.Parsed
	// Key is the article's key.
	Key string
	// Own reports whether the article belongs to this batch and not to the previous one.
	Own   bool
	stamp int64
}

// BatchArticles returns the parsed articles of a batch, in order of arrival.
func (db *DB) BatchArticles(ctx context.Context, b RevisionBatch) ([]BatchArticle, error) {
	own := make(map[int64]bool, len(b.articles))
	for _, seq := range b.articles[b.firstOwn:] {
		own[seq] = true
	}
	var all []BatchArticle
	condition, arg := db.oneOf("a.seq", 1, b.articles)
	err := db.load(ctx, condition, []any{arg}, func(l loaded) {
		all = append(all, BatchArticle{Parsed: l.p, Key: l.key, Own: own[l.seq], stamp: l.stamp})
	})
	if err != nil {
		return nil, fmt.Errorf("reading articles of a publisher: %w", category(err))
	}
	return all, nil
}

// PutRevised marks an article as revised and stores the revised result, which is nil
// if nothing changed. It does nothing if the article was parsed again or removed since
// it was read.
func (tx *Tx) PutRevised(ctx context.Context, r BatchArticle, revised *geo.Parsed) error {
	query := `SELECT p.article, p.stamp FROM parses p JOIN articles a ON a.seq = p.article WHERE a.key = $1`
	if tx.db.dialect == Postgres {
		query += ` FOR UPDATE OF p`
	}
	var seq, stamp int64
	err := tx.row(ctx, query, r.Key).Scan(&seq, &stamp)
	if errors.Is(err, sql.ErrNoRows) || err == nil && stamp != r.stamp {
		return nil
	}
	if err == nil && revised != nil {
		err = tx.PutParsed(ctx, r.Key, revised)
	}
	if err == nil {
		_, err = tx.exec(ctx, `UPDATE parses SET revised = 1 WHERE article = $1`, seq)
	}
	if err != nil {
		return fmt.Errorf("storing the revision of article %q: %w", r.Article.ID, err)
	}
	return nil
}
