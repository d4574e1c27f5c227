package site

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
)

// Categories of errors that only HTTP has.
var (
	ErrMethod      = errors.New("method not allowed")
	ErrMisdirected = errors.New("misdirected request")
	// ErrNotImplemented is for formats that are not offered.
	ErrNotImplemented = errors.New("not implemented")
)

// statuses maps categories of errors to statuses, titles and the sentence shown when
// the error has none for readers.
var statuses = []struct {
	category      error
	status        int
	title, detail string
}{
	{geo.ErrNotFound, http.StatusNotFound, "Page not found", "There is nothing at this address. It may have been renamed or deleted."},
	{geo.ErrInput, http.StatusBadRequest, "This address is not valid", "Check the address, or go back and try again."},
	{geo.ErrTooLarge, http.StatusRequestEntityTooLarge, "Too large", "This is more than the server accepts at once."},
	{geo.ErrForbidden, http.StatusForbidden, "Not allowed", "This server does not allow that."},
	{store.ErrFull, http.StatusInsufficientStorage, "The disk is full", "Nothing was stored, because the disk of the server is full. Ask whoever runs the server to free some space, then try again."},
	{store.ErrLocked, http.StatusServiceUnavailable, "The store is busy", "Nothing was stored, because another program is writing to the store. Try again in a minute."},
	{store.ErrReadOnly, http.StatusServiceUnavailable, "The store is read-only", "Nothing was stored, because the server may not write to its store. Ask whoever runs the server to check its permissions."},
	{geo.ErrUnavailable, http.StatusServiceUnavailable, "Temporarily unavailable", "The server cannot do this right now. Try again in a minute."},
	{ErrMethod, http.StatusMethodNotAllowed, "Not allowed", "This address does not accept that kind of request."},
	{ErrNotImplemented, http.StatusNotImplemented, "Not offered", "This server does not offer that."},
	{ErrMisdirected, http.StatusMisdirectedRequest, "Unknown host name", "This server does not answer under this host name."},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "This took too long", "The server is busy. Try again in a minute."},
}

// readerError is an error with a sentence for readers. The messages of other errors
// are only logged: they name paths, addresses and functions.
type readerError struct {
	sentence string
	err      error
}

func (e *readerError) Error() string { return e.sentence }
func (e *readerError) Unwrap() error { return e.err }

// Errorf formats a sentence for readers and attaches an error category.
func Errorf(category error, format string, args ...any) error {
	return &readerError{fmt.Sprintf(format, args...), category}
}

// Explain replaces what readers see of an error that wraps [geo.ErrNotFound] by a
// sentence.
func Explain(err error, sentence string) error {
	if !errors.Is(err, geo.ErrNotFound) {
		return err
	}
	return &readerError{sentence, err}
}

// Problem is an error in the form of RFC 9457.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// ProblemOf describes an error to readers.
func ProblemOf(err error) Problem {
	p := Problem{
		Type: "about:blank", Title: "Something went wrong", Status: http.StatusInternalServerError,
		Detail: "The server could not answer because of an error of its own. Its log has the details.",
	}
	for _, s := range statuses {
		if errors.Is(err, s.category) {
			p.Title, p.Status, p.Detail = s.title, s.status, s.detail
			break
		}
	}
	if readable, ok := errors.AsType[*readerError](err); ok {
		p.Detail = readable.sentence
	}
	return p
}

// Handle converts a function that returns an error to a handler.
func (s *Site) Handle(f func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := f(w, r); err != nil {
			s.Fail(w, r, err)
		}
	}
}

// WantsPage reports whether the client is a browser and not a program.
func WantsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

// Fail answers with an error: a page for browsers, a problem document for programs.
// Errors of the server itself are logged.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, err error) {
	timedOut := errors.Is(r.Context().Err(), context.DeadlineExceeded)
	switch {
	case errors.Is(err, errWriting), errors.Is(err, context.Canceled) && !timedOut:
		return // the client is gone, or has a part of the response
	case errors.Is(err, context.Canceled):
		err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	}
	p := ProblemOf(err)
	if p.Status >= http.StatusInternalServerError {
		s.Log.Error("request failed", "method", r.Method, "path", r.URL.Path, "status", p.Status, "error", store.Detail(err))
	}
	h := w.Header()
	for _, name := range []string{"ETag", "Content-Disposition", "Content-Length"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	if !WantsPage(r) {
		p.Detail, _ = LanguageOf(w).Translated(p.Detail)
		h.Set("Content-Type", "application/problem+json")
		w.WriteHeader(p.Status)
		_ = json.NewEncoder(w).Encode(p) // fails only when the client is gone
		return
	}
	var b bytes.Buffer
	content := errorView{Layout: s.Layout(p.Title), Status: p.Status, Detail: p.Detail}
	if err := s.Pages.Render(&b, LanguageOf(w), "error", "page", content); err != nil {
		s.Log.Error("rendering the error page failed", "error", err)
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

// RecoverPanics answers a panic with an error page and logs it.
func (s *Site) RecoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				s.Fail(w, r, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// Readable shows readers the message of an importer's error if its category means
// that their input is the cause. The messages of other errors are only logged.
func Readable(err error) error {
	if _, ok := errors.AsType[*readerError](err); ok {
		return err
	}
	for _, category := range []error{geo.ErrInput, geo.ErrTooLarge, geo.ErrForbidden} {
		if errors.Is(err, category) {
			return &readerError{Sentence(err.Error()), err}
		}
	}
	return err
}

// Sentence returns a message as a sentence, with a capital and a full stop.
func Sentence(message string) string {
	first, size := utf8.DecodeRuneInString(message)
	message = string(unicode.ToUpper(first)) + message[size:]
	if !strings.HasSuffix(message, ".") {
		message += "."
	}
	return message
}
