package server

import (
	"net/http"
	"strings"

	"dateline/geo"
	"dateline/server/api"
	"dateline/server/edition"
	"dateline/server/export"
	"dateline/server/internal/site"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

// maxAPIBody is the maximum length of a request to the API, in bytes.
const maxAPIBody = 1 << 20

// apiRoutes registers the addresses of the API and the page that describes it.
func (s *server) apiRoutes(r chi.Router) {
	r.Use(site.Limit(s.RequestTimeout, maxAPIBody), s.PublicReading, s.OwnWrites)
	a := api.New(r, api.Config{
		Collections: s.Summaries, Find: s.Find, Store: s.Store, Parse: s.ParseText, Writes: s.Importer != nil,
		Origin:  export.Origin{Sources: s.Attribution(), Versions: geo.Versions{Gazetteer: s.GazetteerVersion()}, Outline: s.Outline},
		Edition: edition.Origin{Gazetteer: s.Gazetteer, Static: s.Static}, BaseURL: strings.TrimSuffix(s.BaseURL, "/"), Version: s.Version,
		Problem: s.apiProblem, Importer: s.Importer, FetchURLs: s.AllowURLImport,
	})
	r.Get(api.Path, s.Handle(func(w http.ResponseWriter, _ *http.Request) error {
		return s.Show(w, "api", apiView{s.Layout("API"), api.Path, a.Descriptions()})
	}))
}

type apiView struct {
	view.Layout
	Path       string
	Operations []api.Description
}

// apiProblem describes an error to a client of the API, and logs errors of the server itself.
func (s *server) apiProblem(err error) (status int, title, detail string) {
	p := site.ProblemOf(site.Readable(err))
	if p.Status >= http.StatusInternalServerError {
		s.Log.Error("API request failed", "status", p.Status, "error", err)
	}
	switch p.Status {
	case http.StatusBadRequest:
		p.Title = "Bad request"
	case http.StatusNotFound:
		p.Title, p.Detail = "Not found", "The server has nothing with this identifier."
	}
	return p.Status, p.Title, p.Detail
}
