package synthetic

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	c := Config{Seed: 7, Places: 20_000, Names: 42_000}
	first, second := t.TempDir(), t.TempDir()
	files, err := Write(first, c)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Write(second, c)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]string{
		{files.AllCountries, again.AllCountries},
		{files.AlternateNames, again.AlternateNames},
		{files.Hierarchy, again.Hierarchy},
		{files.Admin2, again.Admin2},
	} {
		if a, b := read(t, pair[0]), read(t, pair[1]); !bytes.Equal(a, b) {
			t.Errorf("%s differs from one run to the next", pair[0])
		}
	}
	if files.Names < c.Names*8/10 || files.Names > c.Names*12/10 {
		t.Errorf("%d names, want about %d", files.Names, c.Names)
	}

	ids := map[string]bool{}
	names := map[string]bool{}
	for line := range strings.Lines(string(read(t, files.AllCountries))) {
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(row) != 19 {
			t.Fatalf("%d columns in %q, want 19", len(row), line)
		}
		if ids[row[0]] {
			t.Fatalf("id %s stands twice", row[0])
		}
		ids[row[0]] = true
		names[row[1]] = true
		lat, errLat := strconv.ParseFloat(row[4], 64)
		lon, errLon := strconv.ParseFloat(row[5], 64)
		if errLat != nil || errLon != nil || lat < -90 || lat > 90 || lon < -180 || lon > 180 {
			t.Fatalf("bad position in %q", line)
		}
	}
	if len(ids) != c.Places {
		t.Errorf("%d places, want %d", len(ids), c.Places)
	}
	if len(names) < c.Places/2 || len(names) > c.Places*95/100 {
		t.Errorf("%d distinct names of %d places: not as many homonyms as life has", len(names), c.Places)
	}
	for line := range strings.Lines(string(read(t, files.AlternateNames))) {
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(row) != 10 || !ids[row[1]] || row[3] == "" {
			t.Fatalf("bad alternate name %q", line)
		}
	}
	for line := range strings.Lines(string(read(t, files.Admin1))) {
		if row := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(row) != 4 || !ids[row[3]] {
			t.Fatalf("bad first-level area %q", line)
		}
	}
}

func TestWriteOfFewPlaces(t *testing.T) {
	for _, places := range []int{0, 1, 2, 3, 50} {
		files, err := Write(t.TempDir(), Config{Seed: 1, Places: places, Names: places})
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(read(t, files.AllCountries), []byte("\n")); n != places {
			t.Errorf("%d rows, want %d", n, places)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
