package layer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/spatial/coordinates"
)

// withheld replaces coordinates in a text.
const withheld = "[coordinates withheld]"

// loose matches numbers that may be coordinates even where they are not written as such:
// pairs of numbers with two decimals or more, and numbers with four or more.
var loose = regexp.MustCompile(`-?\d{1,3}[.]\d{2,}\s*[,;/&+ ]\s*[\pL_]*=?\s*-?\d{1,3}[.]\d{2,}|-?\d{1,3}[.]\d{4,}`)

// Redact returns a text with the coordinates in it replaced by "[coordinates withheld]".
func Redact(text string) string {
	return replaceCoordinates(text, func(string) string { return withheld })
}

// replaceCoordinates returns a text with the coordinates in it replaced.
func replaceCoordinates(text string, replace func(string) string) string {
	spans := coordinateSpans(text)
	if len(spans) == 0 {
		return text
	}
	var b strings.Builder
	from := 0
	for _, s := range spans {
		b.WriteString(text[from:s.Start])
		b.WriteString(replace(text[s.Start:s.End]))
		from = s.End
	}
	b.WriteString(text[from:])
	return b.String()
}

// coordinateSpans returns the spans of the coordinates in a text, and of numbers that may be
// coordinates, in the order of the text.
func coordinateSpans(text string) []geo.Span {
	if !strings.ContainsAny(text, "0123456789+") && !strings.ContainsFunc(text, unicode.IsDigit) {
		return nil
	}
	var out []geo.Span
	from := 0
	between := func(end int) {
		for _, at := range loose.FindAllStringIndex(text[from:end], -1) {
			out = append(out, geo.Span{Start: from + at[0], End: from + at[1]})
		}
	}
	for _, m := range coordinates.Find(text) {
		if m.Start < from {
			continue
		}
		between(m.Start)
		out = append(out, geo.Span{Start: m.Start, End: m.End})
		from = m.End
	}
	between(len(text))
	return out
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
