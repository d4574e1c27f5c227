// Package mapfile writes a collection as a single HTML file that opens from disk without a network: base map, pins, passages, articles, ledger and downloads.
package mapfile

import (
	"bufio"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/url"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/geo/text"
	"dateline/server/basemap"
	"dateline/server/selection"
	"dateline/server/view"

	"github.com/paulmach/orb"
)

// Limits on the base map: bytes of detail around the pins, and number of labels.
const (
	detailBudget = 256 << 10
	maxLabels    = 1500
)

// Config is what a file is made from.
type Config struct {
	Set   *layer.Set
	Title string
	// Cap is the finest precision of the file. In a capped file the base map has no towns.
	Cap layer.Cap
	// Gazetteer provides the labels of the base map, and the names of places in the language of the page. It may be nil.
	Gazetteer *gazetteer.Gazetteer
	// Language is the BCP 47 tag of the language of the page; English if it is empty or there is no translation.
	Language string
	// Static has the folders "templates" and "dist" of the front end.
	Static fs.FS
}

// page is the view of the template.
type page struct {
	view.Map
	// Policy is the Content-Security-Policy, which allows only what is in the file.
	Policy string
	Annex  annex
}

// annex has the passages and articles of the file. The viewer shows its parts in the
// reading pane; without JavaScript the links of the page lead to those of the short annex.
type annex struct {
	Articles []view.ArticleRow
	Places   []view.Place
	Stories  []view.Article
	Ledgers  []ledger
}

// ledger has the mentions with an outcome that are in no place's passages.
type ledger struct {
	Outcome  geo.Outcome
	Heading  string
	Note     string
	Mentions []view.Mention
}

// newAnnex describes a set with its places.
func newAnnex(set *layer.Set) annex {
	var out annex
	out.Articles = view.NewArticles(set, view.ListOptions{Page: -1}, nil, view.Links{}).Rows
	places := set.Places()
	for i := range places {
		out.Places = append(out.Places, view.PlaceOf(set, &places[i], view.Links{}))
	}
	for _, p := range set.Parsed {
		out.Stories = append(out.Stories, view.NewStory(p, view.ArticleOptions{}, view.Links{}))
	}
	for _, o := range geo.Outcomes() {
		l := view.NewLedger(set, o, -1, view.Links{})
		listed := ledger{o, l.Heading, l.Note, l.Mentions}
		if o == geo.OutcomePlaced || o == geo.OutcomeCountry {
			listed.Mentions = nil // they are in the passages of their places
		}
		out.Ledgers = append(out.Ledgers, listed)
	}
	return out
}

// Write writes the map of a set. The error wraps [geo.ErrUnavailable] when the front end
// was not built. The page has a short annex for readers without JavaScript, and a data
// block with the annex that the viewer shows, which has the reasons too.
func Write(w io.Writer, c *Config) error {
	assets, err := view.OpenAssets(c.Static)
	if err != nil {
		return err
	}
	pages, err := view.NewRenderer(c.Static)
	if err != nil {
		return err
	}
	pages.UseNames(c.Gazetteer)
	language := view.Choose(pages.Languages, c.Language)
	style, err := fs.ReadFile(assets.Files, "style.css")
	if err != nil {
		return fmt.Errorf("read the style sheet: %w", err)
	}
	script, err := fs.ReadFile(assets.Files, "viewer.js")
	if err != nil {
		return fmt.Errorf("read the viewer: %w", err)
	}
	style, script = escapeEndTag(style, "style"), escapeEndTag(script, "script")
	set := c.Set.Capped(c.Cap)
	areas := newOutlines(set)
	set.Outline = areas.outline
	title := c.Title
	if c.Cap != layer.NoCap {
		title = layer.Mask(title)
	}
	answer := view.AnswerSet(set, selection.Selection{All: true})
	v := page{Map: view.NewMap(answer, url.Values{}, -1, language, view.Links{}), Policy: policy(style, script), Annex: newAnnex(set)}
	v.Title, v.Description = title, c.Cap.Statement()
	v.Share = &view.Share{Downloads: view.Links{}.Downloads("")}
	v.Client = &view.Client{View: "file", Title: title, Attribution: set.Sources()}
	layers := c.layers(areas)

	out := &writer{w: bufio.NewWriterSize(w, 64<<10)}
	out.err = pages.Render(out.w, language, "file", "file-head", v)
	out.element("<style>", style, "</style>")
	if out.err == nil {
		out.err = pages.Render(out.w, language, "file", "file-body", v)
	}
	out.data("passages", func(w io.Writer) error { return writeAnnex(w, pages, language, v.Annex) })
	out.data("data", func(w io.Writer) error { return view.WriteFileData(w, answer, language) })
	out.data("outlines", areas.write)
	out.data("places-layer", func(w io.Writer) error {
		return writeDeflated(w, func(w io.Writer) error {
			var b bytes.Buffer
			if err := layer.WriteGeoJSON(&b, layers, layer.Options{Kind: layer.Places}); err != nil {
				return err
			}
			_, err := w.Write(areas.detach(b.Bytes()))
			return err
		})
	})
	out.data("mentions-layer", func(w io.Writer) error {
		return writeDeflated(w, func(w io.Writer) error { return layer.WriteGeoJSON(w, layers, layer.Options{Kind: layer.Mentions}) })
	})
	out.data("mentions-csv", func(w io.Writer) error {
		return writeDeflated(w, func(w io.Writer) error {
			return layer.WriteCSV(w, layers, layer.Options{Kind: layer.Mentions, ByteOrderMark: true})
		})
	})
	out.data("basemap", func(w io.Writer) error { return c.writeBaseMap(w, set, assets.Files) })
	out.element("<script>", script, "</script>\n</body>\n</html>\n")
	if out.err == nil {
		out.err = out.w.Flush()
	}
	if out.err != nil {
		return fmt.Errorf("write the map file: %w", out.err)
	}
	return nil
}

