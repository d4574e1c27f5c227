package mapfile

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"

	"github.com/paulmach/orb"
)

// Limits on the base map of an embedded map, which is smaller than that of a file.
const (
	embedDetail = 160 << 10
	embedLabels = 600
)

// Embed is the content of an embedded map whose data is in the page.
type Embed struct {
	Title string
	// Full is the URL that the title leads to.
	Full   string
	Places []*layer.PlaceRow
	// Passages is HTML with an element for each place, whose id is "place=" and the
	// identifier of the place.
	Passages string
	Sources  []gazetteer.SourceInfo
	// Gazetteer provides the labels of the base map; nil for none.
	Gazetteer *gazetteer.Gazetteer
	// Static has the folder "dist" of the front end.
	Static fs.FS
}

// WriteBlocks writes the data blocks of the page, which the viewer reads.
func (e *Embed) WriteBlocks(w io.Writer) error {
	files, err := fs.Sub(e.Static, "dist/basemap")
	if err != nil {
		return err
	}
	answer := &view.Answer{Selection: selection.Selection{All: true}, Complete: true}
	areas := outlines{}
	var points []orb.Point
	for _, p := range e.Places {
		row, at := newRow(p)
		if at == nil {
			continue // nothing can be drawn
		}
		answer.Places = append(answer.Places, row)
		answer.Counts.Mentions += row.Mentions
		if row.Precision != geo.PrecisionCountry {
			points = append(points, *at)
		}
		if area := simplified(polygons(p.Geometry)); len(area) > 0 {
			areas[p.Place.ID] = area
		}
	}
	answer.Counts.Places = len(answer.Places)
	answer.Total = answer.Counts
	out := &writer{w: bufio.NewWriterSize(w, 64<<10)}
	out.data("dateline", func(w io.Writer) error {
		return json.NewEncoder(w).Encode(&view.Client{View: "embed", Title: e.Title, Full: e.Full, Attribution: e.Sources})
	})
	out.data("data", func(w io.Writer) error { return view.WriteFileData(w, answer, nil) })
	out.data("outlines", areas.write)
	out.data("passages", func(w io.Writer) error { return json.NewEncoder(w).Encode(e.Passages) })
	out.data("basemap", func(w io.Writer) error {
		return writeBaseMapOf(w, files, points, e.Gazetteer, embedDetail, embedLabels)
	})
	if out.err == nil {
		out.err = out.w.Flush()
	}
	if out.err != nil {
		return fmt.Errorf("write the data of the embedded map: %w", out.err)
	}
	return nil
}

// newRow describes a place for the viewer, and returns the position by which the map is
// framed, or nil if the place has no geometry.
func newRow(p *layer.PlaceRow) (store.PlaceRow, *orb.Point) {
	row := store.PlaceRow{
		ID: p.Place.ID, Name: p.Place.Name, Kind: p.Place.Kind, Precision: p.Place.Kind.Precision(), Country: p.Place.Country, CountryName: p.Place.CountryName,
		Admin1: p.Place.Admin1, Mentions: p.Mentions, Articles: p.Articles, Texts: p.Articles, First: p.FirstPublished, Last: p.LastPublished,
		Certain: p.Certain, Likely: p.Likely, Ambiguous: p.Mentions - p.Certain - p.Likely,
	}
	switch g := p.Geometry.(type) {
	case nil:
		return row, nil
	case orb.Point:
		row.Point = g
	default:
		row.HasArea, row.Box = true, g.Bound()
		row.Point = row.Box.Center()
	}
	return row, &row.Point
}

// polygons returns the outline of an area, or nil.
func polygons(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}
