package server

import (
	"io"
	"net/http"

	"dateline/geo/layer"

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

// download writes a layer of a collection or of an article.
func (s *server) download(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	return s.writeLayer(w, r, sc.collection.Version, chi.URLParam(r, "file"), sc.fileName(), s.layers(sc))
}

// writeLayer streams a layer. A browser saves it as name-file.
func (s *server) writeLayer(w http.ResponseWriter, r *http.Request, version, file, name string, set *layer.Set) error {
	if s.notModified(w, r, version) {
		return nil
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
