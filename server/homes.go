package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/server/internal/site"
	"dateline/server/view/editing"
)

// homeFields returns the fields for the home of the publisher of a collection and of each of its feeds, none
// if it cannot be changed here.
func (s *server) homeFields(r *http.Request, sc *site.Scope) ([]editing.HomeField, error) {
	if s.Importer == nil || s.Gazetteer == nil || !sc.Accepts {
		return nil, nil
	}
	fields := []editing.HomeField{{ID: "home", Home: s.homeTitle(sc.Collection.Home)}}
	feeds, err := s.Importer.Feeds(r.Context(), sc.Collection.Name)
	if err != nil {
		return nil, fmt.Errorf("list the feeds of %q: %w", sc.Collection.Name, err)
	}
	for i := range feeds {
		f := &feeds[i]
		row := editing.HomeField{ID: fmt.Sprintf("home-%d", i+1), Feed: f.URL, Title: f.Title, Home: s.homeTitle(f.Home)}
		if row.Title == "" {
			row.Title = f.URL
		}
		fields = append(fields, row)
	}
	return fields, nil
}

// homeTitle returns the name of a place with the areas that contain it, as a user would enter it, or its
// identifier if the gazetteer lacks it.
func (s *server) homeTitle(id geo.PlaceID) string {
	ref, ok := s.Gazetteer.ByID(id)
	if !ok {
		return string(id)
	}
	r := s.Gazetteer.Record(ref)
	names := []string{s.Gazetteer.Name(ref)}
	for _, area := range [...]gazetteer.Ref{r.Admin1, r.CountryRef} {
		if area != gazetteer.NoRef && area != ref {
			names = append(names, s.Gazetteer.Name(area))
		}
	}
	return strings.Join(names, ", ")
}

// changeHome changes the home of the publisher of a collection or of one of its feeds.
func (s *server) changeHome(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	words, feed := strings.TrimSpace(r.PostForm.Get("home")), r.PostForm.Get("feed")
	if s.Importer == nil {
		return site.Errorf(geo.ErrForbidden, "The home of the publisher cannot be changed here.")
	}
	_, _, err := s.Importer.SetHome(r.Context(), sc.Collection.Name, feed, words)
	if errors.Is(err, geo.ErrInput) {
		content, pageErr := s.settingsPage(r, sc)
		if pageErr != nil {
			return pageErr
		}
		for i := range content.Homes {
			if f := &content.Homes[i]; f.Feed == feed {
				f.Home = words
				content.Problem = &editing.Problem{Field: f.ID, Message: site.ProblemOf(site.Readable(err)).Detail}
			}
		}
		content.Title = "Error: " + content.Title
		return s.ShowStatus(w, http.StatusBadRequest, "settings", content)
	}
	if err != nil {
		return site.Explain(err, site.NoCollection)
	}
	return site.SeeOther(w, r, sc.Links.Settings()+"?done=home")
}
