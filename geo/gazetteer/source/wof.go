package source

import (
	"errors"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// WhosOnFirst reads extracts of Who's On First as tab-separated tables with a
// header that names at least wof_id, name, placetype, lat and lon; the columns
// country, region_id, county_id, geonames_id, wikidata, population, fcode,
// is_current, names_eng and names_other (names separated by "|") are used where
// they are there.
type WhosOnFirst struct{ inputs []input }

// NewWhosOnFirst looks at the files, or folders with files, at the paths.
func NewWhosOnFirst(paths ...string) (*WhosOnFirst, error) {
	w := &WhosOnFirst{}
	for _, p := range paths {
		inputs, err := inputsAt(p)
		if err != nil {
			return nil, err
		}
		for i := range inputs {
			l, err := openLines(&inputs[i])
			if err != nil {
				return nil, err
			}
			_, err = wofHeader(l)
			l.close()
			if err == nil {
				w.inputs = append(w.inputs, inputs[i])
			}
		}
	}
	if len(w.inputs) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "reading Who's On First from %s: no table with the columns wof_id, name, placetype, lat and lon", strings.Join(paths, ", "))
	}
	return w, nil
}

// Info names the files.
func (w *WhosOnFirst) Info() gazetteer.SourceInfo {
	var names []string
	for _, in := range w.inputs {
		names = append(names, strings.TrimSuffix(in.base, filepath.Ext(in.base)))
	}
	return gazetteer.SourceInfo{
		Name:        "Who's On First " + strings.Join(names, ", "),
		Version:     version(w.inputs...),
		Licence:     "LicenseRef-WhosOnFirst", // public domain and CC BY, by record
		Attribution: "Who's On First",
		URL:         "https://whosonfirst.org/docs/licenses/",
	}
}

// Entries yields the places of every table. Time zones, postal codes and the
// Earth are no places of a gazetteer and are passed over, as are records that
// another has taken the place of (is_current 0).
func (w *WhosOnFirst) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		for i := range w.inputs {
			if err := readWOF(&w.inputs[i], yield); err != nil {
				if !errors.Is(err, errStopped) {
					yield(gazetteer.Entry{}, err)
				}
				return
			}
		}
	}
}

// wofHeader reads the header: the place of each column.
func wofHeader(l *lines) (map[string]int, error) {
	line, err := l.next()
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "reading the header of %s: %w", l.in.name, err)
	}
	header := map[string]int{}
	for i, name := range strings.Split(string(line), "\t") {
		header[strings.TrimSpace(name)] = i
	}
	for _, name := range [...]string{"wof_id", "name", "placetype", "lat", "lon"} {
		if _, ok := header[name]; !ok {
			return nil, geo.Errorf(geo.ErrInput, "reading the header of %s: no column %q", l.in.name, name)
		}
	}
	return header, nil
}

func readWOF(in *input, yield func(gazetteer.Entry, error) bool) error {
	l, err := openLines(in)
	if err != nil {
		return err
	}
	defer l.close()
	header, err := wofHeader(l)
	if err != nil {
		return err
	}
	for {
		line, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !errors.Is(err, errLongLine):
			return err
		case err == nil && len(line) == 0:
			continue
		}
		var e gazetteer.Entry
		ok := false
		if err == nil {
			e, ok, err = wofEntry(header, line)
		}
		if err != nil && !yield(gazetteer.Entry{}, l.bad(err)) || ok && !yield(e, nil) {
			return errStopped
		}
	}
}

// placetypes maps Who's On First's place types to kinds; KindUnknown marks those
// that are passed over.
var placetypes = map[string]geo.Kind{
	"continent": geo.KindContinent, "empire": geo.KindRegion, "country": geo.KindCountry, "dependency": geo.KindCountry,
	"disputed": geo.KindRegion, "macroregion": geo.KindRegion, "region": geo.KindAdmin1, "macrocounty": geo.KindAdmin2,
	"county": geo.KindAdmin2, "localadmin": geo.KindAdmin3, "locality": geo.KindSettlement, "borough": geo.KindQuarter,
	"macrohood": geo.KindQuarter, "neighbourhood": geo.KindQuarter, "microhood": geo.KindQuarter, "campus": geo.KindSite,
	"venue": geo.KindSite, "building": geo.KindSite, "installation": geo.KindSite, "ocean": geo.KindSea, "marinearea": geo.KindSea,
	"marketarea": geo.KindRegion, "planet": geo.KindUnknown, "timezone": geo.KindUnknown, "postalcode": geo.KindUnknown,
	"postalregion": geo.KindUnknown, "constituency": geo.KindUnknown, "intersection": geo.KindSite,
}

