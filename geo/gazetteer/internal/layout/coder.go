package layout

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// Coder shortens strings by a table of up to 255 symbols of one to eight bytes
// each: a byte of the short form stands for a symbol, and Escape for the byte
// after it. Each string is coded by itself. The method is FSST (Boncz, Neumann,
// Leis: FSST: Fast Random Access String Compression, PVLDB 13, 2020). The zero
// value codes nothing shorter.
type Coder struct {
	symbols []string
	words   [256]uint64 // the symbols' bytes, little-endian
	lengths [256]uint8
	byFirst [256][]uint8 // symbols by their first byte, the longest first
}

// Escape says that the byte after it stands for itself.
const Escape = 255

// Spare is how many bytes beyond the end of a string Decode needs room for.
const Spare = maxSymbol

const (
	maxSymbol  = 8
	generation = 6
)

// NewCoder returns the coder with the given symbols.
func NewCoder(symbols []string) (*Coder, error) {
	if len(symbols) > Escape {
		return nil, fmt.Errorf("%d symbols, at most %d can be told apart", len(symbols), Escape)
	}
	c := &Coder{symbols: symbols}
	for i, s := range symbols {
		if len(s) == 0 || len(s) > maxSymbol {
			return nil, fmt.Errorf("symbol %d has %d bytes, want 1 to %d", i, len(s), maxSymbol)
		}
		var b [maxSymbol]byte
		copy(b[:], s)
		c.words[i] = binary.LittleEndian.Uint64(b[:])
		c.lengths[i] = uint8(len(s))
		c.byFirst[s[0]] = append(c.byFirst[s[0]], uint8(i))
	}
	for _, l := range c.byFirst {
		slices.SortStableFunc(l, func(a, b uint8) int { return int(c.lengths[b]) - int(c.lengths[a]) })
	}
	return c, nil
}

// Symbols returns the table.
func (c *Coder) Symbols() []string { return c.symbols }

// match returns the longest symbol that b begins with, or -1.
func (c *Coder) match(b []byte) int {
	for _, s := range c.byFirst[b[0]] {
		if n := int(c.lengths[s]); n <= len(b) && string(b[:n]) == c.symbols[s] {
			return int(s)
		}
	}
	return -1
}

// Encode appends the short form of b.
func (c *Coder) Encode(dst, b []byte) []byte {
	for len(b) > 0 {
		s := c.match(b)
		if s < 0 {
			dst = append(dst, Escape, b[0])
			b = b[1:]
			continue
		}
		dst = append(dst, byte(s))
		b = b[c.lengths[s]:]
	}
	return dst
}

// Decode writes the string of a short form to dst from n on and returns where it
// ends; ok is false when dst is too small. Up to eight bytes after the end are
// overwritten, so dst must have as many to spare.
func (c *Coder) Decode(dst []byte, n int, code []byte) (end int, ok bool) {
	for i := 0; i < len(code); i++ {
		if n+maxSymbol > len(dst) {
			return n, false
		}
		s := code[i]
		if s == Escape {
			if i++; i == len(code) {
				return n, false
			}
			dst[n] = code[i]
			n++
			continue
		}
		binary.LittleEndian.PutUint64(dst[n:], c.words[s])
		n += int(c.lengths[s])
	}
	return n, true
}

// Train finds the symbols that shorten strings like the samples most.
func Train(samples [][]byte) *Coder {
	c := &Coder{}
	for range generation {
		c = c.next(samples)
	}
	return c
}

// next counts how often the symbols and pairs of them are used on the samples,
// and makes the most worthwhile of them the symbols of a better table.
func (c *Coder) next(samples [][]byte) *Coder {
	// Codes 0 to 255 are symbols, 256 and up single bytes.
	const codes = 512
	single := make([]int, codes)
	pair := make([]int32, codes*codes)
	for _, b := range samples {
		last := -1
		for len(b) > 0 {
			code, n := 256+int(b[0]), 1
			if s := c.match(b); s >= 0 {
				code, n = s, int(c.lengths[s])
			}
			single[code]++
			if n > 1 { // its first byte alone, so that it is not forgotten
				single[256+int(b[0])]++
			}
			if last >= 0 {
				pair[last*codes+code]++
			}
			last = code
			b = b[n:]
		}
	}
	text := func(code int) string {
		if code >= 256 {
			return string([]byte{byte(code - 256)})
		}
		return c.symbols[code]
	}
	gain := map[string]int{}
	for code, n := range single {
		if n > 0 {
			s := text(code)
			weight := len(s)
			if weight == 1 {
				weight = 2 // a byte without a symbol costs two
			}
			gain[s] = max(gain[s], n*weight)
		}
	}
	for i, n := range pair {
		if n < 4 {
			continue
		}
		if s := text(i/codes) + text(i%codes); len(s) <= maxSymbol {
			gain[s] += int(n) * len(s)
		}
	}
	type candidate struct {
		text string
		gain int
	}
	best := make([]candidate, 0, len(gain))
	for s, n := range gain {
		best = append(best, candidate{s, n})
	}
	slices.SortFunc(best, func(a, b candidate) int {
		if a.gain != b.gain {
			return b.gain - a.gain
		}
		return bytes.Compare([]byte(a.text), []byte(b.text))
	})
	symbols := make([]string, 0, Escape)
	for _, b := range best[:min(len(best), Escape)] {
		symbols = append(symbols, b.text)
	}
	better, err := NewCoder(symbols)
	if err != nil {
		panic(err) // the symbols were made to fit
	}
	return better
}