// layers returns the layers of the file with its outlines.
func (c *Config) layers(areas outlines) *layer.Export {
	set := *c.Set
	set.Title, set.Outline = c.Title, areas.outline
	return set.Export().Capped(c.Cap)
}

// writeAnnex writes the annex of the viewer as a JSON string with HTML.
func writeAnnex(w io.Writer, pages *view.Renderer, language *view.Language, a annex) error {
	var b bytes.Buffer
	if err := pages.Render(&b, language, "file", "annex-passages", a); err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(b.String())
}

// escapeEndTag escapes the end tag of the element that contains the code: in scripts
// and styles "</" can only be in a string or comment, where "<\/" is equivalent.
func escapeEndTag(code []byte, element string) []byte {
	return bytes.ReplaceAll(code, []byte("</"+element), []byte(`<\/`+element))
}

// policy returns the Content-Security-Policy: it allows the style and the script of
// the file by their hashes, and no request.
func policy(style, script []byte) string {
	hash := func(b []byte) string {
		sum := sha256.Sum256(b)
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; script-src " + hash(script) + "; style-src " + hash(style)
}

// writer writes until the first error.
type writer struct {
	w   *bufio.Writer
	err error
}

func (o *writer) element(open string, content []byte, end string) {
	if o.err != nil {
		return
	}
	_, _ = o.w.WriteString(open) // bufio.Writer keeps the error until Flush
	_, _ = o.w.Write(content)
	_, o.err = o.w.WriteString(end)
}

// data writes a JSON data block with an id, without characters that HTML forbids.
func (o *writer) data(id string, write func(io.Writer) error) {
	o.element(`<script type="application/json" id="`+id+`">`, nil, "")
	if o.err == nil {
		o.err = text.WriteClean(o.w, func(w io.Writer) error { return write(escaper{w}) })
	}
	o.element("", nil, "</script>\n")
}

// escaper escapes "<" in JSON, where it can only be in strings, so that the JSON cannot
// end its element.
type escaper struct{ w io.Writer }

func (e escaper) Write(b []byte) (int, error) {
	if _, err := e.w.Write(bytes.ReplaceAll(b, []byte("<"), []byte(`\u003c`))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// writeDeflated writes a download as a JSON string: compressed with DEFLATE and encoded
// in base64. The viewer decompresses it when it is downloaded.
func writeDeflated(w io.Writer, write func(io.Writer) error) error {
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return fmt.Errorf("compress a download: %w", err)
	}
	if err := write(z); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("compress a download: %w", err)
	}
	return json.NewEncoder(w).Encode(b.Bytes())
}

// baseMap is the data of the base map. BaseMapSource in static/src/map/mapcontainer.ts
// has the same fields.
type baseMap struct {
	World  json.RawMessage            `json:"world"`
	Detail map[string]json.RawMessage `json:"detail"`
	Labels []basemap.Label            `json:"labels,omitempty"`
}

// writeBaseMap writes the base map: the world, and detail around the pins of a set.
func (c *Config) writeBaseMap(w io.Writer, set *layer.Set, dist fs.FS) error {
	files, err := fs.Sub(dist, "basemap")
	if err != nil {
		return fmt.Errorf("open the base map: %w", err)
	}
	var points []orb.Point
	for _, p := range set.Places() {
		if p.Place.Kind.Precision() != geo.PrecisionCountry {
			points = append(points, p.Place.Point)
		}
	}
	g := c.Gazetteer
	if c.Cap != layer.NoCap {
		g = nil
	}
	return writeBaseMapOf(w, files, points, g, detailBudget, maxLabels)
}

// writeBaseMapOf writes the base map with detail and labels around points. g may be nil.
func writeBaseMapOf(w io.Writer, files fs.FS, points []orb.Point, g *gazetteer.Gazetteer, budget, labels int) error {
	var out baseMap
	var err error
	if out.World, err = fs.ReadFile(files, "world.json"); err != nil {
		return geo.Errorf(geo.ErrUnavailable, "the base map cannot be read (%w): build it with “make”", err)
	}
	if out.Detail, err = basemap.Detail(files, points, budget); err != nil {
		return err
	}
	if g != nil {
		out.Labels = basemap.LabelsAround(g, points, labels)
	}
	return json.NewEncoder(w).Encode(out)
}