// wofEntry reads one row; ok is false for one that is passed over.
func wofEntry(header map[string]int, line []byte) (e gazetteer.Entry, ok bool, err error) {
	if !utf8.Valid(line) {
		return e, false, geo.Errorf(geo.ErrInput, "not UTF-8")
	}
	col := strings.Split(string(line), "\t")
	at := func(name string) string {
		if i, ok := header[name]; ok && i < len(col) {
			return strings.TrimSpace(col[i])
		}
		return ""
	}
	kind, known := placetypes[at("placetype")]
	switch {
	case !known:
		return e, false, geo.Errorf(geo.ErrInput, "place type %q is not known", at("placetype"))
	case kind == geo.KindUnknown || at("is_current") == "0":
		return e, false, nil
	case !isNumber([]byte(at("wof_id"))):
		return e, false, geo.Errorf(geo.ErrInput, "id %q is not a number", at("wof_id"))
	}
	p, err := parsePoint(at("lat"), at("lon"))
	if err != nil {
		return e, false, err
	}
	english := splitNames(at("names_eng"))
	e.Place = geo.Place{
		ID: wofID(at("wof_id")), Name: wofName(at("name"), english), Kind: kind, Country: wofCountry(at("country")), Point: p,
	}
	if e.Place.Name == "" {
		return e, false, geo.Errorf(geo.ErrInput, "no name")
	}
	e.Place.Population = int64(max(0, atoi(at("population"))))
	setCode(&e.Place, "wof", at("wof_id"))
	if kind == geo.KindCountry && e.Place.Country != "" {
		setCode(&e.Place, "iso", e.Place.Country)
		e.SameAs = append(e.SameAs, geo.PlaceID("iso:"+e.Place.Country))
	}
	if q := at("wikidata"); strings.HasPrefix(q, "Q") {
		setCode(&e.Place, "wikidata", q)
	}
	if id := at("geonames_id"); isNumber([]byte(id)) {
		e.SameAs = append(e.SameAs, placeID(id))
	}
	if kind == geo.KindSettlement && strings.HasPrefix(at("fcode"), "PPL") {
		e.Place.Feature = at("fcode")
		e.Place.Kind = gazetteer.KindOf('P', e.Place.Feature)
	}
	if kind == geo.KindSite {
		wofSite(&e.Place, english)
	}
	for _, column := range [...]string{"county_id", "region_id"} {
		if id := at(column); id != at("wof_id") && isNumber([]byte(id)) {
			e.Parent = wofID(id)
			break
		}
	}
	wofNames(&e, at("name"), english, splitNames(at("names_other")))
	return e, true, nil
}

func wofID(number string) geo.PlaceID { return geo.PlaceID("wof:" + number) }

// wofCountry leaves out the codes that Who's On First made for what has none.
func wofCountry(code string) string {
	if len(code) == 2 && looksLikeCode(code) && code != "XX" && code != "XY" && code != "XZ" && code != "XS" && code != "XN" {
		return code
	}
	return ""
}

// wofName prefers the English name: the other is often in the language of the
// place ("Керч").
func wofName(name string, english []string) string {
	if len(english) > 0 && !looksLikeCode(english[0]) && !isLatin(name) {
		return english[0]
	}
	return name
}

// isLatin reports whether a name begins with a Latin letter.
func isLatin(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return r < 0x250 || r >= 0x1e00 && r < 0x1f00
}

func splitNames(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// wofSite tells airports and bases among the campuses, by their English names
// and the codes among these.
func wofSite(p *geo.Place, english []string) {
	all := strings.ToLower(p.Name + "|" + strings.Join(english, "|"))
	contains := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(all, w) {
				return true
			}
		}
		return false
	}
	switch {
	case contains("air base", "airbase", "air force base", "military base", "naval base"):
		p.Kind = geo.KindBase
	case contains("airport", "airfield", "aerodrome", "airstrip", "heliport"):
		p.Kind = geo.KindAirport
	default:
		return
	}
	for _, name := range english {
		switch {
		case !looksLikeCode(name):
		case len(name) == 3:
			setCode(p, "iata", name)
		case len(name) == 4:
			setCode(p, "icao", name)
		}
	}
}

func wofNames(e *gazetteer.Entry, name string, english, other []string) {
	n := newNaming(e)
	n.add(gazetteer.Name{Text: name, Kind: gazetteer.NameAlternate})
	for _, text := range english {
		text = strings.TrimSpace(text)
		if looksLikeCode(text) {
			n.addUntagged(text)
			continue
		}
		n.add(gazetteer.Name{Text: text, Kind: gazetteer.NameAlternate, Language: "en"})
	}
	for _, text := range other {
		n.addUntagged(text)
	}
	n.finish()
}

// atoi reads a number that may be missing or written with a fraction.
func atoi(s string) int {
	s, _, _ = strings.Cut(s, ".")
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || n > 1e11 {
			return 0
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
