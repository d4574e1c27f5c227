package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"dateline/server"
	"dateline/server/store"
	"dateline/static"

	"github.com/spf13/cobra"
)

// Limits of the server. Writing has none, because a layer may be large and its
// reader slow.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = time.Minute
	idleTimeout       = 2 * time.Minute
	shutdownTimeout   = 10 * time.Second
	maxHeaderBytes    = 64 << 10
)

func newServeCommand(log *slog.Logger) *cobra.Command {
	s := serving{log: log}
	cmd := &cobra.Command{
		Use:   "serve [INPUT...]",
		Short: "Serve maps to browsers, and take articles in",
		Long: `Serve shows collections of articles in the browser: those of the store, the
sample collection that comes with the program, and one of the articles given,
which is kept in memory only ("dateline add" keeps articles in the store). It
works on the store's queue and polls its feeds.

Articles can be added in the browser when the server listens on an address that
only this machine reaches. Elsewhere whoever reaches it could add, for there are
no accounts: put a proxy that asks for a password in front, and give
--allow-adding.`,
		Example: `  dateline serve
  dateline serve --collection border --title "Border talks" reports/
  dateline serve --addr localhost:8080 --base-url https://maps.example.org --allow-adding`,
		RunE: s.run,
	}
	s.in.register(cmd)
	s.where.register(cmd)
	cmd.Flags().StringVar(&s.addr, "addr", "localhost:8080", "`HOST:PORT` to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&s.baseURL, "base-url", "", "`ADDRESS` under which others reach the server, for embed codes")
	cmd.Flags().StringVar(&s.name, "collection", "articles", "name of the collection of the articles given")
	cmd.Flags().StringVar(&s.title, "title", "", "title of that collection")
	cmd.Flags().BoolVar(&s.sample, "sample", true, "serve the sample collection too")
	cmd.Flags().BoolVar(&s.work, "work", true, "work on the store's queue; turn it off where \"dateline work\" does")
	cmd.Flags().BoolVar(&s.allowAdding, "allow-adding", false, "let whoever reaches the server add articles, on any address; ask for a password in front of it")
	cmd.Flags().BoolVar(&s.fetching, "fetching", true, "let those who may add articles name addresses to fetch")
	cmd.Flags().StringSliceVar(&s.hosts, "host", nil, "`NAME` under which the server may be asked to add articles, beside that of --base-url; may be repeated")
	return cmd
}

// serving is one run of the verb.
type serving struct {
	log                        *slog.Logger
	in                         inputFlags
	where                      storeFlag
	addr, baseURL, name, title string
	sample, work, allowAdding  bool
	fetching                   bool
	hosts                      []string
}

func (s *serving) run(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	w, err := openWorkshop(ctx, &s.where, &s.in, s.log)
	if err != nil {
		return err
	}
	defer w.Close()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return fmt.Errorf("listening on %s (is something else there? try another --addr): %w", s.addr, err)
	}
	defer l.Close()
	var given store.Swappable
	var collections []store.Collection
	if s.sample {
		c, err := w.Sample(ctx, s.in.workers)
		if err != nil {
			return err
		}
		collections = append(collections, c)
	}
	if err := show(&given, collections...); err != nil {
		return err
	}
	if len(args) > 0 {
		if err := show(new(store.Swappable), append(collections, store.Collection{Name: s.name})...); err != nil {
			return err // the name cannot be that of a collection
		}
	}
	config := server.Config{
		Store: store.Union(&given, w.Store), Gazetteer: w.Gazetteer, Static: static.Files(), Log: s.log, BaseURL: s.baseURL,
		Version: version, Fetching: s.fetching, Hosts: s.hosts,
	}
	if s.mayAdd(l) {
		config.Importer = w.Importer
	}
	handler, err := server.New(config)
	if err != nil {
		return err
	}
	var working sync.WaitGroup
	defer working.Wait()
	ctx, end := context.WithCancel(ctx)
	defer end()
	cmd.SetContext(ctx)
	if len(args) > 0 {
		working.Go(func() { s.parse(cmd, w, args, &given, collections) })
	}
	if s.work {
		working.Go(func() {
			if err := w.Importer.Work(ctx, s.in.workers); err != nil {
				s.log.Error("the queue is not worked on any more; start the program anew", "error", err)
			}
		})
	}
	return listen(cmd, l, s.addr, handler, s.log)
}

// mayAdd reports whether readers may add articles: where only this machine reaches
// the server, and no proxy lets others reach it.
func (s *serving) mayAdd(l net.Listener) bool {
	at, ok := l.Addr().(*net.TCPAddr)
	return s.allowAdding || ok && at.IP.IsLoopback() && s.baseURL == ""
}

// parse parses the articles given and shows them: the first at once, and then each
// time that they have doubled, for a store in memory is made anew.
func (s *serving) parse(cmd *cobra.Command, w *workshop, args []string, given *store.Swappable, collections []store.Collection) {
	c := store.Collection{Name: s.name}
	update := func() {
		c.Title = titleOf(s.title, c.Parsed)
		if err := show(given, append(collections[:len(collections):len(collections)], c)...); err != nil {
			s.log.Error("the articles given cannot be shown", "error", err)
		}
	}
	articles, failed := s.in.articles(cmd, w.Parser, args)
	for p := range articles {
		c.Parsed = append(c.Parsed, p)
		if n := len(c.Parsed); n&(n-1) == 0 {
			update()
		}
	}
	update()
	if err := failed(); err != nil && cmd.Context().Err() == nil {
		s.log.Warn(err.Error())
	}
}

// show shows collections in place of those before.
func show(live *store.Swappable, collections ...store.Collection) error {
	m, err := store.NewMemory(collections...)
	if err == nil {
		live.Swap(m)
	}
	return err
}

// listen serves until the command's context ends, then lets the requests in
// flight finish.
func listen(cmd *cobra.Command, l net.Listener, addr string, handler http.Handler, log *slog.Logger) error {
	s := &http.Server{
		Handler: handler, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeaderBytes, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	done := make(chan error, 1)
	stop := context.AfterFunc(cmd.Context(), func() {
		ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
		defer cancel()
		done <- s.Shutdown(ctx)
	})
	defer stop()
	fmt.Fprintf(cmd.OutOrStdout(), "Dateline is at http://%s\n", readable(l.Addr(), addr))
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	if err := <-done; err != nil {
		return fmt.Errorf("some requests were still open after %s: %w", shutdownTimeout, err)
	}
	return nil
}

// readable is the address as it was asked for, with the port that was taken.
func readable(taken net.Addr, asked string) string {
	host, _, err := net.SplitHostPort(asked)
	_, port, errTaken := net.SplitHostPort(taken.String())
	if err != nil || errTaken != nil {
		return taken.String()
	}
	if host == "" {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
