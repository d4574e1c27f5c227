package article_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/safehttp"
)

// site serves a page, a redirect to it, and nothing else.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /page", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, page) })
	mux.HandleFunc("GET /moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page", http.StatusFound) })
	mux.HandleFunc("GET /secret", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestFetchReadsAPage(t *testing.T) {
	s := site(t)
	o := article.Options{Fetch: func(ctx context.Context, url string) (io.ReadCloser, error) {
		return article.FetchWith(ctx, url, safehttp.Policy{Allow: []string{"127.0.0.1"}})
	}}
	for a, err := range article.Inputs(context.Background(), []string{s.URL + "/moved"}, nil, o) {
		if err != nil {
			t.Fatal(err)
		}
		if a.Publisher != "The Frontier Post" || a.Source != s.URL+"/moved" {
			t.Errorf("read %+v", a)
		}
	}
}

func TestFetchSaysWhyNot(t *testing.T) {
	s := site(t)
	allowed := safehttp.Policy{Allow: []string{"127.0.0.1"}}
	for path, want := range map[string]error{"/missing": geo.ErrNotFound, "/secret": geo.ErrForbidden} {
		if _, err := article.FetchWith(context.Background(), s.URL+path, allowed); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if _, err := article.Fetch(context.Background(), s.URL+"/page"); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("a private address was not refused: %v", err)
	}
	s.Close()
	if _, err := article.FetchWith(context.Background(), s.URL+"/page", allowed); !errors.Is(err, geo.ErrUnavailable) {
		t.Errorf("a server that is gone: %v", err)
	}
}
