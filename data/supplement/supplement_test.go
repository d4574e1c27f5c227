package supplement_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// The greatest distance of a place from its country, and the least distance of two
// places of one name and kind, in kilometers.
const (
	nearCountryKM = 100
	samePlaceKM   = 50
)

// placeColumns are the columns of every table of places.
var placeColumns = strings.Fields("id name kind country lat lon west south east north aliases rank source check")

// otherColumns are the columns of the tables of names and points, by file.
var otherColumns = map[string][]string{
	"country_boxes.tsv":       {"country", "west", "south", "east", "north", "source"},
	"country_points.tsv":      {"country", "id", "name", "lat", "lon", "source", "check"},
	"country_names.tsv":       {"country", "kind", "name"},
	"areas.tsv":               {"id", "name", "kind", "country", "lat", "lon", "aliases", "source"},
	"towns.tsv":               {"id", "name", "kind", "country", "lat", "lon", "aliases", "source"},
	"countries.tsv":           {"country", "alpha3", "numeric", "official"},
	"country_names_other.tsv": {"country", "kind", "language", "name"},
	"admin1_points.tsv":       {"code", "id", "name", "lat", "lon", "source", "check"},
	"state_names.tsv":         {"code", "kind", "name"},
	"area_corrections.tsv":    {"iso", "name", "names", "part_of", "continued", "source"},
	"city_names.tsv":          {"id", "kind", "name"},
	"airport_names.tsv":       {"id", "kind", "name"},
	"names_other.tsv":         {"id", "language", "names"},
	"local_names.tsv":         {"id", "name", "local"},
	"names_geonames.tsv":      {"id", "names"},
}

// row is a line of a table.
type row struct {
	where string // file:line
	cells map[string]string
}

func (r row) get(column string) string { return r.cells[column] }

// number returns the number in a column, which must be within bounds.
func (r row) number(t *testing.T, column string, least, most float64) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(r.get(column), 64)
	if err != nil || math.IsNaN(v) || v < least || v > most {
		t.Errorf("%s: %s: %q is not a number from %g to %g", r.where, column, r.get(column), least, most)
	}
	return v
}

// table returns the rows of a file and checks that it has a header with these columns,
// and as many cells in every line, without extra white space.
func table(t *testing.T, file string, columns []string) []row {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(text), "\n") {
		t.Errorf("%s: the last line has no end", file)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if got := strings.Split(lines[0], "\t"); !slices.Equal(got, columns) {
		t.Fatalf("%s: columns %q, want %q", file, got, columns)
	}
	var rows []row
	for i, line := range lines[1:] {
		where := fmt.Sprintf("%s:%d", file, i+2)
		cells := strings.Split(line, "\t")
		if len(cells) != len(columns) {
			t.Errorf("%s: %d cells, want %d", where, len(cells), len(columns))
			continue
		}
		r := row{where: where, cells: map[string]string{}}
		for c, cell := range cells {
			if cell != strings.Join(strings.Fields(cell), " ") || strings.Contains(cell, `"`) {
				t.Errorf("%s: stray white space or quotes in %q", where, cell)
			}
			r.cells[columns[c]] = cell
		}
		rows = append(rows, r)
	}
	return rows
}

