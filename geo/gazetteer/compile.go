package gazetteer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// CompileOptions says how a gazetteer is compiled.
type CompileOptions struct {
	// Skipped is told of each entry that a source left out, and why; nil is
	// allowed.
	Skipped func(error)
	// Progress is told, now and then, how many entries have been read; nil is
	// allowed.
	Progress func(source string, entries int)
	// TempDir is the folder for what does not fit into memory; empty for the
	// system's.
	TempDir string
}

// Compile merges sources into one gazetteer and writes it. Sources come in order
// of precedence: of a place that several know, the first gives id, name, kind and
// point, the others add names, codes, and what the first lacks. The same sources
// give the same bytes. An entry that a source could not read is reported and
// left out; any other error ends the compilation.
func Compile(ctx context.Context, w io.Writer, sources []Source, o CompileOptions) (Info, error) {
	b := newBuilder()
	b.dir = o.TempDir
	b.names = &keySorter{dir: o.TempDir, limit: sortMemory}
	defer b.names.close()
	if err := b.readAll(ctx, sources, o); err != nil {
		return Info{}, err
	}
	if len(b.places) == 0 {
		return Info{}, geo.Errorf(geo.ErrInput, "the sources hold no places")
	}
	if err := b.mergeByName(); err != nil {
		return Info{}, err
	}
	return b.write(ctx, w)
}

// raw is a place while a gazetteer is compiled.
type raw struct {
	lon, lat   int32
	population uint32
	name       uint32 // offset in text
	id         uint32
	// admin1 and admin2 number the codes of the areas that hold the place, plus
	// one; self numbers its own code if it is such an area.
	admin1, admin2, self uint32
	into                 uint32 // the place it was merged into, plus one
	feature              uint16
	elevation            int16 // metres, or noElevation
	kind                 geo.Kind
	country              uint8
	scheme               uint8
	source               uint8
	names                uint8
	made                 bool // the id was made for a source without ids
	vague                bool // no source told what it is
}

type builder struct {
	places    []raw
	dir       string // for what does not fit into memory
	names     *keySorter
	textCount int
	text      []byte
	texts     map[string]uint32
	schemes   []string
	features  []string
	featureNo map[string]uint16
	countries []string
	countryNo map[string]uint8
	languages []string
	langNo    map[string]Lang
	codes     map[string]uint32 // "AF.13": number of an area code
	numbers   [][]uint32        // by scheme: place plus one by its number
	textIDs   map[geo.PlaceID]uint32
	others    []otherID
	late      []lateCode
	parents   []parent
	moved     [][2]uint32 // where texts went when they were shortened
	shapes    []shape     // of the source being read
	areas     map[uint32][]byte
	bounds    map[uint32]orb.Bound
	sources   []SourceCount
	key       []byte
	err       error // what does not fit into the format
}

// otherID is a further id or code of a place.
type otherID struct {
	place, text uint32
}

func newBuilder() *builder {
	return &builder{
		texts: map[string]uint32{}, schemes: []string{""}, features: []string{""}, featureNo: map[string]uint16{"": 0},
		countries: []string{""}, countryNo: map[string]uint8{"": 0}, languages: []string{""}, langNo: map[string]Lang{"": 0},
		codes: map[string]uint32{}, numbers: [][]uint32{nil}, textIDs: map[geo.PlaceID]uint32{},
		areas: map[uint32][]byte{}, bounds: map[uint32]orb.Bound{},
	}
}

// readAll reads the sources one after the other, each as far ahead as it may be
// while the one before it is compiled.
func (b *builder) readAll(ctx context.Context, sources []Source, o CompileOptions) error {
	var next *reading
	for n, s := range sources {
		now := next
		if now == nil {
			now = ahead(s)
		}
		if next = nil; n+1 < len(sources) {
			next = ahead(sources[n+1])
		}
		err := b.read(ctx, n, s, now, o)
		now.stop()
		if err != nil {
			if next != nil {
				next.stop()
			}
			return fmt.Errorf("reading places from %s: %w", s.Info().Name, err)
		}
	}
	return nil
}

