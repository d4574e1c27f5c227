package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
)

// maxTitle is the maximum length of a title, in bytes.
const maxTitle = 300

// home shows the map of the only collection, or the list of collections if there are
// several or readers can create more.
func (s *server) home(w http.ResponseWriter, r *http.Request) error {
	all, err := s.summaries(r.Context())
	if err != nil {
		return err
	}
	if len(all) == 1 && s.Importer == nil {
		db, c, err := s.find(r.Context(), all[0].Name)
		if err != nil {
			return err
		}
		return s.showMap(w, r, &scope{db: db, collection: c, links: view.Links{Collection: c.Name}}) // without an importer it accepts nothing
	}
	if s.Importer == nil {
		versions := make([]string, len(all))
		for i := range all {
			versions[i] = all[i].Name + " " + all[i].Version
		}
		if s.notModified(w, r, versions...) {
			return nil
		}
	} else {
		w.Header().Set("Cache-Control", "no-store") // the form must not come back with what was in it
	}
	content, err := s.frontDoor(r.Context(), false)
	if err != nil {
		return err
	}
	return s.show(w, "home", content)
}

// collectionMap shows the map page of a collection.
func (s *server) collectionMap(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	return s.showMap(w, r, sc)
}

func (s *server) showMap(w http.ResponseWriter, r *http.Request, sc *scope) error {
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	changed, err := unseenReadings(r, sc)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version(), strconv.Itoa(changed)) {
		return nil
	}
	a, err := s.answerSelection(r, sc, (n-1)*view.PlacesPerPage)
	if err != nil {
		return err
	}
	content := view.NewMap(a, keptParameters(r), n, languageOf(w), sc.links)
	content.Changed = changed
	content.Description = sc.collection.Description
	content.Layout = s.layoutOf(sc, sc.collection.Title, "map")
	content.Client = s.clientConfig("map", sc)
	content.Share = s.share(r, sc)
	content.Social = s.social(r, sc, a.Selection.String(), a.Counts.Places)
	if sc.accepts {
		content.MaxFile, content.MaxFiles = maxFile, maxFiles
	}
	content.Preload = content.Client.Data
	if query := r.URL.RawQuery; query != "" {
		content.StaticMapURL, content.Preload = content.StaticMapURL+"?"+query, ""
	}
	return s.show(w, "map", content)
}

// newCollection creates a collection and redirects to its page for adding articles.
func (s *server) newCollection(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	title := strings.TrimSpace(r.PostForm.Get("title"))
	name, err := s.createCollection(r.Context(), title)
	if err != nil && wantsPage(r) && errors.Is(err, geo.ErrInput) {
		all, listErr := s.summaries(r.Context())
		if listErr != nil {
			return listErr
		}
		content := view.NewCollections(s.layout("Error: Collections"), all)
		content.Error, content.NewTitle = problemOf(err).Detail, title
		return s.showStatus(w, http.StatusBadRequest, "collections", content)
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
		return "", readerErrorf(geo.ErrInput, "Enter a title for the collection.")
	}
	if len(title) > maxTitle {
		return "", readerErrorf(geo.ErrInput, "The title is too long. Use at most %d characters.", maxTitle)
	}
	all, err := s.summaries(ctx)
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
func (s *server) keepCollection(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	if sc.accepts {
		return readerErrorf(geo.ErrInput, "These articles are stored already.")
	}
	name, err := s.createCollection(r.Context(), sc.collection.Title)
	if err != nil {
		return err
	}
	var articles []geo.Article
	for p, err := range sc.db.Parsed(r.Context(), sc.collection.Name) {
		if err != nil {
			return fmt.Errorf("read the articles of %q: %w", sc.collection.Name, err)
		}
		articles = append(articles, p.Article)
	}
	if err := s.Importer.AddArticles(r.Context(), name, articles); err != nil {
		return fmt.Errorf("store the articles of %q: %w", sc.collection.Name, err)
	}
	return seeOther(w, r, view.Links{Collection: name}.Add())
}

// acceptsImports reports whether articles can be added to a collection: the importer
// stores it, and it is not a temporary one.
func (s *server) acceptsImports(ctx context.Context, db *store.DB, collection string) (bool, error) {
	if s.Importer == nil || db == s.Temporary {
		return false, nil
	}
	accepts, err := s.Importer.Accepts(ctx, collection)
	if err != nil {
		return false, fmt.Errorf("look up the collection %q: %w", collection, err)
	}
	return accepts, nil
}
