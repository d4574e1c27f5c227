package source

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
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
)

// The rows have the publisher's columns and real places; the ids are real.
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

// writeFiles writes files into a temporary folder.
func writeFiles(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func zipped(t testing.TB, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, files[name])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, content)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// collect reads a source to its end; bad are its left-out entries.
func collect(t testing.TB, s gazetteer.Source) (entries map[geo.PlaceID]gazetteer.Entry, bad []string) {
	t.Helper()
	entries = map[geo.PlaceID]gazetteer.Entry{}
	for e, err := range s.Entries() {
		var left *gazetteer.EntryError
		switch {
		case errors.As(err, &left):
			bad = append(bad, filepath.Base(left.File)+":"+left.Err.Error())
		case err != nil:
			t.Fatal(err)
		default:
			if _, twice := entries[e.Place.ID]; twice {
				t.Errorf("%s is yielded twice", e.Place.ID)
			}
			entries[e.Place.ID] = e
		}
	}
	return entries, bad
}

func hasName(e gazetteer.Entry, want gazetteer.Name) bool { return slices.Contains(e.Names, want) }

func TestGeoNamesFolder(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"allCountries.zip":     zipped(t, map[string]string{"allCountries.txt": afghanRow + kabulRow + badRow + chamanRow}),
		"AF.zip":               zipped(t, map[string]string{"AF.txt": kabulRow, "readme.txt": "Readme for GeoNames Gazetteer extract files"}),
		"FJ.txt":               suvaRow + taveuniRow,
		"alternateNamesV2.zip": zipped(t, map[string]string{"alternateNamesV2.txt": alternateRows, "iso-languagecodes.txt": "ISO 639-3\tISO 639-2\tISO 639-1\tLanguage Name\n"}),
		"countryInfo.txt":      countryRows,
		"admin1CodesASCII.txt": admin1Rows,
		"hierarchy.zip":        zipped(t, map[string]string{"hierarchy.txt": hierarchyRows}),
		"featureCodes_en.txt":  "A.ADM1\tfirst-order administrative division\tsuch as a state\n",
		"notes.txt":            "my own notes\n",
	})
	g, err := NewGeoNames(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := g.Info().Name, "GeoNames allCountries, AF, FJ"; got != want {
		t.Errorf("Info().Name = %q, want %q", got, want)
	}
	entries, bad := collect(t, g)

	wantBad := []string{"alternateNamesV2.zip:alternateNamesV2.txt:1 columns", "allCountries.zip:allCountries.txt:latitude 99"}
	if len(bad) != len(wantBad) {
		t.Fatalf("left out %q, want %q", bad, wantBad)
	}
	for i := range bad {
		if !strings.HasPrefix(bad[i], wantBad[i]) {
			t.Errorf("left out %q, want %q", bad[i], wantBad[i])
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
	for _, want := range []gazetteer.Name{
		{Text: "کابل", Kind: gazetteer.NameAlternate, Language: "fa"},
		{Text: "KBL", Kind: gazetteer.NameCode},
		{Text: "Кабул", Kind: gazetteer.NameAlternate},
		{Text: "Kabul", Kind: gazetteer.NameAlternate, Language: "de"},
	} {
		if !hasName(kabul, want) {
			t.Errorf("Kabul lacks the name %+v; it has %+v", want, kabul.Names)
		}
	}

	afghanistan := entries["geonames:1149361"]
	if p := afghanistan.Place; p.Name != "Afghanistan" || p.Kind != geo.KindCountry || p.Codes["iso"] != "AF" || afghanistan.Admin1Code != "" {
		t.Errorf("Afghanistan = %+v", afghanistan)
	}
	for _, want := range []gazetteer.Name{
		{Text: "Islamic Republic of Afghanistan"},
		{Text: "AFG", Kind: gazetteer.NameCode},
		{Text: "AFG.", Kind: gazetteer.NameAbbreviation},
	} {
		if !hasName(afghanistan, want) {
			t.Errorf("Afghanistan lacks the name %+v; it has %+v", want, afghanistan.Names)
		}
	}

	chaman := entries["geonames:1181439"]
	if chaman.Place.Name != "Chaman City" || !hasName(chaman, gazetteer.Name{Text: "Chaman"}) || !hasName(chaman, gazetteer.Name{Text: "New Chaman", Kind: gazetteer.NameFormer}) {
		t.Errorf("Chaman = %+v", chaman)
	}
	if chaman.ElevationM != 1300 {
		t.Errorf("Chaman's elevation = %d, want the surveyed one", chaman.ElevationM)
	}

	// Fiji's Central has no row of its own and spans the antimeridian.
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
		"dump.txt.gz":    gzipped(t, kabulRow),
		"misnamed.txt":   zipped(t, map[string]string{"AF.txt": kabulRow}),
		"bad-on-top.txt": badRow + kabulRow,
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeFiles(t, map[string]string{name: content})
			g, err := NewGeoNames(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			entries, _ := collect(t, g)
			if entries["geonames:1138958"].Place.Name != "Kabul" {
				t.Errorf("entries = %v", entries)
			}
			if again, _ := collect(t, g); len(again) != len(entries) {
				t.Errorf("read again there are %d entries, want %d", len(again), len(entries))
			}
		})
	}
}

