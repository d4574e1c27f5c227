package gazetteer

import (
	"bytes"
	"slices"

	"dateline/geo/gazetteer/internal/layout"
)

// variantRule rewrites a normalized name into another spelling of the same place.
// The rules follow how news and gazetteers transliterate Arabic, Persian, Russian
// and neighboring languages.
type variantRule struct {
	from, to string
	// at is where in the name from must be.
	at position
}

type position uint8

const (
	anywhere position = iota
	atStart
	atEnd
)

var variantRules = []variantRule{
	{"al ", "el ", atStart}, {"el ", "al ", atStart}, {"al ", "ul ", atStart}, {"al ", "", atStart}, {"el ", "", atStart}, {"ar ", "al ", atStart},
	{"as ", "al ", atStart}, {"ash ", "al ", atStart}, {"ad ", "al ", atStart}, {"an ", "al ", atStart}, {"at ", "al ", atStart}, {"az ", "al ", atStart},
	{" al ", " ul ", anywhere}, {" el ", " al ", anywhere}, {" ul ", " al ", anywhere},
	{"the ", "", atStart},
	{"abad", " abad", atEnd}, {" abad", "abad", atEnd},
	{"boldak", "buldak", anywhere}, {"ou", "u", anywhere}, {"oo", "u", anywhere}, {"ee", "i", anywhere}, {"q", "k", anywhere}, {"k", "q", anywhere},
	{"kh", "h", anywhere}, {"gh", "g", anywhere}, {"dh", "d", anywhere}, {"ei", "ai", anywhere}, {"ai", "ei", anywhere}, {"ay", "ai", anywhere},
	{"iyah", "iya", atEnd}, {"iya", "iyah", atEnd}, {"ah", "a", atEnd}, {"a", "ah", atEnd}, {"eh", "a", atEnd}, {"a", "eh", atEnd},
	{"iy", "y", atEnd}, {"y", "iy", atEnd}, {"yy", "y", atEnd}, {"ii", "i", atEnd}, {"iv", "iw", atEnd},
	{"o", "u", anywhere}, {"u", "o", anywhere}, {"e", "i", anywhere}, {"i", "e", anywhere}, {"w", "v", anywhere}, {"v", "w", anywhere},
	{"mount ", "", atStart}, {"burg", "burgh", atEnd}, {"burgh", "burg", atEnd}, {" town", "town", atEnd}, {" ville", "ville", atEnd},
	{"ph", "f", anywhere}, {"dj", "j", anywhere}, {"tch", "ch", anywhere}, {"sh", "ch", anywhere}, {"ch", "sh", anywhere},
}

// minVariantLength is the length in bytes below which the variants of a name are
// more often other names.
const minVariantLength = 5

// LookupVariants appends the places with another spelling of a normalized name to
// dst: al- for el-, -abad as a word of its own, double letters as single ones,
// vowels that transliterations confuse. It stops at the first rule that finds a
// place. Use it if Lookup finds nothing, because a variant of one name may be
// another place's name.
func (g *Gazetteer) LookupVariants(dst []NameRef, name []byte) []NameRef {
	if len(name) < minVariantLength || len(name) > layout.MaxKey/2 {
		return dst
	}
	start := len(dst)
	if dst = g.lookupSingled(dst, name); len(dst) > start {
		return dst
	}
	if dst = g.lookupDoubled(dst, name); len(dst) > start {
		return dst
	}
	return g.lookupRewritten(dst, name)
}

// lookupSingled looks up a name with its double letters as single ones.
func (g *Gazetteer) lookupSingled(dst []NameRef, name []byte) []NameRef {
	var buf [layout.MaxKey]byte
	single := buf[:0]
	for i, c := range name {
		if i == 0 || c != name[i-1] || c == ' ' {
			single = append(single, c)
		}
	}
	if len(single) == len(name) {
		return dst
	}
	return g.Lookup(dst, single)
}

// lookupDoubled looks up a name with one of its consonants as a double one.
func (g *Gazetteer) lookupDoubled(dst []NameRef, name []byte) []NameRef {
	var buf [layout.MaxKey]byte
	start := len(dst)
	for i := 1; i+1 < len(name); i++ {
		if name[i] == ' ' || name[i] >= 0x80 || name[i] == name[i-1] || name[i] == name[i+1] || bytes.IndexByte([]byte("aeiou"), name[i]) >= 0 {
			continue
		}
		double := append(append(append(buf[:0], name[:i]...), name[i]), name[i:]...)
		if dst = g.Lookup(dst, double); len(dst) > start {
			break
		}
	}
	return dst
}

// lookupRewritten looks up a name rewritten by one of the rules.
func (g *Gazetteer) lookupRewritten(dst []NameRef, name []byte) []NameRef {
	var buf [layout.MaxKey]byte
	start := len(dst)
	for _, rule := range variantRules {
		for at := 0; at < len(name); {
			i := bytes.Index(name[at:], []byte(rule.from))
			if i < 0 {
				break
			}
			i += at
			at = i + 1
			if rule.at == atStart && i != 0 || rule.at == atEnd && i+len(rule.from) != len(name) {
				continue
			}
			variant := append(append(append(buf[:0], name[:i]...), rule.to...), name[i+len(rule.from):]...)
			if len(variant) < minVariantLength-1 || slices.Equal(variant, name) {
				continue
			}
			if dst = g.Lookup(dst, variant); len(dst) > start {
				return dst
			}
		}
	}
	return dst
}
