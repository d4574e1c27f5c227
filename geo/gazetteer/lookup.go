package gazetteer

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"
)

// Lookup appends the places with a name to dst, the most prominent first. The name
// must be normalized. It does not allocate if dst has enough capacity.
func (g *Gazetteer) Lookup(dst []NameRef, name []byte) []NameRef {
	if len(name) == 0 || len(name) > layout.MaxKey {
		return dst
	}
	return g.find(dst, name, layout.HashMore(layout.HashStart, name), math.MaxInt)
}

// LookupVerbatim appends the places with an abbreviation, which must be written
// exactly as in the gazetteer, to dst: "Calif.", "N.C.", "WA", "U.S.".
func (g *Gazetteer) LookupVerbatim(dst []NameRef, abbreviation string) []NameRef {
	return g.lookupMarked(dst, layout.VerbatimMark, abbreviation)
}

func (g *Gazetteer) lookupMarked(dst []NameRef, mark byte, text string) []NameRef {
	if text == "" || len(text) >= layout.MaxKey {
		return dst
	}
	var buf [layout.MaxKey + 1]byte
	key := append(append(buf[:0], mark), text...)
	return g.find(dst, key, layout.HashMore(layout.HashStart, key), math.MaxInt)
}

// ByID returns the place with an id, with the id of another source that was merged
// into it, or with a code: "geonames:1138958", "iso:AF", "iata:KBL",
// "wikidata:Q5838".
func (g *Gazetteer) ByID(id geo.PlaceID) (Ref, bool) {
	if scheme, number, ok := strings.Cut(string(id), ":"); ok {
		if n, err := strconv.ParseUint(number, 10, 32); err == nil {
			for i, s := range g.tables.Schemes {
				if i != layout.TextScheme && s == scheme {
					if r, ok := g.byNumber(byte(i), uint32(n)); ok {
						return r, true
					}
				}
			}
		}
	}
	var buf [4]NameRef
	if found := g.lookupMarked(buf[:0], layout.CodeMark, string(id)); len(found) > 0 {
		return found[0].Ref, true
	}
	return NoRef, false
}

// byNumber finds a place in SecIDs, which has the Refs of places with numeric ids
// in the order of scheme and number.
func (g *Gazetteer) byNumber(scheme byte, id uint32) (Ref, bool) {
	b := g.section(layout.SecIDs)
	width := g.tables.RefWidth
	if width != 3 && width != 4 {
		return NoRef, false
	}
	low, high := 0, len(b)/width
	for low < high {
		mid := int(uint(low+high) >> 1)
		r := layout.Uint24(b[mid*width:])
		if width == 4 {
			r = binary.LittleEndian.Uint32(b[mid*width:])
		}
		p := g.record(Ref(r))
		if p == nil {
			return NoRef, false
		}
		switch n := p.ID(); {
		case p.Scheme() == scheme && n == id:
			return Ref(r), true
		case p.Scheme() < scheme || p.Scheme() == scheme && n < id:
			low = mid + 1
		default:
			high = mid
		}
	}
	return NoRef, false
}

// Cursor looks up a name word by word, to find the longest name at a position of a
// text. Start returns one; the zero Cursor is not valid.
type Cursor struct {
	g    *Gazetteer
	hash uint64
	size uint8
	key  [layout.MaxCursorKey]byte
}

// Start returns a Cursor before the first word.
func (g *Gazetteer) Start() Cursor { return Cursor{g: g, hash: layout.HashStart} }

// Step adds one word, which must be normalized. It reports whether a name begins
// with the words so far; in one of ten thousand cases it reports true although
// there is no such name. Names of more than 79 bytes are not found.
func (c Cursor) Step(word []byte) (Cursor, bool) {
	need := int(c.size) + len(word) + 1
	if need > layout.MaxCursorKey || len(word) == 0 {
		return c, false
	}
	if c.size > 0 {
		c.key[c.size] = ' '
		c.size++
		c.hash = layout.HashByte(c.hash, ' ')
	}
	copy(c.key[c.size:], word)
	c.size += uint8(len(word))
	c.hash = layout.HashMore(c.hash, word)
	if c.g.prefixes.Has(c.hash) {
		return c, true
	}
	p := c.g.blocks.Probe(c.hash)
	_, ok := p.Next()
	return c, ok
}

// Key returns the words so far, joined by spaces, and a hash of them. They are valid until c is changed.
func (c *Cursor) Key() (words []byte, hash uint64) { return c.key[:c.size], c.hash }

// Continues reports whether a name begins with the words so far and has further ones; in one of ten thousand cases it
// reports true although there is no such name.
func (c *Cursor) Continues() bool { return c.g.prefixes.Has(c.hash) }

// IsName reports whether the words so far are a complete name.
func (c Cursor) IsName() bool {
	p := c.g.blocks.Probe(c.hash)
	if _, ok := p.Next(); !ok {
		return false
	}
	var buf [1]NameRef
	return len(c.Names(buf[:0])) > 0
}

// Names appends the places whose name is the words so far to dst.
func (c Cursor) Names(dst []NameRef) []NameRef {
	return c.g.find(dst, c.key[:c.size], c.hash, math.MaxInt)
}

// MostImportant returns the record of the first country among places with a name, or else that of the first place with most people. Without
// names it has no country and NoRefs.
func (g *Gazetteer) MostImportant(names []NameRef) Record {
	best := Record{Population: -1, CountryRef: NoRef, Admin1: NoRef, Admin2: NoRef}
	for _, n := range names {
		r := g.Record(n.Ref)
		if r.Kind == geo.KindCountry {
			return r
		}
		if r.Population > best.Population {
			best = r
		}
	}
	return best
}
