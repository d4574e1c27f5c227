package layout

import (
	"encoding/binary"
	"sort"

	"github.com/paulmach/orb"
)

// The indexes that are sorted by Ref have entries of fixed size that begin with
// the Ref, uint32.
const (
	// OutlineEntry is the size of an entry of SecOutlineIndex: Ref, offset in
	// SecOutlines uint32, and box.
	OutlineEntry = 24
	// BoundEntry is the size of an entry of SecBounds: Ref and box.
	BoundEntry = 20
	// PopulationEntry is the size of an entry of SecPopulations: Ref and population
	// uint32.
	PopulationEntry = 8
	// CodeEntry is the size of an entry of SecCodes: Ref and offset in SecStrings
	// uint32. A place may have several.
	CodeEntry = 8
)

// SeekEntry returns the number of the first entry, in an index with entries of the
// given size, whose Ref is not less than ref.
func SeekEntry(index []byte, size int, ref uint32) int {
	return sort.Search(len(index)/size, func(i int) bool { return binary.LittleEndian.Uint32(index[i*size:]) >= ref })
}

// FindEntry returns the entry of a place in an index with entries of the given
// size, or nil.
func FindEntry(index []byte, size int, ref uint32) []byte {
	n := SeekEntry(index, size, ref)
	if n >= len(index)/size || binary.LittleEndian.Uint32(index[n*size:]) != ref {
		return nil
	}
	return index[n*size : (n+1)*size]
}

// AppendBound appends a box: west, south, east and north as int32 in 1e-7 degrees.
func AppendBound(dst []byte, b orb.Bound) []byte {
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(Fixed(v)))
	}
	return dst
}

// BoundAt decodes a box.
func BoundAt(b []byte) orb.Bound { return orb.Bound{Min: PointAt(b), Max: PointAt(b[8:])} }
