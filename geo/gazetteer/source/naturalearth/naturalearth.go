// Package naturalearth reads places from GeoJSON files of Natural Earth.
package naturalearth

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/feature"
	"dateline/geo/gazetteer/source/internal/input"
)

// NaturalEarth is a source of places in GeoJSON files of Natural Earth: countries,
// first-level areas, physical regions, seas, lakes, rivers, parks, populated places,
// airports and ports. The attributes are those of Natural Earth 5.
type NaturalEarth struct {
	files []input.Input
}

// New returns the source of the GeoJSON files at the paths, or in the folders and
// archives at the paths.
func New(paths ...string) (*NaturalEarth, error) {
	n := &NaturalEarth{}
	for _, p := range paths {
		inputs, err := input.Find(p)
		if err != nil {
			return nil, err
		}
		for i := range inputs {
			isGeoJSON, err := feature.IsGeoJSON(&inputs[i])
			if err != nil {
				return nil, err
			}
			if isGeoJSON {
				n.files = append(n.files, inputs[i])
			}
		}
	}
	if len(n.files) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "reading Natural Earth: there is no GeoJSON file in %s; shapefiles are not supported, so download the files with \"dateline gazetteer download natural-earth\" or from the folder geojson of Natural Earth's repository", strings.Join(paths, ", "))
	}
	return n, nil
}

// Info returns the names of the files.
func (n *NaturalEarth) Info() gazetteer.SourceInfo {
	var names []string
	for _, in := range n.files {
		names = append(names, input.Stem(in.Base))
	}
	return gazetteer.SourceInfo{
		Name:        "Natural Earth " + strings.Join(names, ", "),
		Version:     input.Version(n.files...),
		License:     "LicenseRef-PublicDomain",
		Attribution: "Made with Natural Earth",
		URL:         "https://www.naturalearthdata.com/",
	}
}

// Entries yields every place that has a name, and a [source.EntryError] for every
// feature that was skipped.
func (n *NaturalEarth) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		stopped := false
		for i := range n.files {
			in := &n.files[i]
			err := feature.EachGeoJSON(in, func(f *feature.Feature) bool {
				e, ok, err := newEntry(f)
				switch {
				case err != nil:
					stopped = !yield(source.Entry{}, &source.EntryError{File: in.Name, Line: f.Number, Err: err})
				case ok:
					stopped = !yield(e, nil)
				}
				return !stopped
			})
			if err != nil {
				yield(source.Entry{}, err)
				return
			}
			if stopped {
				return
			}
		}
	}
}

// featureClasses has the kind of place by the attribute "featurecla", in lower case
// and without parentheses.
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

// kindOf returns the kind of a feature; ok is false if it is not a place but a
// border, a graticule or a time zone.
func kindOf(f *feature.Feature) (kind geo.Kind, ok bool, err error) {
	class, _, _ := strings.Cut(strings.ToLower(f.First("featurecla")), "(")
	class = strings.TrimSpace(class)
	if kind, ok = featureClasses[class]; ok {
		return kind, true, nil
	}
	if class == "" && f.First("iata_code", "gps_code") != "" {
		return geo.KindAirport, true, nil
	}
	if f.First("name", "name_en") == "" {
		return 0, false, nil
	}
	return 0, false, geo.Errorf(geo.ErrInput, "the feature class %q (attribute featurecla) is unknown", class)
}

// newEntry returns the entry of a feature; ok is false if it is not a place or has no
// name.
func newEntry(f *feature.Feature) (e source.Entry, ok bool, err error) {
	if f.Err != nil {
		return e, false, f.Err
	}
	kind, ok, err := kindOf(f)
	if err != nil || !ok {
		return e, false, err
	}
	name := f.First("name_en", "name", "admin", "name_long")
	if name == "" {
		return e, false, nil
	}
	at, err := feature.Locate(f.Geometry)
	if err != nil {
		return e, false, err
	}
	// A label point is where a map has the name.
	for _, columns := range [...][2]string{{"label_y", "label_x"}, {"latitude", "longitude"}} {
		if p, err := feature.ParsePoint(f.First(columns[0]), f.First(columns[1])); err == nil {
			at.Point = p
			break
		}
	}
	e.Place = geo.Place{ID: idOf(f, name, at), Name: name, Kind: kind, Point: at.Point, Bound: at.Bound}
	e.Area = at.Area
	if n, ok := f.Float("pop_est", "pop_max"); ok && n > 0 && n < 1e11 {
		e.Place.Population = int64(n)
	}
	setCodes(f, &e)
	addNames(f, &e)
	return e, true, nil
}

