// Package report writes articles with their map as a sealed report: one HTML file, or a ZIP file with page, layers, figure, annex and manifest; and verifies such files.
package report

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/server/export"
	"dateline/server/figure"
	"dateline/server/mapfile"

	"github.com/paulmach/orb"
)

// Config is what a report is made from.
type Config struct {
	Set *layer.Set
	// Gazetteer provides the labels of the base map. It may be nil.
	Gazetteer *gazetteer.Gazetteer
	// Static has the folders "templates" and "dist" of the front end.
	Static fs.FS
	// Figure are the choices for the figure of a ZIP file.
	Figure figure.Options
	// Cap is the finest precision of the page, the layers, the figure and the annex.
	Cap layer.Cap
	// Language is the BCP 47 tag of the language of the page; see [mapfile.Config].
	Language string
}

// WriteHTML writes one page that opens without a network: as a map, and without JavaScript
// as a text with its annex. Data and viewer in it are compressed.
func WriteHTML(w io.Writer, c *Config) error {
	page, err := c.page()
	if err != nil {
		return err
	}
	_, err = w.Write(page)
	return err
}

// page returns the sealed page.
func (c *Config) page() ([]byte, error) {
	var b bytes.Buffer
	if err := mapfile.Write(&b, &mapfile.Config{Set: c.Set, Title: c.Set.Title, Cap: c.Cap, Gazetteer: c.Gazetteer, Static: c.Static, Language: c.Language}); err != nil {
		return nil, err
	}
	page, err := compress(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("compressing the report: %w", err)
	}
	// The seal follows the declaration of the encoding, before any text of an article.
	const charset = `<meta charset="utf-8">`
	page = bytes.Replace(page, []byte(charset), fmt.Appendf(nil, "%s\n<meta name=\"dateline-seal\" content=\"%s%s\">", charset, sealPrefix, blank), 1)
	return page, seal(page)
}

// figure draws the figure of the report.
func (c *Config) figure() (*figure.Figure, error) {
	base, err := fs.Sub(c.Static, "dist/basemap")
	if err != nil {
		return nil, err
	}
	m, err := figure.OpenBaseMap(base)
	if err != nil {
		return nil, err
	}
	o := c.Figure
	if c.Gazetteer != nil && o.Towns == nil && c.Cap == layer.NoCap {
		o.Towns = c.towns
	}
	return figure.Draw(c.Set.Export().Capped(c.Cap), m, o)
}

// towns returns settlements in a box, which may go beyond longitude 180, for orientation.
func (c *Config) towns(b orb.Bound, limit int) []figure.Town {
	for _, lon := range []*float64{&b.Min[0], &b.Max[0]} {
		if *lon > 180 {
			*lon -= 360
		} else if *lon < -180 {
			*lon += 360
		}
	}
	var out []figure.Town
	for _, r := range c.Gazetteer.Within(b, limit) {
		record := c.Gazetteer.Record(r)
		if record.Kind == geo.KindSettlement {
			out = append(out, figure.Town{Name: c.Gazetteer.Name(r), At: record.Point})
		}
	}
	return out
}

// Writers returns the writers of files by their extension: pages, figures and ZIP files.
func Writers() map[string]func(io.Writer, *Config) error {
	draw := func(write func(*figure.Figure, io.Writer) error) func(io.Writer, *Config) error {
		return func(w io.Writer, c *Config) error {
			fig, err := c.figure()
			if err != nil {
				return err
			}
			return write(fig, w)
		}
	}
	return map[string]func(io.Writer, *Config) error{
		".html": WriteHTML, ".htm": WriteHTML, ".zip": WriteZIP,
		".svg": draw((*figure.Figure).WriteSVG), ".png": draw((*figure.Figure).WritePNG), ".pdf": draw((*figure.Figure).WritePDF),
	}
}

const manifestName = "manifest.json"

// manifest lists the files of a report with their hashes.
type manifest struct {
	Title      string          `json:"title"`
	Provenance json.RawMessage `json:"provenance"`
	Files      []manifestFile  `json:"files"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Words  string `json:"description"`
}

// WriteZIP writes a ZIP file with the page, the layers, the figure, the annex of passages
// and a manifest with the hashes of the files. The hash of the whole is its comment.
func WriteZIP(w io.Writer, c *Config) error {
	e := c.Set.Export().Capped(c.Cap)
	head, err := e.Header.JSON()
	if err != nil {
		return err
	}
	fig, err := c.figure()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	m := manifest{Title: e.Header.Title, Provenance: head}
	add := func(name, words string, write func(io.Writer) error) error {
		f, err := z.Create(name)
		if err != nil {
			return err
		}
		h := sha256.New()
		n := counter{w: io.MultiWriter(f, h)}
		if err := write(&n); err != nil {
			return fmt.Errorf("writing %s of the report: %w", name, err)
		}
		m.Files = append(m.Files, manifestFile{name, n.n, hex.EncodeToString(h.Sum(nil)), words})
		return nil
	}
	files := []struct {
		name, words string
		write       func(io.Writer) error
	}{
		{"report.html", "the map and its annex, in a browser", func(w io.Writer) error { return WriteHTML(w, c) }},
		{"figure.svg", fig.Alt, fig.WriteSVG},
		{"figure.png", fig.Alt, fig.WritePNG},
		{"figure.pdf", fig.Alt, fig.WritePDF},
	}
	for _, layer := range []struct{ name, format, kind string }{
		{"places.geojson", "geojson", "places"}, {"mentions.geojson", "geojson", "mentions"}, {"places.csv", "csv", "places"}, {"mentions.csv", "csv", "mentions"},
		{"layers.gpkg", "gpkg", ""}, {"places.kml", "kml", "places"}, {"annex.docx", "docx", ""}, {"annex.md", "markdown", ""},
	} {
		file, err := (&export.Request{Format: layer.format, Layer: layer.kind}).Check()
		if err != nil {
			return err
		}
		files = append(files, struct {
			name, words string
			write       func(io.Writer) error
		}{layer.name, file.Format.Words, func(w io.Writer) error { return file.Write(w, e) }})
	}
	for _, f := range files {
		if err := add(f.name, f.words, f.write); err != nil {
			return err
		}
	}
	f, err := z.Create(manifestName)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		return err
	}
	if err := z.SetComment(sealPrefix + string(blank)); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := seal(b.Bytes()); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// counter counts the bytes that are written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
