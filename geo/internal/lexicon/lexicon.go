// Package lexicon contains the word lists of the pipeline, such as designators, units and months, as tables with a row for each word of a language.
//
// A word is one row of one table, whose categories are the lists that contain it. The
// tables are plain text so that they can be reviewed, and extended to other
// languages, by people who do not read Go:
//
//	language  word  categories  note
//
// The columns are separated by tabs. The language is an ISO 639-1 code. The
// categories are separated by commas, and each may have a value after an equals
// sign, such as "length=1.609344". categories.tsv describes every category.
package lexicon

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed tables/*.tsv
var files embed.FS

// Entry is a word of a list, with the value of its category or "".
type Entry struct {
	Word, Value string
}

// list identifies a list of words.
type list struct {
	language, category string
}

// lists returns all lists. It reads the tables at its first call.
var lists = sync.OnceValue(func() map[list][]Entry {
	lists := make(map[list][]Entry, 128)
	names, err := files.ReadDir("tables")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		text, err := files.ReadFile("tables/" + name.Name())
		if err != nil {
			panic(err)
		}
		for _, r := range parse(string(text)) {
			for category := range strings.SplitSeq(r.categories, ",") {
				category, value, _ := strings.Cut(category, "=")
				l := list{r.language, category}
				lists[l] = append(lists[l], Entry{r.word, value})
			}
		}
	}
	return lists
})

// row is a row of a table.
type row struct {
	language, word, categories, note string
}

// parse returns the rows of a table. It skips empty lines, and lines that begin
// with "# ". A missing column is "".
func parse(table string) []row {
	rows := make([]row, 0, 256)
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		var r row
		r.language, line, _ = strings.Cut(line, "\t")
		r.word, line, _ = strings.Cut(line, "\t")
		r.categories, r.note, _ = strings.Cut(line, "\t")
		rows = append(rows, r)
	}
	return rows
}

// Entries returns the words of a category in a language with their values: table
// by table, sorted within each. It returns nil if the language has no such words.
// The caller must not modify the result.
func Entries(language, category string) []Entry { return lists()[list{language, category}] }

// Words returns the words of a category in a language, in the order of [Entries].
func Words(language, category string) []string {
	entries := Entries(language, category)
	words := make([]string, len(entries))
	for i, e := range entries {
		words[i] = e.Word
	}
	return words
}

// Languages returns the languages that have words of a category, in order.
func Languages(category string) []string {
	var languages []string
	for l := range lists() {
		if l.category == category {
			languages = append(languages, l.language)
		}
	}
	slices.Sort(languages)
	return languages
}

// ByLanguage returns what read, such as [Set], returns of a category in each language that has words of it.
func ByLanguage[T any](category string, read func(language, category string) T) map[string]T {
	all := map[string]T{}
	for _, language := range Languages(category) {
		all[language] = read(language, category)
	}
	return all
}

// Set returns a new set of the words of a category in a language.
func Set(language, category string) map[string]bool {
	entries := Entries(language, category)
	set := make(map[string]bool, len(entries))
	for _, e := range entries {
		set[e.Word] = true
	}
	return set
}

// Values returns a new map from the words of a category in a language to their
// values.
func Values(language, category string) map[string]string {
	entries := Entries(language, category)
	values := make(map[string]string, len(entries))
	for _, e := range entries {
		values[e.Word] = e.Value
	}
	return values
}

// Numbers returns a new map from the words of a category in a language to their
// values as numbers. It panics if a value is not a number, which a test of the
// tables rules out for each category that has numbers.
func Numbers(language, category string) map[string]float64 {
	entries := Entries(language, category)
	numbers := make(map[string]float64, len(entries))
	for _, e := range entries {
		n, err := strconv.ParseFloat(e.Value, 64)
		if err != nil {
			panic(fmt.Sprintf("lexicon: %s %s: the value %q of %q is not a number", language, category, e.Value, e.Word))
		}
		numbers[e.Word] = n
	}
	return numbers
}
