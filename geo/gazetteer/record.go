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

// Records of secPlaces are recordSize or, where texts take more than 16 MiB, one
// byte more:
//
//	 0 lon        int32, 1e-7 degrees
//	 4 lat        int32, 1e-7 degrees
//	 8 id         uint32, the number of the id, or the offset of its text in secText
//	12 population uint24; the greatest number says that secPeople holds it
//	15 admin1     uint16, Ref+1 of the first-level area, 0 for none
//	17 admin2     uint24, Ref+1 of the second-level area, 0 for none
//	20 sort       uint16, index in the table of kinds and feature codes
//	22 country    uint8, index in the table of countries, 0 for none
//	23 names      uint8, how many names the place has, at most 255
//	24 scheme     uint8, index in the table of schemes; textScheme says that id is a text
//	25 name       uint24 or uint32, offset in secText
const recordSize = 28

// manyPeople is the population from which on secPeople holds it: for each such
// place, in the order of Refs, its Ref uint32 and its population uint32.
const manyPeople = 1<<24 - 1

// noElevation stands in secElevations for a place whose height is not known.
const noElevation = math.MinInt16

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
	sort := g.sortOf(b)
	rec := Record{
		Point:      pointAt(b),
		Kind:       sort.kind,
		Feature:    sort.Feature,
		Population: int64(g.people(r, b)),
		Admin1:     Ref(binary.LittleEndian.Uint16(b[15:])) - 1,
		Admin2:     Ref(uint24(b[17:])) - 1,
		CountryRef: NoRef,
		NameCount:  int(b[23]),
	}
	if c := int(b[22]); c > 0 && c < len(g.tables.Countries) {
		rec.Country, rec.CountryRef = g.tables.Countries[c].Code, g.tables.Countries[c].Ref
	}
	return rec
}

// Elevation returns a place's metres above sea level; ok is false where the
// gazetteer does not know them.
func (g *Gazetteer) Elevation(r Ref) (metres int, ok bool) {
	b := g.sections[secElevations]
	if at := int64(r) * 2; at+2 <= int64(len(b)) {
		metres = int(int16(binary.LittleEndian.Uint16(b[at:])))
		return metres, metres != noElevation
	}
	return 0, false
}

// place returns the bytes of a record, or nil.
func (g *Gazetteer) place(r Ref) []byte {
	places, size := g.sections[secPlaces], g.tables.RecordSize
	if uint64(r) >= uint64(len(places)/size) {
		return nil
	}
	at := int(r) * size
	return places[at : at+size : at+size]
}

// sortOf returns the kind and the feature code of a record.
func (g *Gazetteer) sortOf(b []byte) sortEntry {
	if n := int(binary.LittleEndian.Uint16(b[20:])); n < len(g.tables.Sorts) {
		return g.tables.Sorts[n]
	}
	return sortEntry{}
}

// people returns the population of a record.
func (g *Gazetteer) people(r Ref, b []byte) uint32 {
	n := uint24(b[12:])
	if n == manyPeople {
		if e := seekArea(g.sections[secPeople], 8, r); e != nil {
			return binary.LittleEndian.Uint32(e[4:])
		}
	}
	return n
}

func (g *Gazetteer) nameAt(b []byte) uint32 {
	if len(b) > recordSize {
		return binary.LittleEndian.Uint32(b[25:])
	}
	return uint24(b[25:])
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
	return weight(g.sortOf(b).kind, g.people(r, b), b[23])
}