func TestGeoNamesRefuses(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"notes.txt":            "my own notes\n",
		"admin1CodesASCII.txt": admin1Rows,
		"cut.zip":              zipped(t, map[string]string{"AF.txt": kabulRow})[:60],
	})
	for name, want := range map[string]error{
		"notes.txt":            geo.ErrInput,
		"admin1CodesASCII.txt": geo.ErrInput,
		"cut.zip":              geo.ErrInput,
		"absent.zip":           geo.ErrNotFound,
	} {
		if _, err := NewGeoNames(filepath.Join(dir, name)); !errors.Is(err, want) {
			t.Errorf("NewGeoNames(%s) = %v, want %v", name, err, want)
		}
	}
}

// A file that breaks off gives its places and then an error that is not an
// EntryError.
func TestGeoNamesCutOff(t *testing.T) {
	whole := gzipped(t, strings.Repeat(kabulRow, 1)+strings.Repeat(chamanRow, 3000))
	dir := writeFiles(t, map[string]string{"dump.gz": whole[:len(whole)-9]})
	g, err := NewGeoNames(filepath.Join(dir, "dump.gz"))
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
	var left *gazetteer.EntryError
	if last == nil || errors.As(last, &left) || !errors.Is(last, geo.ErrInput) {
		t.Errorf("last error = %v, want one that ends the sequence", last)
	}
	if n == 0 {
		t.Error("the places before the cut are not read")
	}
}

func TestGeoNamesStops(t *testing.T) {
	dir := writeFiles(t, map[string]string{"a.txt": kabulRow + badRow + chamanRow, "alternateNamesV2.txt": alternateRows})
	g, err := NewGeoNames(dir)
	if err != nil {
		t.Fatal(err)
	}
	for stop := range 4 {
		n := 0
		for e, err := range g.Entries() {
			if err == nil {
				checkEntry(t, e)
			}
			if n++; n > stop {
				break
			}
		}
	}
}

// Alternate names are the same whether they stay in memory or move to a file.
func TestAlternatesInAFile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := writeFiles(t, map[string]string{"a": alternateRows})
	inputs, err := inputsAt(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := func(limit int) []gazetteer.Name {
		var a alternates
		if err := a.load(inputs, func(error) bool { return true }); err != nil {
			t.Fatal(err)
		}
		a.packed = make([]byte, a.ends[len(a.ends)-1])
		if _, err := a.block.ReadAt(a.packed, 0); err != nil {
			t.Fatal(err)
		}
		if err := a.settle(limit); err != nil {
			t.Fatal(err)
		}
		if (a.file != nil) != (limit == 0) {
			t.Errorf("limit %d: file %v", limit, a.file)
		}
		var e gazetteer.Entry
		if err := a.apply(1138958, &e, newNaming(&e)); err != nil {
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
	g, err := NewGeoNames(dir)
	if err != nil {
		t.Fatal(err)
	}
	entries, bad := collect(t, g)
	if len(entries) != config.Places || len(bad) > 0 {
		t.Errorf("%d entries and %q left out, want %d and none", len(entries), bad, config.Places)
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
		dir := writeFiles(t, map[string]string{"a": kabulRow + string(places), "b": string(beside), "c": string(places)})
		g, err := NewGeoNames(dir)
		if err != nil {
			return
		}
		for e, err := range g.Entries() {
			if err == nil {
				checkEntry(t, e)
			}
		}
	})
}

// checkEntry fails unless an entry is one that the compiler may take.
func checkEntry(t *testing.T, e gazetteer.Entry) {
	t.Helper()
	if e.Place.ID == "" || e.Place.Name == "" {
		t.Errorf("entry without id or name: %+v", e)
	}
	if _, err := checkPoint(e.Place.Point); err != nil {
		t.Errorf("entry %s: %v", e.Place.ID, err)
	}
	for _, n := range e.Names {
		if n.Text == "" {
			t.Errorf("entry %s has an empty name", e.Place.ID)
		}
	}
}