// idOf returns the id of a feature: its Natural Earth id, or a hash of its class, name
// and position.
func idOf(f *feature.Feature, name string, at feature.Position) geo.PlaceID {
	if id := f.First("ne_id"); id != "" {
		id, _, _ = strings.Cut(id, ".")
		return geo.PlaceID("ne:" + id)
	}
	return geo.PlaceID("ne:" + geo.ContentID(f.First("featurecla"), name, fmt.Sprintf("%.3f %.3f", at.Point[0], at.Point[1])))
}

// setCodes sets the codes, the country and the ids in other sources.
func setCodes(f *feature.Feature, e *source.Entry) {
	p := &e.Place
	p.Country = countryOf(f)
	switch p.Kind {
	case geo.KindCountry:
		if p.Country == "" { // without an ISO 3166 code: Northern Cyprus, Somaliland
			p.Kind = geo.KindRegion
			break
		}
		entry.SetCode(p, "iso", p.Country)
		e.SameAs = append(e.SameAs, geo.PlaceID("iso:"+p.Country))
		if iso3 := f.First("iso_a3_eh", "iso_a3", "adm0_a3"); len(iso3) == 3 {
			entry.SetCode(p, "iso3", iso3)
		}
	case geo.KindAdmin1:
		if iso := f.First("iso_3166_2"); iso != "" && !strings.ContainsAny(iso, "~") && !strings.Contains(iso, "-X") {
			entry.SetCode(p, "iso", iso)
			e.SameAs = append(e.SameAs, geo.PlaceID("iso:"+iso))
		}
		if country, code, ok := strings.Cut(f.First("gn_a1_code"), "."); ok && country == p.Country {
			e.Admin1Code = code
		}
	case geo.KindAirport:
		for _, c := range [...][2]string{{"iata", "iata_code"}, {"icao", "gps_code"}} {
			if code := f.First(c[1]); code != "" {
				entry.SetCode(p, c[0], code)
			}
		}
	}
	if q := f.First("wikidataid", "wikidata_id"); strings.HasPrefix(q, "Q") {
		entry.SetCode(p, "wikidata", q)
	}
	if id := f.First("gn_id", "geonameid", "geonamesid"); id != "" {
		if id, _, _ = strings.Cut(id, "."); id != "0" && entry.IsNumber(id) {
			e.SameAs = append(e.SameAs, entry.GeoNamesID(id))
		}
	}
}

// countryOf returns the ISO code of the country that a feature is, or is in. Natural
// Earth has "-99" for France, Norway and others in the attribute iso_a2.
func countryOf(f *feature.Feature) string {
	for _, column := range [...]string{"iso_a2_eh", "iso_a2", "wb_a2", "postal"} {
		if column == "postal" && f.First("adm0_a3") != "KOS" {
			continue
		}
		if code := f.First(column); len(code) == 2 && entry.LooksLikeCode(code) {
			if code == "KO" {
				code = "XK" // the code in use for Kosovo, which has no ISO code
			}
			return code
		}
	}
	return ""
}

// languageColumns has the languages of attributes that do not end in the code.
var languageColumns = map[string]string{"name_zh": "zh-Hans", "name_zht": "zh-Hant"}

// addNames adds the names in all languages.
func addNames(f *feature.Feature, e *source.Entry) {
	n := entry.NewNames(e)
	for _, column := range [...]string{"name", "name_long", "formal_en", "admin", "gn_name", "nameascii"} {
		if column == "admin" && e.Place.Kind != geo.KindCountry {
			continue // the name of the country of other features
		}
		n.Add(source.Name{Text: f.First(column)})
	}
	for _, column := range [...]string{"namealt", "name_alt", "name_local", "brk_name", "meganame", "ls_name", "woe_name"} {
		for alt := range strings.FieldsFuncSeq(f.First(column), func(r rune) bool { return r == '|' || r == ';' }) {
			n.Add(source.Name{Text: strings.TrimSpace(alt), Kind: gazetteer.NameAlternate})
		}
	}
	if abbreviation := f.First("abbrev"); strings.HasSuffix(abbreviation, ".") {
		n.Add(source.Name{Text: abbreviation, Kind: gazetteer.NameAbbreviation})
	}
	for _, scheme := range [...]string{"iata", "icao"} {
		n.Add(source.Name{Text: e.Place.Codes[scheme], Kind: gazetteer.NameCode})
	}
	var columns []string
	for column := range f.Values {
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
		n.Add(source.Name{Text: f.First(column), Kind: gazetteer.NameAlternate, Language: language})
		if text := f.First(column); text != "" && language != "en" {
			e.LocalNames = append(e.LocalNames, source.LocalName{Text: text, Language: language})
		}
	}
	n.Finish()
}
