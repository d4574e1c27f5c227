// Package api serves the HTTP API of collections at /api/v1, which it describes in OpenAPI 3.1.
package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"dateline/geo"
	"dateline/server/edition"
	"dateline/server/export"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
)

// Path is where the API is below the URL of the server.
const Path = "/api/v1"

// Config configures the API.
type Config struct {
	// Collections returns all collections, and Find one with its store. The error wraps [geo.ErrNotFound] if there is none.
	Collections func(context.Context) ([]store.Summary, error)
	Find        func(ctx context.Context, name string) (*store.DB, store.CollectionInfo, error)
	// Store has what is published and decided; nil if there is none.
	Store *store.DB
	// Parse finds the places of a text; nil if the server does not.
	Parse func(context.Context, geo.Article) (*geo.Parsed, error)
	// Writes reports whether clients may change something.
	Writes bool
	// Importer adds articles and feeds; nil if nothing can be added. FetchURLs reports whether clients may give URLs to fetch.
	Importer  Importer
	FetchURLs bool
	// Origin is what exports are made from besides the store, and Edition the same of editions.
	Origin  export.Origin
	Edition edition.Origin
	// BaseURL is the URL of the server, or empty for addresses relative to it.
	BaseURL string
	// Problem returns the status and the sentence for clients of an error; unknown errors are logged.
	Problem func(error) (status int, title, detail string)
	// Version is the version of the program.
	Version string
}

// API is the API with its description.
type API struct {
	Config
	huma huma.API
	// parsing has an entry for each text that is being parsed.
	parsing chan struct{}
}

// New registers the API on a router, below [Path], and returns it.
func New(r chi.Router, c Config) *API {
	a := &API{Config: c, parsing: make(chan struct{}, maxParsing)}
	r.Group(func(r chi.Router) {
		r.Use(a.replay, entityTags)
		r.Route(Path, func(r chi.Router) { a.register(r) })
	})
	return a
}

func (a *API) register(r chi.Router) {
	config := huma.DefaultConfig("Dateline", cmpVersion(a.Version))
	config.Info.Description = "Articles, the places that they mention, and selections of them. Errors are problem documents (RFC 9457). Lists have cursors: the member `next` " +
		"is the cursor of the next page. Requests that change something accept an `Idempotency-Key`. Responses have ETags."
	config.Info.License = &huma.License{Name: "Apache-2.0", URL: "https://www.apache.org/licenses/LICENSE-2.0"}
	config.Info.Contact = &huma.Contact{Name: "The operator of this server"}
	config.Servers = []*huma.Server{{URL: a.BaseURL + Path, Description: "This server"}}
	config.Tags = []*huma.Tag{
		{Name: "Parsing", Description: "Finding places in a text."}, {Name: "Collections", Description: "Articles, mentions and places."},
		{Name: "Decisions", Description: "Corrections by people."}, {Name: "Editions", Description: "What was published."},
		{Name: "Imports", Description: "Feeds that collections follow, and the queue of what was added."},
	}
	config.DocsPath, config.SchemasPath = "", ""
	config.CreateHooks = nil
	a.huma = humachi.New(r, config)
	a.registerReading()
	a.registerDecisions()
	a.registerEditions()
	a.registerFeeds()
	a.registerJobs()
	if a.Parse != nil {
		a.registerParsing()
	}
}

func cmpVersion(v string) string {
	if v == "" {
		return "0"
	}
	return v
}

// Description is an operation of the API for readers.
type Description struct{ Method, Path, Summary, Text string }

// Descriptions returns the operations in the order of their paths.
func (a *API) Descriptions() []Description {
	var out []Description
	paths := a.huma.OpenAPI().Paths
	names := make([]string, 0, len(paths))
	for path := range paths {
		names = append(names, path)
	}
	slices.Sort(names)
	for _, path := range names {
		item := paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Delete} {
			if op != nil {
				out = append(out, Description{op.Method, Path + path, op.Summary, op.Description})
			}
		}
	}
	return out
}

