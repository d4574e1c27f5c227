package geonames

import (
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/synthetic"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/input"
	"dateline/geo/gazetteer/source/internal/sourcetest"
)

// The rows have the columns of the publisher, and real places and ids.
const (
	kabulRow   = "1138958\tKabul\tKabul\tCaboul,KBL,Kābul,Кабул,کابل\t34.52813\t69.17233\tP\tPPLC\tAF\t\t13\t1301\t\t\t4434550\t\t1798\tAsia/Kabul\t2021-08-16\n"
	chamanRow  = "1181439\tChaman\tChaman\t\t30.92141\t66.45259\tP\tPPL\tPK\t\t02\t\t\t\t88568\t1300\t1310\tAsia/Karachi\t2020-01-01\n"
	afghanRow  = "1149361\tIslamic Republic of Afghanistan\tIslamic Republic of Afghanistan\tAFG,Afghanistan\t33\t66\tA\tPCLI\tAF\t\t00\t\t\t\t37172386\t\t1000\tAsia/Kabul\t2021-08-16\n"
	suvaRow    = "2198148\tSuva\tSuva\t\t-18.14161\t178.44149\tP\tPPLC\tFJ\t\t01\t\t\t\t77366\t\t5\tPacific/Fiji\t2020-01-01\n"
	taveuniRow = "2203000\tSomosomo\tSomosomo\t\t-16.77\t-179.97\tP\tPPL\tFJ\t\t01\t\t\t\t0\t\t-9999\tPacific/Fiji\t2020-01-01\n"
	badRow     = "17\tNowhere\tNowhere\t\t99\t0\tP\tPPL\tXX\t\t\t\t\t\t0\t\t\t\t\n"

	alternateRows = "1\t1138958\tfa\tکابل\t1\t\t\t\t\t\n" +
		"2\t1138958\twkdt\tQ5838\t\t\t\t\t\t\n" +
		"3\t1138958\tiata\tKBL\t\t\t\t\t\t\n" +
		"4\t1138958\tlink\thttps://en.wikipedia.org/wiki/Kabul\t\t\t\t\t\t\n" +
		"5\t1149361\tabbr\tAFG.\t\t\t\t\t\t\n" +
		"6\t1181439\ten\tChaman City\t1\t\t\t\t\t\n" +
		"7\t1181439\t\tNew Chaman\t\t\t\t1\t\t\n" +
		"broken\n" +
		"8\t1138958\tde\tKabul\t\t\t\t\t\t\n"
	countryRows = "# a comment\n#ISO\tISO3\n" +
		"AF\tAFG\t004\tAF\tAfghanistan\tKabul\t647500\t37172386\tAS\t.af\tAFN\tAfghani\t93\t\t\tfa-AF,ps\t1149361\tTM,CN\t\n"
	admin1Rows    = "AF.13\tKabul\tKabul\t1138957\nFJ.01\tCentral\tCentral\t2205276\nFJ.99\tEmpty\tEmpty\t2205277\n"
	hierarchyRows = "6255147\t1149361\t\n1149361\t1138958\t\n1138957\t1138958\tADM\n"
)

