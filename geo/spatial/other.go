package spatial

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/script"
)

// offsetWords are the words of offsets in a language other than English.
type offsetWords struct {
	directions     map[string]float64
	directionStems map[string]float64
	units          map[string]bool
	unitStems      []string
	joiners, near  map[string]bool
}

// otherOffsets returns the words of offsets of each language other than English that has them.
var otherOffsets = sync.OnceValue(func() map[string]*offsetWords {
	all := map[string]*offsetWords{}
	for _, language := range lexicon.Languages("direction") {
		w := &offsetWords{directions: map[string]float64{}, directionStems: map[string]float64{}, units: map[string]bool{}}
		for word, degrees := range lexicon.Numbers(language, "direction") {
			if stem, ok := strings.CutSuffix(word, "*"); ok {
				w.directionStems[stem] = degrees
			} else {
				w.directions[word] = degrees
			}
		}
		for _, word := range lexicon.Words(language, "distance-unit") {
			if stem, ok := strings.CutSuffix(word, "*"); ok {
				w.unitStems = append(w.unitStems, stem)
			} else {
				w.units[word] = true
			}
		}
		w.joiners, w.near = lexicon.Set(language, "offset-joiner"), lexicon.Set(language, "near")
		all[language] = w
	}
	return all
})

// maxInflectedWord is the number of letters that an inflected word may have after its stem.
const maxInflectedWord = 4

// direction returns the degrees of a direction.
func (w *offsetWords) direction(word string) (float64, bool) {
	if degrees, ok := w.directions[word]; ok {
		return degrees, true
	}
	for stem, degrees := range w.directionStems {
		if rest, ok := strings.CutPrefix(word, stem); ok && utf8.RuneCountInString(rest) <= maxInflectedWord && !strings.Contains(rest, "-") {
			return degrees, true
		}
	}
	return 0, false
}

// unit reports whether a word is a kilometer.
func (w *offsetWords) unit(word string) bool {
	if w.units[word] {
		return true
	}
	for _, stem := range w.unitStems {
		if rest, ok := strings.CutPrefix(word, stem); ok && utf8.RuneCountInString(rest) <= maxInflectedWord {
			return true
		}
	}
	return false
}

// piece is a word, a number or a mark of a text around a mention.
type piece struct {
	text       string // in lower case
	start, end int
}

const (
	// maxOffsetBytes is the length of the text before or after a name that is parsed.
	maxOffsetBytes = 90
	// maxPieces is the number of words that an offset may have.
	maxPieces = 9
)

// findOther parses the relations of an article in a language other than English: a distance
// with a direction, before or after the name, and words for "near" right before it.
func findOther(a *geo.Article, rec *geo.Recognition) {
	w := otherOffsets()[rec.Language]
	if w == nil {
		return
	}
	var buf [2 * maxPieces]piece
	for i := range rec.Mentions {
		m := &rec.Mentions[i]
		if !located(m) {
			continue
		}
		from, to := 0, len(a.Text)
		if i > 0 {
			from = rec.Mentions[i-1].End
		}
		if i+1 < len(rec.Mentions) {
			to = rec.Mentions[i+1].Start
		}
		from, to = runeStart(a.Text, max(from, m.Start-maxOffsetBytes)), runeStart(a.Text, min(to, m.End+maxOffsetBytes))
		before := cutPieces(buf[:0], a.Text, min(from, m.Start), m.Start, math.MaxInt)
		m.Relation = w.before(i, before)
		if m.Relation != nil {
			m.Relation.Span.End = len(strings.TrimRight(a.Text[:m.Start], " \n\u00a0"))
		}
		if m.Relation == nil {
			m.Relation = w.after(i, cutPieces(buf[:0], a.Text, m.End, max(to, m.End), maxPieces))
		}
		if m.Relation != nil {
			m.Relation.Words = strings.Join(strings.Fields(m.Relation.Span.Text(a.Text)), " ")
		}
	}
}

