package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
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
	var (
		in                         inputFlags
		addr, baseURL, name, title string
		sample                     bool
	)
	cmd := &cobra.Command{
		Use:   "serve [INPUT...]",
		Short: "Serve maps to browsers",
		Long: `Serve shows collections of articles in the browser: the sample collection that
comes with the program, and one of the articles given.`,
		Example: `  dateline serve
  dateline serve --collection border --title "Border talks" reports/`,
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := openEngine(in.gazetteer)
			if err != nil {
				return err
			}
			defer e.Close()
			var collections []store.Collection
			if sample {
				c, err := e.Sample(cmd.Context(), in.workers)
				if err != nil {
					return err
				}
				collections = append(collections, c)
			}
			if len(args) > 0 {
				articles, failed := in.articles(cmd, e.Parser, args)
				c := store.Collection{Name: name, Title: title, Parsed: slices.Collect(articles)}
				if err := failed(); err != nil && (len(c.Parsed) == 0 || cmd.Context().Err() != nil) {
					return err
				} else if err != nil {
					log.Warn(err.Error())
				}
				c.Title = titleOf(title, c.Parsed)
				collections = append(collections, c)
			}
			kept, err := store.NewMemory(collections...)
			if err != nil {
				return err
			}
			handler, err := server.New(server.Config{
				Store: kept, Gazetteer: e.Gazetteer, Static: static.Files(), Log: log, BaseURL: baseURL, Version: version,
			})
			if err != nil {
				return err
			}
			return listen(cmd, addr, handler, log)
		},
	}
	in.register(cmd)
	cmd.Flags().StringVar(&addr, "addr", "localhost:8080", "`HOST:PORT` to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&baseURL, "base-url", "", "`ADDRESS` under which others reach the server, for embed codes")
	cmd.Flags().StringVar(&name, "collection", "articles", "name of the collection of the articles given")
	cmd.Flags().StringVar(&title, "title", "", "title of that collection")
	cmd.Flags().BoolVar(&sample, "sample", true, "serve the sample collection too")
	return cmd
}

// listen serves until the command's context ends, then lets the requests in
// flight finish.
func listen(cmd *cobra.Command, addr string, handler http.Handler, log *slog.Logger) error {
	l, err := (&net.ListenConfig{}).Listen(cmd.Context(), "tcp", addr)
	if err != nil {
		return fmt.Errorf("listening on %s (is something else there? try another --addr): %w", addr, err)
	}
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
