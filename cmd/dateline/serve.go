package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"sync"

	"dateline/server"
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
built-in sample collection, and one of the given inputs, which is kept in memory
only ("dateline add" stores articles). It also processes the queue of the store
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
}

func (s *serving) run(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	app, err := openAppOrParser(ctx, &s.store, &s.in, s.history, s.log)
	if err != nil {
		return err
	}
	defer app.Close()
	readOnly := app.storage == nil || app.Store.ReadOnly()
	if readOnly && app.storage != nil {
		s.log.Warn("the store is read-only: nothing can be added to it", "store", app.Store.Name())
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return fmt.Errorf("listening on %s (another program may be using it; try another --addr): %w", s.addr, err)
	}
	defer l.Close()
	var memory store.Swappable
	var collections []store.Collection
	if s.sample {
		c, err := sampleCollection(ctx, app.parser, s.in.workers)
		if err != nil {
			return err
		}
		collections = append(collections, c)
	}
	if err := show(&memory, collections...); err != nil {
		return err
	}
	if len(args) > 0 {
		if err := show(new(store.Swappable), append(collections, store.Collection{Name: s.name})...); err != nil {
			return err // the name can't be that of a collection
		}
	}
	var shown store.Store = &memory
	if app.storage != nil {
		shown = store.Union(&memory, app.Store)
	}
	inMemory := []string{}
	for i := range collections {
		inMemory = append(inMemory, collections[i].Name)
	}
	if len(args) > 0 {
		inMemory = append(inMemory, s.name)
	}
	config := server.Config{
		Store: shown, Gazetteer: app.Gazetteer, Static: static.Files(), Log: s.log, BaseURL: s.baseURL,
		Version: version, AllowURLImport: s.allowURLImport, AllowedHosts: s.allowedHosts,
		MemoryCollections: inMemory,
	}
	if !readOnly && s.mayImport(l) {
		config.Importer = app.Importer
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
		running.Go(func() { s.parse(cmd, app.parser, args, &memory, collections) })
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

// parse parses the inputs and shows them: the first at once, then each time that their
// number has doubled, because the store in memory is rebuilt.
func (s *serving) parse(cmd *cobra.Command, p *parser, args []string, memory *store.Swappable, collections []store.Collection) {
	c := store.Collection{Name: s.name}
	update := func() {
		c.Title = layerTitle(s.title, c.Parsed)
		if err := show(memory, append(slices.Clip(collections), c)...); err != nil {
			s.log.Error("the given inputs can't be shown", "error", err)
		}
	}
	in := &inputs{cmd: cmd}
	for parsed := range in.parse(&s.in, p, s.history, args) {
		c.Parsed = append(c.Parsed, parsed)
		if n := len(c.Parsed); n&(n-1) == 0 {
			update()
		}
	}
	update()
	if err := in.err(cmd.Context()); err != nil && cmd.Context().Err() == nil {
		s.log.Warn(err.Error())
	}
}

// show replaces the collections in memory.
func show(memory *store.Swappable, collections ...store.Collection) error {
	m, err := store.NewMemory(collections...)
	if err == nil {
		memory.Swap(m)
	}
	return err
}