// runeStart returns the offset of the code point that contains the byte at an offset.
func runeStart(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

// cutPieces appends the words, numbers and marks of text[from:to] to dst, up to a limit. A word may contain
// hyphens; a number of a script without spaces ends before the next word.
func cutPieces(dst []piece, text string, from, to, limit int) []piece {
	for i := from; i < to && len(dst) < limit; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !script.IsWide(r) && unicode.IsSpace(r) || r == '\'' || r == '’' || r == '\u200c' {
			i += size
			continue
		}
		j := i + size
		kind := kindOf(r)
		for kind != markPiece && j < to {
			next, n := utf8.DecodeRuneInString(text[j:])
			if k := kindOf(next); k != kind && (next != '-' && next != '‑' || kind != wordPiece) && (next != '.' && next != ',' || kind != numberPiece) {
				break
			}
			if kind == hanPiece {
				break
			}
			j += n
		}
		word := text[i:j]
		if kind != hanPiece {
			word = strings.ToLower(strings.Trim(word, "-.,"))
		}
		dst = append(dst, piece{word, i, j})
		i = j
	}
	return dst
}

type pieceKind int

const (
	markPiece pieceKind = iota
	wordPiece
	numberPiece
	hanPiece
)

// The common Chinese characters.
const (
	firstHan = '\u4e00'
	lastHan  = '\u9fff'
)

func kindOf(r rune) pieceKind {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case r >= '0' && r <= '9':
			return numberPiece
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			return wordPiece
		}
		return markPiece
	case r >= firstHan && r <= lastHan:
		return hanPiece
	case script.IsWide(r):
		return wordPiece
	case unicode.IsDigit(r):
		return numberPiece
	case unicode.Is(unicode.Han, r):
		return hanPiece
	case unicode.IsLetter(r), unicode.Is(unicode.M, r):
		return wordPiece
	}
	return markPiece
}

// before parses an offset whose words end right before the name.
func (w *offsetWords) before(i int, p []piece) *geo.Relation {
	k := len(p)
	k = w.skipBack(p, k, 5)
	if k == 0 {
		return nil
	}
	end := p[len(p)-1].end
	if w.near[p[k-1].text] {
		return newOffset(geo.RelationNear, i, p[k-1].start, end)
	}
	degrees, words := w.directionBefore(p, k)
	if words == 0 {
		return nil
	}
	first := w.skipBack(p, k-words, 3)
	km, count := w.distanceBefore(p, first)
	if count == 0 {
		return nil // a direction alone is part of many other phrases
	}
	rel := newOffset(geo.RelationOffset, i, p[first-count].start, end)
	rel.Bearing, rel.HasBearing, rel.DistanceKM = degrees, true, km
	return rel
}

// after parses an offset whose words begin right after the name, of which p has up to maxPieces: "Kabil'in 30 km kuzeyinde".
func (w *offsetWords) after(i int, p []piece) *geo.Relation {
	k := 0
	for k < len(p) && k < 3 && (w.joiners[p[k].text] || k == 0 && isSuffix(p[k].text)) {
		k++
	}
	if rel := w.distanceFirst(i, p, k); rel != nil {
		return rel
	}
	// The direction first: "喀布尔以北30公里".
	for words := 2; words > 0; words-- {
		degrees, ok := w.directionAt(p, k, words)
		if !ok {
			continue
		}
		at := w.skipForward(p, k+words, 3)
		if km, ok := w.distanceAt(p, at); ok {
			rel := newOffset(geo.RelationOffset, i, p[0].start, p[at+1+unitWords(p, at)-1].end)
			rel.Bearing, rel.HasBearing, rel.DistanceKM = degrees, true, km
			return rel
		}
	}
	return nil
}

// locatives are the joiners that end an offset after a name.
var locatives = map[string]bool{"में": true, "میں": true}

// distanceFirst parses a distance at piece k and the direction after it.
func (w *offsetWords) distanceFirst(i int, p []piece, k int) *geo.Relation {
	km, ok := w.distanceAt(p, k)
	if !ok {
		return nil
	}
	at := w.skipForward(p, k+1+unitWords(p, k), 3)
	for words := 2; words > 0; words-- {
		if degrees, ok := w.directionAt(p, at, words); ok {
			if next := at + words; next < len(p) && w.joiners[p[next].text] && !locatives[p[next].text] {
				return nil // "30 km al norte de" belongs to the next name
			}
			rel := newOffset(geo.RelationOffset, i, p[0].start, p[at+words-1].end)
			rel.Bearing, rel.HasBearing, rel.DistanceKM = degrees, true, km
			return rel
		}
	}
	return nil
}