func (b *builder) read(ctx context.Context, n int, s Source, from *reading, o CompileOptions) error {
	count := SourceCount{SourceInfo: s.Info()}
	entries := 0
	for e, err := range from.entries() {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return ctxErr
		}
		if entries++; o.Progress != nil && entries%100_000 == 0 {
			o.Progress(count.Name, entries)
		}
		if err == nil {
			err = b.checkEntry(&e)
		}
		var left *EntryError
		switch {
		case errors.As(err, &left):
			count.Skipped++
			if o.Skipped != nil {
				o.Skipped(err)
			}
			continue
		case err != nil:
			return err
		}
		added := b.add(uint8(n), &e)
		if b.err != nil {
			return b.err
		}
		if added {
			count.Added++
		} else {
			count.Merged++
		}
	}
	b.sources = append(b.sources, count)
	return b.simplify(ctx)
}

// maxID bounds ids and codes in bytes; longer ones could not be looked up.
const maxID = 120

// checkEntry refuses what no place can be.
func (b *builder) checkEntry(e *Entry) error {
	p := e.Place.Point
	switch {
	case len(e.Place.ID) > maxID:
		return &EntryError{File: string(e.Place.ID[:maxID]), Err: geo.Errorf(geo.ErrInput, "the id is longer than %d bytes", maxID)}
	case e.Place.ID == "" || !strings.Contains(string(e.Place.ID), ":"):
		return &EntryError{File: string(e.Place.ID), Err: geo.Errorf(geo.ErrInput, "%q is no id of the form source:id", e.Place.ID)}
	case strings.TrimSpace(e.Place.Name) == "":
		return &EntryError{File: string(e.Place.ID), Err: geo.Errorf(geo.ErrInput, "a place without a name")}
	case !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90):
		return &EntryError{File: string(e.Place.ID), Err: geo.Errorf(geo.ErrInput, "the point %v lies outside the Earth", p)}
	}
	return nil
}

// add takes an entry in; false says that it was merged into a place by its id.
func (b *builder) add(source uint8, e *Entry) bool {
	at, known := b.byID(e.Place.ID)
	for i := 0; !known && i < len(e.SameAs); i++ {
		at, known = b.byID(e.SameAs[i])
	}
	if !known {
		at = uint32(len(b.places))
		b.places = append(b.places, raw{
			lon: fixed(e.Place.Point[0]), lat: fixed(e.Place.Point[1]), name: b.intern(clip(e.Place.Name, 250)),
			kind: e.Place.Kind, country: b.country(e.Place.Country), feature: b.feature(e.Place.Feature), source: source,
			made: e.Made, vague: e.Vague, elevation: noElevation,
		})
		b.places[at].scheme, b.places[at].id = b.identify(e.Place.ID, at)
		if b.places[at].scheme == textScheme {
			b.key = append(append(b.key[:0], codeMark), string(e.Place.ID)...)
			b.addKey(at, NameCode, 0)
		}
	} else if e.Place.ID != b.idOf(at) {
		b.other(at, string(e.Place.ID))
	}
	p := &b.places[at]
	if p.country == 0 {
		p.country = b.country(e.Place.Country)
	}
	if p.feature == 0 && p.kind == e.Place.Kind {
		p.feature = b.feature(e.Place.Feature)
	}
	if e.HasElevation && p.elevation == noElevation && e.ElevationM > noElevation && e.ElevationM < -noElevation {
		p.elevation = int16(e.ElevationM)
	}
	for _, id := range e.SameAs {
		if _, ok := b.byID(id); !ok {
			b.other(at, string(id))
		}
	}
	for _, scheme := range sortedKeys(e.Place.Codes) {
		for value := range strings.SplitSeq(e.Place.Codes[scheme], ",") {
			b.other(at, scheme+":"+value)
		}
	}
	if p.population == 0 && e.Place.Population > 0 {
		p.population = uint32(min(e.Place.Population, math.MaxUint32))
	}
	country := e.Place.Country
	if e.Admin1Code != "" && country != "" {
		code := b.code(country + "." + e.Admin1Code)
		if e.Place.Kind == geo.KindAdmin1 {
			p.self = code
		}
		if p.admin1 == 0 {
			p.admin1 = code
		}
		if e.Admin2Code != "" {
			code = b.code(country + "." + e.Admin1Code + "." + e.Admin2Code)
			if e.Place.Kind == geo.KindAdmin2 {
				p.self = code
			}
			if p.admin2 == 0 {
				p.admin2 = code
			}
		}
	}
	if e.Parent != "" && p.admin1 == 0 {
		b.parents = append(b.parents, parent{at, e.Parent})
	}
	b.nameAll(at, e)
	if _, drawn := b.areas[at]; len(e.Area) > 0 && !drawn {
		b.areas[at] = nil // until the source is read, see simplify
		b.shapes = append(b.shapes, shape{place: at, country: e.Place.Kind == geo.KindCountry, area: quantise(e.Area)})
		b.bounds[at] = e.Area.Bound()
	} else if _, ok := b.bounds[at]; !ok && !e.Place.Bound.IsZero() {
		b.bounds[at] = e.Place.Bound
	}
	return !known
}

