package importer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/neardup"
	"dateline/server/queue"
	"dateline/server/store"
)

// When articles are compared with one another.
const (
	// indexDelay is how long after a change it is done, so that it is done once for
	// articles that come together.
	indexDelay = 3 * time.Second
	// indexPatience is how long it waits, at most, for articles of the same
	// collection that are still to be parsed.
	indexPatience = 10 * time.Minute
	// sketchedTogether is how many sketches are kept in one transaction.
	sketchedTogether = 256
)

// The prefixes of subjects.
const (
	ofPublisher  = "publisher "
	ofCollection = "collection "
)

// changed notes that a parse has changed what there is of a collection and of a
// publisher, and queues the jobs that compare their articles. It comes last in its
// transaction: other parses of the same collection wait for it to end.
func (in *Importer) changed(ctx context.Context, tx *store.Tx, group, publisher string) error {
	if publisher != "" {
		if err := in.note(ctx, tx, group, ofPublisher+publisher); err != nil {
			return err
		}
	}
	if group == ReparseGroup {
		return nil // what its articles are like has not changed
	}
	return in.note(ctx, tx, group, ofCollection+group)
}

func (in *Importer) note(ctx context.Context, tx *store.Tx, group, subject string) error {
	times, err := tx.RecordChange(ctx, subject)
	if err != nil || times > 1 { // then a job is there
		return err
	}
	return in.queueIndex(ctx, tx, group, subject)
}

func (in *Importer) queueIndex(ctx context.Context, tx *store.Tx, group, subject string) error {
	_, err := in.Queue.Insert(ctx, tx.SQL(), queue.NewJob{
		Kind: KindIndex, Group: group, Priority: priorityIndex, RunAt: time.Now().Add(indexDelay), Payload: indexJob{Subject: subject},
	})
	return err
}

// index compares the articles of a publisher, or of a collection, with one another.
func (in *Importer) index(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[indexJob](j)
	if err != nil {
		return nil, err
	}
	if busy, err := in.parsing(ctx, j.Group); err != nil {
		return nil, err
	} else if busy && time.Since(j.Created) < indexPatience {
		return nil, queue.Snooze(indexDelay)
	}
	times, err := in.Store.ChangeCount(ctx, p.Subject)
	if err != nil || times == 0 {
		return nil, err
	}
	if name, ok := strings.CutPrefix(p.Subject, ofPublisher); ok {
		err = in.revise(ctx, name)
	} else {
		err = in.sketch(ctx, strings.TrimPrefix(p.Subject, ofCollection))
	}
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, sqltx *sql.Tx) error {
		tx := store.WrapTx(in.Store, sqltx)
		dropped, err := tx.ClearChanges(ctx, p.Subject, times)
		if err != nil || dropped {
			return err
		}
		return in.queueIndex(ctx, tx, j.Group, p.Subject)
	}, nil
}

// parsing reports whether articles of a group are being parsed or about to be.
func (in *Importer) parsing(ctx context.Context, group string) (bool, error) {
	counts, err := in.Queue.Counts(ctx, group, "")
	if err != nil {
		return false, err
	}
	return counts[KindParse][queue.Waiting]+counts[KindParse][queue.Running] > 0, nil
}

// sketch keeps the sketches of the articles of a collection that have none, which
// puts copies into groups. What it has kept stays kept if it is ended.
func (in *Importer) sketch(ctx context.Context, collection string) error {
	for {
		keys, err := in.Store.WithoutSignature(ctx, collection, sketchedTogether)
		if err != nil || len(keys) == 0 {
			return err
		}
		sketches := make([]neardup.Signature, len(keys))
		for i, key := range keys {
			a, err := in.Store.ArticleByKey(ctx, key)
			if err != nil {
				return err
			}
			sketches[i] = neardup.NewSignature(a.Text)
		}
		err = in.Store.Update(ctx, func(tx *store.Tx) error {
			for i, key := range keys {
				if err := putSketch(ctx, tx, key, sketches[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

func putSketch(ctx context.Context, tx *store.Tx, key string, s neardup.Signature) error {
	b, err := s.MarshalBinary()
	if err != nil {
		return err
	}
	return tx.PutSignature(ctx, key, store.Signature{Encoded: b, Bands: s.Bands()}, func(other []byte) bool {
		var o neardup.Signature
		return o.UnmarshalBinary(other) == nil && neardup.NearDuplicate(s, o)
	})
}

// requeue queues the comparisons that changes wait for and that have no job, such as
// one that failed for good.
func (in *Importer) requeue(ctx context.Context) error {
	subjects, err := in.Store.ChangedSubjects(ctx)
	if err != nil || len(subjects) == 0 {
		return err
	}
	jobs, err := in.Queue.Jobs(ctx, queue.Filter{
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
	err = in.Store.Update(ctx, func(tx *store.Tx) error {
		for _, subject := range subjects {
			if queued[subject] {
				continue
			}
			if err := in.queueIndex(ctx, tx, strings.TrimPrefix(subject, ofCollection), subject); err != nil {
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

// gone reports whether err says that something is not there any more.
func gone(err error) bool { return errors.Is(err, geo.ErrNotFound) }
