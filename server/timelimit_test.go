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
)

// slowImporter is an importer that answers only when the request is canceled.
type slowImporter struct{ server.Importer }

func (slowImporter) Accepts(ctx context.Context, _ string) (bool, error) {
	<-ctx.Done()
	return false, ctx.Err()
}

// canceledImporter is an importer that reports, like a database driver, that it was canceled
// when the time limit of a request passes.
type canceledImporter struct{ server.Importer }

func (canceledImporter) Accepts(ctx context.Context, _ string) (bool, error) {
	<-ctx.Done()
	return false, context.Canceled
}

// A request that reaches its time limit gets an error and not an empty page.
func TestTimeLimitIsAnswered(t *testing.T) {
	db := storeOf(t, collection{Name: "talks", Title: "Border talks"})
	for name, s := range map[string]server.Importer{"slow": slowImporter{}, "canceled": canceledImporter{}} {
		t.Run(name, func(t *testing.T) {
			handler, err := server.New(server.Config{Store: db, Importer: s, Static: files(t), RequestTimeout: 20 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewServer(handler)
			defer server.Close()
			for range 10 {
				response, err := http.Get(server.URL + "/c/talks")
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
