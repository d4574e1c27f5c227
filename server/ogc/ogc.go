// Package ogc serves the places and mentions of collections by OGC API Features and as vector tiles.
package ogc

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"
)

// Config configures the service.
type Config struct {
	// Collections returns all collections, and Find one with its store. The error wraps [geo.ErrNotFound] if there is none.
	Collections func(context.Context) ([]store.Summary, error)
	Find        func(ctx context.Context, name string) (*store.DB, store.CollectionInfo, error)
	// Outline returns the outline of an area or country, or nil.
	Outline func(geo.PlaceID) orb.MultiPolygon
	// Sources are the data sources of the places.
	Sources []gazetteer.SourceInfo
	// BaseURL returns the URL of the server without a slash at its end.
	BaseURL func(*http.Request) string
	// Page shows a page to a browser.
	Page func(http.ResponseWriter, *http.Request, *Page) error
	// NotModified sets the ETag of what was made from versions and reports whether it answered with status 304.
	NotModified func(w http.ResponseWriter, r *http.Request, versions ...string) bool
	// Handle converts a function that returns an error to a handler.
	Handle func(func(http.ResponseWriter, *http.Request) error) http.HandlerFunc
	// Errorf returns an error of a category with a sentence for the client.
	Errorf func(category error, format string, args ...any) error
	// Version is the version of the program.
	Version string
}

// Path is where the service is below the URL of the server.
const Path = "/ogc"

// service answers the requests.
type service struct{ Config }

// Routes registers the addresses of the service below [Path].
func Routes(r chi.Router, c Config) {
	s := &service{c}
	get := func(pattern string, f func(http.ResponseWriter, *http.Request) error) {
		r.Get(Path+pattern, c.Handle(f))
	}
	get("", s.landing)
	get("/", s.landing)
	get("/conformance", s.conformance)
	get("/api", s.api)
	get("/functions", s.functions)
	get("/collections", s.collections)
	get("/collections/{id}", s.collection)
	get("/collections/{id}/schema", s.schema)
	get("/collections/{id}/queryables", s.queryables)
	get("/collections/{id}/items", s.items)
	get("/collections/{id}/items/{feature}", s.item)
	get("/collections/{id}/tiles", s.tilesets)
	get("/collections/{id}/tiles/"+tileMatrixSet, s.tileset)
	get("/collections/{id}/tiles/"+tileMatrixSet+"/{z}/{y}/{x}", s.tile)
}

// Link is a link of a document.
type Link struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Title     string `json:"title,omitempty"`
	Templated bool   `json:"templated,omitempty"`
}

// Page is a document for people.
type Page struct {
	Title, Description string
	// Crumbs lead to the documents above.
	Crumbs []Link
	Links  []Link
	// Columns and Rows are a table of features.
	Columns []string
	Rows    []Row
	// Next is the address of the next page of features, or empty.
	Next string
}

// Row is a feature of a table.
type Row struct {
	Href  string
	Cells []string
}

// The media types.
const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
	typeHTML    = "text/html"
	typeSchema  = "application/schema+json"
	typeOpenAPI = "application/vnd.oai.openapi+json;version=3.0"
	typeMVT     = "application/vnd.mapbox-vector-tile"
)

// root returns the URL of the landing page.
func (s *service) root(r *http.Request) string {
	return strings.TrimSuffix(s.BaseURL(r), "/") + Path
}

// format returns the requested representation: "json" or "html". The parameter f takes precedence over the Accept header.
func (s *service) format(r *http.Request) (string, error) {
	switch f := r.URL.Query().Get("f"); f {
	case "json", "html":
		return f, nil
	case "":
	default:
		return "", s.Errorf(geo.ErrInput, "There is no representation %q. Use f=json or f=html.", f)
	}
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		return "html", nil
	}
	return "json", nil
}

// known returns an error if the request has a parameter that is not in names.
func (s *service) known(r *http.Request, names ...string) error {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return s.Errorf(geo.ErrInput, "The query of the address has an invalid escape sequence.")
	}
	for name := range q {
		if name == "f" {
			continue
		}
		found := false
		for _, n := range names {
			found = found || n == name
		}
		if !found {
			return s.Errorf(geo.ErrInput, "There is no parameter %q here. The OpenAPI document at %s/api lists them.", name, Path)
		}
	}
	return nil
}

// feature is the collection of a request: a layer of a collection of articles.
type features struct {
	db   *store.DB
	info store.CollectionInfo
	kind layer.Kind
	id   string
	root string // URL of the service
}

// url returns the URL of the collection.
func (f *features) url() string { return f.root + "/collections/" + url.PathEscape(f.id) }

// collectionID returns the identifier of a layer of a collection.
func collectionID(name string, k layer.Kind) string { return name + "." + k.String() }

// find returns the collection of a request.
func (s *service) find(r *http.Request) (*features, error) {
	id := chi.URLParam(r, "id")
	if r.URL.RawPath != "" {
		id, _ = url.PathUnescape(id) // an invalid one is not found
	}
	missing := s.Errorf(geo.ErrNotFound, "There is no collection %q. %s/collections lists them.", id, Path)
	dot := strings.LastIndexByte(id, '.')
	if dot < 0 {
		return nil, missing
	}
	kind, ok := layer.ParseKind(id[dot+1:])
	if !ok {
		return nil, missing
	}
	db, info, err := s.Find(r.Context(), id[:dot])
	if err != nil {
		return nil, err
	}
	return &features{db, info, kind, id, s.root(r)}, nil
}
