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

// read takes the articles out of a document, or follows the feeds that it lists.
func (in *Importer) read(ctx context.Context, j *queue.Job) (func(context.Context, *sql.Tx) error, error) {
	p, err := payload[readJob](j)
	if err != nil {
		return nil, err
	}
	d, err := in.Store.Document(ctx, p.Document)
	if err != nil {
		return nil, asPermanent(err)
	}
	finish, err := in.take(ctx, j.Group, d.Bytes, article.Options{Name: d.Name, URL: d.URL, PDF: in.PDF})
	if err != nil {
		return nil, asPermanent(err)
	}
	return func(ctx context.Context, sqltx *sql.Tx) error {
		tx := store.WrapTx(in.Store, sqltx)
		if err := finish(ctx, tx); err != nil {
			return err
		}
		return tx.DeleteDocument(ctx, p.Document)
	}, nil
}

// take takes what a document holds into a collection. Of many articles it keeps all
// but the last few at once, which bears being done again, and leaves these to finish.
// When some articles cannot be read the others are kept, and the error says so.
func (in *Importer) take(ctx context.Context, collection string, body []byte, o article.Options) (finish func(context.Context, *store.Tx) error, err error) {
	if article.Sniff(body) == article.FormatOPML {
		return in.takeFeeds(ctx, collection, body, o)
	}
	var b batch
	var failed failures
	articles := 0
	for a, err := range article.Read(ctx, bytes.NewReader(body), o) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			articles++
			err = b.add(a)
		}
		if err != nil {
			failed.note(err)
		}
		if b.full() {
			if _, err := in.saveBatch(ctx, collection, &b); err != nil {
				return nil, err
			}
		}
	}
	if failed.count > 0 {
		if _, err := in.saveBatch(ctx, collection, &b); err != nil {
			return nil, err
		}
		return nil, failed.err(articles)
	}
	return func(ctx context.Context, tx *store.Tx) error {
		_, err := in.keep(ctx, tx, collection, &b)
		return err
	}, nil
}

// takeFeeds lets the collection follow the feeds that a document lists.
func (in *Importer) takeFeeds(ctx context.Context, collection string, body []byte, o article.Options) (func(context.Context, *store.Tx) error, error) {
	outlines, err := feed.ReadOPML(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Name, err)
	}
	fresh, err := in.unfollowed(ctx, collection, outlines)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *store.Tx) error { return in.follow(ctx, tx, collection, fresh) }, nil
}

// failures are the articles of one document that could not be read.
type failures struct {
	count   int
	reasons []error // the first few
}

// maxReasons bounds the reasons that are remembered.
const maxReasons = 5

func (f *failures) note(err error) {
	f.count++
	if len(f.reasons) < maxReasons {
		f.reasons = append(f.reasons, err)
	}
}

// err tells what failed of a document that gave a number of articles.
func (f *failures) err(articles int) error {
	if articles == 0 && f.count == 1 {
		return f.reasons[0]
	}
	said := make([]string, len(f.reasons))
	for i, err := range f.reasons {
		said[i] = err.Error()
	}
	if f.count > len(said) {
		said = append(said, "…")
	}
	return geo.Errorf(geo.ErrInput, "%d articles were taken, %d could not be read: %s", articles, f.count, strings.Join(said, "; "))
}
