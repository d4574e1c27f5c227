package server

import (
	"context"
	"errors"
	"io"
	"net/http"

	"dateline/geo/geocode/credits"
	"dateline/geo/layer"
	"dateline/server/export"
	"dateline/server/internal/site"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
)

// downloads has the media type and the writer of each downloadable file.
var downloads = map[string]struct {
	mediaType string
	kind      layer.Kind
	write     func(io.Writer, *layer.Export, layer.Options) error
}{
	"places.geojson":   {"application/geo+json", layer.Places, layer.WriteGeoJSON},
	"mentions.geojson": {"application/geo+json", layer.Mentions, layer.WriteGeoJSON},
	"mentions.csv":     {"text/csv; charset=utf-8", layer.Mentions, layer.WriteCSV},
}

// download writes a layer of what is selected in a collection or in an article.
func (s *server) download(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	result, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	return s.writeLayer(w, r, sc, result, chi.URLParam(r, "file"), sc.FileName())
}

// writeLayer streams a layer of a result. A browser saves it as name-file.
func (s *server) writeLayer(w http.ResponseWriter, r *http.Request, sc *site.Scope, result *store.Result, file, name string) error {
	if s.NotModified(w, r, sc.Version(), result.Version) {
		return nil
	}
	// Writing may take longer than the time limit of a request. If the client is gone, writing fails.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), site.WriteTimeout)
	defer cancel()
	e, err := s.export(ctx, sc, result)
	if err != nil {
		return err
	}
	d := downloads[file]
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	h.Set("Content-Disposition", `inline; filename="`+name+"-"+file+`"`)
	if err := d.write(w, e, layer.Options{Kind: d.kind, ByteOrderMark: r.URL.Query().Get("bom") == "1"}); err != nil {
		s.Log.Warn("writing a layer failed", "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler) // so that the client does not mistake a part for the whole
	}
	return nil
}

// export returns what is selected as the input of the writers of layers.
func (s *server) export(ctx context.Context, sc *site.Scope, result *store.Result) (*layer.Export, error) {
	versions, history, err := result.Versions(ctx)
	if err != nil {
		return nil, err
	}
	sources := s.Attribution()
	sources = append(sources, credits.ByName(func(name string) bool {
		has, hasErr := result.HasPlacesOf(ctx, name)
		err = errors.Join(err, hasErr)
		return has
	})...)
	if err != nil {
		return nil, err
	}
	e := export.Selected(ctx, result, export.Origin{Sources: sources, Versions: versions, Outline: s.Outline})
	e.Header.Title, e.Header.History = sc.Title(), history
	return e, nil
}
