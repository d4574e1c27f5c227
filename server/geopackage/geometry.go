package geopackage

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// Flags of the header of a geometry.
const (
	littleEndian = 1
	withEnvelope = 1 << 1 // of x and y
)

// encode returns a geometry in the binary format of GeoPackage: a header with the
// reference system and, unless it is a point, the envelope, and well-known binary.
func encode(g orb.Geometry) ([]byte, error) {
	out := []byte{'G', 'P', 0, littleEndian}
	out = binary.LittleEndian.AppendUint32(out, 4326)
	if _, ok := g.(orb.Point); !ok {
		out[3] |= withEnvelope
		b := g.Bound()
		for _, v := range []float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
	}
	body, err := wkb.Marshal(g, binary.LittleEndian)
	return append(out, body...), err
}

// bounds collects the extent of geometries. The zero value is empty.
type bounds struct {
	box   orb.Bound
	found bool
}

func (b *bounds) add(x orb.Bound) {
	if b.found {
		x = x.Union(b.box)
	}
	b.box, b.found = x, true
}

// args returns west, south, east and north, or nulls if there is no extent.
func (b *bounds) args() []any {
	if !b.found {
		return []any{nil, nil, nil, nil}
	}
	return []any{b.box.Min[0], b.box.Min[1], b.box.Max[0], b.box.Max[1]}
}
