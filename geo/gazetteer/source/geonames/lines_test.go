package geonames

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/sourcetest"
)

// A line that is too long is skipped, and the lines after it have the right numbers.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("x", 1<<20+1)
	content := kabulRow + long + "\n" + badRow + long + long + long + "\n" + chamanRow
	g, err := New(filepath.Join(sourcetest.WriteFiles(t, map[string]string{"a.txt": content}), "a.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int
	places := 0
	for _, err := range g.Entries() {
		var skipped *source.EntryError
		switch {
		case errors.As(err, &skipped):
			numbers = append(numbers, skipped.Line)
			if (skipped.Line != 3) != errors.Is(err, geo.ErrTooLarge) {
				t.Errorf("line %d: %v", skipped.Line, err)
			}
		case err != nil:
			t.Fatal(err)
		default:
			places++
		}
	}
	if places != 2 || len(numbers) != 3 || numbers[0] != 2 || numbers[1] != 3 || numbers[2] != 4 {
		t.Errorf("%d places, skipped lines %v", places, numbers)
	}
}

// Every parser of a line returns the reason of an error.
func TestBadLines(t *testing.T) {
	row := func(column int, value string) string {
		col := strings.Split(strings.TrimSuffix(kabulRow, "\n"), "\t")
		col[column] = value
		return strings.Join(col, "\t")
	}
	country := func(column int, value string) string {
		line := strings.Split(countryRows, "\n")[2]
		col := strings.Split(line, "\t")
		col[column] = value
		return strings.Join(col, "\t")
	}
	places := func(line string) error { _, err := parseRow([]byte(line)); return err }
	alternate := func(line string) error { _, err := parseAlternate([]byte(line)); return err }
	admin := func(line string) error { _, err := parseArea([]byte(line), 1); return err }
	countries := func(line string) error { _, _, err := parseCountry([]byte(line)); return err }
	links := func(line string) error { _, err := parseLink([]byte(line)); return err }
	for _, test := range []struct {
		parse      func(string) error
		line, want string
	}{
		{places, "1\t2", "2 columns, want 19"},
		{places, row(0, "x"), `id "x"`},
		{places, row(0, "99999999999"), "id"},
		{places, row(1, "K\xff"), "not UTF-8"},
		{places, row(4, "34°"), "decimal degrees"},
		{places, row(4, "NaN"), "not on Earth"},
		{places, row(5, "-Inf"), "not on Earth"},
		{places, row(14, "many"), `population "many"`},
		{places, row(14, "-1"), `population "-1"`},
		{alternate, "1\t2\tde", "3 columns, want 10"},
		{alternate, "1\t0\tde\tKabul\t\t\t\t\t\t", `id "0"`},
		{alternate, "1\t2\tde\t\t\t\t\t\t\t", "name of 0 bytes"},
		{alternate, "1\t2\tde\tK\xff\t\t\t\t\t\t", "not UTF-8"},
		{alternate, "1\t2\tde\t" + strings.Repeat("x", maxName+1) + "\t\t\t\t\t\t", "name of 1601 bytes"},
		{admin, "AF.13\tKabul", "2 columns, want 4"},
		{admin, "AF\tKabul\tKabul\t1", "not an area of level 1"},
		{admin, "AF.13\t\t\t1", "not an area of level 1"},
		{admin, "AF.13\tK\xff\tKabul\t1", "not UTF-8"},
		{admin, "AF.13\tKabul\tKabul\tx", `id "x"`},
		{countries, "AF\tAFG", "2 columns, want 19"},
		{countries, country(0, "AFG"), `code "AFG"`},
		{countries, country(4, " "), `country ""`},
		{countries, country(4, "\xff"), "not UTF-8"},
		{countries, country(16, "x"), `id "x"`},
		{links, "1", "1 columns, want 3"},
		{links, "x\t1\t", `id "x"`},
		{links, "1\tx\t", `id "x"`},
		{links, "7\t7\tADM", "is its own parent"},
	} {
		if err := test.parse(test.line); !errors.Is(err, geo.ErrInput) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.80q: %v, want %q", test.line, err, test.want)
		}
	}
	if err := countries(country(16, "")); err != nil {
		t.Errorf("a country without a place of its own: %v", err)
	}
}
