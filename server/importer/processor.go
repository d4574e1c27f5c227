package importer

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/feed"
	"dateline/server/queue"
	"dateline/server/store"
)

// read imports the articles of a submitted document, or follows the feeds that it
// lists.
func (im *Importer) read(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[readJob](j)
	if err != nil {
		return nil, err
	}
	d, err := im.Store.Document(ctx, p.Document)
	if err != nil {
		return nil, asPermanent(err)
	}
	done, err := im.process(ctx, originOf(j), d.Bytes, article.Options{Name: d.Name, URL: d.URL, PDF: im.PDF})
	if err != nil {
		return nil, asPermanent(err)
	}
	return im.inJobTx(func(ctx context.Context, tx *store.Tx) error {
		if err := done(ctx, tx); err != nil {
			return err
		}
		return tx.DeleteDocument(ctx, p.Document)
	}), nil
}

// process reads a document and returns what stores its articles or follows its feeds.
// Of many articles it stores all but the last few at once, which may be repeated. If
// some articles cannot be read the others are stored, and the error lists the reasons.
func (im *Importer) process(ctx context.Context, o origin, body []byte, options article.Options) (done func(context.Context, *store.Tx) error, err error) {
	if article.Sniff(body) == article.FormatOPML {
		return im.processOPML(ctx, o, body, options.Name)
	}
	release, err := im.acquireDocument(ctx, int64(len(body)))
	if err != nil {
		return nil, err
	}
	defer release()
	options.SplitJSON = true
	options.Notice = func(message string) { im.Log.Info(message, "collection", o.collection) }
	var b batch
	var failed articleErrors
	articles := 0
	for a, err := range article.Read(ctx, bytes.NewReader(body), options) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			articles++
			err = b.add(a)
		}
		if err != nil {
			failed.add(err)
		}
		if b.full() {
			if _, err := im.saveBatch(ctx, o, &b); err != nil {
				return nil, err
			}
		}
	}
	if failed.count > 0 {
		if _, err := im.saveBatch(ctx, o, &b); err != nil {
			return nil, err
		}
		return nil, failed.err(articles)
	}
	return func(ctx context.Context, tx *store.Tx) error {
		_, err := im.store(ctx, tx, o, &b)
		return err
	}, nil
}

// processOPML returns what follows the feeds that a document lists.
func (im *Importer) processOPML(ctx context.Context, o origin, body []byte, name string) (func(context.Context, *store.Tx) error, error) {
	outlines, err := feed.ReadOPML(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	added, err := im.unfollowed(ctx, o.collection, outlines)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *store.Tx) error { return im.follow(ctx, tx, o, added) }, nil
}

// articleErrors are the errors of the articles of one document.
type articleErrors struct {
	count   int
	reasons []string // the first few
}

// maxReasons is how many reasons are listed.
const maxReasons = 5

func (e *articleErrors) add(err error) {
	e.count++
	if len(e.reasons) < maxReasons {
		e.reasons = append(e.reasons, err.Error())
	}
}

// err returns the error of a document from which a number of articles were read.
func (e *articleErrors) err(articles int) error {
	if articles == 0 && e.count == 1 {
		return geo.Errorf(geo.ErrInput, "%s", e.reasons[0])
	}
	reasons := strings.Join(e.reasons, "; ")
	if e.count > len(e.reasons) {
		reasons += "; …"
	}
	return geo.Errorf(geo.ErrInput, "%d articles were imported, %d could not be read: %s", articles, e.count, reasons)
}
