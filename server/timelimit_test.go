package server_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dateline/server"
	"dateline/server/store"
)

// slowStore is a store that answers only when the request is canceled.
type slowStore struct{ store.Store }

func (slowStore) Collections(ctx context.Context) ([]store.Summary, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// canceledStore is a store that reports, like a database driver, that it was canceled
// when the time limit of a request passes.
type canceledStore struct{ store.Store }

func (canceledStore) Collections(ctx context.Context) ([]store.Summary, error) {
	<-ctx.Done()
	return nil, context.Canceled
}

// A request that reaches its time limit gets an error and not an empty page.
func TestTimeLimitIsAnswered(t *testing.T) {
	for name, s := range map[string]store.Store{"slow": slowStore{}, "canceled": canceledStore{}} {
		t.Run(name, func(t *testing.T) {
			handler, err := server.New(server.Config{Store: s, Static: files(t), RequestTimeout: 20 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewServer(handler)
			defer server.Close()
			for range 10 {
				response, err := http.Get(server.URL + "/")
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(response.Body)
				response.Body.Close()
				if err != nil || response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(string(body), "too long") {
					t.Fatalf("status %d, body %q, error %v", response.StatusCode, body, err)
				}
			}
		})
	}
}
