package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// Limits on requests. Writing may take longer than reading and handling, because a
// layer may be large and its client slow.
const (
	requestTimeout = 30 * time.Second
	uploadTimeout  = 10 * time.Minute
	writeTimeout   = 5 * time.Minute
	readGrace      = 5 * time.Second
	maxBody        = 64 << 10 // bytes, of requests without a form
)

// compressible lists the media types that are compressed.
var compressible = []string{"text/html", "text/css", "text/csv", "text/javascript", "application/json", "application/geo+json", "application/problem+json", "application/schema+json", "application/vnd.oai.openapi+json", "application/vnd.mapbox-vector-tile", "image/svg+xml"}

type server struct {
	Config
	pages  *view.Renderer
	assets *view.Assets
	// build is part of every ETag: another version of the program, the templates or
	// the gazetteer may show the same collection differently.
	build       string
	crossOrigin *http.CrossOriginProtection
	// uploads has an entry for each upload in progress.
	uploads chan struct{}
}

// New returns the handler of all pages. If the front end was not built, every page
// explains how to build it.
func New(c Config) (http.Handler, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.RequestTimeout == 0 {
		c.RequestTimeout = requestTimeout
	}
	pages, err := view.NewRenderer(c.Static)
	if err != nil {
		return nil, err
	}
	for _, db := range []*store.DB{c.Store, c.Temporary} {
		if db != nil {
			db.SetGazetteer(c.Gazetteer)
		}
	}
	s := &server{Config: c, pages: pages, uploads: make(chan struct{}, maxUploads)}
	if s.crossOrigin, err = crossOriginProtection(c.BaseURL); err != nil {
		return nil, err
	}
	if s.assets, err = view.OpenAssets(c.Static); err != nil {
		c.Log.Error(err.Error())
		return notBuilt(err), nil
	}
	s.build = geo.ContentID(c.Version, s.assets.Version(), s.gazetteerVersion())
	return s.routes(), nil
}

// allowed returns the methods that the address of a request accepts.
func allowed(r *http.Request) (out []string) {
	routes := chi.RouteContext(r.Context()).Routes
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		sought := method
		if method == http.MethodHead {
			sought = http.MethodGet
		}
		if routes.Match(chi.NewRouteContext(), sought, r.URL.EscapedPath()) {
			out = append(out, method)
		}
	}
	return out
}

func (s *server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.recoverPanics, securityHeaders, headAsGet, middleware.Compress(5, compressible...), s.chooseLanguage)
	r.NotFound(s.handle(func(http.ResponseWriter, *http.Request) error {
		return readerErrorf(geo.ErrNotFound, "There is no page at this address.")
	}))
	r.MethodNotAllowed(s.handle(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Allow", strings.Join(allowed(r), ", "))
		return readerErrorf(errMethod, "This address does not accept %s requests.", r.Method)
	}))
	r.Get("/healthz", healthz)
	r.Group(func(r chi.Router) {
		r.Use(s.requireOwnHost)
		r.Group(s.readRoutes)
		r.Group(s.importRoutes)
		r.Group(s.ogcRoutes)
		r.Group(s.editionRoutes)
		r.Group(s.shareRoutes)
		r.Group(s.apiRoutes)
	})
	return r
}