func (b *builder) nameAll(at uint32, e *Entry) {
	count := int(b.places[at].names) + e.Known
	b.name(at, e.Place.Name, NameOfficial, "")
	for _, n := range e.Names {
		if n.Kind == NameAlternate && transcribed(n.Text) {
			continue
		}
		b.name(at, n.Text, n.Kind, n.Language)
		count++
	}
	b.places[at].names = uint8(min(count, 255))
}

// transcribed reports whether a name is a transcription letter by letter, such as
// "sheng hu li ya": GeoNames has many, in small letters throughout, and nobody
// writes them.
func transcribed(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= 'A' && c <= 'Z' || c >= 0x80 {
			return false
		}
	}
	return true
}

func (b *builder) name(at uint32, text string, kind NameKind, language string) {
	switch kind {
	case NameAbbreviation:
		b.key = append(append(b.key[:0], writtenMark), text...)
	case NameCode:
		return // codes are found by ByID, never in text
	default:
		b.key = Normalize(b.key[:0], text)
	}
	if len(b.key) == 0 || len(b.key) > maxKey {
		return
	}
	b.addKey(at, kind, b.language(language))
}

func (b *builder) addKey(at uint32, kind NameKind, lang Lang) {
	b.names.add(keyed{b.key, at, kind, lang})
}

func (b *builder) other(at uint32, text string) {
	if b.idOf(at) == geo.PlaceID(text) {
		return
	}
	b.others = append(b.others, otherID{at, b.intern(clip(text, 120))})
	b.key = append(append(b.key[:0], codeMark), clip(text, 120)...)
	b.addKey(at, NameCode, 0)
	b.remember(geo.PlaceID(text), at)
}

// internUpTo bounds how many texts are looked for before they are kept again.
const internUpTo = 1 << 20

// maxText bounds a text in bytes.
const maxText = 255

// intern keeps a text, once as far as it is remembered, and returns its offset.
func (b *builder) intern(s string) uint32 {
	if at, ok := b.texts[s]; ok {
		return at
	}
	at := uint32(len(b.text))
	b.textCount++
	b.text = append(b.text, byte(len(s)&0x7f|boolBit(len(s) >= 0x80)))
	if len(s) >= 0x80 {
		b.text = append(b.text, byte(len(s)>>7))
	}
	b.text = append(b.text, s...)
	if len(b.texts) < internUpTo {
		b.texts[s] = at
	}
	return at
}

func boolBit(v bool) int {
	if v {
		return 0x80
	}
	return 0
}

// clip cuts a text at a character's boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}

