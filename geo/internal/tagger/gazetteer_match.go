package tagger

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
)

// Name is a range of tokens, [First, Last], that is a name in the gazetteer.
type Name struct {
	First, Last int32
	Types       PlaceTypes
	// Size is the size class of the largest place with the name, see [sizeClass].
	Size uint8
	// Skip and Trim are the numbers of bytes at the start of the first token and at the end of the
	// last one that are not part of the name.
	Skip, Trim uint8
}

// PlaceTypes is a set of the types of place that a name may mean.
type PlaceTypes uint8

// The types of place.
const (
	TypeCountry PlaceTypes = 1 << iota
	TypeState
	TypeDistrict
	TypeTown
	TypeNature
	TypeSite
	TypeDemonym
	TypeAbbreviation
)

// Cover describes the gazetteer name that covers a token, if any.
type Cover struct {
	Types    PlaceTypes
	Size     uint8
	position Position
}

// Covered reports whether a name covers the token.
func (c Cover) Covered() bool { return c.position != PosNone }

// code returns c as a feature value.
func (c Cover) code() uint32 {
	return uint32(c.Types)<<8 | uint32(c.Size)<<4 | uint32(c.position)
}

// gazetteerMatcher finds names of the gazetteer in text.
type gazetteerMatcher struct {
	gaz      *gazetteer.Gazetteer
	key      []byte
	refs     []gazetteer.NameRef
	meanings Meanings
	// unextended has the keys of words of a chunk and the one after it that no name continues, see furthest.
	unextended [1 << cacheBits]uint64
}

const cacheBits = 14

// match sets x.Names and x.Cover to the names of the gazetteer in the chunks: from left to right
// the longest name at each token. Without a gazetteer both are empty.
func (m *gazetteerMatcher) match(x *Extractor, chunks []Chunk) {
	x.Names, x.Cover = x.Names[:0], x.Cover[:0]
	if m.gaz == nil {
		return
	}
	x.Cover = append(x.Cover, make([]Cover, len(x.Tokens))...)
	for k := range chunks {
		for i := chunks[k].First; i <= chunks[k].Last; {
			n, ok := m.longest(x, i, chunks[k].Last)
			if !ok {
				i++
				continue
			}
			if x.Tokens[i].Lower == hashThe && n.Last == i+1 {
				if o, found := m.longest(x, i+1, chunks[k].Last); found && o.Last > n.Last {
					n = o // "the Gulf of Aden" is not "The Gulf"
				}
			}
			x.Names = append(x.Names, n)
			for j := n.First; j <= n.Last; j++ {
				x.Cover[j] = Cover{Types: n.Types, Size: n.Size, position: PositionOf(n.First, n.Last, j)}
			}
			i = n.Last + 1
		}
	}
}

// longest returns the longest name that begins with token i and ends at token last or before.
func (m *gazetteerMatcher) longest(x *Extractor, i, last int32) (n Name, ok bool) {
	t := &x.Tokens[i]
	if t.Class == ClassAlnum || !t.nameLike() && (i == last || !arabicArticles[t.Lower] || x.Tokens[i+1].Space) {
		return n, false
	}
	n.First = i
	ok = m.walk(&n, x, last, "", false)
	if isPossessive(x, i+1) || isPossessive(x, i+2) {
		joined := Name{First: i}
		if m.walk(&joined, x, last, "", true) && (!ok || joined.Last > n.Last) {
			n, ok = joined, true
		}
	}
	if i < last && (!ok || n.Last == i) && abbrev.Compass(t.Text(x.Text)) != "" {
		ok = m.walk(&n, x, last, "ern", false) && n.Last > i // "N. Ireland" is Northern Ireland
	}
	if !ok || n.First == n.Last {
		ok = m.addAbbreviation(&n, x) || ok
	}
	if !ok {
		ok = m.matchPlural(&n, x)
	}
	return n, ok
}

// walk sets the last token, types and size of n to those of the longest name that begins with its first
// token and ends at token last or before, and reports whether there is one. ending is appended to the
// word of a compass initial. With joined, a word and a possessive ending after it are one word.
func (m *gazetteerMatcher) walk(n *Name, x *Extractor, last int32, ending string, joined bool) (ok bool) {
	c := m.gaz.Start()
	hash, open := HashWords, false // open: after an opening bracket
	for j := n.First; j <= last; j++ {
		t := &x.Tokens[j]
		m.key = m.spell(m.key[:0], t.Text(x.Text), j == n.First && j < last, ending)
		if len(m.key) == 0 {
			open = open || x.Text[t.Start] == '('
			continue
		}
		if j+2 <= last && divides(x.Tokens, int(j)) {
			j += 2
			m.key = gazetteer.Normalize(m.key, x.Tokens[j].Text(x.Text))
		}
		possessive := joined && m.joinPossessive(x, j)
		next, found := c.Step(m.key)
		if !found {
			break
		}
		c = next
		hash = HashWord(hash, m.key)
		if possessive {
			if j++; j > n.First+1 && m.endsWithPossessive(c, x, j) {
				k := m.meanings.At(m.gaz, c, hash)
				n.Last, n.Types, n.Size, ok = j, k.Types, k.Size, true
			}
			continue
		}
		if !t.nameLike() && !followsHyphen(x.Tokens, j) {
			continue
		}
		if open && (j == last || !m.hasBrackets(c) || x.Text[x.Tokens[j+1].Start] != ')') {
			continue
		}
		if k := m.meanings.At(m.gaz, c, hash); k.IsName {
			n.Last, ok = j, true
			if open {
				n.Last++
			}
			n.Types, n.Size = k.Types, k.Size
		}
	}
	return ok
}

