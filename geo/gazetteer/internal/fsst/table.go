// Package fsst compresses short strings with a table of symbols, each string by itself.
//
// The method is FSST (Boncz, Neumann, Leis: "FSST: Fast Random Access String
// Compression", PVLDB 13, 2020).
package fsst

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Table is a table of up to 255 symbols of one to eight bytes each. In a compressed
// string a byte represents a symbol, and Escape represents the byte after it. The zero
// Table has no symbols and escapes every byte. A Table is safe for concurrent use.
type Table struct {
	symbols []string
	words   [256]uint64 // the bytes of each symbol, little-endian
	lengths [256]uint8
	byFirst [256][]uint8 // symbols by their first byte, longest first
}

// Escape precedes a byte of a compressed string that represents itself.
const Escape = 255

// Spare is the number of bytes beyond the end of a string that Decode may
// overwrite.
const Spare = maxSymbol

// maxSymbol is the length of the longest symbols in bytes.
const maxSymbol = 8

// New returns the table with the given symbols.
func New(symbols []string) (*Table, error) {
	if len(symbols) > Escape {
		return nil, fmt.Errorf("%d symbols, at most %d are allowed", len(symbols), Escape)
	}
	t := &Table{symbols: symbols}
	for i, s := range symbols {
		if len(s) == 0 || len(s) > maxSymbol {
			return nil, fmt.Errorf("symbol %d has %d bytes, want 1 to %d", i, len(s), maxSymbol)
		}
		var b [maxSymbol]byte
		copy(b[:], s)
		t.words[i] = binary.LittleEndian.Uint64(b[:])
		t.lengths[i] = uint8(len(s))
		t.byFirst[s[0]] = append(t.byFirst[s[0]], uint8(i))
	}
	for _, l := range t.byFirst {
		slices.SortStableFunc(l, func(a, b uint8) int { return int(t.lengths[b]) - int(t.lengths[a]) })
	}
	return t, nil
}

// Symbols returns the symbols in the order of their numbers.
func (t *Table) Symbols() []string { return t.symbols }

// longestMatch returns the longest symbol that b begins with, or -1.
func (t *Table) longestMatch(b []byte) int {
	for _, s := range t.byFirst[b[0]] {
		if n := int(t.lengths[s]); n <= len(b) && string(b[:n]) == t.symbols[s] {
			return int(s)
		}
	}
	return -1
}

// Encode appends the compressed form of b to dst.
func (t *Table) Encode(dst, b []byte) []byte {
	for len(b) > 0 {
		s := t.longestMatch(b)
		if s < 0 {
			dst = append(dst, Escape, b[0])
			b = b[1:]
			continue
		}
		dst = append(dst, byte(s))
		b = b[t.lengths[s]:]
	}
	return dst
}

// Decode writes the string with the given compressed form to dst, beginning at
// offset n, and returns the offset of its end. ok is false if dst is too small or
// the compressed form is damaged. Up to Spare bytes after the end are overwritten,
// so dst must be that much longer.
func (t *Table) Decode(dst []byte, n int, compressed []byte) (end int, ok bool) {
	for i := 0; i < len(compressed); i++ {
		if n+maxSymbol > len(dst) {
			return n, false
		}
		s := compressed[i]
		if s == Escape {
			if i++; i == len(compressed) {
				return n, false
			}
			dst[n] = compressed[i]
			n++
			continue
		}
		binary.LittleEndian.PutUint64(dst[n:], t.words[s])
		n += int(t.lengths[s])
	}
	return n, true
}
