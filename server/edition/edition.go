// Package edition builds editions: a selection with its reading, as files that never change.
package edition

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/geo/text"
	"dateline/server/export"
	"dateline/server/figure"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// Origin is what editions are made from besides the store.
type Origin struct {
	Gazetteer *gazetteer.Gazetteer
	// Static has the folder "dist" of the front end with the base map of figures.
	Static fs.FS
	// Now is the time of publication.
	Now time.Time
}

// origin returns the origin of exports.
func (o *Origin) origin(versions geo.Versions) export.Origin {
	out := export.Origin{Versions: versions}
	if g := o.Gazetteer; g != nil {
		for _, s := range g.Info().Sources {
			out.Sources = append(out.Sources, s.SourceInfo)
		}
		out.Outline = func(id geo.PlaceID) orb.MultiPolygon {
			if ref, ok := g.ByID(id); ok {
				return g.Area(ref)
			}
			return nil
		}
	}
	return out
}

// Publish publishes the answer to a selection as the next edition of a publication, and returns the publication with its editions. An empty
// id is made from the collection, the selection and the title, so that publishing them again makes the next edition.
func Publish(ctx context.Context, db *store.DB, id string, r *store.Result, c *Choices, o Origin) (*store.Publication, error) {
	b, err := newBuilder(ctx, r, c, o)
	if err != nil {
		return nil, err
	}
	title := b.title
	if id == "" {
		id = geo.ContentID("publication", r.Collection.Name, r.Selection.String(), title)[:10]
	}
	b.publication = id
	if before, err := db.Publication(ctx, id); err == nil {
		b.number += len(before.Editions)
	}
	files, content, err := b.build()
	if err != nil {
		return nil, fmt.Errorf("building the edition: %w", err)
	}
	choices, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	_, err = db.Publish(ctx, &store.Publication{ID: id, Collection: r.Collection.Name, Title: title, Selection: r.Selection.String(), Created: o.Now},
		&store.Edition{Number: b.number, Content: content, Title: title, Note: c.Note, Choices: string(choices), Published: o.Now}, files)
	if err != nil {
		return nil, err
	}
	return db.Publication(ctx, id)
}

// builder builds the files of an edition.
type builder struct {
	ctx         context.Context
	choices     *Choices
	result      *store.Result
	title       string
	publication string
	number      int
	origin      Origin
	base        *figure.BaseMap // nil until a figure is drawn

	files    []store.EditionFile
	export   *layer.Export
	places   []*layer.PlaceRow
	mentions []*layer.MentionRow
}

// newBuilder returns a builder of a first edition. The error is one for a person.
func newBuilder(ctx context.Context, r *store.Result, c *Choices, o Origin) (*builder, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	if n := r.Counts.Mentions; n > MaxMentions {
		return nil, geo.Errorf(geo.ErrTooLarge, "the selection has %d mentions, and an edition at most %d: select fewer", n, MaxMentions)
	}
	c = c.clean()
	return &builder{ctx: ctx, choices: c, result: r, title: text.Clean(cmp.Or(strings.TrimSpace(c.Title), r.Collection.Title, r.Collection.Name)), number: 1, origin: o}, nil
}

// build returns the files and the identifier of the content.
func (b *builder) build() ([]store.EditionFile, string, error) {
	if err := b.read(); err != nil {
		return nil, "", err
	}
	content, err := b.content()
	if err != nil {
		return nil, "", err
	}
	for _, step := range []func() error{b.addLayers, b.addFigures, b.addPages} {
		if err := step(); err != nil {
			return nil, "", err
		}
	}
	return b.files, content, b.addManifest(content)
}

