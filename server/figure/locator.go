package figure

import (
	"github.com/paulmach/orb"
)

// locator draws a small map of the surroundings with a rectangle for the frame, and
// returns its lower edge; a map of the world has none.
func (d *drawing) locator(box orb.Bound) float64 {
	if _, ok := d.view.projection.(equalEarth); ok {
		return box.Min[1]
	}
	view := d.box()
	// Six times as wide as the frame, but at least 40 degrees and at most the world.
	half := max(20, min(150, 3*(view.Max[0]-view.Min[0])))
	center := view.Center()
	lat := half * (box.Max[1] - box.Min[1]) / (box.Max[0] - box.Min[0])
	corners := []orb.Point{{center[0] - half, max(-70, center[1]-lat)}, {center[0] + half, min(78, center[1]+lat)}}
	small := *d
	small.frame, small.view = box, fit(d.view.projection, box, 0, 100, corners)
	small.scene = scene{}
	small.scene.add(&path{paint: paint{fill: d.colors.sea}, class: "locator", lines: []orb.LineString{rectangle(box)}, closed: true})
	var f features
	d.base.add(&f, &d.base.world.Tile, 0, 0, 0, 0)
	small.rings(f.land, paint{fill: d.colors.land}, "locator-land")
	small.lines(f.borders, paint{stroke: d.colors.admin, width: 0.4}, "locator-border")
	at := orb.Bound{Min: small.view.at(orb.Point{view.Min[0], view.Max[1]}), Max: small.view.at(orb.Point{view.Max[0], view.Min[1]})}
	small.scene.add(&path{paint: paint{fill: d.colors.pin, opacity: 0.15, stroke: d.colors.pin, width: 1}, class: "locator-frame", lines: []orb.LineString{rectangle(at)}, closed: true})
	small.scene.add(&path{paint: paint{stroke: d.colors.border, width: 0.5}, lines: []orb.LineString{rectangle(box)}, closed: true})
	d.scene.shapes = append(d.scene.shapes, small.scene.shapes...)
	return box.Max[1]
}
