package multilingual

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/script"
	"dateline/geo/internal/tagger"
)

// SplitTokens appends to dst the tokens with the words that a language joins divided: the elided article or
// preposition of "l'Afghanistan" and "dell'Ucraina", the endings of "Ankara'da" in Turkish, and the syllables of
// Korean, whose particles are written on.
func SplitTokens(dst, tokens []tagger.Token, text, language string) []tagger.Token {
	if language == "ko" {
		return splitSyllables(dst, tokens, text)
	}
	elides, suffixes := elides(language), joinsSuffixes(language)
	anyCase := suffixes && lacksCapitals(tokens)
	sea := seas[language]
	if !elides && !suffixes && !sea {
		return append(dst, tokens...)
	}
	for _, t := range tokens {
		s := t.Text(text)
		at, size := apostrophe(s)
		switch {
		case sea && s == "Mar.":
			dst = appendSplit(dst, t, text, len(s)-1)
		case at <= 0 || at+size == len(s):
			dst = append(dst, t)
		case elides && at <= maxElided && isElided(s[:at]):
			dst = appendSplit(dst, t, text, at+size)
		case suffixes && (t.Cased() || anyCase):
			dst = appendSplit(dst, t, text, at)
		default:
			dst = append(dst, t)
		}
	}
	return dst
}

// splitSyllables appends the tokens with words in Hangul divided into syllables and runs of other characters, such as the
// number of "17일". Spaces do not count, because corpora and writers differ in them.
func splitSyllables(dst, tokens []tagger.Token, text string) []tagger.Token {
	for _, t := range tokens {
		if !strings.ContainsFunc(t.Text(text), isHangul) {
			dst = append(dst, t)
			continue
		}
		joins := false // whether the last part is a run of other characters
		for at, r := range t.Text(text) {
			end := t.Start + uint32(at+utf8.RuneLen(r))
			if joins && !isHangul(r) {
				dst[len(dst)-1].End = end
				continue
			}
			part := t
			part.Start, part.End, part.Space = t.Start+uint32(at), end, false
			if at > 0 {
				part.Breaks = 0
				dst[len(dst)-1].Describe(text)
			}
			joins = !isHangul(r)
			dst = append(dst, part)
		}
		dst[len(dst)-1].Describe(text)
	}
	return dst
}

// isHangul reports whether r is a letter of Korean.
func isHangul(r rune) bool { return r >= 0x1100 && unicode.Is(unicode.Hangul, r) }

// elides reports whether a language writes an apostrophe for an elided vowel.
func elides(language string) bool { return language == "fr" || language == "it" || language == "ca" }

// joinsSuffixes reports whether a language joins endings to names by an apostrophe.
func joinsSuffixes(language string) bool { return language == "tr" || language == "az" }

// seas are the languages in which "Mar." is not March but a sea at the end of a sentence: "Viña del Mar."
var seas = map[string]bool{"ca": true, "es": true, "gl": true, "it": true, "pt": true}

// maxElided is the length in bytes of the longest elided word, "quest" and "jusqu".
const maxElided = 6

// isElided reports whether s may be an elided word by its last letter: no vowel.
func isElided(s string) bool {
	switch s {
	case "O", "o", "Mc", "aujourd": // names such as O'Brien; one word
		return false
	}
	return !strings.ContainsAny(s[len(s)-1:], "aeiAEI0123456789")
}

// apostrophe returns the byte offset and length of the first apostrophe of s, or -1.
func apostrophe(s string) (at, size int) {
	for i, r := range s {
		if r == '\'' || r == '’' {
			return i, utf8.RuneLen(r)
		}
	}
	return -1, 0
}

// appendSplit appends the two tokens into which byte offset at of t's text divides it.
func appendSplit(dst []tagger.Token, t tagger.Token, text string, at int) []tagger.Token {
	a, b := t, t
	a.End = t.Start + uint32(at)
	b.Start, b.Space, b.Breaks = a.End, false, 0
	a.Describe(text)
	b.Describe(text)
	return append(dst, a, b)
}

// firstThai is the first character of the first script without spaces between words.
const firstThai = '\u0e00'

// isUnspaced reports whether a token is in a script that puts no spaces between words.
func isUnspaced(t *tagger.Token, text string) bool {
	if t.Class != tagger.ClassCaseless {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[t.Start:])
	return r >= firstThai && (script.IsWide(r) || unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// nameLike reports whether a token may begin or end a name by its class.
func nameLike(t *tagger.Token) bool {
	return t.Cased() || t.Class == tagger.ClassAlnum || t.Class == tagger.ClassMixed || t.Class == tagger.ClassCaseless
}
