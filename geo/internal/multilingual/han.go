package multilingual

import (
	"sync"
	"unicode/utf8"

	"dateline/geo/gazetteer"
)

// The CJK unified ideographs, none of which has a compatibility form.
const (
	firstHan = '\u4e00'
	lastHan  = '\u9fff'
)

// HanNames tells which names of a gazetteer may begin with two Chinese characters. It is safe for concurrent use.
type HanNames struct {
	gaz  *gazetteer.Gazetteer
	once sync.Once
	// beginnings has the beginnings of names by their first character.
	beginnings [lastHan - firstHan + 1][]beginning
}

// beginning is the second character of names, with a bit for each of their numbers of characters.
type beginning struct {
	second  rune
	lengths uint8
}

// NewHanNames returns the names of gazetteer g, which are read at the first use.
func NewHanNames(g *gazetteer.Gazetteer) *HanNames { return &HanNames{gaz: g} }

// lengthsOf returns the lengths in characters, a bit each, of the names that begin with two characters.
func (h *HanNames) lengthsOf(first, second rune) uint8 {
	h.once.Do(h.read)
	for _, b := range h.beginnings[first-firstHan] {
		if b.second == second {
			return b.lengths
		}
	}
	return 0
}

func (h *HanNames) read() {
	for key := range h.gaz.KeysBetween([]byte(string(rune(firstHan))), []byte(string(rune(lastHan+1)))) {
		first, size := utf8.DecodeRune(key)
		second, _ := utf8.DecodeRune(key[size:])
		n := utf8.RuneCount(key)
		if n < 2 || n > maxUnspaced || !isHan(first) {
			continue
		}
		b := &h.beginnings[first-firstHan]
		if last := len(*b) - 1; last < 0 || (*b)[last].second != second {
			*b = append(*b, beginning{second: second})
		}
		(*b)[len(*b)-1].lengths |= 1 << n
	}
}

// isHan reports whether r is a common Chinese character.
func isHan(r rune) bool { return r >= firstHan && r <= lastHan }
