package gazetteer

import (
	"encoding/binary"
	"math"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// Area returns the simplified outline of a place, nil if it has no outline. Outer rings
// are counterclockwise, and no ring crosses the antimeridian.
func (g *Gazetteer) Area(r Ref) orb.MultiPolygon {
	e := layout.FindEntry(g.section(layout.SecOutlineIndex), layout.OutlineEntry, uint32(r))
	if e == nil {
		return nil
	}
	outlines, at := g.section(layout.SecOutlines), binary.LittleEndian.Uint32(e[4:])
	if uint64(at) > uint64(len(outlines)) {
		return nil
	}
	return layout.ReadOutline(outlines[at:])
}

// Bound returns the box around an area, the zero Bound if it is unknown.
func (g *Gazetteer) Bound(r Ref) orb.Bound {
	if e := layout.FindEntry(g.section(layout.SecOutlineIndex), layout.OutlineEntry, uint32(r)); e != nil {
		return layout.BoundAt(e[8:])
	}
	if e := layout.FindEntry(g.section(layout.SecBounds), layout.BoundEntry, uint32(r)); e != nil {
		return layout.BoundAt(e[4:])
	}
	return orb.Bound{}
}

// AreasAt returns the country and the first-level area whose outlines contain a
// point, NoRef if there is no such area, as at sea.
func (g *Gazetteer) AreasAt(p orb.Point) (country, admin1 Ref) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return NoRef, NoRef
	}
	index := g.section(layout.SecOutlineIndex)
	x, y := layout.Fixed(p[0]), layout.Fixed(p[1])
	for list := layout.GridList(g.section(layout.SecGrid), p); len(list) >= 3; list = list[3:] {
		at := int(layout.Uint24(list)) * layout.OutlineEntry
		if at+layout.OutlineEntry > len(index) {
			break
		}
		e := index[at : at+layout.OutlineEntry]
		if x < int32(binary.LittleEndian.Uint32(e[8:])) || x > int32(binary.LittleEndian.Uint32(e[16:])) ||
			y < int32(binary.LittleEndian.Uint32(e[12:])) || y > int32(binary.LittleEndian.Uint32(e[20:])) ||
			!g.outlineContains(binary.LittleEndian.Uint32(e[4:]), p) {
			continue
		}
		r := Ref(binary.LittleEndian.Uint32(e))
		if rec := g.Record(r); rec.Kind == geo.KindAdmin1 {
			return rec.CountryRef, r
		}
		return r, NoRef
	}
	return NoRef, NoRef
}

// outlineContains reports whether the outline at an offset contains a point.
func (g *Gazetteer) outlineContains(at uint32, p orb.Point) bool {
	outlines := g.section(layout.SecOutlines)
	return uint64(at) <= uint64(len(outlines)) && layout.OutlineContains(outlines[at:], p)
}
