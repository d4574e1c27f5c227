package importer

import (
	"context"
	"database/sql"
	"io"
	"strings"

	"dateline/geo"
	"dateline/geo/article"
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
	content := im.Store.DocumentContent(ctx, p.Document)
	done, err := im.process(ctx, originOf(j), content, article.Options{Name: d.Name, URL: d.URL, Length: d.Length, PDF: im.PDF})
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

// process reads a document, whose length is in the options, and returns what stores its articles or follows its feeds.
// Of many articles it stores all but the last few at once, which may be repeated. If
// some articles cannot be read the others are stored, and the error lists the reasons.
func (im *Importer) process(ctx context.Context, o origin, r io.Reader, options article.Options) (done func(context.Context, *store.Tx) error, err error) {
	release, err := im.acquireDocument(ctx, options.Length)
	if err != nil {
		return nil, err
	}
	defer release()
	options.SplitJSON = true
	var b batch
	notices := noticeList{document: options.Name}
	options.Notice = func(message string) {
		im.Log.Info(message, "collection", o.collection)
		if notice, keep := notices.add(message); keep {
			b.notices = append(b.notices, notice)
		}
	}
	var failed articleErrors
	articles := 0
	d := article.NewDocument(r, options)
	if d.Format == article.FormatOPML {
		return im.processOPML(ctx, o, d)
	}
	for a, err := range d.Articles(ctx) {
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
	if more := notices.omitted(); more != "" {
		b.notices = append(b.notices, more)
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
func (im *Importer) processOPML(ctx context.Context, o origin, d *article.Document) (func(context.Context, *store.Tx) error, error) {
	outlines, err := d.Feeds()
	if err != nil {
		return nil, err
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