func TestGeoNamesFolder(t *testing.T) {
	dir := sourcetest.WriteFiles(t, map[string]string{
		"allCountries.zip":     sourcetest.Zip(t, map[string]string{"allCountries.txt": afghanRow + kabulRow + badRow + chamanRow}),
		"AF.zip":               sourcetest.Zip(t, map[string]string{"AF.txt": kabulRow, "readme.txt": "Readme for GeoNames Gazetteer extract files"}),
		"FJ.txt":               suvaRow + taveuniRow,
		"alternateNamesV2.zip": sourcetest.Zip(t, map[string]string{"alternateNamesV2.txt": alternateRows, "iso-languagecodes.txt": "ISO 639-3\tISO 639-2\tISO 639-1\tLanguage Name\n"}),
		"countryInfo.txt":      countryRows,
		"admin1CodesASCII.txt": admin1Rows,
		"hierarchy.zip":        sourcetest.Zip(t, map[string]string{"hierarchy.txt": hierarchyRows}),
		"featureCodes_en.txt":  "A.ADM1\tfirst-order administrative division\tsuch as a state\n",
		"notes.txt":            "my own notes\n",
	})
	g, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := g.Info().Name, "GeoNames allCountries, AF, FJ"; got != want {
		t.Errorf("Info().Name = %q, want %q", got, want)
	}
	entries, bad := sourcetest.Collect(t, g)

	wantBad := []string{"alternateNamesV2.zip:alternateNamesV2.txt:1 columns", "allCountries.zip:allCountries.txt:latitude 99"}
	if len(bad) != len(wantBad) {
		t.Fatalf("skipped %q, want %q", bad, wantBad)
	}
	for i := range bad {
		if !strings.HasPrefix(bad[i], wantBad[i]) {
			t.Errorf("skipped %q, want %q", bad[i], wantBad[i])
		}
	}
	if len(entries) != 7 {
		t.Errorf("%d entries, want 7: %v", len(entries), slices.Sorted(maps.Keys(entries)))
	}

	kabul := entries["geonames:1138958"]
	if p := kabul.Place; p.Name != "Kabul" || p.Kind != geo.KindSettlement || p.Country != "AF" || p.Population != 4434550 || p.Point[0] != 69.17233 {
		t.Errorf("Kabul = %+v", p)
	}
	if kabul.Parent != "geonames:1138957" || kabul.Admin1Code != "13" || kabul.Admin2Code != "1301" || kabul.ElevationM != 1798 {
		t.Errorf("Kabul = %+v", kabul)
	}
	if !maps.Equal(kabul.Place.Codes, map[string]string{"wikidata": "Q5838", "iata": "KBL"}) {
		t.Errorf("Kabul's codes = %v", kabul.Place.Codes)
	}
	for _, want := range []source.Name{
		{Text: "کابل", Kind: gazetteer.NameAlternate, Language: "fa"},
		{Text: "KBL", Kind: gazetteer.NameCode},
		{Text: "Кабул", Kind: gazetteer.NameAlternate},
		{Text: "Kabul", Kind: gazetteer.NameAlternate, Language: "de"},
	} {
		if !sourcetest.HasName(kabul, want) {
			t.Errorf("Kabul lacks the name %+v; it has %+v", want, kabul.Names)
		}
	}

	if !slices.Contains(kabul.LocalNames, source.LocalName{Text: "کابل", Language: "fa"}) {
		t.Errorf("Kabul has the names to show %v, want one in fa", kabul.LocalNames)
	}

	afghanistan := entries["geonames:1149361"]
	if p := afghanistan.Place; p.Name != "Afghanistan" || p.Kind != geo.KindCountry || p.Codes["iso"] != "AF" || afghanistan.Admin1Code != "" {
		t.Errorf("Afghanistan = %+v", afghanistan)
	}
	for _, want := range []source.Name{
		{Text: "Islamic Republic of Afghanistan"},
		{Text: "AFG", Kind: gazetteer.NameCode},
		{Text: "AFG.", Kind: gazetteer.NameAbbreviation},
	} {
		if !sourcetest.HasName(afghanistan, want) {
			t.Errorf("Afghanistan lacks the name %+v; it has %+v", want, afghanistan.Names)
		}
	}

	chaman := entries["geonames:1181439"]
	if chaman.Place.Name != "Chaman City" || !sourcetest.HasName(chaman, source.Name{Text: "Chaman"}) || !sourcetest.HasName(chaman, source.Name{Text: "New Chaman", Kind: gazetteer.NameFormer}) {
		t.Errorf("Chaman = %+v", chaman)
	}
	if chaman.ElevationM != 1300 {
		t.Errorf("Chaman's elevation = %d, want the surveyed one", chaman.ElevationM)
	}

	// Central in Fiji has no row of its own and crosses the antimeridian.
	central := entries["geonames:2205276"]
	if central.Place.Kind != geo.KindAdmin1 || central.Admin1Code != "01" || math.Abs(central.Place.Point.Lon()) < 179 {
		t.Errorf("Central = %+v, want a point near the antimeridian", central)
	}
	if _, ok := entries["geonames:2205277"]; ok {
		t.Error("an area without settlements has a position")
	}
	if p := entries["geonames:2203000"]; p.HasElevation {
		t.Errorf("elevation -9999 means unknown, got %d", p.ElevationM)
	}
}