// read reads the rows of the edition: those of the picked places.
func (b *builder) read() error {
	capped, _ := layer.ParseCap(b.choices.Precision) // was checked
	var versions geo.Versions
	for a, err := range b.result.ParsedArticles(b.ctx) {
		if err != nil {
			return err
		}
		versions = a.Versions
		break
	}
	live := export.Selected(b.ctx, b.result, b.origin.origin(versions)).Capped(capped)
	picked := map[geo.PlaceID]bool{}
	for _, p := range b.choices.Picks {
		picked[p.Place] = true
	}
	var ledger geo.Ledger
	articles := map[string]bool{}
	for m, err := range live.Mentions {
		if err != nil {
			return err
		}
		if len(picked) > 0 && (m.Place == nil || !picked[m.Place.ID]) {
			continue
		}
		row := *m
		b.mentions = append(b.mentions, &row)
		ledger.Add(m.Outcome)
		articles[m.Article] = true
	}
	h := live.Header
	h.Title = b.title
	h.Edition = fmt.Sprintf("edition %d of %s, published %s", b.number, b.publication, day(b.origin.Now))
	if len(picked) > 0 {
		h.Ledger, h.Articles = ledger, len(articles)
		h.Selection = strings.TrimPrefix(h.Selection+", "+count(len(picked), "picked place"), ", ")
	}
	b.export = &layer.Export{Header: h, Outline: live.Outline, Mentions: rows(b.mentions)}
	for p, err := range live.Places {
		if err != nil {
			return err
		}
		if len(picked) == 0 || picked[p.Place.ID] {
			row := *p
			b.places = append(b.places, &row)
		}
	}
	if len(b.places) == 0 {
		return geo.Errorf(geo.ErrInput, "the selection has no place: select or pick others")
	}
	b.order()
	b.export.Places = rows(b.places)
	b.export = b.export.Clean()
	return nil
}

// order sorts the places as they were picked.
func (b *builder) order() {
	if len(b.choices.Picks) == 0 {
		return
	}
	at := map[geo.PlaceID]int{}
	for i, p := range b.choices.Picks {
		at[p.Place] = i
	}
	slices.SortStableFunc(b.places, func(x, y *layer.PlaceRow) int { return cmp.Compare(at[x.Place.ID], at[y.Place.ID]) })
}

