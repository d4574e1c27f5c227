package server

import (
	"io"
	"net/http"

	"dateline/geo/layer"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
)

// downloads has the media type and the writer of each downloadable file.
var downloads = map[string]struct {
	mediaType string
	write     func(*layer.Set, io.Writer) error
}{
	"places.geojson":   {"application/geo+json", (*layer.Set).WritePlaces},
	"mentions.geojson": {"application/geo+json", (*layer.Set).WriteMentions},
	"mentions.csv":     {"text/csv; charset=utf-8", (*layer.Set).WriteMentionsCSV},
}

// download writes a layer of what is selected in a collection or in an article.
func (s *server) download(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	result, err := s.selected(r, sc)
	if err != nil {
		return err
	}
	return s.writeLayer(w, r, sc, result, chi.URLParam(r, "file"), sc.fileName())
}

// writeLayer streams a layer of a result. A browser saves it as name-file.
func (s *server) writeLayer(w http.ResponseWriter, r *http.Request, sc *scope, result *store.Result, file, name string) error {
	if s.notModified(w, r, sc.version(), result.Version) {
		return nil
	}
	set, err := s.selectedSet(r.Context(), sc, result)
	if err != nil {
		return err
	}
	d := downloads[file]
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	h.Set("Content-Disposition", `inline; filename="`+name+"-"+file+`"`)
	if err := d.write(set, w); err != nil {
		s.Log.Warn("writing a layer failed", "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler) // so that the client does not mistake a part for the whole
	}
	return nil
}
