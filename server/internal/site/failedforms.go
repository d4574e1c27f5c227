package site

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/go-chi/chi/v5"
)

// failedParameter is the parameter of an address that names the stored answer to a failed form.
const failedParameter = "failed"

// Limits on the stored answers to failed forms, in bytes.
const (
	maxFailedPage  = 1 << 20
	maxFailedPages = 16 << 20
)

// failedForms stores the pages that answered the last failed forms of browsers, so that
// each can be shown again under an address of its own. It is safe for concurrent use.
type failedForms struct {
	mu    sync.Mutex
	pages map[string]failedPage
	keys  []string // in the order of their arrival
	size  int
}

type failedPage struct {
	path   string
	status int
	body   []byte
}

// add stores a page and returns its key. The oldest pages make room for it.
func (f *failedForms) add(p failedPage) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.size+len(p.body) > maxFailedPages {
		f.size -= len(f.pages[f.keys[0]].body)
		delete(f.pages, f.keys[0])
		f.keys = f.keys[1:]
	}
	if f.pages == nil {
		f.pages = map[string]failedPage{}
	}
	key := rand.Text()
	f.pages[key] = p
	f.keys = append(f.keys, key)
	f.size += len(p.body)
	return key
}

func (f *failedForms) page(key string) (failedPage, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p, ok := f.pages[key]
	return p, ok
}

// RedirectFailedForms redirects a browser whose form has failed to the page of the form,
// which shows the answer with its status. Reloading it does not send the form again.
func (s *Site) RedirectFailedForms(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || !WantsPage(r) {
			next.ServeHTTP(w, r)
			return
		}
		answer := &heldAnswer{ResponseWriter: w}
		next.ServeHTTP(answer, r)
		if !answer.held {
			return
		}
		if answer.body.Len() > maxFailedPage {
			w.WriteHeader(answer.status)
			_, _ = w.Write(answer.body.Bytes()) // fails only when the client is gone
			return
		}
		back := pageOfForm(r)
		key := s.failed.add(failedPage{back, answer.status, bytes.Clone(answer.body.Bytes())})
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Del("Content-Type")
		http.Redirect(w, r, back+"?"+failedParameter+"="+key, http.StatusSeeOther)
	})
}

// ShowFailedForms answers requests for the stored answers to failed forms.
func (s *Site) ShowFailedForms(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.Contains(r.URL.RawQuery, failedParameter+"=") {
			if p, ok := s.failed.page(r.URL.Query().Get(failedParameter)); ok && p.path == r.URL.EscapedPath() {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Header().Set("Cache-Control", "no-store")
				w.WriteHeader(p.status)
				_, _ = w.Write(p.body) // fails only when the client is gone
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// pageOfForm returns the path of the page that a form was sent from: the nearest one
// above its action that can be read.
func pageOfForm(r *http.Request) string {
	routes := chi.RouteContext(r.Context()).Routes
	for p := r.URL.EscapedPath(); p != "/"; p = path.Dir(p) {
		if routes.Match(chi.NewRouteContext(), http.MethodGet, p) {
			return p
		}
	}
	return "/"
}

// heldAnswer holds back a page about an error of the form and passes other answers on.
// After an error of the server, a reload is to send the form again.
type heldAnswer struct {
	http.ResponseWriter
	status  int
	held    bool
	started bool
	body    bytes.Buffer
}

func (a *heldAnswer) WriteHeader(status int) {
	if a.started {
		return
	}
	a.started, a.status = true, status
	if a.held = status >= http.StatusBadRequest && status < http.StatusInternalServerError && strings.HasPrefix(a.Header().Get("Content-Type"), "text/html"); !a.held {
		a.ResponseWriter.WriteHeader(status)
	}
}

func (a *heldAnswer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK) // has no effect after the first status
	if a.held {
		return a.body.Write(b)
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap is for [http.ResponseController].
func (a *heldAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
