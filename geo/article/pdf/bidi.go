package pdf

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// glyph is a character of a page and its distance from the left edge, in points.
type glyph struct {
	text string
	left float64
}

// containsRightToLeft reports whether a text contains a right-to-left letter.
func containsRightToLeft(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return direction(r) < 0 }) >= 0
}

// direction returns -1 for a right-to-left letter, 1 for a left-to-right letter or a
// digit of any script, and 0 for a neutral character.
func direction(r rune) int {
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.R, bidi.AL:
		return -1
	case bidi.L, bidi.EN, bidi.AN:
		return 1
	}
	return 0
}

// directionOf returns the direction of most letters of a text.
func directionOf(s string) int {
	sum := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			sum += direction(r)
		}
	}
	return cmp.Compare(sum, 0)
}

// logicalOrder returns the text of a page in reading order. PDFium returns the words
// of a right-to-left line, and the letters of some words, in visual order; their
// positions give the order in which they are read. Other lines are not changed.
func logicalOrder(page []glyph) string {
	var b strings.Builder
	for len(page) > 0 {
		end := slices.IndexFunc(page, func(g glyph) bool { return strings.ContainsAny(g.text, "\r\n") })
		if end < 0 {
			end = len(page)
		}
		b.WriteString(logicalLine(page[:end]))
		if end < len(page) {
			b.WriteString(page[end].text)
			end++
		}
		page = page[end:]
	}
	return b.String()
}

// word is a word of a line with its direction and its distance from the left edge, in
// points.
type word struct {
	glyphs []glyph
	dir    int
	left   float64
}

// logicalLine returns the text of one line in reading order.
func logicalLine(line []glyph) string {
	var plain strings.Builder
	for _, g := range line {
		plain.WriteString(g.text)
	}
	if !containsRightToLeft(plain.String()) {
		return plain.String()
	}
	base := directionOf(plain.String())
	words := wordsOf(line) // at least one: there is a letter
	slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(a.left, b.left) })
	last := ""
	if base < 0 {
		last = cutFullStop(words)
	}
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text(base)
	}
	for from := 0; from < len(words); { // runs against the direction of the line are reversed
		past := from + 1
		for past < len(words) && (words[past].dir == words[from].dir || words[past].dir == 0) {
			past++
		}
		if words[from].dir != 0 && words[from].dir != base {
			for past > from+1 && words[past-1].dir == 0 {
				past--
			}
			slices.Reverse(texts[from:past])
		}
		from = past
	}
	if base < 0 {
		slices.Reverse(texts)
	}
	text := strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), " ") + last
	text = closing.ReplaceAllString(text, "$1$2 ")
	text = opening.ReplaceAllString(text, "$1 $2")
	return strings.TrimSpace(lone.ReplaceAllString(text, "$1"))
}

// Punctuation that PDFium puts on the wrong side of a space where the direction changes.
var (
	closing = regexp.MustCompile(`(\S) ([)\]»])`)
	opening = regexp.MustCompile(`([^\s(\[«])([(\[«]) `)
	lone    = regexp.MustCompile(` +([.،؛؟!,:])( |$)`)
)

// wordsOf splits a line at its spaces.
func wordsOf(line []glyph) (words []word) {
	var w word
	flush := func() {
		if len(w.glyphs) > 0 {
			w.dir = w.direction()
			w.left = slices.MinFunc(w.glyphs, func(a, b glyph) int { return cmp.Compare(a.left, b.left) }).left
			words = append(words, w)
		}
		w = word{}
	}
	for _, g := range line {
		if strings.TrimSpace(g.text) == "" {
			flush()
			continue
		}
		w.glyphs = append(w.glyphs, g)
	}
	flush()
	return words
}

// direction returns -1 for a word with a right-to-left letter, otherwise that of its
// last letter or digit.
func (w word) direction() int {
	dir := 0
	for _, g := range w.glyphs {
		for _, r := range g.text {
			if d := direction(r); d < 0 {
				return d
			} else if d > 0 {
				dir = d
			}
		}
	}
	return dir
}

// cutFullStop removes the mark that ends a sentence from the right end of a
// right-to-left line and returns it: it is there in paragraphs set from left to right.
func cutFullStop(words []word) string {
	w := &words[len(words)-1]
	i := 0
	for k, g := range w.glyphs {
		if g.left >= w.glyphs[i].left {
			i = k
		}
	}
	mark := w.glyphs[i].text
	if !slices.Contains([]string{".", "!", "?", "؟"}, mark) {
		return ""
	}
	w.glyphs = slices.Delete(slices.Clone(w.glyphs), i, i+1)
	return mark
}

// text returns the word in reading order. Punctuation at its ends follows the
// direction of the line.
func (w word) text(base int) string {
	glyphs := slices.Clone(w.glyphs)
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(a.left, b.left) })
	parts := make([]string, len(glyphs))
	for i, g := range glyphs {
		parts[i] = baseLetters(g.text)
	}
	from, past := 0, len(parts)
	for from < past && !hasLetter(parts[from]) {
		from++
	}
	for past > from && !hasLetter(parts[past-1]) {
		past--
	}
	if w.dir < 0 {
		reverseLetters(parts[from:past])
	}
	if base >= 0 {
		return strings.Join(parts, "")
	}
	before, after := parts[past:], parts[:from]
	reverseMirrored(before)
	reverseMirrored(after)
	return strings.Join(before, "") + strings.Join(parts[from:past], "") + strings.Join(after, "")
}

// reverseLetters puts the letters of a right-to-left word into reading order; runs of
// digits and Latin letters in it keep theirs.
func reverseLetters(parts []string) {
	for from := 0; from < len(parts); {
		past := from + 1
		for isLeftToRight(parts[from]) && past < len(parts) && isLeftToRight(parts[past]) {
			past++
		}
		slices.Reverse(parts[from:past])
		from = past
	}
	reverseMirrored(parts)
}

// reverseMirrored reverses punctuation and mirrors its brackets, which PDFium returns
// as they look.
func reverseMirrored(parts []string) {
	slices.Reverse(parts)
	for i, p := range parts {
		if m, ok := mirroredBrackets[p]; ok {
			parts[i] = m
		}
	}
}

func hasLetter(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return direction(r) != 0 || unicode.IsMark(r) }) >= 0
}

func isLeftToRight(s string) bool {
	for _, r := range s {
		return direction(r) > 0
	}
	return false
}

// mirroredBrackets maps brackets to their mirror images.
var mirroredBrackets = map[string]string{"(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«", "{": "}", "}": "{"}

// baseLetters replaces the presentation forms of letters by the letters.
func baseLetters(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC }) < 0 {
		return s
	}
	return norm.NFKC.String(s)
}