// isSuffix reports whether a piece is an ending written after an apostrophe or a hyphen.
func isSuffix(s string) bool {
	return kindOf(firstRune(s)) == wordPiece && utf8.RuneCountInString(s) <= 4
}

func newOffset(kind geo.RelationKind, i, start, end int) *geo.Relation {
	return &geo.Relation{Kind: kind, Anchor: i, Anchor2: -1, SubjectMention: -1, Span: geo.Span{Start: start, End: end}}
}

// skipBack returns the index of the piece after the last one before k that is no joiner.
func (w *offsetWords) skipBack(p []piece, k, most int) int {
	for ; k > 0 && most > 0 && w.joiners[p[k-1].text]; most-- {
		k--
	}
	return k
}

// skipForward returns the index of the first piece from k on that is no joiner.
func (w *offsetWords) skipForward(p []piece, k, most int) int {
	for ; k < len(p) && most > 0 && w.joiners[p[k].text]; most-- {
		k++
	}
	return k
}

// directionBefore returns the direction that ends before piece k and the number of its words.
func (w *offsetWords) directionBefore(p []piece, k int) (degrees float64, words int) {
	for words = 2; words > 0; words-- {
		if degrees, ok := w.directionAt(p, k-words, words); ok {
			return degrees, words
		}
	}
	return 0, 0
}

// directionAt returns the direction of the given number of words at piece k.
func (w *offsetWords) directionAt(p []piece, k, words int) (float64, bool) {
	if k < 0 || k+words > len(p) {
		return 0, false
	}
	if words == 1 {
		return w.direction(p[k].text)
	}
	if kind := kindOf(firstRune(p[k].text)); kind == hanPiece {
		return w.direction(p[k].text + p[k+1].text)
	}
	return w.direction(p[k].text + "-" + p[k+1].text)
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// unitWords returns the number of pieces of the unit after the number at piece k.
func unitWords(p []piece, k int) int {
	if k+1 < len(p) && kindOf(firstRune(p[k+1].text)) == hanPiece {
		return 2
	}
	return 1
}

// distanceBefore returns the distance in kilometers that ends before piece k and the number of
// its pieces.
func (w *offsetWords) distanceBefore(p []piece, k int) (km float64, count int) {
	for count = 2; count <= 3; count++ {
		if k >= count {
			if km, ok := w.distanceAt(p, k-count); ok && 1+unitWords(p, k-count) == count {
				return km, count
			}
		}
	}
	return 0, 0
}

// distanceAt returns the distance in kilometers that begins with piece k.
func (w *offsetWords) distanceAt(p []piece, k int) (float64, bool) {
	n := unitWords(p, k)
	if k < 0 || k+n >= len(p) {
		return 0, false
	}
	unit := p[k+1].text
	if n == 2 {
		unit += p[k+2].text
	}
	if !w.unit(unit) {
		return 0, false
	}
	return parseNumber(p[k].text)
}

// parseNumber parses a number in the digits of any script, with a decimal comma or point.
func parseNumber(s string) (float64, bool) {
	var ascii strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			zero := r
			for unicode.IsDigit(zero-1) && r-zero < 9 {
				zero--
			}
			ascii.WriteByte(byte('0' + r - zero))
		case r == ',' || r == '.' || r == '٫':
			ascii.WriteByte('.')
		default:
			return 0, false
		}
	}
	n, err := strconv.ParseFloat(ascii.String(), 64)
	return n, err == nil && n > 0 && n < 2000
}

// widenOther sets Wide of the mentions of an article in a language other than English: the
// phrase with the common noun of the place.
func widenOther(a *geo.Article, rec *geo.Recognition) {
	from := 0
	for i := range rec.Mentions {
		m := &rec.Mentions[i]
		if m.Role != geo.RoleAssociative && m.Role != geo.RoleCoordinates {
			wide := cue.NounSpan(rec.Language, a.Text, from, m.Span)
			if wide != m.Span && (i+1 == len(rec.Mentions) || wide.End <= rec.Mentions[i+1].Start) {
				m.Wide = wide
			}
		}
		from = m.End
	}
}
