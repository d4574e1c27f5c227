package source

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"dateline/geo"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
)

// readJSON reads a whole file of a data package.
func readJSON(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("reading %s: %w: %w", path, geo.ErrInput, err)
	}
	return nil
}

// topology is what is used of TopoJSON (Bostock & Metcalf, specification 1.0):
// quantised arcs that polygons share.
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

// outlines returns the outlines of an object by the ids of its geometries.
func (t *topology) outlines(object string) (map[string]orb.MultiPolygon, error) {
	out := map[string]orb.MultiPolygon{}
	for _, g := range t.Objects[object].Geometries {
		var polygons [][][]int
		switch g.Type {
		case "Polygon":
			var rings [][]int
			if err := json.Unmarshal(g.Arcs, &rings); err != nil {
				return nil, err
			}
			polygons = [][][]int{rings}
		case "MultiPolygon":
			if err := json.Unmarshal(g.Arcs, &polygons); err != nil {
				return nil, err
			}
		}
		for _, rings := range polygons {
			var polygon orb.Polygon
			for _, arcs := range rings {
				polygon = append(polygon, t.ring(arcs))
			}
			if g.ID != "" {
				out[g.ID] = append(out[g.ID], polygon)
			}
		}
	}
	return out, nil
}

func (t *topology) ring(arcs []int) orb.Ring {
	var ring orb.Ring
	for _, a := range arcs {
		back := a < 0
		if back {
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
		if back {
			for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
				points[i], points[j] = points[j], points[i]
			}
		}
		if len(ring) > 0 && len(points) > 0 {
			points = points[1:]
		}
		ring = append(ring, points...)
	}
	return ring
}

// thin simplifies an outline (Douglas & Peucker 1973) by a tolerance in degrees,
// leaves out islands that vanish by it, but never the largest, and winds the
// rings by the right-hand rule.
func thin(mp orb.MultiPolygon, tolerance float64) orb.MultiPolygon {
	placed, err := placeArea(mp)
	if err != nil {
		return nil
	}
	dp := simplify.DouglasPeucker(tolerance)
	var out orb.MultiPolygon
	largest, size := orb.Polygon(nil), 0.0
	for _, polygon := range placed.area {
		var kept orb.Polygon
		for i, ring := range polygon {
			r := dp.Ring(ring.Clone())
			b := r.Bound()
			if len(r) < 4 || b.Max[0]-b.Min[0] < tolerance && b.Max[1]-b.Min[1] < tolerance {
				if i == 0 {
					break
				}
				continue
			}
			kept = append(kept, r)
		}
		if b := polygon.Bound(); (b.Max[0]-b.Min[0])*(b.Max[1]-b.Min[1]) > size {
			largest, size = polygon, (b.Max[0]-b.Min[0])*(b.Max[1]-b.Min[1])
		}
		if len(kept) > 0 {
			out = append(out, kept)
		}
	}
	if len(out) == 0 && largest != nil {
		out = orb.MultiPolygon{largest}
	}
	return out
}

func splitList(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
