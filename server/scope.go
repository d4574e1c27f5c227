package server

import (
	"net/http"
	"strconv"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/server/store"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"
)

// Sentences for what an address names and the store does not have.
const (
	noCollection = "There is no collection at this address. It may have been renamed or deleted."
	noArticle    = "There is no article at this address. It may have been deleted, or its page may have been read again since."
	noPlace      = "No article of this collection names this place."
	noMention    = "This mention is no longer in any collection. Its article may have been deleted or read again since."
)

// scope is what the path of a request names: a collection, or one article of it.
type scope struct {
	db         *store.DB
	collection store.CollectionInfo
	article    *geo.Parsed // nil for the whole collection
	links      view.Links
	accepts    bool // articles can be added
}

// version identifies what the pages of the scope show.
func (sc *scope) version() string {
	return sc.collection.Version + " " + strconv.FormatBool(sc.accepts)
}

// scopeOf returns the collection, and the article if the path has one.
func (s *server) scopeOf(r *http.Request) (*scope, error) {
	name, err := segment(r, "collection")
	if err != nil {
		return nil, err
	}
	db, c, err := s.find(r.Context(), name)
	if err != nil {
		return nil, err
	}
	sc := &scope{db: db, collection: c, links: view.Links{Collection: c.Name}}
	if sc.accepts, err = s.acceptsImports(r.Context(), db, c.Name); err != nil {
		return nil, err
	}
	if chi.URLParam(r, "article") == "" {
		return sc, nil
	}
	id, err := segment(r, "article")
	if err != nil {
		return nil, err
	}
	if sc.article, err = db.Article(r.Context(), c.Name, id); err != nil {
		return nil, explain(err, noArticle)
	}
	return sc, nil
}

// title returns the title of the article or the collection.
func (sc *scope) title() string {
	if sc.article != nil {
		return view.Title(&sc.article.Article)
	}
	return sc.collection.Title
}

// root returns the path of the page; the layers have paths below it.
func (sc *scope) root() string {
	if sc.article != nil {
		return sc.links.Article(sc.article.Article.ID)
	}
	return sc.links.Map()
}

// fileName returns the beginning of the names of downloaded files.
func (sc *scope) fileName() string {
	if sc.article != nil {
		return sc.collection.Name + "-article"
	}
	return sc.collection.Name
}

// set returns articles as layers.
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

// attribution lists the sources of the gazetteer.
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

// layout returns the layout of a page outside of collections.
func (s *server) layout(title string) view.Layout {
	l := view.Layout{Title: title, Style: s.assets.URL("style.css"), Script: s.assets.URL("viewer.js"), CanImport: s.Importer != nil, Languages: s.pages.Languages}
	if s.Importer != nil {
		l.ImportScript = s.assets.URL("import.js")
	}
	return l
}

// collectionLayout returns the layout of a page of a collection to which articles can
// be added. The title is that of the page; current is the section it belongs to.
func (s *server) collectionLayout(collection, collectionTitle, title, current string) view.Layout {
	l := s.layout(title)
	l.Links = view.Links{Collection: collection}
	l.Collection, l.Home, l.Current = collectionTitle, l.Links.Map(), current
	return l
}

// layoutOf returns the layout of a page of the scope's collection.
func (s *server) layoutOf(sc *scope, title, current string) view.Layout {
	l := s.collectionLayout(sc.collection.Name, sc.collection.Title, title, current)
	l.CanImport = sc.accepts
	l.Feed = l.Links.Changes() + ".atom"
	l.StaticMapURL, l.StaticMapAlt = sc.root()+"/map.svg", "Map: "+title
	if !sc.accepts && s.Importer != nil {
		l.Keep = sc.links.Keep()
	}
	return l
}

// clientConfig returns the configuration of the viewer for a page with a map of the
// scope. viewName is a view of [view.Client].
func (s *server) clientConfig(viewName string, sc *scope) *view.Client {
	home := sc.links.Map()
	c := &view.Client{
		View: viewName, Title: sc.title(), Data: sc.root() + "/view.json", Home: home,
		Passages: home + "/places/{id}/passages", PlacePage: home + "/places/{id}", Article: home + "/articles/{id}",
		Tiles: home + "/tiles/{z}/{x}/{y}.json", Areas: s.areasURL(),
		BaseMap: s.assets.URL("basemap/"), Labels: s.labelsURL(), Attribution: s.set("", nil).Sources(), Editable: sc.accepts,
	}
	if viewName == "place" {
		c.Data = home + "/view.json"
	}
	return c
}

// baseURL returns the URL under which others reach the server.
func (s *server) baseURL(r *http.Request) string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
