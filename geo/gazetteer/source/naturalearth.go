package source

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// NaturalEarth reads files of Natural Earth: countries, first-level areas,
// physical regions, seas, lakes, rivers, parks, populated places, airports and
// ports, as shapefiles (.shp with .dbf, or the zip as it is downloaded) or as
// GeoJSON. The columns are those of Natural Earth 5.
type NaturalEarth struct {
	shapefiles []shapefileSet
	geojson    []input
}

// NewNaturalEarth looks at the files, or folders with files, at the paths.
func NewNaturalEarth(paths ...string) (*NaturalEarth, error) {
	n := &NaturalEarth{}
	var inputs []input
	for _, p := range paths {
		some, err := inputsBeside(p)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, some...)
	}
	n.shapefiles = shapefilesOf(inputs)
	for i := range inputs {
		yes, err := isGeoJSON(&inputs[i])
		if err != nil {
			return nil, err
		}
		if yes {
			n.geojson = append(n.geojson, inputs[i])
		}
	}
	if len(n.shapefiles)+len(n.geojson) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "reading Natural Earth from %s: neither a .shp with its .dbf nor GeoJSON; give the zip as it is downloaded", strings.Join(paths, ", "))
	}
	return n, nil
}

// inputsBeside is inputsAt that brings a .shp file's companions along.
func inputsBeside(p string) ([]input, error) {
	inputs, err := inputsAt(p)
	if err != nil || !strings.EqualFold(path.Ext(p), ".shp") {
		return inputs, err
	}
	for _, extension := range []string{".dbf", ".cpg"} {
		for _, variant := range []string{extension, strings.ToUpper(extension)} {
			if some, err := inputsAt(stemOf(p) + variant); err == nil {
				inputs = append(inputs, some...)
				break
			}
		}
	}
	return inputs, nil
}

// Info names the files.
func (n *NaturalEarth) Info() gazetteer.SourceInfo {
	var names []string
	var inputs []input
	for _, s := range n.shapefiles {
		names = append(names, stemOf(s.shapes.base))
		inputs = append(inputs, s.shapes)
	}
	for _, in := range n.geojson {
		names = append(names, stemOf(in.base))
		inputs = append(inputs, in)
	}
	return gazetteer.SourceInfo{
		Name:        "Natural Earth " + strings.Join(names, ", "),
		Version:     version(inputs...),
		Licence:     "LicenseRef-PublicDomain",
		Attribution: "Made with Natural Earth",
		URL:         "https://www.naturalearthdata.com/",
	}
}

// Entries yields every place of the files that has a name.
func (n *NaturalEarth) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		stopped := false
		read := func(name string) func(*feature) bool {
			return func(f *feature) bool {
				e, ok, err := naturalEarthEntry(f)
				switch {
				case err != nil:
					stopped = !yield(gazetteer.Entry{}, &gazetteer.EntryError{File: name, Line: f.number, Err: err})
				case ok:
					stopped = !yield(e, nil)
				}
				return !stopped
			}
		}
		for i := range n.shapefiles {
			s := &n.shapefiles[i]
			if err := s.each(read(s.shapes.name)); err != nil {
				yield(gazetteer.Entry{}, err)
				return
			}
			if stopped {
				return
			}
		}
		for i := range n.geojson {
			in := &n.geojson[i]
			if err := eachGeoJSON(in, read(in.name)); err != nil {
				yield(gazetteer.Entry{}, err)
				return
			}
			if stopped {
				return
			}
		}
	}
}

