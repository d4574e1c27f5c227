package gazetteer

import (
	"encoding/binary"
	"math"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// Ref is a place within one gazetteer file. It says nothing in another file.
type Ref uint32

// NoRef is the Ref of no place.
const NoRef = ^Ref(0)

// placeSize is the length of a record of secPlaces in bytes:
//
//	 0 lon        int32, 1e-7 degrees
//	 4 lat        int32, 1e-7 degrees
//	 8 population uint32
//	12 name       uint32, offset in secText
//	16 id         uint32, the number of the id, or the offset of its text in secText
//	20 admin1     uint24, Ref+1 of the first-level area, 0 for none
//	23 admin2     uint24, Ref+1 of the second-level area, 0 for none
//	26 kind       uint8
//	27 country    uint8, index in the table of countries, 0 for none
//	28 feature    uint16, index in the table of feature codes, 0 for none
//	30 names      uint8, how many names the place has, at most 255
//	31 scheme     uint8, index in the table of schemes; textScheme says that id is a text
const placeSize = 32

// textScheme marks an id that is no number: its whole text is kept.
const textScheme = 0

const degree = 1e7

// Record is what is kept of a place in fixed width.
type Record struct {
	Point orb.Point
	Kind  geo.Kind
	// Feature is the GeoNames feature code, or empty.
	Feature string
	// Country is the ISO 3166-1 alpha-2 code, or empty.
	Country string
	// CountryRef, Admin1 and Admin2 are the areas that hold the place, NoRef
	// where there are none. A first-level area is its own Admin1.
	CountryRef, Admin1, Admin2 Ref
	Population                 int64
	// NameCount is how many names the place has, at most 255: a measure of how
	// widely it is known.
	NameCount int
}

// Record returns the record of a place without allocating; a Ref that is none of
// this file gives the zero Record with NoRefs.
func (g *Gazetteer) Record(r Ref) Record {
	b := g.place(r)
	if b == nil {
		return Record{CountryRef: NoRef, Admin1: NoRef, Admin2: NoRef}
	}
	rec := Record{
		Point:      pointAt(b),
		Kind:       geo.Kind(b[26]),
		Population: int64(binary.LittleEndian.Uint32(b[8:])),
		Admin1:     Ref(uint24(b[20:])) - 1,
		Admin2:     Ref(uint24(b[23:])) - 1,
		CountryRef: NoRef,
		NameCount:  int(b[30]),
	}
	if c := int(b[27]); c > 0 && c < len(g.tables.Countries) {
		rec.Country, rec.CountryRef = g.tables.Countries[c].Code, g.tables.Countries[c].Ref
	}
	if f := int(binary.LittleEndian.Uint16(b[28:])); f < len(g.tables.Features) {
		rec.Feature = g.tables.Features[f]
	}
	return rec
}

// place returns the bytes of a record, or nil.
func (g *Gazetteer) place(r Ref) []byte {
	places := g.sections[secPlaces]
	at := int(r) * placeSize
	if uint64(r) >= uint64(len(places)/placeSize) {
		return nil
	}
	return places[at : at+placeSize : at+placeSize]
}

func pointAt(b []byte) orb.Point {
	return orb.Point{
		float64(int32(binary.LittleEndian.Uint32(b))) / degree,
		float64(int32(binary.LittleEndian.Uint32(b[4:]))) / degree,
	}
}

func uint24(b []byte) uint32 { return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 }

func putUint24(b []byte, v uint32) { b[0], b[1], b[2] = byte(v), byte(v>>8), byte(v>>16) }

func fixed(v float64) int32 { return int32(math.Round(v * degree)) }

// weight is how important a place is among those of its name, 0 to 255: countries
// first, then by people, then by how many names it has.
func weight(kind geo.Kind, population uint32, names uint8) uint8 {
	w := math.Log2(float64(population)+1)*6 + math.Log2(float64(names)+1)*4
	switch kind {
	case geo.KindCountry, geo.KindContinent:
		w = 200 + w/8
	case geo.KindAdmin1, geo.KindRegion, geo.KindSea:
		w = w*0.7 + 50
	case geo.KindAdmin2, geo.KindAdmin3:
		w *= 0.7
	}
	return uint8(math.Min(255, w))
}

func (g *Gazetteer) weightOf(r Ref) uint8 {
	b := g.place(r)
	if b == nil {
		return 0
	}
	return weight(geo.Kind(b[26]), binary.LittleEndian.Uint32(b[8:]), b[30])
}

// DistanceKM is the distance of two points on the sphere of the Earth's mean
// radius of 6371 km, by the haversine formula.
func DistanceKM(a, b orb.Point) float64 {
	const rad = math.Pi / 180
	dlat, dlon := math.Sin((b[1]-a[1])*rad/2), math.Sin((b[0]-a[0])*rad/2)
	h := dlat*dlat + math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*dlon*dlon
	return 2 * earthKM * math.Asin(math.Min(1, math.Sqrt(h)))
}

const earthKM = 6371
