package server

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/server/store"
	"dateline/server/view"

	"github.com/paulmach/orb"
)

// frame is what every page has.
func (s *server) frame(title string) view.Layout {
	return view.Layout{Title: title, Style: s.assets.URL("style.css"), Script: s.assets.URL("viewer.js"), CanImport: s.Importer != nil}
}

// collectionFrame is what the pages of a collection have, which has a name and a
// title.
func (s *server) collectionFrame(name, collection, title, current string) (view.Layout, view.Links) {
	f, l := s.frame(title), view.Links{Collection: name}
	f.Collection, f.Home, f.Current, f.Links = collection, l.Map(), current, l
	return f, l
}

// client is what the viewer needs on a page with a map; root is the address
// under which the layers lie, and parsed what they hold.
func (s *server) client(kind, title, root string, l view.Links, parsed []*geo.Parsed) *view.Client {
	return &view.Client{
		View: kind, Title: title, Places: root + "/places.geojson",
		Passages: l.Map() + "/places/{id}/mentions.geojson", PlacePage: l.Map() + "/places/{id}", Article: l.Map() + "/articles/{id}",
		BaseMap: s.assets.URL("basemap/"), Labels: s.labelsURL(), Attribution: s.set(title, parsed).Sources(),
	}
}

// set is a collection, or a part of it, as layers and pages read it.
func (s *server) set(title string, parsed []*geo.Parsed) *layer.Set {
	set := &layer.Set{Title: title, Parsed: parsed, Attribution: s.attribution()}
	if len(parsed) > 0 {
		set.Versions = parsed[0].Versions
	}
	if g := s.Gazetteer; g != nil {
		set.Outline = func(id geo.PlaceID) orb.MultiPolygon {
			if ref, ok := g.ByID(id); ok {
				return g.Area(ref)
			}
			return nil
		}
	}
	return set
}

func (s *server) attribution() []gazetteer.SourceInfo {
	if s.Gazetteer == nil {
		return nil
	}
	sources := s.Gazetteer.Info().Sources
	out := make([]gazetteer.SourceInfo, len(sources))
	for i := range sources {
		out[i] = sources[i].SourceInfo
	}
	return out
}

func (s *server) gazetteerVersion() string {
	if s.Gazetteer == nil {
		return ""
	}
	return s.Gazetteer.Info().Version
}

// collection returns the collection that the path names.
func (s *server) collection(r *http.Request) (*store.Collection, error) {
	name, err := segment(r, "collection")
	if err != nil {
		return nil, err
	}
	return s.Store.Collection(r.Context(), name)
}

// home shows the map of the only collection, or the list of all; where readers
// may make more, always the list.
func (s *server) home(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Store.Collections(r.Context())
	if err != nil {
		return fmt.Errorf("listing the collections: %w", err)
	}
	if len(all) == 1 && s.Importer == nil {
		c, err := s.Store.Collection(r.Context(), all[0].Name)
		if err != nil {
			return err
		}
		return s.showMap(w, r, c)
	}
	versions := make([]string, len(all))
	for i := range all {
		versions[i] = all[i].Name + " " + all[i].Version
	}
	if s.fresh(w, r, versions...) {
		return nil
	}
	return s.show(w, "collections", view.NewCollections(s.frame("Collections"), all))
}

func (s *server) collectionsView(ctx context.Context) (view.Collections, error) {
	all, err := s.Store.Collections(ctx)
	if err != nil {
		return view.Collections{}, fmt.Errorf("listing the collections: %w", err)
	}
	return view.NewCollections(s.frame("Collections"), all), nil
}

func (s *server) collectionMap(w http.ResponseWriter, r *http.Request) error {
	c, err := s.collection(r)
	if err != nil {
		return err
	}
	return s.showMap(w, r, c)
}

func (s *server) showMap(w http.ResponseWriter, r *http.Request, c *store.Collection) error {
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	if s.fresh(w, r, c.Version) {
		return nil
	}
	f, l := s.collectionFrame(c.Name, c.Title, c.Title, "map")
	f.Client = s.client("map", c.Title, l.Map(), l, c.Parsed)
	q := r.URL.Query()
	content := view.NewMap(s.set(c.Title, c.Parsed), c.Description, view.ListOptions{Query: q.Get("q"), Sort: q.Get("sort"), Page: n}, l)
	content.Layout = f
	content.EmbedURL = "/embed" + l.Map()
	content.Embed = view.EmbedCode(s.base(r)+content.EmbedURL, c.Title)
	if s.Importer != nil {
		content.ImportScript, content.MaxFile, content.MaxFiles = s.assets.URL("adding.js"), maxFile, maxFiles
	}
	return s.show(w, "map", content)
}

