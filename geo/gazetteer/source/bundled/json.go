package bundled

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// readJSON decodes a file of a data package.
func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return geo.Errorf(geo.ErrInput, "reading %s: %w", path, err)
	}
	return nil
}

// topology is the part of TopoJSON (Bostock and Metcalf, specification 1.0) that is
// used: quantized arcs that polygons share.
type topology struct {
	Transform struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Arcs    [][][2]float64 `json:"arcs"`
	Objects map[string]struct {
		Geometries []struct {
			Type       string          `json:"type"`
			ID         string          `json:"id"`
			Arcs       json.RawMessage `json:"arcs"`
			Properties struct {
				Name string `json:"name"`
			} `json:"properties"`
		} `json:"geometries"`
	} `json:"objects"`
}

// eachOutline calls visit with the outline of each geometry of an object, cut at the
// antimeridian, with its id and its name.
func (t *topology) eachOutline(object string, visit func(id, name string, outline orb.MultiPolygon)) error {
	for _, g := range t.Objects[object].Geometries {
		var polygons [][][]int
		var err error
		switch g.Type {
		case "Polygon":
			polygons = make([][][]int, 1)
			err = json.Unmarshal(g.Arcs, &polygons[0])
		case "MultiPolygon":
			err = json.Unmarshal(g.Arcs, &polygons)
		}
		if err != nil {
			return geo.Errorf(geo.ErrInput, "reading the outline of %s: %w", g.Properties.Name, err)
		}
		var outline orb.MultiPolygon
		for _, rings := range polygons {
			var polygon orb.Polygon
			for _, arcs := range rings {
				polygon = append(polygon, t.ring(arcs))
			}
			outline = append(outline, polygon)
		}
		visit(g.ID, g.Properties.Name, geometry.CutAntimeridian(outline))
	}
	return nil
}

// ring returns the ring of arcs; a negative number is an arc in reverse.
func (t *topology) ring(arcs []int) orb.Ring {
	var ring orb.Ring
	for _, a := range arcs {
		reverse := a < 0
		if reverse {
			a = ^a
		}
		if a >= len(t.Arcs) {
			continue
		}
		points := make([]orb.Point, 0, len(t.Arcs[a]))
		var x, y float64
		for _, d := range t.Arcs[a] {
			x, y = x+d[0], y+d[1]
			points = append(points, orb.Point{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]})
		}
		if reverse {
			slices.Reverse(points)
		}
		if len(ring) > 0 && len(points) > 0 {
			points = points[1:]
		}
		ring = append(ring, points...)
	}
	return ring
}

// splitList splits a list at bars.
func splitList(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
