package table

import (
	"slices"
	"strings"
	"unicode"

	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// primaryText are the headers that make a table of any first line in which they are.
var primaryText = []string{"text", "body", "content", "article", "fulltext", "story"}

// columnNames are the headers under which a table may have each field of an article, in
// order of preference, as [headerKey] returns them.
var columnNames = map[string][]string{
	"text": append(slices.Clip(primaryText),
		"narrative", "notes", "note", "description", "message", "tweet", "fulldescription", "details", "report", "summary", "abstract",
		"texte", "texto", "testo", "tekst", "contenu", "contenido", "contenuto", "conteudo", "inhalt", "beschreibung", "descripcion", "descricao", "descrizione", "текст", "описание", "النص", "نص"), //nolint:misspell // Spanish
	"id":        {"id", "articleid", "guid", "eventid", "eventidcnty", "documentid", "recordid", "reportid"},
	"title":     {"title", "headline", "heading", "subject", "titel", "titre", "titulo", "titolo", "tytul", "заголовок", "العنوان"},
	"publisher": {"publisher", "source", "outlet", "publication", "newspaper"},
	"author":    {"author", "byline", "authors", "writer"},
	"published": {"published", "date", "pubdate", "publishedat", "publishdate", "publicationdate", "datepublished", "publishedon", "eventdate", "reportdate", "createdat", "datecreated", "datetime", "timestamp", "datum", "fecha", "дата", "التاريخ"},
	"url":       {"url", "link", "address", "href", "permalink", "sourceurl"},
	"language":  {"language", "lang", "sprache", "langue", "idioma"},
}

// minTextLetters is the mean number of letters of a column that is taken for the texts
// by their length.
const minTextLetters = 12

// headerKey returns a header in the form in which headers are compared: folded, of
// letters and digits only. "Event_Date" and "event date" have the same key.
func headerKey(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Fold(text.Normalize(header)))
}

// layout is which column of a table has which field of an article.
type layout struct {
	header []string
	column map[string]int // by field
	named  bool           // the column of texts has a usual name
}

// newLayout returns the layout of a table by its header and its first rows. The texts
// are in the first column of a usual name that has any or, without one or if it is much
// shorter, in the column with the longest texts. A layout without a column of texts has none for "text".
func newLayout(header []string, rows [][]string) layout {
	l := layout{header: header, column: map[string]int{}}
	keys := make([]string, len(header))
	for i, h := range header {
		keys[i] = headerKey(h)
	}
	for field, names := range columnNames {
		if field == "text" {
			continue
		}
		for _, name := range names {
			if i := slices.Index(keys, name); i >= 0 {
				l.column[field] = i
				break
			}
		}
	}
	first := -1
	for _, name := range columnNames["text"] {
		i := slices.Index(keys, name)
		if i < 0 {
			continue
		}
		if first < 0 {
			first = i
		}
		if letters(rows, i) > 0 {
			first = i
			break
		}
	}
	l.findDates(keys, rows)
	l.named = first >= 0
	if l.named && !slices.Contains(primaryText, keys[first]) {
		if longest := l.longest(rows); longest >= 0 && letters(rows, longest) > clearlyLonger*max(1, letters(rows, first)) {
			l.named = false
		}
	}
	if !l.named {
		first = l.longest(rows)
	}
	if first >= 0 {
		l.column["text"] = first
	}
	l.findTitles(keys)
	return l
}

// clearlyLonger is how many times as long the texts of a column must be as those of a
// column of a usual name to be taken for the texts of the articles.
const clearlyLonger = 4

// titleParts and dateParts are parts of the headers of columns of titles and dates whose
// whole header has no usual name, as [headerKey] returns them.
var (
	titleParts = []string{"title", "headline", "titel", "titre", "titulo", "titolo", "заголовок"}
	dateParts  = []string{"date", "datum", "fecha", "datetime", "timestamp", "when", "дата", "published"}
)

// findTitles finds the column of titles by a part of its header.
func (l layout) findTitles(keys []string) {
	if _, ok := l.column["title"]; ok {
		return
	}
	for i, key := range keys {
		if !l.used(i) && slices.ContainsFunc(titleParts, func(part string) bool { return strings.Contains(key, part) }) {
			l.column["title"] = i
			return
		}
	}
}

// findDates finds the column of dates: one whose cells are dates, with a part of the usual
// headers if there is one.
func (l layout) findDates(keys []string, rows [][]string) {
	if _, ok := l.column["published"]; ok {
		return
	}
	found := -1
	for i, key := range keys {
		if l.used(i) || !areDates(rows, i) {
			continue
		}
		if slices.ContainsFunc(dateParts, func(part string) bool { return strings.Contains(key, part) }) {
			found = i
			break
		}
		if found < 0 {
			found = i
		}
	}
	if found >= 0 {
		l.column["published"] = found
	}
}

// used reports whether a column has a field.
func (l layout) used(column int) bool {
	for _, c := range l.column {
		if c == column {
			return true
		}
	}
	return false
}

// maxDateCell is the length of a cell that contains a date only, in bytes.
const maxDateCell = 40

// areDates reports whether nearly all cells of a column that are not empty are dates.
// Figures alone may be numbers of other things.
func areDates(rows [][]string, column int) bool {
	dates, others := 0, 0
	for _, row := range rows {
		if column >= len(row) || strings.TrimSpace(row[column]) == "" {
			continue
		}
		cell := strings.TrimSpace(row[column])
		if len(cell) <= maxDateCell && strings.Trim(cell, "0123456789") != "" && document.FindDate(cell) != "" {
			dates++
		} else {
			others++
		}
	}
	return dates > 0 && dates >= 9*others
}

// longest returns the column with the longest texts, or -1 if none has any.
func (l layout) longest(rows [][]string) int {
	best, most := -1, minTextLetters*len(rows)-1
	for i := range l.header {
		taken := false
		for _, field := range []string{"id", "url", "published", "language"} {
			c, ok := l.column[field]
			taken = taken || ok && c == i
		}
		if n := letters(rows, i); !taken && n > most {
			best, most = i, n
		}
	}
	return best
}

// letters returns the number of letters of a column, without addresses and shapes.
func letters(rows [][]string, column int) int {
	n := 0
	for _, row := range rows {
		if column >= len(row) || strings.Contains(row[column], "://") && !strings.Contains(row[column], " ") {
			continue
		}
		count := 0
		for _, r := range row[column] {
			if unicode.IsLetter(r) {
				count++
			}
		}
		if 3*count >= len(row[column])/2 { // not coordinates or figures
			n += count
		}
	}
	return n
}

// usual reports whether the texts are in a column of the most usual names.
func (l layout) usual() bool {
	return l.named && slices.Contains(primaryText, headerKey(l.header[l.column["text"]]))
}

// String returns which columns are used: `text from "notes", date from "event_date"`.
func (l layout) String() string {
	var parts []string
	for _, field := range []struct{ name, label string }{{"text", "text"}, {"title", "title"}, {"published", "date"}, {"id", "id"}, {"publisher", "publisher"}, {"author", "author"}, {"url", "address"}, {"language", "language"}} {
		if i, ok := l.column[field.name]; ok {
			parts = append(parts, field.label+` from "`+text.Normalize(l.header[i])+`"`)
		}
	}
	return strings.Join(parts, ", ")
}

// known reports whether a header is the usual name of any field.
func known(header string) bool {
	key := headerKey(header)
	for _, names := range columnNames {
		if slices.Contains(names, key) {
			return true
		}
	}
	return false
}
