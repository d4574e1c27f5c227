package site

import (
	"net/http"
	"net/url"
	"strings"

	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

// languageCookie remembers the language that a reader chose.
const languageCookie = "language"

// languageWriter is the response to a request with the language that its reader prefers.
type languageWriter struct {
	http.ResponseWriter
	language *view.Language
}

// Unwrap returns the response itself, for [http.ResponseController].
func (w *languageWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// ChooseLanguage chooses the language of the pages: that of the cookie, or of the
// Accept-Language header.
func (s *Site) ChooseLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Language, Cookie")
		next.ServeHTTP(&languageWriter{w, s.languageOf(r)}, r)
	})
}

// languageOf returns the language that the reader of a request prefers.
func (s *Site) languageOf(r *http.Request) *view.Language {
	chosen := ""
	if c, err := r.Cookie(languageCookie); err == nil {
		chosen = c.Value
	}
	return view.Choose(s.Pages.Languages, chosen, r.Header.Get("Accept-Language"))
}

// LanguageOf returns the language of a response, nil for English.
func LanguageOf(w http.ResponseWriter) *view.Language {
	for {
		if lw, ok := w.(*languageWriter); ok {
			return lw.language
		}
		wrapper, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return view.English()
		}
		w = wrapper.Unwrap()
	}
}

// SetLanguage remembers a language and returns to the page that links here.
func (s *Site) SetLanguage(w http.ResponseWriter, r *http.Request) error {
	l := view.Choose(s.Pages.Languages, chi.URLParam(r, "language"))
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: l.Tag, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
	back := "/"
	if u, err := url.Parse(r.Referer()); err == nil && u.Host == r.Host && strings.HasPrefix(u.Path, "/") {
		back = u.RequestURI()
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

// languageTag returns the tag of the language of a response.
func languageTag(w http.ResponseWriter) string {
	if l := LanguageOf(w); l != nil {
		return l.Tag
	}
	return ""
}