// operation returns an operation with the errors that all have.
func operation(id, method, path, tag, summary, description string) huma.Operation {
	op := huma.Operation{
		OperationID: id, Method: method, Path: path, Tags: []string{tag}, Summary: summary, Description: description,
		Errors: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable},
	}
	if method != http.MethodGet {
		op.Errors = append(op.Errors, http.StatusForbidden, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return op
}

// selecting returns an operation with the keys of a selection as parameters.
func selecting(op huma.Operation) huma.Operation {
	for _, k := range selection.Keys() {
		p := &huma.Param{Name: k.Key, In: "query", Description: "Selects mentions by: " + k.Words["en"] + ".", Schema: keySchema(k)}
		if p.Schema.Type == huma.TypeArray {
			separate := k.Type != "codes" // codes are joined by commas
			p.Style, p.Explode = "form", &separate
		}
		op.Parameters = append(op.Parameters, p)
	}
	return op
}

// Patterns and limits of the values of selections.
const (
	position      = `-?(1[0-7][0-9]|[0-9]{1,2})(\.[0-9]+)?,-?[0-8]?[0-9](\.[0-9]+)?`
	positionList  = `^` + position + `(,` + position + `){2,99}$`
	boxPattern    = `^` + position + `,` + position + `$`
	noControls    = `^[^\x00-\x1f\x7f-\x9f]*$`
	maxSelected   = 100
	maxSelectText = 400
)

// keySchema returns the schema of the values of a key of selections.
func keySchema(k selection.Key) *huma.Schema {
	length, items := maxSelectText, maxSelected
	text := &huma.Schema{Type: huma.TypeString, MaxLength: &length, Pattern: noControls}
	list := &huma.Schema{Type: huma.TypeArray, Items: text, MaxItems: &items}
	switch k.Type {
	case "codes", "choice":
		for _, v := range k.Values {
			text.Enum = append(text.Enum, v.Value)
		}
		if k.All != "" {
			text.Enum = append(text.Enum, k.All)
		}
		if len(k.Values) > 0 {
			text.MaxLength, text.Pattern = nil, ""
		} else {
			text.Pattern = "^[A-Za-z]{2}$"
		}
		if k.Type == "choice" {
			return text
		}
		return list
	case "ids", "list":
		return list
	case "day":
		return &huma.Schema{Type: huma.TypeString, Format: "date"}
	case "flag":
		return &huma.Schema{Type: huma.TypeBoolean}
	case "box":
		return &huma.Schema{Type: huma.TypeString, Pattern: boxPattern, Description: "West, south, east, north in degrees, joined by commas; west is greater than east across the antimeridian."}
	case "polygon":
		return &huma.Schema{Type: huma.TypeString, Pattern: positionList, Description: "Longitudes and latitudes of at least three corners, joined by commas."}
	}
	return text
}

// SelectInput are the parameters of a selection.
type SelectInput struct {
	Collection string `path:"collection" doc:"Name of the collection" example:"sample" maxLength:"64"`

	selection selection.Selection
}

// Resolve parses the selection. Unknown parameters are errors.
func (in *SelectInput) Resolve(ctx huma.Context) (errs []error) {
	u := ctx.URL()
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return []error{&huma.ErrorDetail{Message: "The query has an invalid escape sequence.", Location: "query"}}
	}
	known := []string{}
	for _, p := range ctx.Operation().Parameters {
		if p.In == "query" {
			known = append(known, p.Name)
		}
	}
	var notices []selection.Notice
	in.selection, notices = selection.Parse(q, known...)
	for _, n := range notices {
		errs = append(errs, &huma.ErrorDetail{Message: "This parameter is not valid: " + string(n.Reason) + ".", Location: "query." + n.Key, Value: n.Value})
	}
	return errs
}

// answer returns the answer to the selection.
func (a *API) answer(ctx context.Context, in *SelectInput) (*store.Result, error) {
	db, c, err := a.Find(ctx, in.Collection)
	if err != nil {
		return nil, a.problem(err)
	}
	r, err := db.Select(ctx, c.Name, in.selection)
	if err != nil {
		return nil, a.problem(err)
	}
	return r, nil
}

// problem returns an error as a problem document.
func (a *API) problem(err error) error {
	status, title, detail := a.Problem(err)
	return &huma.ErrorModel{Type: "about:blank", Status: status, Title: title, Detail: detail}
}

// writing returns an error if clients may not change anything.
func (a *API) writing() error {
	switch {
	case a.Store == nil:
		return a.problem(geo.Errorf(geo.ErrForbidden, "there is no store"))
	case !a.Writes:
		return a.problem(geo.Errorf(geo.ErrForbidden, "this server is read-only"))
	}
	return nil
}

// body is a response of one object.
type body[T any] struct{ Body T }

// list is a page of a list.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last one"`
	// Total is the number of all.
	Total int `json:"total" doc:"Number of all items"`
}

func page[T any](items []T, next string, total int) *body[list[T]] {
	if items == nil {
		items = []T{}
	}
	return &body[list[T]]{list[T]{items, next, total}}
}

var errCursor = errors.New("invalid cursor")

func invalidCursor() error {
	return huma.Error400BadRequest("The cursor is not valid. Use the member next of the page before.", errCursor)
}
