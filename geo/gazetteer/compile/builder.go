package compile

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// draftPlace is a place while a gazetteer is compiled.
type draftPlace struct {
	lon, lat   int32
	population uint32
	name       uint32 // offset in builder.strings
	id         uint32
	// admin1 and admin2 are the numbers of the codes of the areas that contain the
	// place, ownCode that of its own code if it is such an area; 0 for none.
	admin1, admin2, ownCode uint32
	mergedInto              uint32 // the place that it was merged into, plus one
	feature                 uint16
	elevation               int16 // meters, or layout.UnknownElevation
	kind                    geo.Kind
	country                 uint8
	scheme                  uint8
	source                  uint8
	names                   uint8
	generatedID             bool
	areasAssigned           bool // a place of a base, which is not assigned areas again
	unknownType             bool
}

func (p *draftPlace) point() orb.Point {
	return orb.Point{float64(p.lon) / layout.Degree, float64(p.lat) / layout.Degree}
}

// noPlace is a number that no place has.
const noPlace = math.MaxUint32

// builder is a gazetteer that is being compiled.
type builder struct {
	dir     string // for temporary files
	places  []draftPlace
	names   *keySorter
	sources []gazetteer.SourceCount
	bases   map[int]*gazetteer.Gazetteer // by number of the source

	strings     []byte // each with its length before it
	stringCount int
	interned    map[string]uint32
	moved       [][2]uint32 // old and new offset of each string, once they are compressed

	schemes   []string
	generated []bool // by scheme
	features  interner[uint16]
	countries interner[uint8]
	languages interner[gazetteer.Lang]
	codes     map[string]uint32 // numbers of area codes such as "AF.13"
	codeTexts []string          // by number
	numbers   [][]uint32        // by scheme: place plus one by the number of its id
	stringIDs map[geo.PlaceID]uint32
	others    []otherID
	mergedIDs []mergedID
	parents   []parentLink

	localNames map[string][]localName // by language, in the order of the sources

	pending  []pendingOutline  // of the source that is being read
	outlines map[uint32][]byte // by place; encoded, or nil until the source is read
	bounds   map[uint32]orb.Bound

	key []byte // buffer
	err error  // something exceeds a limit of the format
}

// otherID is a further id or code of a place, with the offset of its string.
type otherID struct {
	place, text uint32
}

func newBuilder(dir string) *builder {
	return &builder{
		dir: dir, names: &keySorter{dir: dir, limit: sortMemory}, bases: map[int]*gazetteer.Gazetteer{},
		interned: map[string]uint32{}, schemes: []string{""}, generated: []bool{false},
		features: newInterner[uint16](), countries: newInterner[uint8](), languages: newInterner[gazetteer.Lang](),
		codes: map[string]uint32{}, codeTexts: []string{""}, numbers: [][]uint32{nil}, stringIDs: map[geo.PlaceID]uint32{},
		localNames: map[string][]localName{}, outlines: map[uint32][]byte{}, bounds: map[uint32]orb.Bound{},
	}
}

// interner numbers strings. The empty string has the number 0.
type interner[N uint8 | uint16 | gazetteer.Lang] struct {
	texts   []string
	numbers map[string]N
}

func newInterner[N uint8 | uint16 | gazetteer.Lang]() interner[N] {
	return interner[N]{[]string{""}, map[string]N{"": 0}}
}

// number returns the number of a string; ok is false if it is new and would exceed
// limit.
func (i *interner[N]) number(text string, limit int) (n N, ok bool) {
	if n, ok = i.numbers[text]; ok {
		return n, true
	}
	if len(i.texts) > limit {
		return 0, false
	}
	n = N(len(i.texts))
	i.numbers[text] = n
	i.texts = append(i.texts, text)
	return n, true
}

// tooMany records that the sources exceed a limit of the format.
func (b *builder) tooMany(what string, limit int64) {
	if b.err == nil {
		b.err = geo.Errorf(geo.ErrTooLarge, "the sources have more than %d %s, which is the limit of the format", limit, what)
	}
}

func (b *builder) country(code string) uint8 {
	n, ok := b.countries.number(code, math.MaxUint8)
	if !ok {
		b.tooMany("country codes", math.MaxUint8)
	}
	return n
}

// feature returns the number of a feature code, 0 if there are too many.
func (b *builder) feature(code string) uint16 {
	n, _ := b.features.number(code, math.MaxUint16-1)
	return n
}

// language returns the number of a language, 0 if there are too many.
func (b *builder) language(code string) gazetteer.Lang {
	n, _ := b.languages.number(code, math.MaxUint8-1)
	return n
}