// places returns the rows of the tables of places.
func places(t *testing.T) []row {
	t.Helper()
	files, err := filepath.Glob("*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []row
	for _, f := range files {
		if _, other := otherColumns[f]; !other {
			all = append(all, table(t, f, placeColumns)...)
		}
	}
	return all
}

// box is an extent in degrees.
type box struct{ west, south, east, north float64 }

// point returns the position of a row.
func (r row) point(t *testing.T) orb.Point {
	t.Helper()
	return orb.Point{r.number(t, "lon", -180, 180), r.number(t, "lat", -90, 90)}
}

func (r row) box(t *testing.T) box {
	t.Helper()
	return box{r.number(t, "west", -180, 180), r.number(t, "south", -90, 90), r.number(t, "east", -180, 180), r.number(t, "north", -90, 90)}
}

func (b box) contains(lat, lon float64) bool {
	return b.west <= lon && lon <= b.east && b.south <= lat && lat <= b.north
}

// distance returns the distance of a point from the box in kilometers, 0 inside.
func (b box) distance(lat, lon float64) float64 {
	d := math.Inf(1)
	for _, turn := range []float64{-360, 0, 360} {
		at := min(max(lon+turn, b.west), b.east)
		d = min(d, geometry.Distance(orb.Point{lon + turn, lat}, orb.Point{at, min(max(lat, b.south), b.north)}))
	}
	return d
}

// countryBoxes returns the extents of the parts of countries.
func countryBoxes(t *testing.T) map[string][]box {
	t.Helper()
	boxes := map[string][]box{}
	for _, r := range table(t, "country_boxes.tsv", otherColumns["country_boxes.tsv"]) {
		if r.get("source") == "" {
			t.Errorf("%s: no source", r.where)
		}
		boxes[r.get("country")] = append(boxes[r.get("country")], r.box(t))
	}
	return boxes
}

func nearCountry(boxes []box, lat, lon float64) bool {
	return slices.ContainsFunc(boxes, func(b box) bool { return b.distance(lat, lon) <= nearCountryKM })
}

var (
	slug         = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	geonamesID   = regexp.MustCompile(`^geonames:[1-9][0-9]*$`)
	airportID    = regexp.MustCompile(`^ourairports:[A-Z0-9-]+$`)
	countryCode  = regexp.MustCompile(`^[A-Z]{2}$`)
	admin1Code   = regexp.MustCompile(`^[A-Z]{2}\.[A-Z0-9]{1,3}$`)
	languageMark = regexp.MustCompile(`^[a-z]{2}=.`)
)

func TestEveryPlaceIsPlausible(t *testing.T) {
	boxes := countryBoxes(t)
	all := places(t)
	if len(all) < 600 {
		t.Errorf("%d places, want at least 600", len(all))
	}
	for _, r := range all {
		if id := r.get("id"); !slug.MatchString(id) && !geonamesID.MatchString(id) {
			t.Errorf("%s: %q is neither a slug nor geonames:N", r.where, id)
		}
		if r.get("name") == "" || r.get("source") == "" || r.get("check") == "" {
			t.Errorf("%s: a place needs a name, a source and a check", r.where)
		}
		if r.get("source") == r.get("check") {
			t.Errorf("%s: checked against its own source", r.where)
		}
		if _, ok := geo.ParseKind(r.get("kind")); !ok {
			t.Errorf("%s: no such kind: %q", r.where, r.get("kind"))
		}
		if rank := r.number(t, "rank", 1, 5); rank != math.Trunc(rank) {
			t.Errorf("%s: rank %g is not whole", r.where, rank)
		}
		lat, lon := r.number(t, "lat", -90, 90), r.number(t, "lon", -180, 180)
		checkExtent(t, r, lat, lon)
		if r.get("country") == "" {
			continue
		}
		for i, code := range strings.Split(r.get("country"), ",") {
			switch {
			case len(boxes[code]) == 0:
				t.Errorf("%s: no such country: %q", r.where, code)
			case i == 0 && !nearCountry(boxes[code], lat, lon):
				t.Errorf("%s: %s is not within %d km of %s", r.where, r.get("name"), nearCountryKM, code)
			}
		}
	}
}

// checkExtent checks that a place has all four sides of its extent or none of them, and
// that the extent contains its point.
func checkExtent(t *testing.T, r row, lat, lon float64) {
	t.Helper()
	sides := r.get("west") + r.get("south") + r.get("east") + r.get("north")
	if sides == "" {
		return
	}
	if b := r.box(t); !b.contains(lat, lon) {
		t.Errorf("%s: %s at %g, %g is outside its own extent %v", r.where, r.get("name"), lat, lon, b)
	}
}

func TestAliases(t *testing.T) {
	for _, r := range places(t) {
		if r.get("aliases") == "" {
			continue
		}
		seen := map[string]bool{}
		for alias := range strings.SplitSeq(r.get("aliases"), "|") {
			text := alias
			if kind, rest, ok := strings.Cut(alias, ":"); ok && slices.Contains([]string{"abbr", "demonym", "former"}, kind) {
				text = rest
			} else if languageMark.MatchString(alias) {
				text = alias[3:]
			}
			if text == "" || text != strings.TrimSpace(text) || strings.ContainsAny(text, "=:") {
				t.Errorf("%s: %q is no alias", r.where, alias)
			}
			if seen[alias] {
				t.Errorf("%s: alias %q twice", r.where, alias)
			}
			seen[alias] = true
		}
	}
}

func TestNoTwoPlacesAreAlike(t *testing.T) {
	ids, names := map[string]string{}, map[string][]row{}
	for _, r := range places(t) {
		if first, twice := ids[r.get("id")]; twice {
			t.Errorf("%s: id %q is also at %s", r.where, r.get("id"), first)
		}
		ids[r.get("id")] = r.where
		key := r.get("kind") + "|" + strings.ToLower(r.get("name"))
		for _, other := range names[key] {
			if km := geometry.Distance(r.point(t), other.point(t)); km < samePlaceKM {
				t.Errorf("%s: %s is also at %s, %.0f km away", r.where, r.get("name"), other.where, km)
			}
		}
		names[key] = append(names[key], r)
	}
}

// TestPointsOfAreas checks the points of countries and of first-level areas.
func TestPointsOfAreas(t *testing.T) {
	boxes := countryBoxes(t)
	for file, code := range map[string]string{"country_points.tsv": "country", "admin1_points.tsv": "code"} {
		form := countryCode
		if code == "code" {
			form = admin1Code
		}
		seen := map[string]bool{}
		for _, r := range table(t, file, otherColumns[file]) {
			at := r.get(code)
			if !form.MatchString(at) || seen[at] {
				t.Errorf("%s: code %q is malformed or stands twice", r.where, at)
			}
			seen[at] = true
			if !geonamesID.MatchString(r.get("id")) || r.get("name") == "" || r.get("source") == "" || r.get("check") == "" {
				t.Errorf("%s: needs an id, a name, a source and a check", r.where)
			}
			country, _, _ := strings.Cut(at, ".")
			if !nearCountry(boxes[country], r.number(t, "lat", -90, 90), r.number(t, "lon", -180, 180)) {
				t.Errorf("%s: %s is not within %d km of %s", r.where, r.get("name"), nearCountryKM, country)
			}
		}
	}
}

// TestNames checks the tables that only add names.
func TestNames(t *testing.T) {
	kinds := []string{"alternate", "abbreviation", "former", "demonym"}
	for file, form := range map[string]*regexp.Regexp{"country_names.tsv": countryCode, "country_names_other.tsv": countryCode, "state_names.tsv": admin1Code, "city_names.tsv": geonamesID, "airport_names.tsv": airportID} {
		columns := otherColumns[file]
		seen := map[string]bool{}
		for _, r := range table(t, file, columns) {
			if !form.MatchString(r.get(columns[0])) {
				t.Errorf("%s: %q is malformed", r.where, r.get(columns[0]))
			}
			if r.get("name") == "" || !slices.Contains(kinds, r.get("kind")) {
				t.Errorf("%s: needs a name, and a kind that is one of %q", r.where, kinds)
			}
			key := r.get(columns[0]) + "|" + r.get("kind") + "|" + r.get("name")
			if seen[key] {
				t.Errorf("%s: stands twice", r.where)
			}
			seen[key] = true
		}
	}
}

// TestAreaCorrections checks the corrections of the areas of Natural Earth.
func TestAreaCorrections(t *testing.T) {
	code := regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9]{1,3}$`)
	seen := map[string]bool{}
	for _, r := range table(t, "area_corrections.tsv", otherColumns["area_corrections.tsv"]) {
		iso := r.get("iso")
		if !code.MatchString(iso) || seen[iso] || r.get("source") == "" {
			t.Errorf("%s: needs a source, and a code of ISO 3166-2 that is not in the table yet", r.where)
		}
		seen[iso] = true
		if names := r.get("names"); names != "" && names != "other" || r.get("name") == "" && r.get("part_of") == "" {
			t.Errorf("%s: needs a name or the area that it is part of", r.where)
		}
		if c := r.get("continued"); c != "" && (c != "yes" || r.get("part_of") == "") {
			t.Errorf("%s: only an area that is part of another one is continued", r.where)
		}
	}
}

// TestPlacesInTheNews looks up the places of the report with which the project began.
func TestPlacesInTheNews(t *testing.T) {
	want := map[string][2]float64{
		"torkham": {34.12, 71.09}, "friendship-gate": {30.92, 66.45}, "bagram-airfield": {34.946, 69.265},
		"rafah-crossing": {31.25, 34.26}, "suez-canal": {30.5, 32.3}, "strait-of-hormuz": {26.57, 56.35}, "kashmir": {34.5, 76},
		"zaatari": {32.29, 36.33}, "evin-prison": {35.795, 51.386}, "k2": {35.88, 76.51}, "white-house": {38.898, -77.036},
	}
	for _, r := range places(t) {
		if at, ok := want[r.get("id")]; ok {
			if km := geometry.Distance(r.point(t), orb.Point{at[1], at[0]}); km > 15 {
				t.Errorf("%s: %s is %.0f km off", r.where, r.get("name"), km)
			}
			delete(want, r.get("id"))
		}
	}
	for id := range want {
		t.Errorf("no place %s", id)
	}
}