// tooMany keeps the error that something does not fit into the format.
func (b *builder) tooMany(what string, limit int64) {
	if b.err == nil {
		b.err = geo.Errorf(geo.ErrTooLarge, "the sources have more than %d %s, which a gazetteer cannot hold", limit, what)
	}
}

func (b *builder) country(code string) uint8 {
	n, ok := b.countryNo[code]
	if !ok && len(b.countries) > math.MaxUint8 {
		b.tooMany("codes of countries", math.MaxUint8)
		return 0
	}
	if !ok {
		n = uint8(len(b.countries))
		b.countryNo[code] = n
		b.countries = append(b.countries, code)
	}
	return n
}

func (b *builder) feature(code string) uint16 {
	n, ok := b.featureNo[code]
	if !ok && len(b.features) < math.MaxUint16 {
		n = uint16(len(b.features))
		b.featureNo[code] = n
		b.features = append(b.features, code)
	}
	return n
}

func (b *builder) language(code string) Lang {
	n, ok := b.langNo[code]
	if !ok && len(b.languages) < 255 {
		n = Lang(len(b.languages))
		b.langNo[code] = n
		b.languages = append(b.languages, code)
	}
	return n
}

func (b *builder) code(code string) uint32 {
	n, ok := b.codes[code]
	if !ok {
		n = uint32(len(b.codes)) + 1
		b.codes[code] = n
	}
	return n
}

// numbered bounds the numbers that ids are looked up by in an array.
const numbered = 1 << 25

// identify returns how an id is kept: a scheme with a number, or its text.
func (b *builder) identify(id geo.PlaceID, at uint32) (scheme uint8, n uint32) {
	b.remember(id, at)
	if scheme, number, ok := splitID(id); ok {
		if s := b.scheme(scheme); s != textScheme {
			return s, number
		}
	}
	return textScheme, b.intern(clip(string(id), maxID))
}

func splitID(id geo.PlaceID) (scheme string, number uint32, ok bool) {
	scheme, digits, _ := strings.Cut(string(id), ":")
	n, err := strconv.ParseUint(digits, 10, 32)
	return scheme, uint32(n), err == nil && (digits == "0" || digits[0] != '0')
}

func (b *builder) scheme(name string) uint8 {
	for i, s := range b.schemes {
		if s == name && i != textScheme {
			return uint8(i)
		}
	}
	if len(b.schemes) >= 255 {
		return textScheme
	}
	b.schemes = append(b.schemes, name)
	b.numbers = append(b.numbers, nil)
	return uint8(len(b.schemes) - 1)
}

func (b *builder) remember(id geo.PlaceID, at uint32) {
	if scheme, n, ok := splitID(id); ok && n < numbered {
		s := b.scheme(scheme)
		if s != textScheme {
			if int(n) >= len(b.numbers[s]) {
				b.numbers[s] = append(b.numbers[s], make([]uint32, int(n)+1-len(b.numbers[s]))...)
			}
			b.numbers[s][n] = at + 1
			return
		}
	}
	b.textIDs[id] = at
}

func (b *builder) byID(id geo.PlaceID) (uint32, bool) {
	if scheme, n, ok := splitID(id); ok && n < numbered {
		for i, s := range b.schemes {
			if s == scheme && i != textScheme {
				if int(n) < len(b.numbers[i]) && b.numbers[i][n] > 0 {
					return b.numbers[i][n] - 1, true
				}
				return 0, false
			}
		}
	}
	at, ok := b.textIDs[id]
	return at, ok
}

func (b *builder) idOf(at uint32) geo.PlaceID {
	p := &b.places[at]
	if p.scheme == textScheme {
		size, start := int(b.text[p.id]), p.id+1
		if size >= 0x80 {
			size = size&0x7f | int(b.text[p.id+1])<<7
			start++
		}
		return geo.PlaceID(b.text[start : start+uint32(size)])
	}
	return geo.PlaceID(b.schemes[p.scheme] + ":" + strconv.FormatUint(uint64(p.id), 10))
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