// readRoutes registers the addresses that change nothing.
func (s *server) readRoutes(r chi.Router) {
	r.Use(limit(s.RequestTimeout, maxBody))
	r.Get("/readyz", s.handle(s.readyz))
	r.Get("/static/{hash}/*", s.handle(s.asset))
	r.Get("/basemap/labels/{z}/{x}/{y}.json", s.handle(s.baseMapLabels))
	r.Get("/", s.handle(s.home))
	r.Get("/about", s.handle(s.about))
	r.Get("/language/{language}", s.handle(s.setLanguage))
	r.Get("/m/{mention}", s.handle(s.mention))
	r.Get("/c/{collection}", s.handle(s.collectionMap))
	r.Get("/c/{collection}/", s.handle(s.collectionMap))
	r.Get("/c/{collection}/view.json", s.handle(s.viewJSON))
	r.Get("/c/{collection}/places.json", s.handle(s.placesJSON))
	r.Get("/c/{collection}/tiles/{z}/{x}/{y}.json", s.handle(s.tileJSON))
	r.Get("/c/{collection}/articles/{article}/view.json", s.handle(s.viewJSON))
	r.Get("/c/{collection}/map.svg", s.handle(s.staticMap))
	r.Get("/c/{collection}/articles/{article}/map.svg", s.handle(s.staticMap))
	r.Get("/areas.json", s.handle(s.areas))
	r.Get("/c/{collection}/ledger", s.handle(s.ledger))
	r.Get("/c/{collection}/search", s.handle(s.search))
	r.Get("/c/{collection}/articles", s.handle(s.articles))
	r.Get("/c/{collection}/articles/{article}", s.handle(s.article))
	r.Get("/c/{collection}/places/{place}", s.handle(s.place))
	r.Get("/c/{collection}/places/{place}/passages", s.handle(s.placePassages))
	r.Get("/c/{collection}/places/{place}/mentions.geojson", s.handle(s.passages))
	r.Get("/c/{collection}/{file:(?:places\\.geojson|mentions\\.geojson|mentions\\.csv)}", s.handle(s.download))
	r.Get("/c/{collection}/articles/{article}/places/{place}/passages", s.handle(s.placePassages))
	r.Get("/c/{collection}/articles/{article}/places/{place}/mentions.geojson", s.handle(s.passages))
	r.Get("/c/{collection}/articles/{article}/{file:(?:places\\.geojson|mentions\\.geojson|mentions\\.csv)}", s.handle(s.download))
	r.Get("/c/{collection}/gazetteer", s.handle(s.gazetteerSearch))
	r.Get("/c/{collection}/review", s.handle(s.review))
	r.Get("/c/{collection}/changes", s.handle(s.changes))
	r.Get("/c/{collection}/changes.geojson", s.handle(s.changesLayer))
	r.Get("/c/{collection}/changes.atom", s.handle(s.changesFeed))
	r.Get("/c/{collection}/decisions.jsonl", s.handle(s.decisionsFile))
	r.Get("/c/{collection}/articles/{article}/mentions/{mention}", s.handle(s.articleMention))
	r.Get("/c/{collection}/articles/{article}/missed", s.handle(s.missed))
	r.Get("/c/{collection}/card-{width:[0-9]{3,4}}.png", s.handle(s.card))
	r.Get("/c/{collection}/articles/{article}/card-{width:[0-9]{3,4}}.png", s.handle(s.card))
	r.Get("/c/{collection}/share", s.handle(s.sharePage))
	r.Get("/embed/c/{collection}", s.handle(s.embed))
	r.Get("/embed/c/{collection}/articles/{article}", s.handle(s.embed))
}

// importRoutes registers the addresses that import articles or show imports.
func (s *server) importRoutes(r chi.Router) {
	r.Use(s.requireImport)
	form := r.With(limit(s.RequestTimeout, maxForm))
	form.Post("/collections", s.handle(s.newCollection))
	r.With(limit(uploadTimeout, maxUpload)).Post("/add", s.handle(s.addAnything))
	form.Post("/c/{collection}/keep", s.handle(s.keepCollection))
	form.Get("/c/{collection}/add", s.handle(s.addPage))
	form.Post("/c/{collection}/add/text", s.handle(s.addText))
	form.Post("/c/{collection}/add/links", s.handle(s.addLinks))
	form.Get("/c/{collection}/imports.json", s.handle(s.imports))
	form.Post("/c/{collection}/imports/{import}/{action:cancel|retry}", s.handle(s.changeImport))
	form.Post("/c/{collection}/feeds/unfollow", s.handle(s.unfollow))
	form.Post("/c/{collection}/decisions", s.handle(s.decide))
	form.Post("/c/{collection}/decisions/undo", s.handle(s.undoDecisions))
	form.Post("/c/{collection}/review", s.handle(s.saveReview))
	form.Get("/c/{collection}/settings", s.handle(s.settings))
	form.Post("/c/{collection}/settings/{action:rename|describe|delete}", s.handle(s.changeSettings))
	form.Get("/c/{collection}/articles/{article}/edit", s.handle(s.editArticlePage))
	form.Post("/c/{collection}/articles/{article}/{action:edit|move|delete}", s.handle(s.changeArticle))
	form.Get("/trash", s.handle(s.trash))
	form.Post("/trash/{action:restore|purge}", s.handle(s.changeTrash))
	r.With(limit(uploadTimeout, maxUpload)).Post("/c/{collection}/add/files", s.handle(s.addFiles))
}

// healthz answers as long as the process runs.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "ok")
}

// readyz answers as long as the store does.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) error {
	for _, db := range s.stores() {
		if err := db.Ping(r.Context()); err != nil {
			return err
		}
	}
	healthz(w, r)
	return nil
}

// notBuilt answers every request with how to build the front end.
func notBuilt(err error) http.Handler {
	return securityHeaders(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" {
			healthz(w, r)
			return
		}
		http.Error(w, "Dateline cannot show its pages: "+err.Error()+".", http.StatusServiceUnavailable)
	}))
}
