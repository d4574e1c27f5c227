package geo

import "math/bits"

// CodePoints converts byte offsets of one text, which must be valid UTF-8, to offsets
// in Unicode code points. Offsets may come in any order: counts are cached every
// kilobyte, so that each conversion takes the same small time.
type CodePoints struct {
	text string
	// marks[i] is the number of code points before byte i*markInterval.
	marks []int
}

// markInterval is the distance in bytes between two cached counts.
const markInterval = 1024

// NewCodePoints returns a converter for text.
func NewCodePoints(text string) *CodePoints { return &CodePoints{text: text, marks: []int{0}} }

// At returns the number of code points that begin before the byte offset.
func (c *CodePoints) At(offset int) int {
	mark := offset / markInterval
	for last := len(c.marks) - 1; last < mark; last++ {
		c.marks = append(c.marks, c.marks[last]+leadingBytes(c.text[last*markInterval:(last+1)*markInterval]))
	}
	return c.marks[mark] + leadingBytes(c.text[mark*markInterval:offset])
}

// leadingBytes returns the number of bytes of s that begin a code point: all but those of the form 10xxxxxx. It counts
// those of eight bytes at once.
func leadingBytes(s string) int {
	n := len(s)
	for ; len(s) >= 8; s = s[8:] {
		w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		n -= bits.OnesCount64(w &^ (w << 1) & 0x8080808080808080)
	}
	for i := range len(s) {
		if s[i]&0xc0 == 0x80 {
			n--
		}
	}
	return n
}
