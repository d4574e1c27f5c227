package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"dateline/geo"
	"dateline/geo/article/pdf"
	"dateline/geo/fetch"
	"dateline/geo/resolve"
	"dateline/server/importer"
	"dateline/server/queue"
	"dateline/server/store"

	"github.com/spf13/cobra"
)

// storage is the store and the queue in the same database. A read-only store has no
// queue.
type storage struct {
	Store *store.DB
	Queue queue.Queue
}

// openStorage opens the store and its queue and creates them if they don't exist.
func openStorage(ctx context.Context, f *storeFlag, log *slog.Logger) (*storage, error) {
	return openStorageWith(ctx, f, log, store.Open)
}

// openStorageWith is openStorage that opens the store with open.
func openStorageWith(ctx context.Context, f *storeFlag, log *slog.Logger, open func(context.Context, string) (*store.DB, error)) (*storage, error) {
	address, err := f.location()
	if err != nil {
		return nil, err
	}
	if isFile(address) {
		if err := os.MkdirAll(filepath.Dir(address), 0o700); err != nil {
			return nil, fmt.Errorf("creating the folder of the store (--store FILE or $%s names another one): %w", storeVariable, err)
		}
	}
	db, err := open(ctx, address)
	if err != nil {
		return nil, err
	}
	if db.ReadOnly() {
		return &storage{Store: db}, nil
	}
	o := queue.Options{Log: log, Reader: db.Reader(), Resumable: importer.ResumableKinds()}
	var q queue.Queue
	if db.Dialect() == store.Postgres {
		q, err = queue.OpenPostgres(ctx, db.Writer(), address, o)
	} else {
		q, err = queue.OpenSQLite(ctx, db.Writer(), o)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return &storage{db, q}, nil
}

// Close closes the store.
func (s *storage) Close() error { return s.Store.Close() }

// withStorage opens the store, calls do and closes the store.
func withStorage(cmd *cobra.Command, f *storeFlag, log *slog.Logger, do func(*storage) error) error {
	s, err := openStorage(cmd.Context(), f, log)
	if err != nil {
		return err
	}
	defer s.Close()
	return do(s)
}

// withQueue is withStorage for what changes the store or needs its queue. It fails if
// the store is read-only.
func withQueue(cmd *cobra.Command, f *storeFlag, log *slog.Logger, do func(*storage) error) error {
	return withStorage(cmd, f, log, func(s *storage) error {
		if err := s.Store.CheckWritable(); err != nil {
			return err
		}
		return do(s)
	})
}

// app is the storage with the parser and the importer that fill it.
type app struct {
	*storage
	*parser
	Importer *importer.Importer
	pdf      *pdf.Reader
}

// openApp opens the store, the parser and the importer, which resolves articles with the
// history of their publishers if history is set. What uses it runs within whileChecked.
func openApp(ctx context.Context, f *storeFlag, in *inputFlags, history bool, log *slog.Logger) (*app, error) {
	fetcher, err := fetch.New(fetch.Options{Allow: in.allow})
	if err != nil {
		return nil, err
	}
	p, err := openParserFor(in)
	if err != nil {
		return nil, err
	}
	s, err := openStorageWith(ctx, f, log, store.OpenUnchecked)
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	pdfs := newPDFReader()
	return &app{
		storage: s, parser: p, pdf: pdfs,
		Importer: importer.New(importer.Config{
			Store: s.Store, Queue: s.Queue, Parser: p.Parser, Versions: p.Versions, History: history, Fetcher: fetcher, PDF: pdfs, Log: log,
			FindHome: func(words string) (geo.Place, error) { return resolve.FindHome(p.Gazetteer, words) },
		}),
	}, nil
}

// openAppOrParser is openApp, but if no store is named and there is no home folder for
// one, it logs that and opens the parser alone: the storage and the importer are nil.
func openAppOrParser(ctx context.Context, f *storeFlag, in *inputFlags, history bool, log *slog.Logger) (*app, error) {
	_, missing := f.location()
	if missing == nil {
		return openApp(ctx, f, in, history, log)
	}
	p, err := openParserFor(in)
	if err != nil {
		return nil, err
	}
	log.Warn("only the given inputs and the sample collection are shown", "reason", missing)
	return &app{parser: p}, nil
}

// whileChecked calls do and checks the pages of the store meanwhile. If they are damaged,
// it cancels the context of do and returns that.
func (a *app) whileChecked(ctx context.Context, do func(context.Context) error) error {
	if a.storage == nil {
		return do(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	checked := make(chan error, 1)
	go func() {
		// The check ends in seconds. A store that is closed before is not checked when
		// it is opened the next time.
		err := a.Store.CheckPages(context.WithoutCancel(ctx))
		if err != nil {
			cancel()
		}
		checked <- err
	}()
	err := do(ctx)
	if damage := <-checked; damage != nil {
		return damage
	}
	return err
}

// Close closes the store and the gazetteer.
func (a *app) Close() error {
	if a.storage == nil {
		return a.parser.Close()
	}
	return errors.Join(a.pdf.Close(), a.storage.Close(), a.parser.Close())
}
