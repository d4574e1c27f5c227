package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

// errMethod says that an address was asked for with a method that it does not
// have.
var errMethod = errors.New("method not allowed")

// statuses is the one table from categories of errors to what HTTP calls them.
var statuses = []struct {
	err    error
	status int
	title  string
}{
	{geo.ErrNotFound, http.StatusNotFound, "Not found"},
	{geo.ErrInput, http.StatusBadRequest, "Bad request"},
	{geo.ErrTooLarge, http.StatusRequestEntityTooLarge, "Too large"},
	{geo.ErrForbidden, http.StatusForbidden, "Not allowed"},
	{geo.ErrUnavailable, http.StatusServiceUnavailable, "Unavailable"},
	{errMethod, http.StatusMethodNotAllowed, "Method not allowed"},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "Too slow"},
}

// problem is an error as RFC 9457 writes it.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// handle makes a handler of a function that returns its error.
func (s *server) handle(f func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := f(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

// problemOf sorts an error by the table.
func problemOf(err error) problem {
	for _, known := range statuses {
		if errors.Is(err, known.err) {
			if known.err == context.DeadlineExceeded {
				return problem{Type: "about:blank", Title: known.title, Status: known.status, Detail: "The server took too long to answer. Try again in a moment."}
			}
			return problem{Type: "about:blank", Title: known.title, Status: known.status, Detail: err.Error()}
		}
	}
	return problem{Type: "about:blank", Title: "Something went wrong here", Status: http.StatusInternalServerError, Detail: "The server's log says more."}
}

// wantsPage reports whether a reader asks, not a program.
func wantsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

// fail answers with an error: a page for those who read, a problem document for
// programs. What went wrong inside is written to the log and not told.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	timedOut := errors.Is(r.Context().Err(), context.DeadlineExceeded)
	switch {
	case errors.Is(err, errWriting), errors.Is(err, context.Canceled) && !timedOut:
		return // the client has closed the connection, or has a part of the response
	case errors.Is(err, context.Canceled):
		err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError {
		s.Log.Error("request failed", "method", r.Method, "path", r.URL.Path, "status", p.Status, "error", store.Detail(err))
	}
	h := w.Header()
	for _, name := range []string{"ETag", "Content-Disposition", "Content-Length"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	if !wantsPage(r) {
		h.Set("Content-Type", "application/problem+json")
		w.WriteHeader(p.Status)
		_ = json.NewEncoder(w).Encode(p) // the reader is gone if this fails
		return
	}
	var b bytes.Buffer
	view := errorView{Layout: s.frame(p.Title), Status: p.Status, Detail: p.Detail}
	if err := s.pages.Render(&b, "error", "page", view); err != nil {
		s.Log.Error("the error page failed", "error", err)
		http.Error(w, p.Title, p.Status)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.Status)
	_, _ = w.Write(b.Bytes())
}

type errorView struct {
	view.Layout
	Status int
	Detail string
}

// recover turns a panic into an error page and a line in the log.
func (s *server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				s.fail(w, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// show renders a page.
func (s *server) show(w http.ResponseWriter, name string, view any) error {
	return s.showAs(w, http.StatusOK, name, view)
}

// showAs renders a page that says by its status what became of the request.
func (s *server) showAs(w http.ResponseWriter, status int, name string, view any) error {
	var b bytes.Buffer
	if err := s.pages.Render(&b, name, "page", view); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return gone(err)
}

// errWriting is the error of a response that could not be written.
var errWriting = errors.New("writing the answer")

// gone wraps what went wrong while an answer was written: nobody is listening any
// more.
func gone(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errWriting, errors.Join(err, context.Canceled))
}

// fresh sets the ETag of what is made from these versions and reports whether
// the client has it already; then the answer is written. The address is part of
// it, and so is the host, which stands in embed codes.
func (s *server) fresh(w http.ResponseWriter, r *http.Request, versions ...string) bool {
	tag := `W/"` + geo.ContentID(append(versions, s.build, r.Host, r.URL.RequestURI())...) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	for asked := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if asked = strings.TrimSpace(asked); asked == tag || asked == "*" {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// maxSegment bounds an identifier in an address.
const maxSegment = 400

// segment returns an identifier that stands in the path.
func segment(r *http.Request, name string) (string, error) {
	v := chi.URLParam(r, name)
	if r.URL.RawPath != "" { // then chi has matched the escaped path
		var err error
		if v, err = url.PathUnescape(v); err != nil {
			return "", geo.Errorf(geo.ErrInput, "the address has a broken escape in %q", v)
		}
	}
	if v == "" || len(v) > maxSegment || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufffd' }) {
		return "", geo.Errorf(geo.ErrNotFound, "the address names no %s", name)
	}
	return v, nil
}

// pageNumber is the page of a list that was asked for, 1 when none was.
func pageNumber(r *http.Request) (int, error) {
	q := r.URL.Query().Get("page")
	if q == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(q)
	if err != nil || n < 1 {
		return 0, geo.Errorf(geo.ErrInput, "page=%q is no page of a list, which count from 1", q)
	}
	return n, nil
}
