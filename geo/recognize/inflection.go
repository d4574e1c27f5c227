package recognize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/tagger"
)

// maxUnspaced is the length in tokens of the longest name in a script without spaces.
const maxUnspaced = 12

// matchUnspaced returns the longest name in a script without spaces that begins with token i and
// ends at token last or before.
func (m *gazetteerMatcher) matchUnspaced(d *tagger.Document, i, last int32) (n tagger.Name, ok bool) {
	if m.gaz == nil {
		return n, false
	}
	end := i
	for end < last && end-i < maxUnspaced-1 && !d.Tokens[end+1].Space && d.Tokens[end+1].Class == tagger.ClassCaseless {
		end++
	}
	for ; end >= i; end-- {
		if m.lookup(d.Text[d.Tokens[i].Start:d.Tokens[end].End], "") {
			n.First, n.Last = i, end
			n.Types, n.Size = tagger.TypesOf(m.gaz, m.refs)
			return n, true
		}
	}
	return n, false
}

// lookup sets m.refs to the meanings of a stem with an ending and reports whether there are any.
func (m *gazetteerMatcher) lookup(stem, ending string) bool {
	m.key = append(gazetteer.Normalize(m.key[:0], stem), ending...)
	m.refs = m.refs[:0]
	if len(m.key) > 0 {
		m.refs = m.gaz.Lookup(m.refs, m.key)
	}
	return len(m.refs) > 0
}

// maxInflected is the length in bytes of the longest word that may be an inflected name.
const maxInflected = 64

// matchInflected returns the name of a country or large town of which token i is an inflected form:
// with a case ending in Cyrillic, with proclitics in Arabic and Hebrew.
func (m *gazetteerMatcher) matchInflected(d *tagger.Document, i int32) (n tagger.Name, ok bool) {
	t := &d.Tokens[i]
	word := t.Text(d.Text)
	if m.gaz == nil || len(word) > maxInflected {
		return n, false
	}
	n.First, n.Last = i, i
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case unicode.Is(unicode.Cyrillic, r) && t.Cased():
		ok = m.matchCase(&n, word)
	case unicode.In(r, unicode.Arabic, unicode.Hebrew):
		ok = m.matchProclitics(&n, word)
	}
	return n, ok
}

// isImportant sets the types and size of n to those of a stem with an ending and reports whether they
// are those of a country, demonym of one, or large town.
func (m *gazetteerMatcher) isImportant(n *tagger.Name, stem, ending string) bool {
	if !m.lookup(stem, ending) {
		return false
	}
	n.Types, n.Size = tagger.TypesOf(m.gaz, m.refs)
	return n.Types&tagger.TypeCountry != 0 || n.Size >= 5
}

// caseVowels are the letters in which case endings of Slavic languages in Cyrillic end;
// nominativeEndings are the endings that may replace them.
const caseVowels = "аеиіїйоуыьюяєюм"

var nominativeEndings = [...]string{"", "а", "я", "ь", "о", "ия", "ія", "и", "ы"}

// matchCase removes up to two letters of a case ending and tries the endings of the nominative.
func (m *gazetteerMatcher) matchCase(n *tagger.Name, word string) bool {
	for range 2 {
		last, size := utf8.DecodeLastRuneInString(word)
		if utf8.RuneCountInString(word) < 4 || !strings.ContainsRune(caseVowels, last) {
			return false
		}
		word = word[:len(word)-size]
		for _, ending := range nominativeEndings {
			if m.isImportant(n, word, ending) {
				return true
			}
		}
	}
	return false
}

// proclitics are the letters that Arabic and Hebrew write together with the next word: and, in, to,
// from, like. arabicAlif begins the article, which "to" shortens.
const (
	proclitics = "وبلفكمהבלמוש"
	arabicAlif = "ا"
)

// matchProclitics removes proclitics one by one.
func (m *gazetteerMatcher) matchProclitics(n *tagger.Name, word string) bool {
	for utf8.RuneCountInString(word) > 4 {
		r, size := utf8.DecodeRuneInString(word)
		if !strings.ContainsRune(proclitics, r) {
			return false
		}
		word = word[size:]
		n.Skip += uint8(size)
		if m.isImportant(n, word, "") || m.isImportant(n, arabicAlif+word, "") {
			return true
		}
	}
	return false
}
