package gazetteer

import (
	"encoding/binary"
	"math"
	"sort"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// areaEntry is the length of an entry of secAreaIndex: Ref uint32, offset in
// secAreas uint32, west, south, east, north int32 in 1e-7 degrees; by Ref.
const areaEntry = 24

// boundEntry is the length of an entry of secBounds: the same without offset.
const boundEntry = 20

// seekEntry finds the number of the entry of a place in an index with entries of a
// size.
func seekEntry(index []byte, size int, r Ref) (n int, ok bool) {
	all := len(index) / size
	n = sort.Search(all, func(i int) bool { return Ref(binary.LittleEndian.Uint32(index[i*size:])) >= r })
	return n, n < all && Ref(binary.LittleEndian.Uint32(index[n*size:])) == r
}

// seekArea finds the entry of a place in an index with entries of a size, or nil.
func seekArea(index []byte, size int, r Ref) []byte {
	n, ok := seekEntry(index, size, r)
	if !ok {
		return nil
	}
	return index[n*size : (n+1)*size]
}

// Area returns the simplified outline of a place, or nil where there is none. It
// is drawn as it is: outer rings run counter-clockwise and no ring crosses the
// antimeridian.
func (g *Gazetteer) Area(r Ref) orb.MultiPolygon {
	e := seekArea(g.sections[secAreaIndex], areaEntry, r)
	if e == nil {
		return nil
	}
	areas, at := g.sections[secAreas], binary.LittleEndian.Uint32(e[4:])
	if uint64(at) > uint64(len(areas)) {
		return nil
	}
	return layout.ReadOutline(areas[at:])
}

// Bound returns the box of an area; the zero Bound where none is known.
func (g *Gazetteer) Bound(r Ref) orb.Bound {
	if e := seekArea(g.sections[secAreaIndex], areaEntry, r); e != nil {
		return boundAt(e[8:])
	}
	if e := seekArea(g.sections[secBounds], boundEntry, r); e != nil {
		return boundAt(e[4:])
	}
	return orb.Bound{}
}

func boundAt(b []byte) orb.Bound { return orb.Bound{Min: pointAt(b), Max: pointAt(b[8:])} }

// gridStep is the height and width in degrees of the cells of secGrid, which go
// from west to east and then from south to north. It begins with the offset in
// it, uint32, of the list of each cell and of the end. A list has the numbers in
// secAreaIndex, uint24, of the outlines that may hold a point of the cell:
// first-level areas, then countries.
const (
	gridStep    = 2
	gridColumns = 360 / gridStep
	gridRows    = 180 / gridStep
)

// gridCell is the cell of a point on Earth.
func gridCell(p orb.Point) int {
	column := max(0, min(int((p[0]+180)/gridStep), gridColumns-1))
	row := max(0, min(int((p[1]+90)/gridStep), gridRows-1))
	return row*gridColumns + column
}

// AreasAt returns the country and the first-level area whose outlines hold a
// point; NoRef where none does, as at sea.
func (g *Gazetteer) AreasAt(p orb.Point) (country, admin1 Ref) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return NoRef, NoRef
	}
	grid, at := g.sections[secGrid], gridCell(p)*4
	first, end := binary.LittleEndian.Uint32(grid[at:]), binary.LittleEndian.Uint32(grid[at+4:])
	if first > end || uint64(end) > uint64(len(grid)) {
		return NoRef, NoRef
	}
	index := g.sections[secAreaIndex]
	x, y := fixed(p[0]), fixed(p[1])
	for list := grid[first:end]; len(list) >= 3; list = list[3:] {
		at := int(uint24(list)) * areaEntry
		if at+areaEntry > len(index) {
			break
		}
		e := index[at : at+areaEntry]
		if x < int32(binary.LittleEndian.Uint32(e[8:])) || x > int32(binary.LittleEndian.Uint32(e[16:])) ||
			y < int32(binary.LittleEndian.Uint32(e[12:])) || y > int32(binary.LittleEndian.Uint32(e[20:])) ||
			!g.holds(binary.LittleEndian.Uint32(e[4:]), p) {
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

// holds tests a point against the outline at an offset.
func (g *Gazetteer) holds(at uint32, p orb.Point) bool {
	areas := g.sections[secAreas]
	return uint64(at) <= uint64(len(areas)) && layout.OutlineContains(areas[at:], p)
}

// Children returns places directly within an area: the first-level areas of a
// country, the second-level areas of those, the settlements of an area without
// areas; the weightiest first.
func (g *Gazetteer) Children(r Ref, limit int) []Ref {
	rec := g.Record(r)
	var below func(Record) bool
	switch rec.Kind {
	case geo.KindCountry:
		below = func(c Record) bool { return c.Kind == geo.KindAdmin1 && c.CountryRef == r }
	case geo.KindAdmin1:
		below = func(c Record) bool { return c.Kind == geo.KindAdmin2 && c.Admin1 == r }
	case geo.KindAdmin2:
		below = func(c Record) bool { return c.Kind == geo.KindSettlement && c.Admin2 == r }
	default:
		return nil
	}
	var out []Ref
	first, last := Ref(0), g.tables.FirstPoint
	if rec.Kind == geo.KindAdmin2 {
		first, last = g.tables.FirstPoint, Ref(g.Len())
	}
	for c := first; c < last; c++ {
		if below(g.Record(c)) {
			out = append(out, c)
		}
	}
	if len(out) == 0 && rec.Kind == geo.KindAdmin1 {
		for c := g.tables.FirstPoint; c < Ref(g.Len()); c++ {
			if child := g.Record(c); child.Kind == geo.KindSettlement && child.Admin1 == r {
				out = append(out, c)
			}
		}
	}
	return g.heaviest(out, limit)
}