// featureClasses maps Natural Earth's "featurecla", in lower case and without
// what stands in brackets, to kinds.
var featureClasses = map[string]geo.Kind{
	"admin-0 country": geo.KindCountry, "admin-0 sovereignty": geo.KindCountry, "admin-0 dependency": geo.KindCountry,
	"admin-0 map unit": geo.KindRegion, "admin-0 map subunit": geo.KindRegion, "admin-0 breakaway and disputed": geo.KindRegion,
	"admin-0 indeterminant": geo.KindRegion, "admin-0 lease": geo.KindRegion, "admin-0 overlay": geo.KindRegion,
	"admin-1 states provinces": geo.KindAdmin1, "admin-1 scale rank": geo.KindAdmin1, "admin-1 aggregation": geo.KindRegion,
	"admin-2 scale rank": geo.KindAdmin2, "admin-2 county": geo.KindAdmin2,
	"continent": geo.KindContinent, "geoarea": geo.KindRegion, "coast": geo.KindRegion, "basin": geo.KindRegion, "lowland": geo.KindRegion,
	"ocean": geo.KindSea, "sea": geo.KindSea, "gulf": geo.KindSea, "bay": geo.KindSea, "strait": geo.KindSea, "channel": geo.KindSea,
	"sound": geo.KindSea, "fjord": geo.KindSea, "inlet": geo.KindSea, "generic": geo.KindSea,
	"lake": geo.KindLake, "alkaline lake": geo.KindLake, "reservoir": geo.KindLake, "historic lake": geo.KindLake, "lagoon": geo.KindLake,
	"river": geo.KindRiver, "lake centerline": geo.KindRiver, "canal": geo.KindRiver, "gorge": geo.KindRiver, "valley": geo.KindRiver, "delta": geo.KindRiver,
	"range/mtn": geo.KindRange, "foothills": geo.KindRange, "plateau": geo.KindRange, "glaciated areas": geo.KindRange, "glacier": geo.KindRange,
	"desert": geo.KindDesert, "plain": geo.KindDesert, "tundra": geo.KindDesert, "wetlands": geo.KindDesert, "playa": geo.KindDesert, "depression": geo.KindDesert,
	"pen/cape": geo.KindPeninsula, "peninsula": geo.KindPeninsula, "cape": geo.KindPeninsula, "isthmus": geo.KindPeninsula,
	"island": geo.KindIsland, "island group": geo.KindIsland, "reef": geo.KindIsland,
	"national park service": geo.KindPark, "park": geo.KindPark, "national park": geo.KindPark,
	"mountain": geo.KindPeak, "spot elevation": geo.KindPeak, "pass": geo.KindPass, "waterfall": geo.KindSite, "pole": geo.KindSite,
	"populated place": geo.KindSettlement, "admin-0 capital": geo.KindSettlement, "admin-0 capital alt": geo.KindSettlement,
	"admin-0 region capital": geo.KindSettlement, "admin-1 capital": geo.KindSettlement, "admin-1 region capital": geo.KindSettlement,
	"historic place": geo.KindSettlement, "scientific station": geo.KindSite, "meteorogical station": geo.KindSite,
	"airport": geo.KindAirport, "port": geo.KindSite, "urban area": geo.KindSettlement,
}

// naturalEarthKind returns the kind of a feature; ok is false for one that is no
// place (borders, graticules, time zones).
func naturalEarthKind(f *feature) (kind geo.Kind, ok bool, err error) {
	class, _, _ := strings.Cut(strings.ToLower(f.value("featurecla")), "(")
	class = strings.TrimSpace(class)
	if kind, ok = featureClasses[class]; ok {
		return kind, true, nil
	}
	if class == "" && f.value("iata_code", "gps_code") != "" {
		return geo.KindAirport, true, nil
	}
	if f.value("name", "name_en") == "" {
		return 0, false, nil
	}
	return 0, false, geo.Errorf(geo.ErrInput, "feature class %q (column featurecla) is not known", class)
}

func naturalEarthEntry(f *feature) (e gazetteer.Entry, ok bool, err error) {
	if f.err != nil {
		return e, false, f.err
	}
	kind, ok, err := naturalEarthKind(f)
	if err != nil || !ok {
		return e, false, err
	}
	name := f.value("name_en", "name", "admin", "name_long")
	if name == "" {
		return e, false, nil
	}
	at, err := placeGeometry(f.geometry)
	if err != nil {
		return e, false, err
	}
	// A label point stands where a reader looks for the name.
	for _, columns := range [...][2]string{{"label_y", "label_x"}, {"latitude", "longitude"}} {
		if p, err := parsePoint(f.value(columns[0]), f.value(columns[1])); err == nil {
			at.point = p
			break
		}
	}
	e.Place = geo.Place{ID: naturalEarthID(f, name, at), Name: name, Kind: kind, Point: at.point, Bound: at.bound}
	e.Area = at.area
	if n, ok := f.float("pop_est", "pop_max"); ok && n > 0 && n < 1e11 {
		e.Place.Population = int64(n)
	}
	naturalEarthCodes(f, &e)
	naturalEarthNames(f, &e)
	return e, true, nil
}

func naturalEarthID(f *feature, name string, at placed) geo.PlaceID {
	if id := f.value("ne_id"); id != "" {
		id, _, _ = strings.Cut(id, ".")
		return geo.PlaceID("ne:" + id)
	}
	return geo.PlaceID("ne:" + geo.ContentID(f.value("featurecla"), name, fmt.Sprintf("%.3f %.3f", at.point[0], at.point[1])))
}

