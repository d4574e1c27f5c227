package server

import (
	"io"
	"net/http"
	"path"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

// downloads are the files of a collection or article by name.
var downloads = map[string]struct {
	mediaType string
	write     func(*layer.Set, io.Writer) error
}{
	"places.geojson":   {"application/geo+json", (*layer.Set).WritePlaces},
	"mentions.geojson": {"application/geo+json", (*layer.Set).WriteMentions},
	"mentions.csv":     {"text/csv; charset=utf-8", (*layer.Set).WriteMentionsCSV},
}

// download writes a layer of a collection, or of one of its articles.
func (s *server) download(w http.ResponseWriter, r *http.Request) error {
	c, err := s.collection(r)
	if err != nil {
		return err
	}
	title, parsed, name := c.Title, c.Parsed, c.Name
	if chi.URLParam(r, "article") != "" {
		_, p, err := s.parsedArticle(r)
		if err != nil {
			return err
		}
		title, parsed, name = p.Article.Title, []*geo.Parsed{p}, c.Name+"-article"
	}
	file := chi.URLParam(r, "file")
	return s.writeLayer(w, r, c.Version, file, name, s.set(title, parsed))
}

// passages writes the mentions of one place, in a collection or in one of its
// articles: what a pin opens.
func (s *server) passages(w http.ResponseWriter, r *http.Request) error {
	c, err := s.collection(r)
	if err != nil {
		return err
	}
	id, err := segment(r, "place")
	if err != nil {
		return err
	}
	parsed := c.Parsed
	if chi.URLParam(r, "article") != "" {
		_, p, err := s.parsedArticle(r)
		if err != nil {
			return err
		}
		parsed = []*geo.Parsed{p}
	}
	parsed = mentionsOf(parsed, geo.PlaceID(id))
	if len(parsed) == 0 {
		return geo.Errorf(geo.ErrNotFound, "place %q in collection %q", id, c.Name)
	}
	return s.writeLayer(w, r, c.Version, "mentions.geojson", c.Name+"-place", s.set(c.Title, parsed))
}

// mentionsOf returns copies of the articles that name a place, with only the
// mentions of it.
func mentionsOf(all []*geo.Parsed, id geo.PlaceID) []*geo.Parsed {
	var out []*geo.Parsed
	for _, p := range all {
		var only *geo.Parsed
		for i := range p.Resolutions {
			r := &p.Resolutions[i]
			if r.Place == nil || r.Place.ID != id || r.Outcome != geo.OutcomePlaced && r.Outcome != geo.OutcomeCountry {
				continue
			}
			if only == nil {
				copied := *p
				only = &copied
				only.Mentions, only.Resolutions, only.Ledger = nil, nil, geo.Ledger{}
			}
			only.Mentions = append(only.Mentions, p.Mentions[i])
			only.Resolutions = append(only.Resolutions, *r)
			only.Ledger.Add(r.Outcome)
		}
		if only != nil {
			out = append(out, only)
		}
	}
	return out
}

// writeLayer streams a layer. name is that of the file a browser saves.
func (s *server) writeLayer(w http.ResponseWriter, r *http.Request, version, file, name string, set *layer.Set) error {
	if s.fresh(w, r, version) {
		return nil
	}
	d := downloads[file]
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	h.Set("Content-Disposition", `inline; filename="`+name+"-"+file+`"`)
	h.Set("Access-Control-Allow-Origin", "*")
	if err := d.write(set, w); err != nil {
		s.Log.Warn("a layer was not written to its end", "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler) // so that the client does not take a part for the whole
	}
	return nil
}

// embed shows the map of a collection or article alone, for other sites' pages.
func (s *server) embed(w http.ResponseWriter, r *http.Request) error {
	c, err := s.collection(r)
	if err != nil {
		return err
	}
	if s.fresh(w, r, c.Version) {
		return nil
	}
	f, l := s.collectionFrame(c.Name, c.Title, c.Title, "")
	root, parsed := l.Map(), c.Parsed
	if chi.URLParam(r, "article") != "" {
		_, p, err := s.parsedArticle(r)
		if err != nil {
			return err
		}
		root, parsed = l.Article(p.Article.ID), []*geo.Parsed{p}
		f.Title = p.Article.Title
	}
	view := view.NewMap(s.set(f.Title, parsed), "", view.ListOptions{}, l)
	f.Client = s.client("embed", f.Title, root, l, parsed)
	if len(parsed) == 1 && root != l.Map() {
		f.Client.Passages = root + "/places/{id}/mentions.geojson"
	}
	f.Client.Full = s.base(r) + root
	view.Layout = f
	return s.show(w, "embed", view)
}

// file serves a built file of the browser's part. Its address changes with its
// content, so that it may be kept for ever.
func (s *server) file(w http.ResponseWriter, r *http.Request) error {
	name := path.Clean(chi.URLParam(r, "*"))
	if !s.assets.Has(chi.URLParam(r, "hash"), name) {
		return geo.Errorf(geo.ErrNotFound, "file %q, or this version of it", name)
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeFileFS(w, r, s.assets.Files, name)
	return nil
}
