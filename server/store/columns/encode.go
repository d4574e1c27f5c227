// Package columns packs the mentions, articles and places of a collection into columns of integers and answers selections by one scan over them.
package columns

import (
	"encoding/binary"
	"math"

	"dateline/geo"
)

// SegmentRows is the maximum number of rows of a segment.
const SegmentRows = 65_536

// layoutVersion is the first byte of a segment. It must change with anything that changes
// how the rest is read.
const layoutVersion = 1

// headerBytes is the length of the header, columnHeader that of a column in it.
const (
	headerBytes  = 8
	columnHeader = 5
)

// Encode packs columns of equal length. The segment has the version of the layout, the number
// of columns, two zero bytes, the number of rows, for each column its minimum (4 bytes) and
// the width of its values in bytes (0 to 4), and then the values of column after column less
// the minimum. All numbers are little-endian.
func Encode(columns [][]uint32) []byte {
	rows := 0
	if len(columns) > 0 {
		rows = len(columns[0])
	}
	b := make([]byte, headerBytes, headerBytes+len(columns)*(columnHeader+2*rows))
	b[0], b[1] = layoutVersion, byte(len(columns))
	binary.LittleEndian.PutUint32(b[4:], uint32(rows))
	widths := make([]int, len(columns))
	minima := make([]uint32, len(columns))
	for i, c := range columns {
		low, high := uint32(math.MaxUint32), uint32(0)
		for _, v := range c {
			low, high = min(low, v), max(high, v)
		}
		if rows == 0 {
			low = 0
		}
		minima[i], widths[i] = low, widthOf(high-low)
		b = binary.LittleEndian.AppendUint32(b, low)
		b = append(b, byte(widths[i]))
	}
	for i, c := range columns {
		low := minima[i]
		for _, v := range c {
			v -= low
			for range widths[i] {
				b = append(b, byte(v))
				v >>= 8
			}
		}
	}
	return b
}

// widthOf returns the number of bytes of a value without leading zeros.
func widthOf(v uint32) (n int) {
	for ; v > 0; v >>= 8 {
		n++
	}
	return n
}

// Decode is the inverse of [Encode] for segments of a number of columns. The error wraps
// [geo.ErrCorrupt] if the bytes are not such a segment.
func Decode(b []byte, columns int) ([][]uint32, error) {
	if len(b) < headerBytes+columns*columnHeader || b[0] != layoutVersion || int(b[1]) != columns {
		return nil, geo.Errorf(geo.ErrCorrupt, "a column segment is damaged or has another layout; rebuild the columns with doctor")
	}
	rows := int(binary.LittleEndian.Uint32(b[4:]))
	header, values := b[headerBytes:headerBytes+columns*columnHeader], b[headerBytes+columns*columnHeader:]
	size := 0
	for i := range columns {
		width := int(header[i*columnHeader+4])
		if width > 4 {
			return nil, geo.Errorf(geo.ErrCorrupt, "a column segment has values of %d bytes; rebuild the columns with doctor", width)
		}
		size += width * rows
	}
	if rows > SegmentRows || size != len(values) {
		return nil, geo.Errorf(geo.ErrCorrupt, "a column segment has %d bytes of values, want %d; rebuild the columns with doctor", len(values), size)
	}
	out := make([][]uint32, columns)
	for i := range columns {
		low, width := binary.LittleEndian.Uint32(header[i*columnHeader:]), int(header[i*columnHeader+4])
		out[i] = unpack(values[:width*rows], rows, low, width)
		values = values[width*rows:]
	}
	return out, nil
}

// unpack returns the values of a column.
func unpack(b []byte, rows int, low uint32, width int) []uint32 {
	out := make([]uint32, rows)
	switch width {
	case 0:
		for i := range out {
			out[i] = low
		}
	case 1:
		for i := range out {
			out[i] = low + uint32(b[i])
		}
	case 2:
		for i := range out {
			out[i] = low + uint32(b[2*i]) + uint32(b[2*i+1])<<8
		}
	case 3:
		for i := range out {
			out[i] = low + uint32(b[3*i]) + uint32(b[3*i+1])<<8 + uint32(b[3*i+2])<<16
		}
	case 4:
		for i := range out {
			out[i] = low + binary.LittleEndian.Uint32(b[4*i:])
		}
	}
	return out
}
