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
func (in *Importer) parse(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[parseJob](j)
	if err != nil {
		return nil, err
	}
	a, err := in.Store.ArticleByKey(ctx, p.Article)
	if err != nil {
		return nil, asPermanent(err)
	}
	parsed, err := in.Parser.Parse(ctx, *a)
	if err != nil {
		return nil, asPermanent(err)
	}
	in.placed.Add(int64(parsed.Ledger.Placed))
	return func(ctx context.Context, sqltx *sql.Tx) error {
		tx := store.WrapTx(in.Store, sqltx)
		if err := tx.PutParsed(ctx, p.Article, parsed); err != nil {
			return err
		}
		return in.changed(ctx, tx, j.Group, a.Publisher)
	}, nil
}

// asPermanent marks an error that will not pass: another attempt would meet it again.
func asPermanent(err error) error {
	for _, category := range []error{geo.ErrInput, geo.ErrNotFound, geo.ErrTooLarge, geo.ErrForbidden, geo.ErrCorrupt} {
		if errors.Is(err, category) {
			return queue.Permanent(err)
		}
	}
	return err
}

// Reparse queues all articles of the store that were never parsed, or were parsed
// with another gazetteer or other models than this intake has, and returns how many
// jobs that made.
func (in *Importer) Reparse(ctx context.Context) (queued int, err error) {
	const page = 500
	for after := ""; ; {
		stale, err := in.Store.StaleArticles(ctx, in.Versions, after, page)
		if err != nil || len(stale) == 0 {
			return queued, err
		}
		after = stale[len(stale)-1].Key
		jobs := make([]queue.NewJob, 0, len(stale))
		for _, s := range stale {
			a, err := in.Store.ArticleByKey(ctx, s.Key)
			if err != nil {
				return queued, err
			}
			job := newParse(ReparseGroup, s.Key, a, in.Versions)
			if s.Stamp != 0 { // these versions may have parsed it before those that did last
				job.Key = geo.ContentID(job.Key, strconv.FormatInt(s.Stamp, 10))
			}
			jobs = append(jobs, job)
		}
		var ids []int64
		err = in.Store.Update(ctx, func(tx *store.Tx) error {
			ids, err = in.Queue.Insert(ctx, tx.SQL(), jobs...)
			return err
		})
		if err != nil {
			return queued, fmt.Errorf("queueing articles to be parsed again: %w", err)
		}
		for _, id := range ids {
			if id != 0 {
				queued++
			}
		}
	}
}

// ReparseGroup is the group of the jobs that [Importer.Reparse] makes; no collection can
// have this name.
const ReparseGroup = "(parsed again)"
