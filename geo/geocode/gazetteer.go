package geocode

import (
	"math"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"

	geogolang "github.com/codingsince1985/geo-golang"
	"github.com/paulmach/orb"
)

// Gazetteer is a geo-golang geocoder that uses the gazetteer and no network, forward and
// reverse. As geo-golang requires, it returns nil without an error if nothing is found.
type Gazetteer struct{ Places *gazetteer.Gazetteer }

var _ geogolang.Geocoder = Gazetteer{}

// Geocode returns the most important place with a name. Of an area and a settlement of
// the same name in it, such as Kabul, it returns the settlement. The parts after a comma
// are areas that contain the place: "Paris, Texas", "Chaman, PK".
func (g Gazetteer) Geocode(address string) (*geogolang.Location, error) {
	name, rest, _ := strings.Cut(address, ",")
	var within [][]gazetteer.NameRef
	for part := range strings.SplitSeq(rest, ",") {
		if part = strings.TrimSpace(part); part != "" {
			within = append(within, g.lookUp(part))
		}
	}
	var area gazetteer.Ref
	found := false
	for _, candidate := range g.lookUp(name) {
		if candidate.Kind != gazetteer.NameDemonym && candidate.Kind != gazetteer.NameCode && g.isWithin(candidate.Ref, within) {
			r := g.Places.Record(candidate.Ref)
			switch {
			case !found && (r.Kind == geo.KindAdmin1 || r.Kind == geo.KindAdmin2):
				area, found = candidate.Ref, true
			case !found, r.Kind == geo.KindSettlement && (r.Admin1 == area || r.Admin2 == area):
				return &geogolang.Location{Lat: r.Point.Lat(), Lng: r.Point.Lon()}, nil
			}
		}
	}
	if !found {
		return nil, nil
	}
	p := g.Places.Record(area).Point
	return &geogolang.Location{Lat: p.Lat(), Lng: p.Lon()}, nil
}

// lookUp returns the places with a name or an abbreviation.
func (g Gazetteer) lookUp(name string) []gazetteer.NameRef {
	name = strings.TrimSpace(name)
	return g.Places.LookupVerbatim(g.Places.Lookup(nil, gazetteer.Normalize(nil, name)), name)
}

// isWithin reports whether a place is in one of the places of each list.
func (g Gazetteer) isWithin(ref gazetteer.Ref, within [][]gazetteer.NameRef) bool {
	r := g.Places.Record(ref)
	for _, areas := range within {
		if !slices.ContainsFunc(areas, func(a gazetteer.NameRef) bool {
			return a.Ref != gazetteer.NoRef && a.Ref != ref && (a.Ref == r.CountryRef || a.Ref == r.Admin1 || a.Ref == r.Admin2)
		}) {
			return false
		}
	}
	return true
}

// maxCityKM is the largest distance in kilometers of a point to the settlement of its
// address.
const maxCityKM = 50

// ReverseGeocode returns the areas that contain a point, with the nearest settlement
// within 50 kilometers.
func (g Gazetteer) ReverseGeocode(lat, lng float64) (*geogolang.Address, error) {
	if !(math.Abs(lat) <= 90 && math.Abs(lng) <= 180) {
		return nil, geo.Errorf(geo.ErrInput, "latitude %v, longitude %v is not a position on Earth", lat, lng)
	}
	p := orb.Point{lng, lat}
	var a geogolang.Address
	country, admin1 := g.Places.AreasAt(p)
	if country != gazetteer.NoRef {
		c := g.Places.Place(country)
		a.Country, a.CountryCode = c.Name, c.Country
	}
	if admin1 != gazetteer.NoRef {
		a.State = g.Places.Place(admin1).Name
	}
	for _, near := range g.Places.Nearest(p, gazetteer.KindsOf(geo.KindSettlement), 1) {
		if near.KM > maxCityKM {
			break
		}
		city := g.Places.Place(near.Ref)
		a.City = city.Name
		if a.CountryCode == "" {
			a.Country, a.CountryCode = city.CountryName, city.Country
		}
	}
	var parts []string
	for _, part := range []string{a.City, a.State, a.Country} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	a.FormattedAddress = strings.Join(parts, ", ")
	return &a, nil
}
