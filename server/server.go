package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/internal/changes"
	"dateline/server/internal/decisions"
	"dateline/server/internal/sharing"
	"dateline/server/internal/site"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

const (
	uploadTimeout = 10 * time.Minute // maximum duration of an upload
	uploadPeriod  = 30 * time.Second // in which leastUpload bytes of it must arrive
)

// compressible lists the media types that are compressed.
var compressible = []string{"text/html", "text/css", "text/csv", "text/javascript", "application/json", "application/geo+json", "application/problem+json", "application/schema+json", "application/vnd.oai.openapi+json", "application/vnd.mapbox-vector-tile", "image/svg+xml"}

// Config configures a server.
type Config = site.Config

// Importer imports what readers submit.
type Importer = site.Importer

type server struct {
	*site.Site
	// uploads has an entry for each upload in progress.
	uploads chan struct{}
}

// New returns the handler of all pages. If the front end was not built, every page
// explains how to build it.
func New(c Config) (http.Handler, error) {
	st, err := site.New(c)
	if missing, ok := errors.AsType[*site.NotBuiltError](err); ok {
		return notBuilt(missing), nil
	}
	if err != nil {
		return nil, err
	}
	s := &server{st, make(chan struct{}, maxUploads)}
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
	r.Use(s.RecoverPanics, site.SecurityHeaders, site.HeadAsGet, middleware.Compress(5, compressible...), s.ChooseLanguage)
	r.NotFound(s.Handle(func(http.ResponseWriter, *http.Request) error {
		return site.Errorf(geo.ErrNotFound, "There is no page at this address.")
	}))
	r.MethodNotAllowed(s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Allow", strings.Join(allowed(r), ", "))
		return site.Errorf(site.ErrMethod, "This address does not accept %s requests.", r.Method)
	}))
	r.Get("/healthz", healthz)
	r.Get("/favicon.ico", favicon)
	r.Group(func(r chi.Router) {
		r.Use(s.RequireOwnHost, s.ShowFailedForms)
		r.Group(s.readRoutes)
		r.Group(s.importRoutes)
		r.Group(s.ogcRoutes)
		r.Group(func(r chi.Router) { sharing.EditionRoutes(r, s.Site) })
		r.Group(func(r chi.Router) { sharing.PublishRoutes(r, s.Site) })
		r.Group(s.apiRoutes)
	})
	return r
}

// readRoutes registers the addresses that change nothing.
func (s *server) readRoutes(r chi.Router) {
	r.Use(site.Limit(s.RequestTimeout, site.MaxBody))
	r.Get("/readyz", s.Handle(s.readyz))
	r.Get("/static/{hash}/*", s.Handle(s.asset))
	r.Get("/basemap/labels/{z}/{x}/{y}.json", s.Handle(s.baseMapLabels))
	r.Get("/basemap/names.json", s.Handle(s.baseMapNames))
	r.Get("/", s.Handle(s.home))
	r.Get("/about", s.Handle(s.about))
	r.Get("/language/{language}", s.Handle(s.SetLanguage))
	r.Get("/c/{collection}", s.InScope(s.showMap))
	r.Get("/c/{collection}/", s.InScope(s.showMap))
	r.Get("/c/{collection}/view.json", s.InScope(s.viewJSON))
	r.Get("/c/{collection}/places.json", s.InScope(s.placesJSON))
	r.Get("/c/{collection}/tiles/{z}/{x}/{y}.json", s.InScope(s.tileJSON))
	r.Get("/c/{collection}/articles/{article}/view.json", s.InScope(s.viewJSON))
	changes.Routes(r, s.Site)
	decisions.Routes(r, s.Site)
	sharing.Routes(r, s.Site)
	r.Get("/areas.json", s.Handle(s.areas))
	r.Get("/c/{collection}/ledger", s.InScope(s.ledger))
	r.Get("/c/{collection}/search", s.InScope(s.search))
	r.Get("/c/{collection}/articles", s.InScope(s.articles))
	r.Get("/c/{collection}/articles/{article}", s.InScope(s.article))
	r.Get("/c/{collection}/places/{place}", s.InScope(s.place))
	r.Get("/c/{collection}/places/{place}/passages", s.InScope(s.placePassages))
	r.Get("/c/{collection}/places/{place}/mentions.geojson", s.InScope(s.passages))
	r.Get("/c/{collection}/{file:(?:places\\.geojson|mentions\\.geojson|mentions\\.csv)}", s.InScope(s.download))
	r.Get("/c/{collection}/articles/{article}/places/{place}/passages", s.InScope(s.placePassages))
	r.Get("/c/{collection}/articles/{article}/places/{place}/mentions.geojson", s.InScope(s.passages))
	r.Get("/c/{collection}/articles/{article}/{file:(?:places\\.geojson|mentions\\.geojson|mentions\\.csv)}", s.InScope(s.download))
}

// importRoutes registers the addresses that import articles or show imports.
func (s *server) importRoutes(r chi.Router) {
	r.Use(s.RequireImport, s.RedirectFailedForms)
	form := r.With(site.Limit(s.RequestTimeout, site.MaxForm))
	upload := r.With(site.Limit(uploadTimeout, maxUpload), site.LeastRate(leastUpload, uploadPeriod))
	form.Post("/collections", s.Handle(s.newCollection))
	upload.Post("/add", s.Handle(s.addAnything))
	form.Post("/c/{collection}/keep", s.InScope(s.keepCollection))
	form.Get("/c/{collection}/add", s.Handle(s.addPage))
	form.Post("/c/{collection}/add/text", s.Handle(s.addText))
	form.Post("/c/{collection}/add/links", s.Handle(s.addLinks))
	form.Get("/c/{collection}/imports.json", s.Handle(s.imports))
	form.Post("/c/{collection}/imports/{import}/{action:cancel|retry}", s.Handle(s.changeImport))
	form.Post("/c/{collection}/feeds/unfollow", s.Handle(s.unfollow))
	decisions.FormRoutes(form, s.Site)
	form.Get("/c/{collection}/settings", s.InEditable(s.settings))
	form.Post("/c/{collection}/settings/{action:rename|describe|home|delete}", s.InEditable(s.changeSettings))
	form.Get("/c/{collection}/articles/{article}/edit", s.InEditable(s.editArticlePage))
	form.Post("/c/{collection}/articles/{article}/{action:edit|move|delete}", s.InEditable(s.changeArticle))
	form.Get("/trash", s.Handle(s.trash))
	form.Post("/trash/{action:restore|purge}", s.Handle(s.changeTrash))
	upload.Post("/c/{collection}/add/files", s.Handle(s.addFiles))
}

// icon is the picture that browsers show beside the titles of pages; it is also in the template of the pages.
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="#b3321f"/><circle cx="8" cy="8" r="2.2" fill="#fff"/></svg>`

// favicon answers browsers that show a page without an icon of its own, such as an edition or a figure.
func favicon(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=604800")
	fmt.Fprint(w, icon)
}

// healthz answers as long as the process runs.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "ok")
}

// readyz answers as long as the store does.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) error {
	for _, db := range s.Stores() {
		if err := db.Ping(r.Context()); err != nil {
			return err
		}
	}
	healthz(w, r)
	return nil
}

// notBuilt answers every request with how to build the front end.
func notBuilt(err error) http.Handler {
	return site.SecurityHeaders(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" {
			healthz(w, r)
			return
		}
		http.Error(w, "Dateline cannot show its pages: "+err.Error()+".", http.StatusServiceUnavailable)
	}))
}
