package article

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// glyph is a character of a page and how far from its left edge it begins, in points.
type glyph struct {
	text string
	left float64
}

// rightToLeft reports whether a text holds a letter that is written from right to left.
func rightToLeft(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return direction(r) < 0 }) >= 0
}

// direction is -1 for a letter that is written from right to left, 1 for one from left
// to right, and 0 for what goes along with the letters around it. Digits, of any
// script, are written from left to right.
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

// directionOf is that of most letters of a text.
func directionOf(s string) int {
	sum := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			sum += direction(r)
		}
	}
	return cmp.Compare(sum, 0)
}

// logical is the text of a page whose characters PDFium gives by lines. It gives the
// words of a line that is written from right to left in the order in which they stand
// from left to right, and the letters of some words too; where they stand tells the
// order in which they are read. Other lines stay as they are.
func logical(page []glyph) string {
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

// word is what stands between two spaces of a line, with the direction that it is
// written in and where it begins.
type word struct {
	glyphs []glyph
	dir    int
	left   float64
}

func logicalLine(line []glyph) string {
	var plain strings.Builder
	for _, g := range line {
		plain.WriteString(g.text)
	}
	if !rightToLeft(plain.String()) {
		return plain.String()
	}
	base := directionOf(plain.String())
	words := wordsOf(line) // at least one: there is a letter
	slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(a.left, b.left) })
	last := ""
	if base < 0 {
		last = fullStop(words)
	}
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text(base)
	}
	for from := 0; from < len(words); { // words against the line's direction stand the other way round
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

// Marks that PDFium puts on the wrong side of a space, where the direction changes.
var (
	closing = regexp.MustCompile(`(\S) ([)\]»])`)
	opening = regexp.MustCompile(`([^\s(\[«])([(\[«]) `)
	lone    = regexp.MustCompile(` +([.،؛؟!,:])( |$)`)
)

// wordsOf cuts a line at its spaces.
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

// direction is that of the first letter or digit.
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

// fullStop takes the mark that ends a sentence off the right end of a line written from
// right to left: it stands there where the paragraph is set from left to right.
func fullStop(words []word) string {
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

// text is the word in the order in which it is read in a line of a direction, which the
// marks at its ends go along with.
func (w word) text(base int) string {
	glyphs := slices.Clone(w.glyphs)
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(a.left, b.left) })
	parts := make([]string, len(glyphs))
	for i, g := range glyphs {
		parts[i] = letters(g.text)
	}
	from, past := 0, len(parts)
	for from < past && !lettered(parts[from]) {
		from++
	}
	for past > from && !lettered(parts[past-1]) {
		past--
	}
	if w.dir < 0 {
		turn(parts[from:past])
	}
	if base >= 0 {
		return strings.Join(parts, "")
	}
	before, after := parts[past:], parts[:from]
	mirror(before)
	mirror(after)
	return strings.Join(before, "") + strings.Join(parts[from:past], "") + strings.Join(after, "")
}

// turn puts the letters of a word from right to left into the order in which they are
// read; digits and Latin letters in it stay as they stand.
func turn(parts []string) {
	for from := 0; from < len(parts); {
		past := from + 1
		for directed(parts[from]) && past < len(parts) && directed(parts[past]) {
			past++
		}
		slices.Reverse(parts[from:past])
		from = past
	}
	mirror(parts)
}

// mirror reverses marks, and brackets with them, which PDFium gives as they look.
func mirror(parts []string) {
	slices.Reverse(parts)
	for i, p := range parts {
		if m, ok := mirrored[p]; ok {
			parts[i] = m
		}
	}
}

func lettered(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return direction(r) != 0 || unicode.IsMark(r) }) >= 0
}

func directed(s string) bool {
	for _, r := range s {
		return direction(r) > 0
	}
	return false
}

// mirrored are brackets and the ones that look the other way.
var mirrored = map[string]string{"(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«", "{": "}", "}": "{"}

// letters makes letters of the shapes that they have within words.
func letters(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC }) < 0 {
		return s
	}
	return norm.NFKC.String(s)
}
