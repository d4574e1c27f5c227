package layer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/spatial/coordinates"
)

// withheld replaces coordinates in a text.
const withheld = "[coordinates withheld]"

// loose matches numbers that may be coordinates even where they are not written as such:
// pairs of numbers with two decimals or more, and numbers with four or more.
var loose = regexp.MustCompile(`-?\d{1,3}[.]\d{2,}\s*[,;/&+ ]\s*[\pL_]*=?\s*-?\d{1,3}[.]\d{2,}|-?\d{1,3}[.]\d{4,}`)

// Redact returns a text with the coordinates in it replaced by "[coordinates withheld]".
func Redact(text string) string {
	if !strings.ContainsAny(text, "0123456789+") {
		if !strings.ContainsFunc(text, unicode.IsDigit) {
			return text
		}
	}
	var b strings.Builder
	from := 0
	for _, m := range coordinates.Find(text) {
		b.WriteString(text[from:m.Start])
		b.WriteString(withheld)
		from = m.End
	}
	b.WriteString(text[from:])
	return loose.ReplaceAllString(b.String(), withheld)
}

// redactContext redacts the words before and after a phrase. They may begin or end in the
// middle of coordinates, so words with digits and what belongs to them are removed from
// the ends.
func redactContext(before, phrase, after string) (string, string) {
	const mark = "\x00"
	joined := Redact(before + mark + phrase + mark + after)
	parts := strings.Split(joined, mark)
	if len(parts) == 3 {
		before, after = parts[0], parts[2]
	} else { // coordinates around the phrase
		before, after = "", ""
	}
	return trimNumbers(before, true), trimNumbers(after, false)
}

// trimNumbers removes words with digits from one end of a text.
func trimNumbers(text string, start bool) string {
	for text != "" {
		var word, rest string
		if start {
			i := strings.IndexFunc(text, unicode.IsSpace)
			if i < 0 {
				i = len(text)
			}
			word, rest = text[:i], strings.TrimLeftFunc(text[i:], unicode.IsSpace)
		} else {
			i := strings.LastIndexFunc(text, unicode.IsSpace)
			if i >= 0 {
				_, n := utf8.DecodeRuneInString(text[i:])
				word, rest = text[i+n:], strings.TrimRightFunc(text[:i], unicode.IsSpace)
			} else {
				word, rest = text, ""
			}
		}
		if !strings.ContainsFunc(word, unicode.IsDigit) && !isDirection(word) {
			return text
		}
		text = rest
	}
	return text
}

// isDirection reports whether a word is a hemisphere or a sign of coordinates: "N", "W,",
// "°".
func isDirection(word string) bool {
	word = strings.Trim(word, ".,;:()")
	return utf8.RuneCountInString(word) == 1 && strings.ContainsAny(word, "NSEWOnsewo°′″'\"")
}
