package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/text"
)

// Lengths in bytes of an excerpt, and of its part before the first match.
const (
	excerptBefore = 80
	excerptBytes  = 240
)

// Excerpt returns the part of a text around the first match of the terms, with all
// matches in it marked, or the beginning of the text.
func Excerpt(content string, terms []Term) string {
	spans := findTerms(content, terms)
	start := 0
	if len(spans) > 0 {
		start = max(0, spans[0].Start-excerptBefore)
	}
	end := min(len(content), start+excerptBytes)
	start, end = wordStart(content, start), wordStart(content, end)
	var b strings.Builder
	if start > 0 {
		b.WriteString("… ")
	}
	at := start
	for _, s := range spans {
		if s.Start < at || s.End > end {
			continue
		}
		b.WriteString(withoutMarks(content[at:s.Start]) + HighlightStart + s.Text(content) + HighlightEnd)
		at = s.End
	}
	b.WriteString(withoutMarks(strings.TrimRight(content[at:max(at, end)], " \n")))
	if end < len(content) {
		b.WriteString(" …")
	}
	return b.String()
}

// withoutMarks returns a text without the characters that enclose matches.
func withoutMarks(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, HighlightStart, ""), HighlightEnd, "")
}

// wordStart returns the start of the word at an offset, or of the character.
func wordStart(text string, offset int) int {
	for i := offset; i > max(0, offset-32); i-- {
		if i == len(text) || text[i-1] == ' ' || text[i-1] == '\n' {
			return i
		}
	}
	for offset > 0 && offset < len(text) && !utf8.RuneStart(text[offset]) {
		offset--
	}
	return offset
}

// maxMatches is the maximum number of matches of an excerpt.
const maxMatches = 50

// findTerms returns the words of a text that match the terms, in order.
func findTerms(content string, terms []Term) (spans []geo.Span) {
	for i := 0; i < len(content) && len(spans) < maxMatches; {
		start, end := nextWord(content, i)
		word := text.Fold(content[start:end])
		if slices.ContainsFunc(terms, func(t Term) bool { return t.matches(word) }) {
			spans = append(spans, geo.Span{Start: start, End: end})
		}
		i = max(end, i+1)
	}
	return spans
}

// nextWord returns the first word of a text at or after an offset, or its end.
func nextWord(content string, at int) (start, end int) {
	start = at
	for start < len(content) {
		r, n := utf8.DecodeRuneInString(content[start:])
		if Letter(r) {
			break
		}
		start += n
	}
	for end = start; end < len(content); {
		r, n := utf8.DecodeRuneInString(content[end:])
		if !Letter(r) {
			break
		}
		end += n
	}
	return start, end
}

// matches reports whether a folded word is one of the Term.
func (t Term) matches(word string) bool {
	return slices.ContainsFunc(t.words, func(w string) bool {
		return word == w || t.prefix && strings.HasPrefix(word, w)
	})
}
