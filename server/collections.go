package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/internal/changes"
	"dateline/server/internal/sharing"
	"dateline/server/internal/site"
	"dateline/server/view"
)

// home shows the map of the only collection, or the list of collections if there are
// several or readers can create more.
func (s *server) home(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Summaries(r.Context())
	if err != nil {
		return err
	}
	if len(all) == 1 && s.Importer == nil {
		db, c, err := s.Find(r.Context(), all[0].Name)
		if err != nil {
			return err
		}
		return s.showMap(w, r, &site.Scope{DB: db, Collection: c, Links: view.Links{Collection: c.Name}}) // without an importer it accepts nothing
	}
	if s.Importer == nil {
		versions := make([]string, len(all))
		for i := range all {
			versions[i] = all[i].Name + " " + all[i].Version
		}
		if s.NotModified(w, r, versions...) {
			return nil
		}
	} else {
		w.Header().Set("Cache-Control", "no-store") // the form must not come back with what was in it
	}
	content, err := s.frontDoor(r.Context(), false)
	if err != nil {
		return err
	}
	return s.Show(w, "home", content)
}

// showMap shows the map page of a collection.
func (s *server) showMap(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	n, err := site.PageNumber(r)
	if err != nil {
		return err
	}
	changed, err := changes.Unseen(r, sc)
	if err != nil {
		return err
	}
	if s.NotModified(w, r, sc.Version(), strconv.Itoa(changed)) {
		return nil
	}
	a, _, err := s.Answer(r, sc, (n-1)*view.PlacesPerPage)
	if err != nil {
		return err
	}
	content := view.NewMap(a, site.KeptParameters(r), n, site.LanguageOf(w), sc.Links)
	content.Changed = changed
	content.Description = sc.Collection.Description
	content.Layout = s.LayoutOf(sc, sc.Collection.Title, "map")
	content.Client = s.ClientConfig("map", sc)
	content.Share = s.share(r, sc)
	content.Social = sharing.Social(s.Site, r, sc, a.Selection.String(), a.Counts.Places)
	if sc.Accepts {
		content.MaxFile, content.MaxFiles = maxFile, maxFiles
	}
	content.Preload = content.Client.Data
	if query := r.URL.RawQuery; query != "" {
		content.StaticMapURL, content.Preload = content.StaticMapURL+"?"+query, ""
	}
	return s.Show(w, "map", content)
}

// newCollection creates a collection and redirects to its page for adding articles.
func (s *server) newCollection(w http.ResponseWriter, r *http.Request) error {
	if err := site.ParseForm(r); err != nil {
		return err
	}
	title := strings.TrimSpace(r.PostForm.Get("title"))
	name, err := s.createCollection(r.Context(), title)
	if err != nil && site.WantsPage(r) && errors.Is(err, geo.ErrInput) {
		all, listErr := s.Summaries(r.Context())
		if listErr != nil {
			return listErr
		}
		content := view.NewCollections(s.Layout("Error: Collections"), all)
		content.Error, content.NewTitle = site.ProblemOf(err).Detail, title
		return s.ShowStatus(w, http.StatusBadRequest, "collections", content)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, view.Links{Collection: name}.Add(), http.StatusSeeOther)
	return nil
}

// createCollection creates a collection under the first free name made from its title
// and returns the name.
func (s *server) createCollection(ctx context.Context, title string) (string, error) {
	if title == "" {
		return "", site.Errorf(geo.ErrInput, "Enter a title for the collection.")
	}
	if len(title) > site.MaxTitle {
		return "", site.Errorf(geo.ErrInput, "The title is too long. Use at most %d characters.", site.MaxTitle)
	}
	all, err := s.Summaries(ctx)
	if err != nil {
		return "", err
	}
	taken := map[string]bool{}
	for i := range all {
		taken[all[i].Name] = true
	}
	base := view.Slug(title)
	if base == "" {
		base = "collection"
	}
	name := base
	for n := 2; taken[name]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	if err := s.Importer.NewCollection(ctx, name, title); err != nil {
		return "", fmt.Errorf("create the collection %q: %w", title, err)
	}
	return name, nil
}

// keepCollection copies the articles of a collection that is not kept into a new one that is
// stored, and redirects to it.
func (s *server) keepCollection(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	if sc.Accepts {
		return site.Errorf(geo.ErrInput, "These articles are stored already.")
	}
	name, err := s.createCollection(r.Context(), sc.Collection.Title)
	if err != nil {
		return err
	}
	var articles []geo.Article
	for p, err := range sc.DB.Parsed(r.Context(), sc.Collection.Name) {
		if err != nil {
			return fmt.Errorf("read the articles of %q: %w", sc.Collection.Name, err)
		}
		articles = append(articles, p.Article)
	}
	if err := s.Importer.AddArticles(r.Context(), name, articles); err != nil {
		return fmt.Errorf("store the articles of %q: %w", sc.Collection.Name, err)
	}
	return site.SeeOther(w, r, view.Links{Collection: name}.Add())
}
