package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"

	"dateline/geo"
	"dateline/server"
	"dateline/server/importer"
	"dateline/server/store"
	"dateline/static"

	"github.com/spf13/cobra"
)

func newServeCommand(log *slog.Logger) *cobra.Command {
	s := serving{log: log}
	cmd := &cobra.Command{
		Use:   "serve [INPUT...]",
		Short: "Serve maps in the browser and import articles",
		Long: `Serve shows collections of articles in the browser: those of the store, the
built-in sample collection, and one of the given inputs, which are not
kept ("dateline add" stores articles). It also processes the queue of the store
and checks its feeds.

Articles can be added in the browser when the server listens on an address that
only this machine can reach. On other addresses everyone who reaches the server
could add articles, because there are no accounts: put a proxy that requires a
password in front of it, then give --allow-import.`,
		Example: `  dateline serve
  dateline serve --collection border --title "Border talks" reports/
  dateline serve --addr localhost:8080 --base-url https://maps.example.org --allow-import`,
		RunE: s.run,
	}
	s.in.register(cmd)
	s.store.register(cmd)
	historyFlag(cmd, &s.history)
	cmd.Flags().StringVar(&s.addr, "addr", "localhost:8080", "`HOST:PORT` to listen on; port 0 selects a free one")
	cmd.Flags().StringVar(&s.baseURL, "base-url", "", "`URL` under which others reach the server, for embed codes")
	cmd.Flags().StringVar(&s.name, "collection", "articles", "name of the collection of the given inputs")
	cmd.Flags().StringVar(&s.title, "title", "", "title of that collection")
	cmd.Flags().BoolVar(&s.sample, "sample", true, "serve the sample collection too")
	cmd.Flags().BoolVar(&s.work, "work", true, "process the queue of the store; turn it off where \"dateline work\" does")
	cmd.Flags().BoolVar(&s.allowImport, "allow-import", false, "let everyone who reaches the server add articles, on any address; require a\npassword in front of it")
	cmd.Flags().BoolVar(&s.allowURLImport, "allow-url-import", true, "let those who may add articles give URLs to fetch")
	cmd.Flags().StringSliceVar(&s.allowedHosts, "allowed-host", nil, "host `NAME` under which the server answers, besides localhost, IP addresses and the\nhost of --base-url; may be repeated")
	renamed(cmd, "allow-adding", "allow-import")
	renamed(cmd, "fetching", "allow-url-import")
	renamed(cmd, "host", "allowed-host")
	return cmd
}

// serving is one run of the verb.
type serving struct {
	log                         *slog.Logger
	in                          inputFlags
	store                       storeFlag
	addr, baseURL, name, title  string
	sample, work, history       bool
	allowImport, allowURLImport bool
	allowedHosts                []string

	listening bool
}

// run serves until the context ends. A server that is stopped while it starts has not
// failed.
func (s *serving) run(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	if err := s.serve(cmd, args); err != nil && (s.listening || ctx.Err() == nil) {
		return err
	}
	return nil
}

func (s *serving) serve(cmd *cobra.Command, args []string) error {
	app, err := openAppOrParser(cmd.Context(), &s.store, &s.in, s.history, s.log)
	if err != nil {
		return err
	}
	defer app.Close()
	return app.whileChecked(cmd.Context(), func(ctx context.Context) error {
		cmd.SetContext(ctx)
		return s.serveApp(cmd, args, app)
	})
}

