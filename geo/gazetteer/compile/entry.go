package compile

import (
	"maps"
	"math"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/layout"
	"dateline/geo/gazetteer/source"
)

// checkEntry returns an EntryError about an entry that is not a valid place.
func checkEntry(e *source.Entry) error {
	refuse := func(format string, args ...any) error {
		return &source.EntryError{File: truncate(string(e.Place.ID), maxID), Err: geo.Errorf(geo.ErrInput, format, args...)}
	}
	p := e.Place.Point
	switch {
	case len(e.Place.ID) > maxID:
		return refuse("the id is longer than %d bytes", maxID)
	case e.Place.ID == "" || !strings.Contains(string(e.Place.ID), ":"):
		return refuse("the id %q does not have the form source:id", e.Place.ID)
	case strings.TrimSpace(e.Place.Name) == "":
		return refuse("the place has no name")
	case !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90):
		return refuse("longitude %v, latitude %v is not on Earth", p[0], p[1])
	}
	return nil
}

// add adds an entry and returns its place; added is false if the entry was merged
// with the place that has one of its ids.
func (b *builder) add(source uint8, e *source.Entry) (at uint32, added bool) {
	at, known := b.byID(e.Place.ID)
	for i := 0; !known && i < len(e.SameAs); i++ {
		at, known = b.byID(e.SameAs[i])
	}
	if !known {
		at = b.newPlace(source, e)
	} else if e.Place.ID != b.idOf(at) {
		b.addOtherID(at, string(e.Place.ID))
	}
	p := &b.places[at]
	if p.country == 0 {
		p.country = b.country(e.Place.Country)
	}
	if p.feature == 0 && p.kind == e.Place.Kind {
		p.feature = b.feature(e.Place.Feature)
	}
	if e.HasElevation && p.elevation == layout.UnknownElevation && e.ElevationM > layout.UnknownElevation && e.ElevationM < -layout.UnknownElevation {
		p.elevation = int16(e.ElevationM)
	}
	for _, id := range e.SameAs {
		if _, ok := b.byID(id); !ok {
			b.addOtherID(at, string(id))
		}
	}
	for _, scheme := range slices.Sorted(maps.Keys(e.Place.Codes)) {
		for value := range strings.SplitSeq(e.Place.Codes[scheme], ",") {
			b.addOtherID(at, scheme+":"+value)
		}
	}
	if p.population == 0 && e.Place.Population > 0 {
		p.population = uint32(min(e.Place.Population, math.MaxUint32))
	}
	b.addAreaCodes(p, e)
	if e.Parent != "" && p.admin1 == 0 {
		b.parents = append(b.parents, parentLink{at, e.Parent})
	}
	b.addNames(at, e)
	b.addLocalNames(at, e)
	b.addOutline(at, e)
	return at, !known
}

// newPlace adds a place with the id, name, kind and point of an entry.
func (b *builder) newPlace(source uint8, e *source.Entry) uint32 {
	at := uint32(len(b.places))
	b.places = append(b.places, draftPlace{
		lon: layout.Fixed(e.Place.Point[0]), lat: layout.Fixed(e.Place.Point[1]), name: b.intern(truncate(e.Place.Name, 250)),
		kind: e.Place.Kind, country: b.country(e.Place.Country), feature: b.feature(e.Place.Feature), source: source,
		generatedID: e.GeneratedID, unknownType: e.UnknownType, elevation: layout.UnknownElevation,
	})
	p := &b.places[at]
	p.scheme, p.id = b.assignID(e.Place.ID, at)
	if p.scheme == layout.TextScheme {
		b.key = append(append(b.key[:0], layout.CodeMark), string(e.Place.ID)...)
		b.addKey(at, gazetteer.NameCode, 0)
	} else if e.GeneratedID {
		b.generated[p.scheme] = true
	}
	return at
}

// addAreaCodes sets the areas that contain a place, and its own code if it is such
// an area.
func (b *builder) addAreaCodes(p *draftPlace, e *source.Entry) {
	country := e.Place.Country
	if e.Admin1Code == "" || country == "" {
		return
	}
	code := b.areaCode(country + "." + e.Admin1Code)
	if e.Place.Kind == geo.KindAdmin1 {
		p.ownCode = code
	}
	if p.admin1 == 0 {
		p.admin1 = code
	}
	if e.Admin2Code == "" {
		return
	}
	code = b.areaCode(country + "." + e.Admin1Code + "." + e.Admin2Code)
	if e.Place.Kind == geo.KindAdmin2 {
		p.ownCode = code
	}
	if p.admin2 == 0 {
		p.admin2 = code
	}
}

// addNames adds the names of an entry to a place.
func (b *builder) addNames(at uint32, e *source.Entry) {
	count := int(b.places[at].names) + e.ExtraNames
	b.addName(at, e.Place.Name, gazetteer.NameOfficial, "")
	for _, n := range e.Names {
		if n.Kind == gazetteer.NameAlternate && n.Language == "" && isTransliteration(n.Text) {
			continue
		}
		b.addName(at, n.Text, n.Kind, n.Language)
		count++
	}
	b.places[at].names = uint8(min(count, 255))
}

// isTransliteration reports whether a name is a letter-by-letter transliteration
// without capitals, such as "sheng hu li ya". GeoNames has many, without a language, and texts do not
// use them.
func isTransliteration(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return false
		}
	}
	return true
}

// addName adds a name to a place. Codes are not names: they are found by ByID.
func (b *builder) addName(at uint32, text string, kind gazetteer.NameKind, language string) {
	switch kind {
	case gazetteer.NameAbbreviation:
		b.key = append(append(b.key[:0], layout.VerbatimMark), text...)
	case gazetteer.NameCode:
		return
	default:
		b.key = gazetteer.Normalize(b.key[:0], text)
	}
	if len(b.key) == 0 || len(b.key) > layout.MaxKey {
		return
	}
	b.addKey(at, kind, b.language(language))
}

// addKey adds b.key to a place.
func (b *builder) addKey(at uint32, kind gazetteer.NameKind, lang gazetteer.Lang) {
	b.names.add(keyed{b.key, at, kind, lang})
}

// addOtherID adds a further id or code to a place.
func (b *builder) addOtherID(at uint32, text string) {
	if b.idOf(at) == geo.PlaceID(text) {
		return
	}
	b.others = append(b.others, otherID{at, b.intern(truncate(text, maxID))})
	b.key = append(append(b.key[:0], layout.CodeMark), truncate(text, maxID)...)
	b.addKey(at, gazetteer.NameCode, 0)
	b.indexID(geo.PlaceID(text), at)
}
