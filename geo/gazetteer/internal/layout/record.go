package layout

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// Degree is the number of steps into which records divide a degree.
const Degree = 1_000_000

// MaxRef is the greatest number of a place; NoRef24 stands for none.
const (
	MaxRef  = 1<<24 - 2
	NoRef24 = 1<<24 - 1
)

// Lengths of the records of fixed width.
const (
	RecordSize = 24
	BoxSize    = 28
	AreaSize   = 28
	CodeSize   = 8
)

// How many places or keys share an entry of their index.
const (
	NamesPerBlock = 16
	KeysPerBlock  = 16
	RankFan       = 64
)

// Record is a place of fixed width.
type Record struct {
	// X and Y are longitude + 180 and latitude + 90 in steps of 1/Degree.
	X, Y uint32
	Kind uint8
	// Other says that ID is an offset into OtherIDs, not a number of GeoNames.
	Other      bool
	Population int64
	Parent     uint32 // NoRef24 for none
	Names      uint8
	ID         uint32
	Country    uint16 // into Metadata.Countries
	Feature    uint16 // into Metadata.Features
}

// The bits of a record's first eight bytes above X and Y.
const (
	recordY       = 29
	recordKind    = 57
	recordOther   = 62
	recordMillion = 63
)

// Append appends the record's RecordSize bytes. A population beyond 32 bits is
// rounded to thousands.
func (r *Record) Append(dst []byte) []byte {
	le := binary.LittleEndian
	head := uint64(r.X) | uint64(r.Y)<<recordY | uint64(r.Kind&31)<<recordKind
	if r.Other {
		head |= 1 << recordOther
	}
	population := max(r.Population, 0)
	if population > math.MaxUint32 {
		head |= 1 << recordMillion
		population = min((population+500)/1000, math.MaxUint32)
	}
	dst = le.AppendUint64(dst, head)
	dst = le.AppendUint32(dst, uint32(population))
	dst = le.AppendUint32(dst, r.Parent&NoRef24|uint32(r.Names)<<24)
	dst = le.AppendUint32(dst, r.ID)
	dst = le.AppendUint16(dst, r.Country)
	return le.AppendUint16(dst, r.Feature)
}

// ReadRecord reads a record out of at least RecordSize bytes.
func ReadRecord(b []byte) Record {
	_ = b[RecordSize-1]
	le := binary.LittleEndian
	head, up := le.Uint64(b), le.Uint32(b[12:])
	r := Record{
		X: uint32(head & (1<<recordY - 1)), Y: uint32(head >> recordY & (1<<28 - 1)),
		Kind: uint8(head >> recordKind & 31), Other: head>>recordOther&1 != 0,
		Population: int64(le.Uint32(b[8:])), Parent: up & NoRef24, Names: uint8(up >> 24),
		ID: le.Uint32(b[16:]), Country: le.Uint16(b[20:]), Feature: le.Uint16(b[22:]),
	}
	if head>>recordMillion != 0 {
		r.Population *= 1000
	}
	return r
}

// PointOf returns the point of a record's X and Y.
func PointOf(x, y uint32) orb.Point {
	return orb.Point{float64(int64(x)-180*Degree) / Degree, float64(int64(y)-90*Degree) / Degree}
}

// Steps returns X and Y of a point on Earth.
func Steps(p orb.Point) (x, y uint32) {
	step := func(v, limit float64) uint32 {
		return uint32(math.Round((math.Max(-limit, math.Min(limit, v)) + limit) * Degree))
	}
	return step(p[0], 180), step(p[1], 90)
}

// Uint24 reads three bytes.
func Uint24(b []byte) uint32 {
	_ = b[2]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
}

// AppendUint24 appends three bytes.
func AppendUint24(dst []byte, v uint32) []byte {
	return append(dst, byte(v), byte(v>>8), byte(v>>16))
}

// Box is the extent of a place and the point where its label goes best, in
// steps like those of a record.
type Box struct {
	Ref                      uint32
	West, South, East, North uint32
	LabelX, LabelY           uint32
}

// Append appends the box's BoxSize bytes.
func (b *Box) Append(dst []byte) []byte {
	for _, v := range [...]uint32{b.Ref, b.West, b.South, b.East, b.North, b.LabelX, b.LabelY} {
		dst = binary.LittleEndian.AppendUint32(dst, v)
	}
	return dst
}

// ReadBox reads a box out of at least BoxSize bytes.
func ReadBox(b []byte) Box {
	_ = b[BoxSize-1]
	le := binary.LittleEndian
	return Box{le.Uint32(b), le.Uint32(b[4:]), le.Uint32(b[8:]), le.Uint32(b[12:]), le.Uint32(b[16:]), le.Uint32(b[20:]), le.Uint32(b[24:])}
}

// Area is where the outline of a place lies in AreaText, with its extent.
type Area struct {
	Ref                      uint32
	Offset, Length           uint32
	West, South, East, North uint32
}

// Append appends the area's AreaSize bytes.
func (a *Area) Append(dst []byte) []byte {
	for _, v := range [...]uint32{a.Ref, a.Offset, a.Length, a.West, a.South, a.East, a.North} {
		dst = binary.LittleEndian.AppendUint32(dst, v)
	}
	return dst
}

// ReadArea reads an area out of at least AreaSize bytes.
func ReadArea(b []byte) Area {
	_ = b[AreaSize-1]
	le := binary.LittleEndian
	return Area{le.Uint32(b), le.Uint32(b[4:]), le.Uint32(b[8:]), le.Uint32(b[12:]), le.Uint32(b[16:]), le.Uint32(b[20:]), le.Uint32(b[24:])}
}
