package multilingual

import (
	"strings"
	"unicode/utf8"

	"dateline/geo/internal/tagger"
)

// stemOf returns the hash of a word in Arabic script without the particles that Arabic writes on, and with one
// spelling of its letters, or 0 in other scripts.
func stemOf(t *tagger.Token, text, language string) uint32 {
	s := t.Text(text)
	if t.Class != tagger.ClassCaseless || s[0] < 0xd8 || s[0] > 0xdb { // U+0600 to U+06FF
		return 0
	}
	if language == "ar" {
		s = withoutParticles(s)
	}
	h := uint32(2166136261)
	for _, r := range s {
		if r = foldArabic(r); r != 0 {
			h = hashRune(h, r)
		}
	}
	return h
}

// minStem is the number of letters that are left of a word without its particles.
const minStem = 3

// withoutParticles returns an Arabic word without a conjunction, preposition and article at its beginning.
func withoutParticles(s string) string {
	letters := utf8.RuneCountInString(s)
	cut := func(particle string) {
		if n := utf8.RuneCountInString(particle); letters-n >= minStem && len(s) > len(particle) && s[:len(particle)] == particle {
			s, letters = s[len(particle):], letters-n
		}
	}
	for _, particle := range [...]string{"و", "ف"} {
		cut(particle)
	}
	if before := letters; before > minStem+1 {
		cut("لل")
		if letters == before {
			for _, particle := range [...]string{"بال", "كال"} {
				cut(particle)
			}
		}
		if letters == before {
			cut("ال")
		}
	}
	return s
}

// foldArabic returns one spelling of letters that writers interchange, and 0 for vowel signs, the tatweel and
// the zero-width non-joiner.
func foldArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة':
		return 'ه'
	case 'ى', 'ي', 'ئ':
		return 'ی'
	case 'ك':
		return 'ک'
	case 'ؤ':
		return 'و'
	case 'ـ', '\u200c', '\u200d':
		return 0
	}
	if r >= 0x064b && r <= 0x0652 {
		return 0
	}
	return r
}

// hebrewParticles are the letters that Hebrew writes on words as conjunctions, prepositions and article.
const hebrewParticles = "ובלמהשכ"

// setRests sets the hashes of a Hebrew word without its first one and two letters if they may be particles and three or more
// letters follow, so that "ובחיפה", "בחיפה" and "חיפה" have a hash in common.
func (w *word) setRests(s string) {
	letters := utf8.RuneCountInString(s)
	for k := range w.rests {
		r, size := utf8.DecodeRuneInString(s)
		if k == 0 {
			w.first = hashRune(2166136261, r)
		}
		if letters-1-k < minStem || !strings.ContainsRune(hebrewParticles, r) {
			return
		}
		s = s[size:]
		w.rests[k] = tagger.HashLower(s)
	}
}
