package table

import (
	"slices"
	"strings"
	"unicode"

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
// are in the first column of a usual name that has any or, without one, in the column
// with the longest texts. A layout without a column of texts has none for "text".
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
	if l.named = first >= 0; !l.named {
		first = l.longest(rows)
	}
	if first >= 0 {
		l.column["text"] = first
	}
	return l
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
