package server

import (
	"bytes"
	"net/http"
	"strconv"

	"dateline/geo"
	"dateline/server/view"
)

// isFragment reports whether the viewer requests a part of a page.
func isFragment(r *http.Request) bool { return r.URL.Query().Has("fragment") }

// showFragment renders a shared template without a page around it.
func (s *server) showFragment(w http.ResponseWriter, name string, content any) error {
	var b bytes.Buffer
	if err := s.pages.Render(&b, languageOf(w), "map", name, content); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := w.Write(b.Bytes())
	return clientGone(err)
}

// redirectTo redirects to an address of this server unless there is an error.
func redirectTo(w http.ResponseWriter, r *http.Request, address string, err error) error {
	if err == nil {
		http.Redirect(w, r, address, http.StatusFound)
	}
	return err
}

// articleOptions returns the section and the search that an address asks for, or the
// address of the section with the page that it asks for.
func articleOptions(r *http.Request, sc *scope) (options view.ArticleOptions, jump string, err error) {
	q := r.URL.Query()
	options.Query = q.Get("q")
	if len(options.Query) > maxQuery {
		return options, "", readerErrorf(geo.ErrTooLarge, "A search has at most %d characters. Use fewer words.", maxQuery)
	}
	if q.Has("page") {
		n, err := pageNumber(r)
		if err != nil {
			return options, "", err
		}
		return options, sc.links.Page(&sc.article.Article, n), nil
	}
	if text := q.Get("section"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return options, "", readerErrorf(geo.ErrInput, "%q is not the number of a section. Sections are numbered from 1.", text)
		}
		options.Section = n - 1
	}
	return options, "", nil
}

// placePassages writes the passages of a place as a fragment for the reading pane.
func (s *server) placePassages(w http.ResponseWriter, r *http.Request) error {
	return s.answerPlace(w, r, func(_ *scope, content view.Place, n int) error {
		if n > 1 {
			return s.showFragment(w, "passage-groups", content)
		}
		return s.showFragment(w, "place-reading", content)
	})
}
