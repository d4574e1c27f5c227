package layout

import (
	"encoding/binary"
	"math"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// A record of SecPlaces has RecordSize bytes, or one more if SecStrings has more
// than 16 MiB:
//
//	 0 lon        int32, 1e-7 degrees
//	 4 lat        int32, 1e-7 degrees
//	 8 id         uint32, the number of the id, or its offset in SecStrings
//	12 population uint24; LargePopulation means that SecPopulations has it
//	15 admin1     uint16, Ref+1 of the first-level area, 0 for none
//	17 admin2     uint24, Ref+1 of the second-level area, 0 for none
//	20 type       uint16, index in Tables.Types
//	22 country    uint8, index in Tables.Countries, 0 for none
//	23 names      uint8, number of names, at most 255
//	24 scheme     uint8, index in Tables.Schemes; TextScheme means that the id is a string
//	25 name       uint24 or uint32, offset in SecStrings
const RecordSize = 28

// LargePopulation is the population from which on SecPopulations stores it: Ref
// uint32 and population uint32 for each such place, by Ref.
const LargePopulation = 1<<24 - 1

// UnknownElevation is stored in SecElevations for places of unknown elevation.
const UnknownElevation = math.MinInt16

// TextScheme is the scheme of ids that are stored as strings.
const TextScheme = 0

// MaxString is the length of the longest strings of SecStrings in bytes.
const MaxString = 255

// Degree is the number of steps of a fixed-point coordinate in a degree.
const Degree = 1e7

// Fields are the fields of a record. Admin1 and Admin2 are a Ref plus one, 0 for
// none.
type Fields struct {
	Lon, Lat       int32
	ID, Population uint32
	Admin1, Admin2 uint32
	Type           uint16
	Country        uint8
	Names          uint8
	Scheme         uint8
	Name           uint32
}

// Put writes the fields to a record. A population that does not fit becomes
// LargePopulation. Fields wider than their place in the record are truncated.
func (f *Fields) Put(rec []byte) {
	binary.LittleEndian.PutUint32(rec, uint32(f.Lon))
	binary.LittleEndian.PutUint32(rec[4:], uint32(f.Lat))
	binary.LittleEndian.PutUint32(rec[8:], f.ID)
	PutUint24(rec[12:], min(f.Population, LargePopulation))
	binary.LittleEndian.PutUint16(rec[15:], uint16(f.Admin1))
	PutUint24(rec[17:], f.Admin2)
	binary.LittleEndian.PutUint16(rec[20:], f.Type)
	rec[22], rec[23], rec[24] = f.Country, f.Names, f.Scheme
	PutUint24(rec[25:], f.Name)
	if len(rec) > RecordSize {
		rec[28] = byte(f.Name >> 24)
	}
}

// Record is the bytes of a record.
type Record []byte

// Point returns the position.
func (r Record) Point() orb.Point { return PointAt(r) }

// ID returns the number of the id or the offset of its string.
func (r Record) ID() uint32 { return binary.LittleEndian.Uint32(r[8:]) }

// Population returns the population, at most LargePopulation.
func (r Record) Population() uint32 { return Uint24(r[12:]) }

// Admin1 returns the Ref plus one of the first-level area, 0 for none.
func (r Record) Admin1() uint32 { return uint32(binary.LittleEndian.Uint16(r[15:])) }

// Admin2 returns the Ref plus one of the second-level area, 0 for none.
func (r Record) Admin2() uint32 { return Uint24(r[17:]) }

// Type returns an index in Tables.Types.
func (r Record) Type() int { return int(binary.LittleEndian.Uint16(r[20:])) }

// Country returns an index in Tables.Countries.
func (r Record) Country() int { return int(r[22]) }

// Names returns the number of names, at most 255.
func (r Record) Names() uint8 { return r[23] }

// Scheme returns an index in Tables.Schemes.
func (r Record) Scheme() uint8 { return r[24] }

// Name returns the offset of the display name.
func (r Record) Name() uint32 {
	if len(r) > RecordSize {
		return binary.LittleEndian.Uint32(r[25:])
	}
	return Uint24(r[25:])
}

// PointAt decodes a longitude and a latitude in 1e-7 degrees.
func PointAt(b []byte) orb.Point {
	return orb.Point{
		float64(int32(binary.LittleEndian.Uint32(b))) / Degree,
		float64(int32(binary.LittleEndian.Uint32(b[4:]))) / Degree,
	}
}

// Fixed returns degrees as 1e-7 degrees.
func Fixed(degrees float64) int32 { return int32(math.Round(degrees * Degree)) }

// Uint24 decodes three bytes.
func Uint24(b []byte) uint32 { return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 }

// PutUint24 encodes the low three bytes of v.
func PutUint24(b []byte, v uint32) { b[0], b[1], b[2] = byte(v), byte(v>>8), byte(v>>16) }

// Weight returns how prominent a place is among places of the same name, from 0
// to 255: countries first, then by population, then by number of names.
func Weight(kind geo.Kind, population uint32, names uint8) uint8 {
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
