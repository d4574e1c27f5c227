package site

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"dateline/geo"

	"github.com/go-chi/chi/v5"
)

// Show renders a page.
func (s *Site) Show(w http.ResponseWriter, name string, content any) error {
	return s.ShowStatus(w, http.StatusOK, name, content)
}

// ShowStatus renders a page with a status.
func (s *Site) ShowStatus(w http.ResponseWriter, status int, name string, content any) error {
	var b bytes.Buffer
	if err := s.Pages.Render(&b, LanguageOf(w), name, "page", content); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return ClientGone(err)
}

// errWriting is the category of an error of writing a response.
var errWriting = errors.New("write the response")

// ClientGone wraps an error of writing a response, so that it is not answered: the
// client is gone.
func ClientGone(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errWriting, errors.Join(err, context.Canceled))
}

// NotModified sets the ETag of a response built from these versions and reports
// whether the client already has it; then status 304 is written. The tag depends on
// the URL, and on the host because embed codes contain it.
func (s *Site) NotModified(w http.ResponseWriter, r *http.Request, versions ...string) bool {
	tag := `W/"` + geo.ContentID(append(versions, s.build, r.Host, r.URL.RequestURI(), languageTag(w))...) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache")
	for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if known = strings.TrimSpace(known); known == tag || known == "*" {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// SeeOther redirects a browser after a change; a program gets status 204.
func SeeOther(w http.ResponseWriter, r *http.Request, location string) error {
	w.Header().Set("Cache-Control", "no-store")
	if !WantsPage(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(w, r, location, http.StatusSeeOther)
	return nil
}

// maxSegment is the maximum length of an identifier in a path, in bytes.
const maxSegment = 400

// Segment returns the unescaped path parameter with this name.
func Segment(r *http.Request, name string) (string, error) {
	v := chi.URLParam(r, name)
	if r.URL.RawPath != "" { // chi has matched the escaped path
		var err error
		if v, err = url.PathUnescape(v); err != nil {
			return "", Errorf(geo.ErrInput, "The address contains an invalid escape sequence.")
		}
	}
	if v == "" || len(v) > maxSegment || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufffd' }) {
		return "", Errorf(geo.ErrNotFound, "There is no such %s.", name)
	}
	return v, nil
}

// PageNumber returns the requested page of a list, 1 by default.
func PageNumber(r *http.Request) (int, error) {
	q := r.URL.Query().Get("page")
	if q == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(q)
	if err != nil || n < 1 {
		return 0, Errorf(geo.ErrInput, "%q is not a page number. Pages are numbered from 1.", q)
	}
	return n, nil
}

// WriteJSON writes a value as JSON.
func WriteJSON(w http.ResponseWriter, value any) error {
	w.Header().Set("Content-Type", "application/json")
	return ClientGone(json.NewEncoder(w).Encode(value))
}

// IsFragment reports whether the viewer requests a part of a page.
func IsFragment(r *http.Request) bool { return r.URL.Query().Has("fragment") }

// ShowFragment renders a shared template without a page around it.
func (s *Site) ShowFragment(w http.ResponseWriter, name string, content any) error {
	var b bytes.Buffer
	if err := s.Pages.Render(&b, LanguageOf(w), "map", name, content); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := w.Write(b.Bytes())
	return ClientGone(err)
}