// rows yields rows.
func rows[R any](all []*R) func(func(*R, error) bool) {
	return func(yield func(*R, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// pick returns the pick of a place, and its number among the numbered ones or 0.
func (b *builder) pick(id geo.PlaceID) (p Pick, number int) {
	n := 0
	for _, p := range b.choices.Picks {
		if p.Number {
			n++
		}
		if p.Place == id {
			if !p.Number {
				return p, 0
			}
			return p, n
		}
	}
	return Pick{Place: id}, 0
}

// label returns the label of a place.
func (b *builder) label(p *geo.Place) string {
	pick, number := b.pick(p.ID)
	label := cmp.Or(pick.Label, p.Name)
	if number > 0 {
		label = strconv.Itoa(number) + " " + label
	}
	return label
}

// add adds a file.
func (b *builder) add(name, mediaType string, write func(io.Writer) error) error {
	var out bytes.Buffer
	if err := write(&out); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	b.files = append(b.files, store.EditionFile{Name: name, MediaType: mediaType, Data: out.Bytes()})
	return nil
}

// layerFiles are the layers of an edition.
var layerFiles = []struct {
	name, format string
	kind         layer.Kind
	words        string
}{
	{"places.geojson", "geojson", layer.Places, "Places, GeoJSON"},
	{"mentions.geojson", "geojson", layer.Mentions, "Mentions, GeoJSON"},
	{"mentions.csv", "csv", layer.Mentions, "Mentions, CSV"},
	{"places.kml", "kml", layer.Places, "Places, KML"},
	{"layers.gpkg", "gpkg", layer.Mentions, "Both layers, GeoPackage"},
}

func (b *builder) addLayers() error {
	for _, f := range layerFiles {
		format, ok := export.ByName(f.format)
		if !ok {
			return fmt.Errorf("there is no format %q", f.format)
		}
		err := b.add(f.name, format.MediaType, func(w io.Writer) error {
			return format.Write(w, b.export, layer.Options{Kind: f.kind, ByteOrderMark: f.format == "csv"})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// cardSize is the size of the picture in the cards of social networks.
var cardSize = figure.Size{Name: "card", Width: 900, Height: 472.5, Pixels: 1200, Text: 13, Side: true, Fixed: true}

// Cards are the widths of the card pictures in pixels. Their heights are 0.525 of it.
func Cards() []int { return []int{1200, 600, 300} }

// CardHeight returns the height of a card picture.
func CardHeight(width int) int { return width * 21 / 40 }

// cardOptions returns the size of a card picture.
func cardOptions(width int) figure.Size {
	s := cardSize
	s.Pixels = float64(width)
	return s
}

// WriteCard draws the card picture of an export as PNG.
func WriteCard(w io.Writer, e *layer.Export, static fs.FS, width int) error {
	base, err := openBaseMap(static)
	if err != nil {
		return err
	}
	f, err := figure.Draw(e, base, figure.Options{Size: cardOptions(width)})
	if err != nil {
		return err
	}
	return f.WritePNG(w)
}

// mapSize is the size of the map of a page for print and for browsers without JavaScript.
var mapSize = figure.Size{Name: "map", Width: 720, Height: 540, Pixels: 1440, Text: 10, Fixed: true}

// WriteMap draws the map of an export as SVG.
func WriteMap(w io.Writer, e *layer.Export, static fs.FS) error {
	base, err := openBaseMap(static)
	if err != nil {
		return err
	}
	f, err := figure.Draw(e, base, figure.Options{Size: mapSize})
	if err != nil {
		return err
	}
	return f.WriteSVG(w)
}

func openBaseMap(static fs.FS) (*figure.BaseMap, error) {
	files, err := fs.Sub(static, "dist/basemap")
	if err != nil {
		return nil, err
	}
	return figure.OpenBaseMap(files)
}

// addFigures adds the figure in several sizes and the card pictures, with the labels that were chosen.
func (b *builder) addFigures() error {
	draw := func(size figure.Size, name string, png bool) error {
		f, err := b.draw(size)
		if err != nil {
			return err
		}
		if png {
			return b.add(name, "image/png", f.WritePNG)
		}
		return b.add(name, "image/svg+xml", f.WriteSVG)
	}
	for _, s := range figure.Sizes() {
		if s.Name == "slide" || s.Name == "square" || s.Name == "vertical" {
			if err := draw(s, "figure-"+s.Name+".svg", false); err != nil {
				return err
			}
		}
	}
	if slide, ok := figure.SizeByName("slide"); ok {
		if err := draw(slide, "figure.png", true); err != nil {
			return err
		}
	}
	for _, width := range Cards() {
		if err := draw(cardOptions(width), fmt.Sprintf("card-%d.png", width), true); err != nil {
			return err
		}
	}
	return nil
}

// draw draws the figure in a size, with the labels that were chosen.
func (b *builder) draw(size figure.Size) (*figure.Figure, error) {
	if b.base == nil {
		base, err := openBaseMap(b.origin.Static)
		if err != nil {
			return nil, err
		}
		b.base = base
	}
	labels := make([]figure.Label, len(b.choices.Picks))
	for i, p := range b.choices.Picks {
		_, number := b.pick(p.Place)
		labels[i] = figure.Label{Place: p.Place, Text: p.Label, Side: p.Side, Number: number, Note: p.Note}
	}
	f, err := figure.Draw(b.export, b.base, figure.Options{Size: size, Title: b.title, Alt: b.choices.Alt, Labels: labels})
	if err != nil {
		return nil, fmt.Errorf("drawing the figure: %w", err)
	}
	return f, nil
}

// content returns the identifier of what is published: the rows of both layers and the choices without the note.
func (b *builder) content() (string, error) {
	h := sha256.New()
	choices := *b.choices
	choices.Note = ""
	enc := json.NewEncoder(h)
	header := b.export.Header
	header.Edition = ""
	for _, part := range []any{choices, header, b.result.Selection.String()} {
		if err := enc.Encode(part); err != nil {
			return "", err
		}
	}
	e := *b.export
	e.Header = layer.Header{}
	for _, kind := range []layer.Kind{layer.Places, layer.Mentions} {
		if err := layer.WriteGeoJSON(h, &e, layer.Options{Kind: kind}); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// manifestFile describes a file of the edition.
type manifestFile struct {
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Bytes     int    `json:"bytes"`
	SHA256    string `json:"sha256"`
}

// addManifest adds the description of the edition with the hashes of its files.
func (b *builder) addManifest(content string) error {
	files := make([]manifestFile, len(b.files))
	for i, f := range b.files {
		sum := sha256.Sum256(f.Data)
		files[i] = manifestFile{f.Name, f.MediaType, len(f.Data), hex.EncodeToString(sum[:])}
	}
	header, err := b.export.Header.JSON()
	if err != nil {
		return err
	}
	return b.add("edition.json", "application/json", func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(map[string]any{
			"publication": b.publication, "edition": b.number, "content_sha256": content, "published": b.origin.Now.UTC().Format(time.RFC3339),
			"collection": b.result.Collection.Name, "selection": b.result.Selection.String(), "choices": b.choices, "provenance": json.RawMessage(header), "files": files,
		})
	})
}

// day returns a day for readers.
func day(t time.Time) string { return t.UTC().Format("2 January 2006") }
