// Package site has what the handlers of all pages share: the configuration, the stores, the collection or article that a request names, and how
// pages, errors and layers are answered.
package site

import (
	"log/slog"
	"net/http"
	"time"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
)

// Limits on requests. Writing may take longer than reading and handling, because a
// layer may be large and its client slow.
const (
	requestTimeout = 30 * time.Second
	// WriteTimeout is the maximum duration of writing a response.
	WriteTimeout = 5 * time.Minute
	readGrace    = 5 * time.Second
	// MaxBody is the maximum length of a request without a form, in bytes.
	MaxBody = 64 << 10
)

// Site is a server without its routes.
type Site struct {
	Config
	Pages  *view.Renderer
	Assets *view.Assets
	// build is part of every ETag: another version of the program, the templates or
	// the gazetteer may show the same collection differently.
	build       string
	crossOrigin *http.CrossOriginProtection
	failed      failedForms
}

// NotBuiltError is the error of a program without its front end.
type NotBuiltError struct{ err error }

func (e *NotBuiltError) Error() string { return e.err.Error() }
func (e *NotBuiltError) Unwrap() error { return e.err }

// New opens the templates and the built files. The error is a [*NotBuiltError] if the front end was not built.
func New(c Config) (*Site, error) {
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
	pages.UseNames(c.Gazetteer)
	s := &Site{Config: c, Pages: pages}
	if s.crossOrigin, err = crossOriginProtection(c.BaseURL); err != nil {
		return nil, err
	}
	if s.Assets, err = view.OpenAssets(c.Static); err != nil {
		c.Log.Error(err.Error())
		return nil, &NotBuiltError{err}
	}
	s.build = geo.ContentID(c.Version, s.Assets.Version(), s.GazetteerVersion())
	return s, nil
}
