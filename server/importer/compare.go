package importer

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/geo/neardup"
	"dateline/server/queue"
	"dateline/server/store"
)

const (
	// maxCompareWait is how long a comparison waits for articles of the same collection
	// that are still to be parsed.
	maxCompareWait = 10 * time.Minute
	// compareBatch is how many texts are compared in one transaction.
	compareBatch = 64
	// compareList is how many texts to compare are listed at a time: a list takes time by
	// the articles of the collection.
	compareList = 1 << 14
)

// The prefixes of the subjects of comparisons. A collection follows; for the history
// also a publisher.
const (
	subjectCollection = "collection "
	subjectHistory    = "history "
)

// recordParse records that an article was parsed and queues the comparisons that
// follow. It comes last in its transaction, because other parses of the same collection
// wait for it.
func (im *Importer) recordParse(ctx context.Context, tx *store.Tx, group, key, publisher string) error {
	if im.History && publisher != "" {
		collections, err := tx.CollectionsOf(ctx, key)
		if err != nil {
			return err
		}
		for _, c := range collections {
			if err := im.recordHistory(ctx, tx, c, publisher); err != nil {
				return err
			}
		}
	}
	if group == ReparseGroup {
		return nil // the texts of its articles did not change
	}
	return im.recordChange(ctx, tx, group, subjectCollection+group)
}

// recordHistory queues the revision of the articles of a publisher in a collection.
func (im *Importer) recordHistory(ctx context.Context, tx *store.Tx, collection, publisher string) error {
	if publisher == "" {
		return nil
	}
	return im.recordChange(ctx, tx, collection, subjectHistory+collection+" "+publisher)
}

// recordChange records a change of a subject and queues its comparison, unless that is
// queued.
func (im *Importer) recordChange(ctx context.Context, tx *store.Tx, group, subject string) error {
	changes, err := tx.RecordChange(ctx, subject)
	if err != nil || changes > 1 { // then its job is queued
		return err
	}
	return im.queueComparison(ctx, tx, group, subject)
}

func (im *Importer) queueComparison(ctx context.Context, tx *store.Tx, group, subject string) error {
	_, err := im.Queue.Insert(ctx, tx.SQL(), queue.NewJob{
		Kind: KindIndex, Group: group, Priority: priorityIndex, RunAt: time.Now().Add(im.CompareDelay), Payload: indexJob{Subject: subject},
	})
	return err
}

// compare finds the near-duplicates of a collection, or resolves the articles of a
// publisher with its history.
func (im *Importer) compare(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[indexJob](j)
	if err != nil {
		return nil, err
	}
	if busy, err := im.isParsing(ctx, j.Group); err != nil {
		return nil, err
	} else if busy && time.Since(j.Created) < maxCompareWait {
		return nil, queue.Snooze(im.CompareDelay)
	}
	changes, err := im.Store.ChangeCount(ctx, p.Subject)
	if err != nil || changes == 0 {
		return nil, err
	}
	if name, ok := strings.CutPrefix(p.Subject, subjectCollection); ok {
		err = CompareTexts(ctx, im.Store, name)
	} else if subject, ok := strings.CutPrefix(p.Subject, subjectHistory); ok && im.History {
		collection, publisher, _ := strings.Cut(subject, " ")
		err = im.revise(ctx, collection, publisher)
	}
	if err != nil {
		return nil, err
	}
	return im.inJobTx(func(ctx context.Context, tx *store.Tx) error {
		cleared, err := tx.ClearChanges(ctx, p.Subject, changes)
		if err != nil || cleared {
			return err
		}
		return im.queueComparison(ctx, tx, j.Group, p.Subject)
	}), nil
}

// isParsing reports whether articles of a group are being parsed or about to be.
func (im *Importer) isParsing(ctx context.Context, group string) (bool, error) {
	counts, err := im.Queue.Counts(ctx, group, "")
	if err != nil {
		return false, err
	}
	return counts[KindParse][queue.Waiting]+counts[KindParse][queue.Running] > 0, nil
}

// CompareTexts compares the articles of a collection that were not compared with its other texts yet. What
// was compared stays so if it is interrupted.
func CompareTexts(ctx context.Context, db *store.DB, collection string) error {
	var comparer neardup.Comparer
	for {
		keys, err := db.Uncompared(ctx, collection, compareList)
		if err != nil || len(keys) == 0 {
			return err
		}
		for batch := range slices.Chunk(keys, compareBatch) {
			if err := compareTexts(ctx, db, collection, batch, &comparer); err != nil {
				return err
			}
		}
	}
}

// compareTexts compares the articles with some keys in one transaction. Those that were
// deleted since they were listed are left out.
func compareTexts(ctx context.Context, db *store.DB, collection string, keys []string, comparer *neardup.Comparer) error {
	bands := make([][]uint64, len(keys))
	for i, key := range keys {
		a, err := db.ArticleByKey(ctx, key)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		bands[i] = append(neardup.NewSignature(a.Text).Bands(), neardup.PassageKeys(a.Text)...)
	}
	return db.Update(ctx, func(tx *store.Tx) error {
		for i, key := range keys {
			if err := tx.PutBands(ctx, collection, key, bands[i], relate(comparer)); ignoreNotFound(err) != nil {
				return err
			}
		}
		return nil
	})
}

// relate returns a function that returns the relation of two texts.
func relate(c *neardup.Comparer) store.CompareTexts {
	return func(text, other string) (r store.CopyRelation, share, otherShare float64) {
		relation, share, otherShare := c.Relate(text, other)
		switch relation {
		case neardup.NearlySame:
			r = store.CopyNear
		case neardup.Contains:
			r = store.CopyContains
		case neardup.Contained:
			r = store.CopyContained
		case neardup.Unrelated:
		}
		return r, share, otherShare
	}
}

// requeue queues the comparisons of recorded changes that have no job, such as one that
// failed for good.
func (im *Importer) requeue(ctx context.Context) error {
	subjects, err := im.Store.ChangedSubjects(ctx)
	if err != nil || len(subjects) == 0 {
		return err
	}
	jobs, err := im.Queue.Jobs(ctx, queue.Filter{
		Kinds: []queue.Kind{KindIndex}, States: []queue.State{queue.Waiting, queue.Running, queue.Retrying}, Limit: 10_000,
	})
	if err != nil {
		return err
	}
	queued := map[string]bool{}
	for i := range jobs {
		if p, err := payload[indexJob](&jobs[i]); err == nil {
			queued[p.Subject] = true
		}
	}
	err = im.Store.Update(ctx, func(tx *store.Tx) error {
		for _, subject := range subjects {
			if queued[subject] {
				continue
			}
			_, rest, _ := strings.Cut(subject, " ")
			collection, _, _ := strings.Cut(rest, " ")
			if err := im.queueComparison(ctx, tx, collection, subject); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("queueing comparisons of articles: %w", err)
	}
	return nil
}