// base is the address under which others reach the server.
func (s *server) base(r *http.Request) string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (s *server) place(w http.ResponseWriter, r *http.Request) error {
	c, err := s.collection(r)
	if err != nil {
		return err
	}
	id, err := segment(r, "place")
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	groups, err := s.groups(r.Context(), c.Name)
	if err != nil {
		return err
	}
	f, l := s.collectionFrame(c.Name, c.Title, "", "")
	content, err := view.NewPlace(s.set(c.Title, c.Parsed), geo.PlaceID(id), n, groups, l)
	if err != nil {
		return err
	}
	if s.fresh(w, r, c.Version, groups.Version()) {
		return nil
	}
	f.Title = content.Ref.Name
	f.Client = s.client("place", content.Ref.Name, l.Map(), l, c.Parsed)
	f.Client.Selected = id
	content.Layout = f
	return s.show(w, "place", content)
}

func (s *server) articles(w http.ResponseWriter, r *http.Request) error {
	c, err := s.collection(r)
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	groups, err := s.groups(r.Context(), c.Name)
	if err != nil {
		return err
	}
	if s.fresh(w, r, c.Version, groups.Version()) {
		return nil
	}
	f, l := s.collectionFrame(c.Name, c.Title, "Articles", "articles")
	content := view.NewArticles(s.set(c.Title, c.Parsed), n, groups, l)
	content.Layout = f
	_, content.CanSearch = s.Store.(Searcher)
	return s.show(w, "articles", content)
}

// parsedArticle returns the article that the path names, and its collection.
func (s *server) parsedArticle(r *http.Request) (*store.Collection, *geo.Parsed, error) {
	c, err := s.collection(r)
	if err != nil {
		return nil, nil, err
	}
	id, err := segment(r, "article")
	if err != nil {
		return nil, nil, err
	}
	p, err := s.Store.Article(r.Context(), c.Name, id)
	return c, p, err
}

func (s *server) article(w http.ResponseWriter, r *http.Request) error {
	c, p, err := s.parsedArticle(r)
	if err != nil {
		return err
	}
	groups, err := s.groups(r.Context(), c.Name)
	if err != nil {
		return err
	}
	if s.fresh(w, r, c.Version, groups.Version()) {
		return nil
	}
	versions, err := s.versions(r.Context(), c.Name, p.Article.ID)
	if err != nil {
		return err
	}
	f, l := s.collectionFrame(c.Name, c.Title, "", "")
	content := view.NewArticle(s.set("", []*geo.Parsed{p}), l)
	content.AddRelated(p.Article.ID, c.Parsed, groups, versions, l)
	f.Title = content.Ref.Title
	f.Client = s.client("article", content.Ref.Title, l.Article(p.Article.ID), l, []*geo.Parsed{p})
	content.Layout = f
	content.EmbedURL = "/embed" + l.Article(p.Article.ID)
	content.Embed = view.EmbedCode(s.base(r)+content.EmbedURL, content.Ref.Title)
	return s.show(w, "article", content)
}

func (s *server) ledger(w http.ResponseWriter, r *http.Request) error {
	c, err := s.collection(r)
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	outcome := geo.Outcome(r.URL.Query().Get("outcome"))
	if outcome != "" && !slices.Contains(geo.Outcomes(), outcome) {
		return geo.Errorf(geo.ErrInput, "outcome=%s: the outcomes are %v", strconv.Quote(string(outcome)), geo.Outcomes())
	}
	if s.fresh(w, r, c.Version) {
		return nil
	}
	f, l := s.collectionFrame(c.Name, c.Title, "Ledger", "ledger")
	content := view.NewLedger(s.set(c.Title, c.Parsed), outcome, n, l)
	content.Layout = f
	return s.show(w, "ledger", content)
}

var mentionID = regexp.MustCompile(`^([0-9a-f]{16})(-[0-9]+)?$`)

// mention sends the reader of a mention's own address to its article.
func (s *server) mention(w http.ResponseWriter, r *http.Request) error {
	id, err := segment(r, "mention")
	if err != nil {
		return err
	}
	parts := mentionID.FindStringSubmatch(id)
	if parts == nil {
		return geo.Errorf(geo.ErrNotFound, "mention %q", id)
	}
	collection, article, err := s.Store.Mention(r.Context(), id)
	if err != nil {
		return err
	}
	http.Redirect(w, r, view.Links{Collection: collection}.InContext(article, parts[1]), http.StatusFound)
	return nil
}

func (s *server) about(w http.ResponseWriter, r *http.Request) error {
	if s.fresh(w, r) {
		return nil
	}
	f := s.frame("About and sources")
	f.Current = "about"
	sources := s.attribution()
	for i := range sources {
		sources[i].URL = view.WebAddress(sources[i].URL)
	}
	return s.show(w, "about", aboutView{Layout: f, Sources: sources, Version: s.Version, Gazetteer: s.gazetteerVersion()})
}

type aboutView struct {
	view.Layout
	Sources            []gazetteer.SourceInfo
	Version, Gazetteer string
}