func (s *serving) serveApp(cmd *cobra.Command, args []string, app *app) error {
	ctx := cmd.Context()
	readOnly := app.storage == nil || app.Store.ReadOnly()
	if readOnly && app.storage != nil {
		s.log.Warn("the store is read-only: nothing can be added to it", "store", app.Store.Name())
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return fmt.Errorf("listening on %s (another program may be using it; try another --addr): %w", s.addr, err)
	}
	s.listening = true
	defer l.Close()
	temporary, err := s.openTemporary(ctx, app.parser, len(args) > 0)
	if err != nil {
		return err
	}
	if temporary != nil {
		defer temporary.Close()
	}
	config := server.Config{
		Temporary: temporary, Gazetteer: app.Gazetteer, Static: static.Files(), Log: s.log, BaseURL: s.baseURL,
		Version: version, AllowURLImport: s.allowURLImport, AllowedHosts: s.allowedHosts,
	}
	config.ParseText = app.Parse
	if app.storage != nil {
		config.Store = app.Store
	}
	if !readOnly && s.mayImport(l) {
		config.Importer, config.Parse = app.Importer, app.parseDocument
	}
	handler, err := server.New(config)
	if err != nil {
		return err
	}
	var running sync.WaitGroup
	defer running.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd.SetContext(ctx)
	if len(args) > 0 {
		running.Go(func() { s.parse(cmd, app.parser, args, temporary) })
	}
	if !readOnly && s.work {
		running.Go(func() {
			if err := app.Importer.Work(ctx, s.in.workers); err != nil {
				s.log.Error("the job worker stopped; restart the server", "error", err)
			}
		})
	}
	return listen(cmd, l, s.addr, handler, s.log)
}

// mayImport reports whether readers may add articles: only if no other machine can
// reach the server, directly or through a proxy, or if the user allows it.
func (s *serving) mayImport(l net.Listener) bool {
	addr, ok := l.Addr().(*net.TCPAddr)
	return s.allowImport || ok && addr.IP.IsLoopback() && s.baseURL == ""
}

// openTemporary opens a temporary store with the sample collection, and with an empty one for the given inputs, unless
// there are neither.
func (s *serving) openTemporary(ctx context.Context, p *parser, inputs bool) (*store.DB, error) {
	if !s.sample && !inputs {
		return nil, nil
	}
	db, err := store.OpenTemporary(ctx)
	if err != nil {
		return nil, err
	}
	if s.sample {
		err = addSample(ctx, db, p, s.in.workers)
	}
	if err == nil && inputs {
		if has, hasErr := db.HasCollection(ctx, s.name); hasErr != nil || has {
			err = errors.Join(hasErr, usagef("the collection of the inputs cannot have the name %q of another collection: choose another --collection", s.name))
		} else {
			err = db.Update(ctx, func(tx *store.Tx) error { return tx.PutCollection(ctx, s.name, layerTitle(s.title, nil), "") })
		}
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// inputsBatch is the maximum number of given inputs that are shown at a time.
const inputsBatch = 64

// parse parses the inputs and shows them: the first at once, then several at a time.
func (s *serving) parse(cmd *cobra.Command, p *parser, args []string, db *store.DB) {
	ctx := cmd.Context()
	var batch, first []*geo.Parsed // first are up to two articles, for the title
	shown := 0
	show := func() {
		title := layerTitle(s.title, first)
		if n := shown + len(batch); s.title == "" && n != 1 {
			title = fmt.Sprintf("%d articles", n)
		}
		err := db.Update(ctx, func(tx *store.Tx) error {
			if err := tx.PutAll(ctx, s.name, batch...); err != nil {
				return err
			}
			return tx.PutCollection(ctx, s.name, title, "")
		})
		if err == nil {
			err = importer.CompareTexts(ctx, db, s.name)
		}
		if err != nil && ctx.Err() == nil {
			s.log.Error("the given inputs cannot be shown", "error", err)
		}
		shown += len(batch)
		batch = batch[:0]
	}
	in := &inputs{cmd: cmd}
	for parsed := range in.parse(&s.in, p, s.history, args) {
		if len(first) < 2 {
			first = append(first, parsed)
		}
		batch = append(batch, parsed)
		if len(batch) >= min(inputsBatch, shown+1) {
			show()
		}
	}
	show()
	if err := in.err(ctx); err != nil && ctx.Err() == nil {
		s.log.Warn(err.Error())
	}
}
