package site

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
	NoCollection = "There is no collection at this address. It may have been renamed or deleted."
	NoArticle    = "There is no article at this address. It may have been deleted, or its page may have been read again since."
	NoPlace      = "No article of this collection names this place."
	NoMention    = "This mention is no longer in any collection. Its article may have been deleted or read again since."
)

const notEditable = "Decisions cannot be stored for this collection, because its articles are only in memory. Choose “Keep these articles” on its map first."

// Scope is what the path of a request names: a collection, or one article of it.
type Scope struct {
	DB         *store.DB
	Collection store.CollectionInfo
	Article    *geo.Parsed // nil for the whole collection
	Links      view.Links
	Accepts    bool // articles can be added
}

// Version identifies what the pages of the scope show.
func (sc *Scope) Version() string {
	return sc.Collection.Version + " " + strconv.FormatBool(sc.Accepts)
}

// ScopeOf returns the collection, and the article if the path has one.
func (s *Site) ScopeOf(r *http.Request) (*Scope, error) {
	name, err := Segment(r, "collection")
	if err != nil {
		return nil, err
	}
	db, c, err := s.Find(r.Context(), name)
	if err != nil {
		return nil, err
	}
	sc := &Scope{DB: db, Collection: c, Links: view.Links{Collection: c.Name}}
	if sc.Accepts, err = s.AcceptsImports(r.Context(), db, c.Name); err != nil {
		return nil, err
	}
	if chi.URLParam(r, "article") == "" {
		return sc, nil
	}
	id, err := Segment(r, "article")
	if err != nil {
		return nil, err
	}
	if sc.Article, err = db.Article(r.Context(), c.Name, id); err != nil {
		return nil, Explain(err, NoArticle)
	}
	return sc, nil
}

// Title returns the title of the article or the collection.
func (sc *Scope) Title() string {
	if sc.Article != nil {
		return view.Title(&sc.Article.Article)
	}
	return sc.Collection.Title
}

// Root returns the path of the page; the layers have paths below it.
func (sc *Scope) Root() string {
	if sc.Article != nil {
		return sc.Links.Article(sc.Article.Article.ID)
	}
	return sc.Links.Map()
}

// FileName returns the beginning of the names of downloaded files.
func (sc *Scope) FileName() string {
	if sc.Article != nil {
		return sc.Collection.Name + "-article"
	}
	return sc.Collection.Name
}

// LayerSet returns articles as layers.
func (s *Site) LayerSet(title string, parsed []*geo.Parsed) *layer.Set {
	set := &layer.Set{Title: title, Parsed: parsed, Attribution: s.Attribution()}
	if len(parsed) > 0 {
		set.Versions = parsed[0].Versions
	}
	if s.Gazetteer != nil {
		set.Outline = s.Outline
	}
	return set
}

// Attribution lists the sources of the gazetteer.
func (s *Site) Attribution() []gazetteer.SourceInfo {
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

// GazetteerVersion returns the version of the gazetteer, empty without one.
func (s *Site) GazetteerVersion() string {
	if s.Gazetteer == nil {
		return ""
	}
	return s.Gazetteer.Info().Version
}

// Layout returns the layout of a page outside of collections.
func (s *Site) Layout(title string) view.Layout {
	l := view.Layout{Title: title, Style: s.Assets.URL("style.css"), Script: s.Assets.URL("viewer.js"), CanImport: s.Importer != nil, Languages: s.Pages.Languages}
	if s.Importer != nil {
		l.ImportScript = s.Assets.URL("import.js")
	}
	return l
}

// CollectionLayout returns the layout of a page of a collection to which articles can
// be added. The title is that of the page; current is the section it belongs to.
func (s *Site) CollectionLayout(collection, collectionTitle, title, current string) view.Layout {
	l := s.Layout(title)
	l.Links = view.Links{Collection: collection}
	l.Collection, l.Home, l.Current = collectionTitle, l.Links.Map(), current
	return l
}

// LayoutOf returns the layout of a page of the scope's collection.
func (s *Site) LayoutOf(sc *Scope, title, current string) view.Layout {
	l := s.CollectionLayout(sc.Collection.Name, sc.Collection.Title, title, current)
	l.CanImport = sc.Accepts
	l.Feed = l.Links.Changes() + ".atom"
	l.StaticMapURL, l.StaticMapAlt = sc.Root()+"/map.svg", "Map: "+title
	if !sc.Accepts && s.Importer != nil {
		l.Keep = sc.Links.Keep()
	}
	return l
}

// ClientConfig returns the configuration of the viewer for a page with a map of the
// scope. viewName is a view of [view.Client].
func (s *Site) ClientConfig(viewName string, sc *Scope) *view.Client {
	home := sc.Links.Map()
	c := &view.Client{
		View: viewName, Title: sc.Title(), Data: sc.Root() + "/view.json", Home: home,
		Passages: home + "/places/{id}/passages", PlacePage: home + "/places/{id}", Article: home + "/articles/{id}",
		Tiles: home + "/tiles/{z}/{x}/{y}.json", Areas: s.AreasURL(),
		BaseMap: s.Assets.URL("basemap/"), Labels: s.LabelsURL(), Attribution: s.LayerSet("", nil).Sources(), Editable: sc.Accepts,
	}
	if viewName == "place" {
		c.Data = home + "/view.json"
	}
	return c
}

// PublicURL returns the URL under which others reach the server.
func (s *Site) PublicURL(r *http.Request) string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// AreasURL returns the address of the outlines, to which ids and the zoom are added;
// empty without a gazetteer.
func (s *Site) AreasURL() string {
	if s.Gazetteer == nil {
		return ""
	}
	return "/areas.json?v=" + geo.ContentID(s.GazetteerVersion())
}

// LabelsURL returns the URL template of the base map's labels, empty without a
// gazetteer.
func (s *Site) LabelsURL() string {
	if s.Gazetteer == nil {
		return ""
	}
	return "/basemap/labels/{z}/{x}/{y}.json?v=" + geo.ContentID(s.GazetteerVersion())
}

// Outline returns the outline of an area or country, or nil.
func (s *Site) Outline(id geo.PlaceID) orb.MultiPolygon {
	if s.Gazetteer == nil {
		return nil
	}
	if ref, ok := s.Gazetteer.ByID(id); ok {
		return s.Gazetteer.Area(ref)
	}
	return nil
}

// editable returns the scope of a request that changes a collection.
func (s *Site) editable(r *http.Request) (*Scope, error) {
	sc, err := s.ScopeOf(r)
	if err != nil {
		return nil, err
	}
	if !sc.Accepts {
		return nil, Errorf(geo.ErrForbidden, notEditable)
	}
	return sc, ParseForm(r)
}

// InScope returns a handler of a request for what its path names.
func (s *Site) InScope(f func(http.ResponseWriter, *http.Request, *Scope) error) http.HandlerFunc {
	return s.handleScope(s.ScopeOf, f)
}

// InEditable returns a handler of a request that changes what its path names. Its form was parsed.
func (s *Site) InEditable(f func(http.ResponseWriter, *http.Request, *Scope) error) http.HandlerFunc {
	return s.handleScope(s.editable, f)
}

func (s *Site) handleScope(scopeOf func(*http.Request) (*Scope, error), f func(http.ResponseWriter, *http.Request, *Scope) error) http.HandlerFunc {
	return s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		sc, err := scopeOf(r)
		if err != nil {
			return err
		}
		return f(w, r, sc)
	})
}
