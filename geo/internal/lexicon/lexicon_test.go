package lexicon

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

var update = flag.Bool("update", false, "merge, sort and rewrite the tables")

// tables returns the rows of each table in the source tree by file name.
func tables(t *testing.T) map[string][]row {
	t.Helper()
	names, err := filepath.Glob("tables/*.tsv")
	if err != nil || len(names) == 0 {
		t.Fatalf("no tables: %v", err)
	}
	out := map[string][]row{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = parse(string(text))
	}
	return out
}

// categories returns the described categories with their kind of value.
func categories(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("categories.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	last := ""
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) != 3 || columns[2] == "" {
			t.Errorf("categories.tsv: %q does not have a category, a value and a description", line)
			continue
		}
		if columns[0] <= last {
			t.Errorf("categories.tsv: %q is not in order", columns[0])
		}
		last = columns[0]
		out[columns[0]] = columns[1]
	}
	return out
}

// compareRows orders rows by language and word.
func compareRows(a, b row) int {
	if c := strings.Compare(a.language, b.language); c != 0 {
		return c
	}
	return strings.Compare(a.word, b.word)
}

// merge combines the rows of a word into the first of them, removes repeated
// categories and sorts the tables.
func merge(tables map[string][]row) {
	type key struct{ language, word string }
	first := map[key]*row{}
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		var rows []*row
		for _, r := range tables[name] {
			k := key{r.language, r.word}
			f, ok := first[k]
			if !ok {
				f = &row{language: r.language, word: r.word, note: r.note}
				first[k] = f
				rows = append(rows, f)
			}
			all := append(slices.DeleteFunc(strings.Split(f.categories, ","), func(c string) bool { return c == "" }), strings.Split(r.categories, ",")...)
			slices.Sort(all)
			f.categories = strings.Join(slices.Compact(all), ",")
			if r.note != "" && !strings.Contains(f.note, r.note) {
				f.note = strings.TrimPrefix(f.note+"; "+r.note, "; ")
			}
		}
		tables[name] = nil
		for _, r := range rows {
			tables[name] = append(tables[name], *r)
		}
	}
	for _, name := range slices.Collect(maps.Keys(tables)) {
		for i, r := range tables[name] { // a later table may have added to the row
			tables[name][i] = *first[key{r.language, r.word}]
		}
		slices.SortFunc(tables[name], compareRows)
	}
}

// TestMain rewrites the tables first if -update is given, so that words can be
// appended to any table and then be merged with the rows that exist.
func TestMain(m *testing.M) {
	flag.Parse()
	if *update {
		t := &testing.T{}
		all := tables(t)
		merge(all)
		for name, rows := range all {
			var b strings.Builder
			for _, r := range rows {
				b.WriteString(r.language + "\t" + r.word + "\t" + r.categories)
				if r.note != "" {
					b.WriteString("\t" + r.note)
				}
				b.WriteByte('\n')
			}
			if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
				panic(err)
			}
		}
	}
	os.Exit(m.Run())
}

func TestTables(t *testing.T) {
	known := categories(t)
	used := map[string]bool{}
	found := map[[2]string]string{}
	for name, rows := range tables(t) {
		for i, r := range rows {
			if i > 0 && compareRows(rows[i-1], r) >= 0 {
				t.Errorf("%s: %q is not in order after %q", name, r.word, rows[i-1].word)
			}
			if len(r.language) != 2 || r.word == "" || strings.TrimSpace(r.word) != r.word || r.categories == "" || strings.Contains(r.note, "\t") {
				t.Errorf("%s: %+v is not a row", name, r)
			}
			if !norm.NFC.IsNormalString(r.word) || strings.ToLower(r.word) != r.word {
				t.Errorf("%s: %q is not in Unicode form NFC and in lower case", name, r.word)
			}
			k := [2]string{r.language, r.word}
			if other, ok := found[k]; ok {
				t.Errorf("%s: %q is also in %s; run go test -update", name, r.word, other)
			}
			found[k] = name
			all := strings.Split(r.categories, ",")
			if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
				t.Errorf("%s: the categories %q of %q are not sorted and distinct", name, r.categories, r.word)
			}
			for _, c := range all {
				c, value, has := strings.Cut(c, "=")
				kind, ok := known[c]
				used[c] = true
				_, err := strconv.ParseFloat(value, 64)
				switch {
				case !ok:
					t.Errorf("%s: the category %q of %q is not in categories.tsv", name, c, r.word)
				case has != (kind != ""):
					t.Errorf("%s: the category %q of %q must have a value exactly if categories.tsv gives its kind", name, c, r.word)
				case kind != "" && kind != "text" && err != nil:
					t.Errorf("%s: the value %q of the category %q of %q is not a number", name, value, c, r.word)
				}
			}
		}
	}
	for c := range known {
		if !used[c] {
			t.Errorf("categories.tsv: no word has the category %q", c)
		}
	}
}

func TestMergeCombinesTheRowsOfAWord(t *testing.T) {
	all := map[string][]row{
		"a.tsv": {{"en", "river", "water,designator=river", ""}, {"en", "bay", "water", "x"}},
		"b.tsv": {{"en", "river", "facility,water", "y"}, {"de", "bay", "water", ""}},
	}
	merge(all)
	want := map[string][]row{
		"a.tsv": {{"en", "bay", "water", "x"}, {"en", "river", "designator=river,facility,water", "y"}},
		"b.tsv": {{"de", "bay", "water", ""}},
	}
	if !maps.EqualFunc(all, want, slices.Equal) {
		t.Errorf("got %v, want %v", all, want)
	}
}

func TestLookups(t *testing.T) {
	if got := Set("en", "near"); !got["near"] || got["far"] {
		t.Errorf("near words: %v", got)
	}
	if got := Numbers("en", "bearing"); got["south"] != 180 || len(got) != 32 {
		t.Errorf("bearings: %v", got)
	}
	if got := Values("en", "month"); got["sept."] != "9" {
		t.Errorf("months: %v", got)
	}
	if got := Words("en", "weekday"); !slices.IsSorted(got) || len(got) != 7 {
		t.Errorf("weekdays: %v", got)
	}
	if got := Entries("tlh", "near"); got != nil {
		t.Errorf("words of an unknown language: %v", got)
	}
}

func TestNumbersPanicsWithoutANumber(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Numbers("en", "near")
}

func TestParse(t *testing.T) {
	got := parse("# a comment\nen\triver\twater\tnote\r\n\nen\t,\tfiller")
	if want := []row{{"en", "river", "water", "note"}, {"en", ",", "filler", ""}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		for _, name := range []string{"tables/function.tsv", "tables/calendar.tsv"} {
			text, err := files.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			parse(string(text))
		}
	}
}
