package store

import (
	"strings"
	"unicode/utf8"

	"dateline/geo"
)

// Lengths of an excerpt, in bytes.
const (
	excerptBefore = 80
	excerptBytes  = 240
)

// excerpt returns the part of a text around the first place where a term stands,
// with all terms in it marked, or the text's beginning.
func excerpt(text string, terms []term) string {
	spans := find(text, terms)
	start := 0
	if len(spans) > 0 {
		start = max(0, spans[0].Start-excerptBefore)
	}
	end := min(len(text), start+excerptBytes)
	start, end = wordStart(text, start), wordStart(text, end)
	var b strings.Builder
	if start > 0 {
		b.WriteString("… ")
	}
	at := start
	for _, s := range spans {
		if s.Start < at || s.End > end {
			continue
		}
		b.WriteString(unmarked(text[at:s.Start]) + HighlightStart + s.Text(text) + HighlightEnd)
		at = s.End
	}
	b.WriteString(unmarked(strings.TrimRight(text[at:max(at, end)], " \n")))
	if end < len(text) {
		b.WriteString(" …")
	}
	return b.String()
}

// unmarked is a part of a text without the marks that someone may have put there.
func unmarked(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, HighlightStart, ""), HighlightEnd, "")
}

// wordStart moves an offset back to where a word begins, or at least a character.
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

// maxFound bounds the spans that find returns.
const maxFound = 50

// find returns where the words of the terms stand in a text, in order.
func find(text string, terms []term) (spans []geo.Span) {
	for i := 0; i < len(text) && len(spans) < maxFound; {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !letter(r) {
			i += n
			continue
		}
		j := i
		for j < len(text) {
			r, n := utf8.DecodeRuneInString(text[j:])
			if !letter(r) {
				break
			}
			j += n
		}
		word := fold(text[i:j])
		for _, t := range terms {
			for _, w := range t.words {
				if word == w || t.open && strings.HasPrefix(word, w) {
					spans = append(spans, geo.Span{Start: i, End: j})
				}
			}
		}
		i = j
	}
	out := spans[:0]
	for _, s := range spans {
		if len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	return out
}
