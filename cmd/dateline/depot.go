package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"dateline/geo/article"
	"dateline/geo/fetch"
	"dateline/server/importer"
	"dateline/server/queue"
	"dateline/server/store"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
)

// storeVariable names the environment variable with the address of the store.
const storeVariable = "DATELINE_STORE"

// storeFlag is the flag of every verb that opens the store.
type storeFlag struct{ address string }

func (f *storeFlag) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.address, "store", "", "`ADDRESS` of the store: a file, or postgres://USER@HOST/DATABASE; without it\n$"+
		storeVariable+", or a file in the user's data folder")
}

// where is the address of the store.
func (f *storeFlag) where() string {
	if f.address != "" {
		return f.address
	}
	if address := os.Getenv(storeVariable); address != "" {
		return address
	}
	return filepath.Join(xdg.DataHome, "dateline", "dateline.db")
}

// isFile reports whether the store is a file.
func (f *storeFlag) isFile() bool { return !strings.Contains(f.where(), "://") }

// depot is the store with the queue that lies in the same database.
type depot struct {
	Store *store.DB
	Queue queue.Queue
}

// openDepot opens the store and its queue, and makes them where they are not there.
func openDepot(ctx context.Context, f *storeFlag, log *slog.Logger) (*depot, error) {
	address := f.where()
	if f.isFile() {
		if err := os.MkdirAll(filepath.Dir(address), 0o700); err != nil {
			return nil, fmt.Errorf("making the folder of the store: %w", err)
		}
	}
	db, err := store.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	var q queue.Queue
	if db.Dialect() == store.Postgres {
		q, err = queue.OpenPostgres(ctx, db.Writer(), address, queue.Options{Log: log})
	} else {
		q, err = queue.OpenSQLite(ctx, db.Writer(), queue.Options{Log: log})
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return &depot{db, q}, nil
}

// Close closes the store.
func (d *depot) Close() error { return d.Store.Close() }

// workshop is what takes articles in and works on them.
type workshop struct {
	*depot
	*engine
	Importer *importer.Importer
	pdf      *article.PDF
}

// openWorkshop opens the store and the parser.
func openWorkshop(ctx context.Context, s *storeFlag, in *inputFlags, log *slog.Logger) (*workshop, error) {
	fetcher, err := fetch.New(fetch.Options{Allow: in.allow})
	if err != nil {
		return nil, err
	}
	e, err := openEngine(in.gazetteer, in.geocoders...)
	if err != nil {
		return nil, err
	}
	d, err := openDepot(ctx, s, log)
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	pdf := article.NewPDF()
	return &workshop{
		depot: d, engine: e, pdf: pdf,
		Importer: importer.New(importer.Config{Store: d.Store, Queue: d.Queue, Parser: e.Parser, Versions: e.Parser.Versions, Fetcher: fetcher, PDF: pdf, Log: log}),
	}, nil
}

// Close closes the store and releases the gazetteer.
func (w *workshop) Close() error {
	return errors.Join(w.pdf.Close(), w.depot.Close(), w.engine.Close())
}
