package gazetteer

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"dateline/geo"
)

// Lang is a language of a name, 0 where unknown; Language tells its code.
type Lang uint8

// Language returns the BCP 47 code of a Lang of this gazetteer, or "".
func (g *Gazetteer) Language(l Lang) string {
	if int(l) >= len(g.tables.Languages) {
		return ""
	}
	return g.tables.Languages[l]
}

// Lookup appends the meanings of a name, which must be normalised, to dst, the
// weightiest places first. It does not allocate when dst has room.
func (g *Gazetteer) Lookup(dst []NameRef, name []byte) []NameRef {
	if len(name) == 0 || len(name) > maxKey {
		return dst
	}
	return g.find(dst, name, hashMore(hashStart, name), math.MaxInt)
}

// LookupVerbatim appends the meanings of an abbreviation by its exact written
// form: "Calif.", "N.C.", "WA", "U.S.".
func (g *Gazetteer) LookupVerbatim(dst []NameRef, written string) []NameRef {
	return g.lookupMarked(dst, writtenMark, written)
}

func (g *Gazetteer) lookupMarked(dst []NameRef, mark byte, text string) []NameRef {
	if text == "" || len(text) >= maxKey {
		return dst
	}
	var buf [maxKey + 1]byte
	key := append(append(buf[:0], mark), text...)
	return g.find(dst, key, hashMore(hashStart, key), math.MaxInt)
}

// ByID finds a place by its id, by the id of another source that was merged into
// it, or by a code: "geonames:1138958", "iso:AF", "iata:KBL", "wikidata:Q5838".
func (g *Gazetteer) ByID(id geo.PlaceID) (Ref, bool) {
	if scheme, number, ok := strings.Cut(string(id), ":"); ok {
		if n, err := strconv.ParseUint(number, 10, 32); err == nil {
			for i, s := range g.tables.Schemes {
				if i != textScheme && s == scheme {
					if r, ok := g.byNumber(byte(i), uint32(n)); ok {
						return r, true
					}
				}
			}
		}
	}
	var buf [4]NameRef
	if found := g.lookupMarked(buf[:0], codeMark, string(id)); len(found) > 0 {
		return found[0].Ref, true
	}
	return NoRef, false
}

// byNumber finds a place among secIDs, which holds the Refs of the places with
// numbers, in the order of scheme and number.
func (g *Gazetteer) byNumber(scheme byte, id uint32) (Ref, bool) {
	b := g.sections[secIDs]
	width := g.tables.RefWidth
	if width != 3 && width != 4 {
		return NoRef, false
	}
	low, high := 0, len(b)/width
	for low < high {
		mid := int(uint(low+high) >> 1)
		r := uint24(b[mid*width:])
		if width == 4 {
			r = binary.LittleEndian.Uint32(b[mid*width:])
		}
		p := g.place(Ref(r))
		if p == nil {
			return NoRef, false
		}
		n := binary.LittleEndian.Uint32(p[8:])
		switch {
		case p[24] == scheme && n == id:
			return Ref(r), true
		case p[24] < scheme || p[24] == scheme && n < id:
			low = mid + 1
		default:
			high = mid
		}
	}
	return NoRef, false
}

// Cursor walks a name word by word, for the longest match over a text. The zero
// Cursor is none; Start gives one.
type Cursor struct {
	g    *Gazetteer
	hash uint64
	size uint8
	key  [cursorKey]byte
}

// cursorKey bounds the names that a Cursor finds, in bytes.
const cursorKey = 79

// Start returns a Cursor before the first word.
func (g *Gazetteer) Start() Cursor { return Cursor{g: g, hash: hashStart} }

// Step goes on by one word, which must be normalised. It reports false when no
// name goes on this way; it may seldom report true when none does.
func (c Cursor) Step(word []byte) (Cursor, bool) {
	need := int(c.size) + len(word) + 1
	if need > cursorKey || len(word) == 0 {
		return c, false
	}
	if c.size > 0 {
		c.key[c.size] = ' '
		c.size++
		c.hash = hashByte(c.hash, ' ')
	}
	copy(c.key[c.size:], word)
	c.size += uint8(len(word))
	c.hash = hashMore(c.hash, word)
	if c.g.starts.has(c.hash) {
		return c, true
	}
	p := c.g.names.probe(c.hash)
	_, ok := p.next()
	return c, ok
}

// IsName reports whether the words so far are a whole name.
func (c Cursor) IsName() bool {
	p := c.g.names.probe(c.hash)
	if _, ok := p.next(); !ok {
		return false
	}
	var buf [1]NameRef
	return len(c.Names(buf[:0])) > 0
}

// Names appends the meanings of the words so far to dst.
func (c Cursor) Names(dst []NameRef) []NameRef {
	return c.g.find(dst, c.key[:c.size], c.hash, math.MaxInt)
}
