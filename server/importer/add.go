package importer

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"

	"dateline/geo"
	"dateline/geo/article/feed"
	"dateline/server/store"
)

// AddRequest names the inputs to import into a collection.
type AddRequest struct {
	// Collection must exist.
	Collection string
	// Inputs are files, folders, URLs, or "-" for Stdin.
	Inputs []string
	Stdin  io.Reader
	// Workers is how many files are read concurrently.
	Workers int
	// Reparse also queues the articles of the store that were parsed with another
	// gazetteer or other models, or not at all.
	Reparse bool
	// NoWait returns when the inputs are queued. Otherwise Add waits for their jobs.
	NoWait bool
	// Failed is called with the error of each input or job that failed or is retried
	// later, as soon as it is known.
	Failed func(error)
	// Noticed is called with what a person should know about how an input was read, such
	// as that a long text was split; nil is not.
	Noticed func(string)
	// Updated is called with the state of the jobs; nil is not.
	Updated func(Status)
	// Progress is updated while the inputs are read.
	Progress Progress
}

// Progress counts inputs and articles. Its fields may be read at any time.
type Progress struct {
	// Sources counts the files and URLs found so far, all of them once AllFound is
	// set; Finished counts those that were processed.
	Sources, Finished atomic.Int64
	AllFound          atomic.Bool
	// Unchanged counts files that the collection already had.
	Unchanged atomic.Int64
	// New counts articles added to the collection, Existing those that it already had.
	New, Existing atomic.Int64
	// URLs counts queued URLs, Feeds newly followed feeds.
	URLs, Feeds atomic.Int64
	// Failures counts inputs that could not be imported.
	Failures atomic.Int64
}

// batch identifies the jobs of a request. The same request has the same batch, so that
// a repeated one waits for what an earlier one queued.
func (r *AddRequest) batch() string {
	inputs := slices.Clone(r.Inputs)
	slices.Sort(inputs)
	return geo.ContentID(append([]string{"import", r.Collection}, inputs...)...)
}

// batches lists the batches that a request waits for.
func (r *AddRequest) batches() []string {
	if r.Reparse {
		return []string{r.batch(), reparseBatch}
	}
	return []string{r.batch()}
}

// Add imports inputs into a collection. It reads the files, stores their articles,
// queues the jobs, and waits for these: somebody must be working. Memory does not grow
// with the inputs. Articles stay stored if Add is cancelled; the same request then
// continues. It waits while the database is unavailable. A failed input is reported to
// r.Failed and the others are imported; the error is one of the store, or of ctx.
func (im *Importer) Add(ctx context.Context, r *AddRequest) error {
	w, err := im.newWaiter(ctx, r)
	if err != nil {
		return err
	}
	if r.Reparse {
		if _, err := im.Reparse(ctx); err != nil {
			return err
		}
	}
	read := make(chan error, 1)
	go func() { read <- im.addInputs(ctx, r) }()
	if r.NoWait {
		if err := <-read; err != nil {
			return err
		}
		_, err := w.look(ctx)
		return err
	}
	return w.wait(ctx, read)
}

// addition is the state of addInputs.
type addition struct {
	im      *Importer
	request *AddRequest
	origin  origin
	batch   batch
}

// addInputs reads the inputs, stores their articles and queues the jobs.
func (im *Importer) addInputs(ctx context.Context, r *AddRequest) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	items := make(chan item, batchArticles)
	go im.readSources(ctx, r, items)
	a := &addition{im: im, request: r, origin: origin{collection: r.Collection, batch: r.batch()}}
	for {
		i, more, waits := receiveNow(items)
		if waits && a.batch.empty() {
			i, more = <-items
		} else if waits || !more || a.batch.full() {
			if err := a.flush(ctx); err != nil {
				return err
			}
			if waits {
				continue
			}
		}
		if !more {
			return ctx.Err()
		}
		if err := i.addTo(ctx, a); err != nil {
			return err
		}
	}
}

// receiveNow receives an item without waiting; waits is set if no item is ready.
func receiveNow(items <-chan item) (i item, more, waits bool) {
	select {
	case i, more = <-items:
		return i, more, false
	default:
		return nil, true, true
	}
}

// flush stores the batch.
func (a *addition) flush(ctx context.Context) error {
	var kept []store.PutResult
	err := a.im.retryWhileDown(ctx, func() (err error) {
		kept, err = a.im.saveBatch(ctx, a.origin, &a.batch)
		return err
	})
	for _, k := range kept {
		if k.Linked {
			a.request.Progress.New.Add(1)
		} else {
			a.request.Progress.Existing.Add(1)
		}
	}
	return err
}

// fail reports an input that cannot be imported.
func (a *addition) fail(err error) {
	a.request.Progress.Failures.Add(1)
	a.request.Failed(err)
}

func (i articleItem) addTo(_ context.Context, a *addition) error {
	if err := a.batch.add(i.Article); err != nil {
		a.fail(err)
	}
	return nil
}

func (i fileItem) addTo(_ context.Context, a *addition) error {
	a.batch.inputs = append(a.batch.inputs, i.Input)
	return nil
}

func (i noticeItem) addTo(_ context.Context, a *addition) error {
	a.batch.notices = append(a.batch.notices, string(i))
	return nil
}

func (unchangedItem) addTo(_ context.Context, a *addition) error {
	a.request.Progress.Unchanged.Add(1)
	return nil
}

func (finishedItem) addTo(_ context.Context, a *addition) error {
	a.request.Progress.Finished.Add(1)
	return nil
}

func (i urlItem) addTo(ctx context.Context, a *addition) error {
	a.request.Progress.URLs.Add(1)
	err := a.im.retryWhileDown(ctx, func() error {
		_, err := a.im.addURL(ctx, a.origin, string(i))
		return err
	})
	if errors.Is(err, geo.ErrInput) {
		a.fail(err)
		return nil
	}
	return err
}

func (i feedsItem) addTo(ctx context.Context, a *addition) error {
	return a.im.retryWhileDown(ctx, func() error {
		added, err := a.im.unfollowed(ctx, a.origin.collection, []feed.Outline(i))
		if err != nil {
			return err
		}
		err = a.im.Store.Update(ctx, func(tx *store.Tx) error { return a.im.follow(ctx, tx, a.origin, added) })
		if err == nil {
			a.request.Progress.Feeds.Add(int64(len(added)))
		}
		return err
	})
}

func (i failureItem) addTo(_ context.Context, a *addition) error {
	a.fail(i.error)
	return nil
}

func (i storeErrorItem) addTo(context.Context, *addition) error { return i.error }
