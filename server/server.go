package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"dateline/geo"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// Limits on requests: those that only ask, and those that bring something. An
// answer has longer still, because a layer may be large and its reader slow.
const (
	requestTimeout = 30 * time.Second
	uploadTimeout  = 10 * time.Minute
	writeTimeout   = 5 * time.Minute
	readGrace      = 5 * time.Second
	maxBody        = 64 << 10
)

// compressible are the types worth compressing.
var compressible = []string{"text/html", "text/css", "text/csv", "text/javascript", "application/json", "application/geo+json", "application/problem+json", "image/svg+xml"}

type server struct {
	Config
	pages  *view.Renderer
	assets *view.Assets
	// build is part of every ETag: another program, other templates or another
	// gazetteer may show the same collection differently.
	build string
	// origins refuses what other sites' pages send, and uploads has an entry for
	// each request with files that is being read.
	origins *http.CrossOriginProtection
	uploads chan struct{}
}

// New returns the handler of everything the server shows. When the browser's
// part was not built, every page says so and how to build it.
func New(c Config) (http.Handler, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.RequestTimeout == 0 {
		c.RequestTimeout = requestTimeout
	}
	pages, err := view.NewRenderer(c.Static)
	if err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}
	s := &server{Config: c, pages: pages, uploads: make(chan struct{}, maxUploads)}
	if s.origins, err = origins(c.BaseURL); err != nil {
		return nil, fmt.Errorf("starting the server: %w", err)
	}
	if s.assets, err = view.OpenAssets(c.Static); err != nil {
		c.Log.Error(err.Error())
		return notBuilt(err), nil
	}
	s.build = geo.ContentID(c.Version, s.assets.Version(), s.gazetteerVersion())
	return s.routes(), nil
}

func (s *server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.recover, secure, heads, middleware.Compress(5, compressible...))
	r.NotFound(s.handle(func(http.ResponseWriter, *http.Request) error {
		return geo.Errorf(geo.ErrNotFound, "there is no page at this address")
	}))
	r.MethodNotAllowed(s.handle(func(_ http.ResponseWriter, r *http.Request) error {
		return fmt.Errorf("this address does not take %s: %w", r.Method, errMethod)
	}))
	r.Group(s.reading)
	r.Group(s.changing)
	return r
}

// reading are the addresses that only show something.
func (s *server) reading(r chi.Router) {
	r.Use(limit(s.RequestTimeout, maxBody))
	r.Get("/healthz", alive)
	r.Get("/readyz", s.handle(s.ready))
	r.Get("/static/{hash}/*", s.handle(s.file))
	r.Get("/basemap/labels/{z}/{x}/{y}.json", s.handle(s.labels))
	r.Get("/", s.handle(s.home))
	r.Get("/about", s.handle(s.about))
	r.Get("/m/{mention}", s.handle(s.mention))
	r.Get("/c/{collection}", s.handle(s.collectionMap))
	r.Get("/c/{collection}/", s.handle(s.collectionMap))
	r.Get("/c/{collection}/ledger", s.handle(s.ledger))
	r.Get("/c/{collection}/search", s.handle(s.search))
	r.Get("/c/{collection}/articles", s.handle(s.articles))
	r.Get("/c/{collection}/articles/{article}", s.handle(s.article))
	r.Get("/c/{collection}/places/{place}", s.handle(s.place))
	r.Get("/c/{collection}/places/{place}/mentions.geojson", s.handle(s.passages))
	r.Get("/c/{collection}/{file:(?:places\\.geojson|mentions\\.geojson|mentions\\.csv)}", s.handle(s.download))
	r.Get("/c/{collection}/articles/{article}/places/{place}/mentions.geojson", s.handle(s.passages))
	r.Get("/c/{collection}/articles/{article}/{file:(?:places\\.geojson|mentions\\.geojson|mentions\\.csv)}", s.handle(s.download))
	r.Get("/embed/c/{collection}", s.handle(s.embed))
	r.Get("/embed/c/{collection}/articles/{article}", s.handle(s.embed))
}

// changing are the addresses through which articles come in, and those that show
// what is on its way.
func (s *server) changing(r chi.Router) {
	r.Use(s.adding)
	form := r.With(limit(s.RequestTimeout, maxForm))
	form.Post("/collections", s.handle(s.newCollection))
	form.Get("/c/{collection}/add", s.handle(s.addPage))
	form.Post("/c/{collection}/add/text", s.handle(s.addText))
	form.Post("/c/{collection}/add/addresses", s.handle(s.addAddresses))
	form.Get("/c/{collection}/arrivals.json", s.handle(s.arrivals))
	form.Post("/c/{collection}/arrivals/{arrival}/{action:cancel|retry}", s.handle(s.act))
	form.Post("/c/{collection}/feeds/unfollow", s.handle(s.unfollow))
	r.With(limit(uploadTimeout, maxUpload)).Post("/c/{collection}/add/files", s.handle(s.addFiles))
}

func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "ok")
}

func (s *server) ready(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.Store.Collections(r.Context()); err != nil {
		return fmt.Errorf("asking the store: %w", err)
	}
	alive(w, r)
	return nil
}

// notBuilt answers everything with how to build the browser's part.
func notBuilt(err error) http.Handler {
	return secure(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" {
			alive(w, r)
			return
		}
		http.Error(w, "Dateline cannot show its pages: "+err.Error()+".", http.StatusServiceUnavailable)
	}))
}