// areaCode returns the number of an area code.
func (b *builder) areaCode(code string) uint32 {
	n, ok := b.codes[code]
	if !ok {
		n = uint32(len(b.codeTexts))
		b.codes[code] = n
		b.codeTexts = append(b.codeTexts, code)
	}
	return n
}

// maxInterned bounds the strings that are looked up before a string is stored
// again.
const maxInterned = 1 << 20

// intern stores a string and returns its offset. Equal strings are stored once, as
// long as there are at most maxInterned.
func (b *builder) intern(s string) uint32 {
	if at, ok := b.interned[s]; ok {
		return at
	}
	at := uint32(len(b.strings))
	b.stringCount++
	if len(s) < 0x80 {
		b.strings = append(b.strings, byte(len(s)))
	} else {
		b.strings = append(b.strings, byte(len(s)|0x80), byte(len(s)>>7))
	}
	b.strings = append(b.strings, s...)
	if len(b.interned) < maxInterned {
		b.interned[s] = at
	}
	return at
}

// text returns the string at an offset of b.strings.
func (b *builder) text(at uint32) []byte {
	size, width := binary.Uvarint(b.strings[at:])
	start := int(at) + width
	return b.strings[start : start+int(size)]
}

// truncate cuts a string to at most n bytes at the boundary of a character.
func truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}

// maxID is the length of the longest ids and codes in bytes.
const maxID = 120

// maxIndexedNumber bounds the numbers of ids that are indexed by an array.
const maxIndexedNumber = 1 << 25

// splitID splits an id into its scheme and its number.
func splitID(id geo.PlaceID) (scheme string, number uint32, ok bool) {
	scheme, digits, _ := strings.Cut(string(id), ":")
	n, err := strconv.ParseUint(digits, 10, 32)
	return scheme, uint32(n), err == nil && (digits == "0" || digits[0] != '0')
}

// assignID returns how the id of a place is stored: a scheme with a number, or
// layout.TextScheme with the offset of its string.
func (b *builder) assignID(id geo.PlaceID, at uint32) (scheme uint8, n uint32) {
	b.indexID(id, at)
	if scheme, number, ok := splitID(id); ok {
		if s := b.scheme(scheme); s != layout.TextScheme {
			return s, number
		}
	}
	return layout.TextScheme, b.intern(truncate(string(id), maxID))
}

// scheme returns the number of a scheme, layout.TextScheme if there are too many.
func (b *builder) scheme(name string) uint8 {
	for i, s := range b.schemes {
		if s == name && i != layout.TextScheme {
			return uint8(i)
		}
	}
	if len(b.schemes) >= math.MaxUint8 {
		return layout.TextScheme
	}
	b.schemes = append(b.schemes, name)
	b.generated = append(b.generated, false)
	b.numbers = append(b.numbers, nil)
	return uint8(len(b.schemes) - 1)
}

// indexID makes a place findable by an id.
func (b *builder) indexID(id geo.PlaceID, at uint32) {
	if scheme, n, ok := splitID(id); ok && n < maxIndexedNumber {
		s := b.scheme(scheme)
		if s != layout.TextScheme {
			if int(n) >= len(b.numbers[s]) {
				b.numbers[s] = append(b.numbers[s], make([]uint32, int(n)+1-len(b.numbers[s]))...)
			}
			b.numbers[s][n] = at + 1
			return
		}
	}
	b.stringIDs[id] = at
}

// byID returns the place with an id.
func (b *builder) byID(id geo.PlaceID) (uint32, bool) {
	if scheme, n, ok := splitID(id); ok && n < maxIndexedNumber {
		for i, s := range b.schemes {
			if s == scheme && i != layout.TextScheme {
				if int(n) < len(b.numbers[i]) && b.numbers[i][n] > 0 {
					return b.numbers[i][n] - 1, true
				}
				return 0, false
			}
		}
	}
	at, ok := b.stringIDs[id]
	return at, ok
}

// idOf returns the id of a place.
func (b *builder) idOf(at uint32) geo.PlaceID {
	p := &b.places[at]
	if p.scheme == layout.TextScheme {
		return geo.PlaceID(b.text(p.id))
	}
	return geo.PlaceID(b.schemes[p.scheme] + ":" + strconv.FormatUint(uint64(p.id), 10))
}

// survivor returns the place that a place was merged into, or itself.
func (b *builder) survivor(at uint32) uint32 {
	for b.places[at].mergedInto != 0 {
		at = b.places[at].mergedInto - 1
	}
	return at
}
