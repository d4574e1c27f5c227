package gazetteer

import (
	"encoding/binary"
	"math"
	"sort"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Outlines are kept in units of 1e-4 degrees (some 11 metres): how many polygons,
// for each how many rings, for each ring how many corners without the closing
// one, and for each corner the zigzag varint steps east and north from the one
// before it.
const areaUnit = 1e4

// areaEntry is the length of an entry of secAreaIndex: Ref uint32, offset in
// secAreas uint32, west, south, east, north int32 in 1e-7 degrees; by Ref.
const areaEntry = 24

// boundEntry is the length of an entry of secBounds: the same without offset.
const boundEntry = 20

func encodeArea(dst []byte, mp orb.MultiPolygon) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(mp)))
	var lon, lat int64
	for _, poly := range mp {
		dst = binary.AppendUvarint(dst, uint64(len(poly)))
		for _, ring := range poly {
			n := len(ring)
			if n > 1 && ring[0] == ring[n-1] {
				n--
			}
			dst = binary.AppendUvarint(dst, uint64(n))
			for _, p := range ring[:n] {
				x, y := int64(math.Round(p[0]*areaUnit)), int64(math.Round(p[1]*areaUnit))
				dst = binary.AppendVarint(dst, x-lon)
				dst = binary.AppendVarint(dst, y-lat)
				lon, lat = x, y
			}
		}
	}
	return dst
}

// areaReader reads an outline step by step; after anything that does not fit it
// is at its end.
type areaReader struct {
	b        []byte
	lon, lat int64
}

func (a *areaReader) count() int {
	v, n := binary.Uvarint(a.b)
	if n <= 0 || v > uint64(len(a.b)) {
		a.b = nil
		return 0
	}
	a.b = a.b[n:]
	return int(v)
}

func (a *areaReader) corner() (lon, lat float64) {
	x, n := binary.Varint(a.b)
	if n <= 0 {
		a.b = nil
		return 0, 0
	}
	a.b = a.b[n:]
	y, n := binary.Varint(a.b)
	if n <= 0 {
		a.b = nil
		return 0, 0
	}
	a.b = a.b[n:]
	a.lon, a.lat = a.lon+x, a.lat+y
	return float64(a.lon) / areaUnit, float64(a.lat) / areaUnit
}

// seekArea finds the entry of a place in an index with entries of a size.
func seekArea(index []byte, size int, r Ref) []byte {
	n := len(index) / size
	at := sort.Search(n, func(i int) bool { return Ref(binary.LittleEndian.Uint32(index[i*size:])) >= r })
	if at == n || Ref(binary.LittleEndian.Uint32(index[at*size:])) != r {
		return nil
	}
	return index[at*size : (at+1)*size]
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
	read := areaReader{b: areas[at:]}
	mp := make(orb.MultiPolygon, read.count())
	for i := range mp {
		mp[i] = make(orb.Polygon, read.count())
		for j := range mp[i] {
			n := read.count()
			ring := make(orb.Ring, 0, n+1)
			for range n {
				lon, lat := read.corner()
				ring = append(ring, orb.Point{lon, lat})
			}
			if n > 0 {
				ring = append(ring, ring[0])
			}
			mp[i][j] = ring
		}
	}
	return mp
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

// Inside returns the country and the first-level area whose outlines hold a
// point; NoRef where none does, as at sea.
func (g *Gazetteer) Inside(p orb.Point) (country, admin1 Ref) {
	country, admin1 = NoRef, NoRef
	index := g.sections[secAreaIndex]
	x, y := fixed(p[0]), fixed(p[1])
	for ; len(index) >= areaEntry; index = index[areaEntry:] {
		if x < int32(binary.LittleEndian.Uint32(index[8:])) || x > int32(binary.LittleEndian.Uint32(index[16:])) ||
			y < int32(binary.LittleEndian.Uint32(index[12:])) || y > int32(binary.LittleEndian.Uint32(index[20:])) {
			continue
		}
		r := Ref(binary.LittleEndian.Uint32(index))
		b := g.place(r)
		if b == nil {
			return country, admin1
		}
		switch kind := g.sortOf(b).kind; {
		case kind == geo.KindCountry && country == NoRef, kind == geo.KindAdmin1 && admin1 == NoRef:
			if !g.holds(binary.LittleEndian.Uint32(index[4:]), p) {
				continue
			}
			if kind == geo.KindCountry {
				country = r
				continue
			}
			// first-level areas follow the countries: nothing further is needed
			admin1 = r
			if country == NoRef {
				country = g.Record(r).CountryRef
			}
			return country, admin1
		}
	}
	return country, admin1
}

// holds tests a point against the outline at an offset, by the even-odd rule
// over all rings (Shimrat 1962), without building it.
func (g *Gazetteer) holds(at uint32, p orb.Point) bool {
	areas := g.sections[secAreas]
	if uint64(at) > uint64(len(areas)) {
		return false
	}
	read := areaReader{b: areas[at:]}
	in := false
	for range read.count() {
		for range read.count() {
			n := read.count()
			if n == 0 {
				continue
			}
			firstLon, firstLat := read.corner()
			lon, lat := firstLon, firstLat
			for i := range n {
				nextLon, nextLat := firstLon, firstLat
				if i < n-1 {
					nextLon, nextLat = read.corner()
				}
				if (lat > p[1]) != (nextLat > p[1]) && p[0] < (nextLon-lon)*(p[1]-lat)/(nextLat-lat)+lon {
					in = !in
				}
				lon, lat = nextLon, nextLat
			}
		}
	}
	return in
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
