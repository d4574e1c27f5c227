package inflect

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/press"
)

// namedMemo has the places of a name.
type namedMemo struct {
	key   string
	names []gazetteer.NameRef
}

// namesAt returns the places with the name at a cursor. They must not be changed.
func (f *Finder) namesAt(c *gazetteer.Cursor) []gazetteer.NameRef {
	words, hash := c.Key()
	k := &f.named[hash*0x9e3779b97f4a7c15>>(64-namedBits)]
	if k.key != string(words) {
		f.names = c.Names(f.names[:0])
		*k = namedMemo{string(words), append([]gazetteer.NameRef(nil), f.names...)}
	}
	return k.names
}

// weigh returns the weight of the most important place with the name at a cursor. ok is false if there is none. The models were trained
// with the longest names at the beginning of a text, so that only those of whole phrases prefer native places.
func (f *Finder) weigh(language string, c *gazetteer.Cursor, whole bool) (best float32, ok bool) {
	names := f.namesAt(c)
	for _, n := range names[:min(len(names), 8)] {
		w := f.weightOf(n.Ref)
		switch n.Kind {
		case gazetteer.NameDemonym:
			w -= 4
		case gazetteer.NameFormer, gazetteer.NameAbbreviation:
			w--
		case gazetteer.NameCode:
			continue
		}
		if whole && (f.gaz.Language(n.Lang) == language || n.Kind <= gazetteer.NameASCII) && f.isNative(language, n.Ref) {
			w += nativeWeight
		}
		switch l := f.gaz.Language(n.Lang); l {
		case "":
		case language:
			w += 0.3
		default:
			w -= 0.3
		}
		if !ok || w > best {
			best, ok = w, true
		}
	}
	return best, ok
}

// nativeWeight is added to the weight of a place where the press writes in the language of the text, of which the inflected name is as
// likely as a foreign name: "Tartus" is in Tartu rather than Tartus in Syria in Estonian.
const nativeWeight = 1.5

// isNative reports whether a place other than a country is where the press writes in a language.
func (f *Finder) isNative(language string, ref gazetteer.Ref) bool {
	r := f.gaz.Record(ref)
	return r.Kind != geo.KindCountry && press.In(language, r.Country)
}

// minKnown is the number of letters of the shortest name of a city elsewhere that is known, and minKnownNames the number of names of the city.
const (
	minKnown      = 5
	minKnownNames = 30
)

// IsKnown reports whether a name, which a text has as written, is that of a country or region, of a place where the press writes in the
// language, or of a place elsewhere by its own name or by one in the language, and no common noun or direction: "Bến" of "Bến Thành" is not
// Bern. In scripts other than Latin all names are known, and so are the longer names of cities with many names.
func (f *Finder) IsKnown(language, written string, m *Match) bool {
	f.key = gazetteer.Normalize(f.key[:0], written)
	if cue.IsGeneric(language, f.key) {
		return false
	}
	if r := firstRune(written); !unicode.Is(unicode.Latin, r) {
		return true
	}
	long := utf8.RuneCountInString(written) >= minKnown
	return slices.ContainsFunc(m.Names, func(n gazetteer.NameRef) bool {
		r := f.gaz.Record(n.Ref)
		return long && r.NameCount >= minKnownNames || r.Kind == geo.KindCountry || r.Kind == geo.KindRegion || r.Kind == geo.KindContinent || press.In(language, r.Country) || n.Kind <= gazetteer.NameASCII || f.gaz.Language(n.Lang) == language
	})
}

// weightOf returns how important a place is: 9 for a country, 2 for a village.
func (f *Finder) weightOf(ref gazetteer.Ref) float32 {
	r := f.gaz.Record(ref)
	switch r.Kind {
	case geo.KindCountry:
		return 9
	case geo.KindContinent, geo.KindRegion, geo.KindSea:
		return 7
	case geo.KindAdmin1:
		return 5.5
	case geo.KindSettlement:
		w := float32(1)
		for _, least := range [...]int64{2_000, 10_000, 50_000, 250_000, 1_000_000, 5_000_000} {
			if r.Population >= least {
				w += 1.2
			}
		}
		return w
	case geo.KindAdmin2:
		return 3.5
	default:
		return 3
	}
}
