package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

// Limits of the HTTP server. Writing has no time limit, because a layer may be large
// and its reader slow.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = time.Minute
	idleTimeout       = 2 * time.Minute
	shutdownTimeout   = 10 * time.Second
	maxHeaderBytes    = 64 << 10
)

// listen serves until the command's context ends, then waits for open requests.
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
	fmt.Fprintf(cmd.OutOrStdout(), "Dateline is at http://%s\n", publicAddress(l.Addr(), addr))
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	if err := <-done; err != nil {
		return fmt.Errorf("some requests were still open after %s: %w", shutdownTimeout, err)
	}
	return nil
}

// publicAddress returns the host of the requested address with the port of the actual
// one.
func publicAddress(actual net.Addr, requested string) string {
	host, _, err := net.SplitHostPort(requested)
	_, port, errActual := net.SplitHostPort(actual.String())
	if err != nil || errActual != nil {
		return actual.String()
	}
	if host == "" {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
