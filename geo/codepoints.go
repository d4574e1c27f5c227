package geo

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

// leadingBytes returns the number of bytes of s that begin a code point.
func leadingBytes(s string) int {
	n := 0
	for i := range len(s) {
		if s[i]&0xc0 != 0x80 {
			n++
		}
	}
	return n
}
