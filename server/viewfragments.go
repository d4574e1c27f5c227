package server

import (
	"net/http"
	"strconv"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/view"
)

// redirectTo redirects to an address of this server unless there is an error.
func redirectTo(w http.ResponseWriter, r *http.Request, address string, err error) error {
	if err == nil {
		http.Redirect(w, r, address, http.StatusFound)
	}
	return err
}

// articleOptions returns the section and the search that an address asks for, or the
// address of the section with the page that it asks for.
func articleOptions(r *http.Request, sc *site.Scope) (options view.ArticleOptions, jump string, err error) {
	q := r.URL.Query()
	options.Query = q.Get("q")
	if len(options.Query) > maxQuery {
		return options, "", site.Errorf(geo.ErrTooLarge, "A search has at most %d characters. Use fewer words.", maxQuery)
	}
	if q.Has("page") {
		n, err := site.PageNumber(r)
		if err != nil {
			return options, "", err
		}
		return options, sc.Links.Page(&sc.Article.Article, n), nil
	}
	if text := q.Get("section"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return options, "", site.Errorf(geo.ErrInput, "%q is not the number of a section. Sections are numbered from 1.", text)
		}
		options.Section = n - 1
	}
	return options, "", nil
}

// placePassages writes the passages of a place as a fragment for the reading pane.
func (s *server) placePassages(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	return s.answerPlace(w, r, sc, func(content view.Place, n int) error {
		if n > 1 {
			return s.ShowFragment(w, "passage-groups", content)
		}
		return s.ShowFragment(w, "place-reading", content)
	})
}