func naturalEarthCodes(f *feature, e *gazetteer.Entry) {
	p := &e.Place
	p.Country = naturalEarthCountry(f)
	switch p.Kind {
	case geo.KindCountry:
		if p.Country == "" { // not a country to ISO 3166: Northern Cyprus, Somaliland
			p.Kind = geo.KindRegion
			break
		}
		setCode(p, "iso", p.Country)
		e.SameAs = append(e.SameAs, geo.PlaceID("iso:"+p.Country))
		if iso3 := f.value("iso_a3_eh", "iso_a3", "adm0_a3"); len(iso3) == 3 {
			setCode(p, "iso3", iso3)
		}
	case geo.KindAdmin1:
		if iso := f.value("iso_3166_2"); iso != "" && !strings.ContainsAny(iso, "~") && !strings.Contains(iso, "-X") {
			setCode(p, "iso", iso)
			e.SameAs = append(e.SameAs, geo.PlaceID("iso:"+iso))
		}
		if country, code, ok := strings.Cut(f.value("gn_a1_code"), "."); ok && country == p.Country {
			e.Admin1Code = code
		}
	case geo.KindAirport:
		for _, c := range [...][2]string{{"iata", "iata_code"}, {"icao", "gps_code"}} {
			if code := f.value(c[1]); code != "" {
				setCode(p, c[0], code)
			}
		}
	}
	if q := f.value("wikidataid", "wikidata_id"); strings.HasPrefix(q, "Q") {
		setCode(p, "wikidata", q)
	}
	if id := f.value("gn_id", "geonameid", "geonamesid"); id != "" {
		if id, _, _ = strings.Cut(id, "."); id != "0" && isNumber([]byte(id)) {
			e.SameAs = append(e.SameAs, placeID(id))
		}
	}
}

// naturalEarthCountry returns the ISO code of the country that a feature is, or
// lies in. Natural Earth has "-99" for France, Norway and others in the column
// of plain codes.
func naturalEarthCountry(f *feature) string {
	for _, column := range [...]string{"iso_a2_eh", "iso_a2", "wb_a2", "postal"} {
		if column == "postal" && f.value("adm0_a3") != "KOS" {
			continue
		}
		if code := f.value(column); len(code) == 2 && looksLikeCode(code) {
			if code == "KO" {
				code = "XK" // Kosovo's code in use, where ISO has none
			}
			return code
		}
	}
	return ""
}

// languageColumns maps columns that are not "name_" with a language code.
var languageColumns = map[string]string{"name_zh": "zh-Hans", "name_zht": "zh-Hant"}

func naturalEarthNames(f *feature, e *gazetteer.Entry) {
	n := newNaming(e)
	for _, column := range [...]string{"name", "name_long", "formal_en", "admin", "gn_name", "nameascii"} {
		if column == "admin" && e.Place.Kind != geo.KindCountry {
			continue // of other features it is the country's name
		}
		n.add(gazetteer.Name{Text: f.value(column)})
	}
	for _, column := range [...]string{"namealt", "name_alt", "name_local", "brk_name", "meganame", "ls_name", "woe_name"} {
		for alt := range strings.FieldsFuncSeq(f.value(column), func(r rune) bool { return r == '|' || r == ';' }) {
			n.add(gazetteer.Name{Text: strings.TrimSpace(alt), Kind: gazetteer.NameAlternate})
		}
	}
	if abbreviation := f.value("abbrev"); strings.HasSuffix(abbreviation, ".") {
		n.add(gazetteer.Name{Text: abbreviation, Kind: gazetteer.NameAbbreviation})
	}
	for _, scheme := range [...]string{"iata", "icao"} {
		n.add(gazetteer.Name{Text: e.Place.Codes[scheme], Kind: gazetteer.NameCode})
	}
	var columns []string
	for column := range f.values {
		if code, ok := strings.CutPrefix(column, "name_"); ok && (len(code) == 2 || languageColumns[column] != "") {
			columns = append(columns, column)
		}
	}
	slices.Sort(columns)
	for _, column := range columns {
		language := languageColumns[column]
		if language == "" {
			language = column[len("name_"):]
		}
		n.add(gazetteer.Name{Text: f.value(column), Kind: gazetteer.NameAlternate, Language: language})
	}
	n.finish()
}