func TestGeoNamesFormats(t *testing.T) {
	for name, content := range map[string]string{
		"plain.txt":      kabulRow,
		"windows.txt":    "\xef\xbb\xbf" + strings.ReplaceAll(kabulRow, "\n", "\r\n"),
		"no-newline":     strings.TrimSuffix(kabulRow, "\n"),
		"dump.txt.gz":    sourcetest.Gzip(t, kabulRow),
		"misnamed.txt":   sourcetest.Zip(t, map[string]string{"AF.txt": kabulRow}),
		"bad-on-top.txt": badRow + kabulRow,
	} {
		t.Run(name, func(t *testing.T) {
			dir := sourcetest.WriteFiles(t, map[string]string{name: content})
			g, err := New(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			entries, _ := sourcetest.Collect(t, g)
			if entries["geonames:1138958"].Place.Name != "Kabul" {
				t.Errorf("entries = %v", entries)
			}
			if again, _ := sourcetest.Collect(t, g); len(again) != len(entries) {
				t.Errorf("read again there are %d entries, want %d", len(again), len(entries))
			}
		})
	}
}

func TestGeoNamesRefuses(t *testing.T) {
	dir := sourcetest.WriteFiles(t, map[string]string{
		"notes.txt":            "my own notes\n",
		"admin1CodesASCII.txt": admin1Rows,
		"cut.zip":              sourcetest.Zip(t, map[string]string{"AF.txt": kabulRow})[:60],
	})
	for name, want := range map[string]error{
		"notes.txt":            geo.ErrInput,
		"admin1CodesASCII.txt": geo.ErrInput,
		"cut.zip":              geo.ErrInput,
		"absent.zip":           geo.ErrNotFound,
	} {
		if _, err := New(filepath.Join(dir, name)); !errors.Is(err, want) {
			t.Errorf("New(%s) = %v, want %v", name, err, want)
		}
	}
}

// A truncated file yields its places and then an error that is not an EntryError.
func TestGeoNamesCutOff(t *testing.T) {
	whole := sourcetest.Gzip(t, strings.Repeat(kabulRow, 1)+strings.Repeat(chamanRow, 3000))
	dir := sourcetest.WriteFiles(t, map[string]string{"dump.gz": whole[:len(whole)-9]})
	g, err := New(filepath.Join(dir, "dump.gz"))
	if err != nil {
		t.Fatal(err)
	}
	var last error
	n := 0
	for _, err := range g.Entries() {
		if last = err; err == nil {
			n++
		}
	}
	var left *source.EntryError
	if last == nil || errors.As(last, &left) || !errors.Is(last, geo.ErrInput) {
		t.Errorf("last error = %v, want one that ends the sequence", last)
	}
	if n == 0 {
		t.Error("the places before the cut are not read")
	}
}

func TestGeoNamesStops(t *testing.T) {
	dir := sourcetest.WriteFiles(t, map[string]string{"a.txt": kabulRow + badRow + chamanRow, "alternateNamesV2.txt": alternateRows})
	g, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	for stop := range 4 {
		n := 0
		for e, err := range g.Entries() {
			if err == nil {
				sourcetest.CheckEntry(t, e)
			}
			if n++; n > stop {
				break
			}
		}
	}
}

// Alternate names are the same in memory and in a temporary file.
func TestAlternatesInAFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := sourcetest.WriteFiles(t, map[string]string{"a": alternateRows})
	inputs, err := input.Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := func(limit int) []source.Name {
		var a alternates
		if err := a.load(inputs, func(error) bool { return true }); err != nil {
			t.Fatal(err)
		}
		a.packed = make([]byte, a.ends[len(a.ends)-1])
		if _, err := a.block.ReadAt(a.packed, 0); err != nil {
			t.Fatal(err)
		}
		if err := a.store(limit); err != nil {
			t.Fatal(err)
		}
		if (a.file != nil) != (limit == 0) {
			t.Errorf("limit %d: file %v", limit, a.file)
		}
		var e source.Entry
		if err := a.apply(1138958, &e, entry.NewNames(&e)); err != nil {
			t.Fatal(err)
		}
		if err := a.close(); err != nil {
			t.Error(err)
		}
		return e.Names
	}
	if inFile, inMem := names(0), names(inMemory); len(inMem) != 3 || !slices.Equal(inFile, inMem) {
		t.Errorf("in a file %v, in memory %v", inFile, inMem)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestGeoNamesSynthetic(t *testing.T) {
	dir := t.TempDir()
	config := synthetic.Config{Seed: 3, Places: 5000, Names: 11_000}
	files, err := synthetic.Write(dir, config)
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	entries, bad := sourcetest.Collect(t, g)
	if len(entries) != config.Places || len(bad) > 0 {
		t.Errorf("%d entries and %q skipped, want %d and none", len(entries), bad, config.Places)
	}
	tagged := 0
	for _, e := range entries {
		for _, n := range e.Names {
			if n.Language != "" {
				tagged++
			}
		}
	}
	if want := (files.Names - config.Places) / 3; tagged < want {
		t.Errorf("%d names with a language, want at least %d", tagged, want)
	}
}

func FuzzGeoNames(f *testing.F) {
	for _, seed := range []string{kabulRow, badRow, alternateRows, admin1Rows, countryRows, hierarchyRows} {
		f.Add([]byte(seed), []byte(alternateRows))
	}
	f.Fuzz(func(t *testing.T, places, beside []byte) {
		dir := sourcetest.WriteFiles(t, map[string]string{"a": kabulRow + string(places), "b": string(beside), "c": string(places)})
		g, err := New(dir)
		if err != nil {
			return
		}
		for e, err := range g.Entries() {
			if err == nil {
				sourcetest.CheckEntry(t, e)
			}
		}
	})
}
