package importer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"dateline/geo"
	"dateline/server/queue"
	"dateline/server/store"
)

// parse finds the places of an article.
func (im *Importer) parse(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[parseJob](j)
	if err != nil {
		return nil, err
	}
	a, err := im.Store.ArticleByKey(ctx, p.Article)
	if err != nil {
		return nil, asPermanent(err)
	}
	if a.Home, err = im.Store.ArticleHome(ctx, p.Article); err != nil {
		return nil, err
	}
	parsed, err := im.Parser.Parse(ctx, *a)
	if err != nil {
		return nil, asPermanent(err)
	}
	im.placed.Add(int64(parsed.Ledger.Placed))
	return im.inJobTx(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.PutParsed(ctx, p.Article, parsed); err != nil {
			return err
		}
		return im.recordParse(ctx, tx, j.Group, p.Article, a.Publisher)
	}), nil
}

// asPermanent marks an error that another attempt would return again.
func asPermanent(err error) error {
	for _, category := range []error{geo.ErrInput, geo.ErrNotFound, geo.ErrTooLarge, geo.ErrForbidden, geo.ErrCorrupt} {
		if errors.Is(err, category) {
			return queue.Permanent(err)
		}
	}
	return err
}

// isNotFound reports whether err wraps [geo.ErrNotFound].
func isNotFound(err error) bool { return errors.Is(err, geo.ErrNotFound) }

func ignoreNotFound(err error) error {
	if isNotFound(err) {
		return nil
	}
	return err
}

const (
	// ReparseGroup is the group of the jobs of [Importer.Reparse]; no collection can
	// have this name.
	ReparseGroup = "(parsed again)"
	// reparseBatch is their batch.
	reparseBatch = "reparse"
)

// Reparse queues all articles of the store that were not parsed, or were parsed with
// another gazetteer or other models, and returns the number of jobs queued.
func (im *Importer) Reparse(ctx context.Context) (queued int, err error) {
	const page = 500
	for after := ""; ; {
		stale, err := im.Store.StaleArticles(ctx, im.Versions, after, page)
		if err != nil || len(stale) == 0 {
			return queued, err
		}
		after = stale[len(stale)-1].Key
		jobs := make([]queue.NewJob, 0, len(stale))
		for _, s := range stale {
			a, err := im.Store.ArticleByKey(ctx, s.Key)
			if err != nil {
				return queued, err
			}
			job := newParse(origin{collection: ReparseGroup, batch: reparseBatch}, s.Key, a, im.Versions)
			if s.Stamp != 0 { // these versions may have parsed it before the last ones did
				job.Key = geo.ContentID(job.Key, strconv.FormatInt(s.Stamp, 10))
			}
			jobs = append(jobs, job)
		}
		var ids []int64
		err = im.Store.Update(ctx, func(tx *store.Tx) error {
			ids, err = im.Queue.Insert(ctx, tx.SQL(), jobs...)
			return err
		})
		if err != nil {
			return queued, fmt.Errorf("queueing articles to parse again: %w", err)
		}
		for _, id := range ids {
			if id != 0 {
				queued++
			}
		}
	}
}