// joinPossessive sets m.key to the word of token j and the possessive ending after it, and reports whether there is
// one: "Cox's Bazar", "St. John's".
func (m *gazetteerMatcher) joinPossessive(x *Extractor, j int32) bool {
	if !isPossessive(x, j+1) || !x.Tokens[j].Cased() {
		return false
	}
	m.key = gazetteer.Normalize(m.key[:0], x.Text[x.Tokens[j].Start:x.Tokens[j+1].End])
	return true
}

// isPossessive reports whether token i is the possessive ending of the one before it.
func isPossessive(x *Extractor, i int32) bool {
	return int(i) < len(x.Tokens) && x.Tokens[i].Lower == hashPossessive && !x.Tokens[i].Space
}

// endsWithPossessive reports whether the name at a cursor is one with a possessive ending, which is token j, and not a
// part of a longer name: "St. John's", unlike "St. Paul's Hospital".
func (m *gazetteerMatcher) endsWithPossessive(c gazetteer.Cursor, x *Extractor, j int32) bool {
	comma := false
	if next := int(j) + 1; next < len(x.Tokens) && x.Tokens[next].Sentence == x.Tokens[j].Sentence {
		if x.Tokens[next].nameLike() {
			return false
		}
		comma = x.Tokens[next].Lower == hashComma
	}
	m.refs = c.Names(m.refs[:0])
	for _, r := range m.refs {
		if strings.HasSuffix(m.gaz.Name(r.Ref), "'s") && (comma || sizeClass(m.gaz.Record(r.Ref).Population) >= sizeTown) {
			return true
		}
	}
	return false
}

// hasBrackets reports whether the name at a cursor is written with brackets, or is that of a country:
// "Halle (Saale)", "Congo (Kinshasa)".
func (m *gazetteerMatcher) hasBrackets(c gazetteer.Cursor) bool {
	m.refs = c.Names(m.refs[:0])
	for _, r := range m.refs {
		if m.gaz.Record(r.Ref).Kind == geo.KindCountry || strings.Contains(m.gaz.Name(r.Ref), "(") {
			return true
		}
	}
	return false
}

// spell appends the normalized words of a token to dst. At the beginning of a name of several words,
// which first reports, an initial such as "N." is a direction of the compass with the given ending.
func (m *gazetteerMatcher) spell(dst []byte, s string, first bool, ending string) []byte {
	if first {
		if word := abbrev.Compass(s); word != "" {
			return append(append(dst, word...), ending...)
		}
	}
	return gazetteer.Normalize(dst, s)
}

// addAbbreviation adds to n the meanings of its first token as an abbreviation, such as "U.S." or
// "US", and reports whether there are any.
func (m *gazetteerMatcher) addAbbreviation(n *Name, x *Extractor) bool {
	t := &x.Tokens[n.First]
	if t.Class != ClassInitials && t.Class != ClassUpper && x.Text[t.End-1] != '.' {
		return false
	}
	m.refs = abbrev.Lookup(m.gaz, m.refs[:0], t.Text(x.Text))
	if len(m.refs) == 0 {
		return false
	}
	types, size := TypesOf(m.gaz, m.refs)
	n.Last, n.Types, n.Size = n.First, n.Types|types|TypeAbbreviation, max(n.Size, size)
	return true
}

// matchPlural matches the first token of n without its final "s", as in "Afghanistans": a plural,
// or a possessive that lost its apostrophe.
func (m *gazetteerMatcher) matchPlural(n *Name, x *Extractor) bool {
	t := &x.Tokens[n.First]
	if t.Class != ClassCapital || t.End-t.Start <= 5 || x.Text[t.End-1] != 's' {
		return false
	}
	m.key = gazetteer.Normalize(m.key[:0], x.Text[t.Start:t.End-1])
	m.refs = m.gaz.Lookup(m.refs[:0], m.key)
	types, size := TypesOf(m.gaz, m.refs)
	if types&(TypeCountry|TypeDemonym) == 0 {
		return false
	}
	n.Last, n.Types, n.Size = n.First, types, size
	if types&TypeDemonym == 0 {
		n.Trim = 1
	}
	return true
}

// maxMeanings is the number of a name's meanings, the most important first, that TypesOf uses.
const maxMeanings = 6

// TypesOf returns the types of the most important places that a name may mean, and the size class
// of the largest.
func TypesOf(g *gazetteer.Gazetteer, refs []gazetteer.NameRef) (types PlaceTypes, size uint8) {
	for _, r := range refs[:min(len(refs), maxMeanings)] {
		rec := g.Record(r.Ref)
		if r.Kind == gazetteer.NameDemonym {
			types |= TypeDemonym
		} else {
			types |= TypeOf(rec.Kind)
		}
		size = max(size, sizeClass(rec.Population))
	}
	return types, size
}

// TypeOf returns the type of places of a kind.
func TypeOf(k geo.Kind) PlaceTypes {
	switch k {
	case geo.KindCountry, geo.KindContinent, geo.KindRegion:
		return TypeCountry
	case geo.KindAdmin1:
		return TypeState
	case geo.KindAdmin2, geo.KindAdmin3:
		return TypeDistrict
	case geo.KindSettlement, geo.KindQuarter:
		return TypeTown
	case geo.KindAirport, geo.KindBase, geo.KindCrossing, geo.KindSite:
		return TypeSite
	default:
		return TypeNature
	}
}

// sizeClass returns the size class of a population: 0 for none, up to 7 for at least five million.
func sizeClass(population int64) uint8 {
	class := uint8(0)
	for _, least := range [...]int64{1, 2_000, 10_000, 50_000, 250_000, 1_000_000, 5_000_000} {
		if population >= least {
			class++
		}
	}
	return class
}
