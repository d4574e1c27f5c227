package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dateline/geo"
)

// RevisionBatchSize is how many articles of a publisher are revised together.
const RevisionBatchSize = 250

// RevisionBatch are articles of a publisher, in the order of their arrival, that are revised
// together.
type RevisionBatch struct {
	// HasDrafts says that one of the articles was parsed and not revised since.
	HasDrafts bool
	// articles are the articles; those from kept on are the block's own.
	articles []int64
	firstOwn int
}

// RevisionBatches divides the articles of a publisher: every [RevisionBatchSize] of them are a
// block, and those left at the end are one in the company of some before them. So
// what a publisher adds changes the last block only.
func (db *DB) RevisionBatches(ctx context.Context, publisher string) ([]RevisionBatch, error) {
	var articles []int64
	var drafts []bool // by block
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
	blocks := make([]RevisionBatch, len(drafts))
	for i := range blocks {
		first, past := i*RevisionBatchSize, min((i+1)*RevisionBatchSize, len(articles))
		from := max(0, past-RevisionBatchSize)
		blocks[i] = RevisionBatch{HasDrafts: drafts[i], articles: articles[from:past], firstOwn: first - from}
	}
	if n := len(blocks); n > 1 && blocks[n-1].firstOwn > 0 {
		blocks[n-1].HasDrafts = drafts[n-1] || drafts[n-2]
	}
	return blocks, nil
}

// BatchArticle is a parsed article among others of its publisher.
type BatchArticle struct {
	*geo.Parsed
	// Key is the article's key.
	Key string
	// Own says that the article is the block's own, and not there for company.
	Own   bool
	stamp int64
}

// BatchArticles returns the parsed articles of a block, and those that keep it company.
func (db *DB) BatchArticles(ctx context.Context, b RevisionBatch) ([]BatchArticle, error) {
	own := make(map[int64]bool, len(b.articles))
	for _, seq := range b.articles[b.firstOwn:] {
		own[seq] = true
	}
	var all []BatchArticle
	among, arg := db.among("a.seq", 1, b.articles)
	err := db.load(ctx, among, []any{arg}, func(l loaded) {
		all = append(all, BatchArticle{Parsed: l.p, Key: l.key, Own: own[l.seq], stamp: l.stamp})
	})
	if err != nil {
		return nil, fmt.Errorf("reading articles of a publisher: %w", category(err))
	}
	return all, nil
}

// PutRevised notes that an article was revised, and keeps what came out otherwise;
// revised is nil where nothing did. An article that was parsed anew or removed since it
// was read stays as it is.
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
		return fmt.Errorf("keeping what the other articles of its publisher say of article %q: %w", r.Article.ID, err)
	}
	return nil
}
