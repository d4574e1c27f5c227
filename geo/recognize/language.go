package recognize

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/tagger"
)

// languages are the codes of the languages that detectLanguage detects by their words. Of two languages
// with the same score the first one is detected.
var languages = [...]string{
	"en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "pl", "cs", "sk", "hu", "ro", "hr",
	"tr", "id", "vi", "sw", "ca", "ru", "uk", "bg", "sr", "el", "ar", "fa", "ps", "ur", "he", "hi",
}

// frequentWords maps the hashes of frequent words to the set of languages that have them, a bit for
// each index in languages.
var frequentWords = func() map[uint32]uint64 {
	m := make(map[uint32]uint64, 2000)
	for i, code := range languages {
		for _, w := range lexicon.Words(code, "frequent-word") {
			m[tagger.HashLower(w)] |= 1 << i
		}
	}
	return m
}()

// placePrepositions has the hashes of each language's prepositions of place and of other words that
// often precede a place.
var placePrepositions = func() map[string]map[uint32]bool {
	m := make(map[string]map[uint32]bool, len(languages))
	for _, code := range languages {
		m[code] = tagger.HashSet(lexicon.Words(code, "place-preposition"))
	}
	return m
}()

// German articles, which precede common nouns. The definite ones also precede names of some
// countries, but not of towns.
var (
	indefiniteArticles = tagger.HashSet(lexicon.Words("de", "indefinite-article"))
	definiteArticles   = tagger.HashSet(lexicon.Words("de", "definite-article"))
)

// maxLanguageTokens is the number of tokens from which the language is detected.
const maxLanguageTokens = 600

// undetermined is the code of a language that could not be detected.
const undetermined = "und"

// detectLanguage returns the code of the language of a text: by its script where that has one
// language, otherwise by its frequent words. It returns undetermined for short and mixed texts.
func detectLanguage(text string, tokens []tagger.Token) string {
	tokens = tokens[:min(len(tokens), maxLanguageTokens)]
	var scores [len(languages)]float32 // by index in languages
	var scripts scriptCounts
	for i := range tokens {
		t := &tokens[i]
		if t.Class == tagger.ClassPunctuation || t.Class == tagger.ClassNumber {
			continue
		}
		scripts.add(t.Text(text))
		addFrequentWord(&scores, t.Lower)
	}
	if scripts.words == 0 {
		return undetermined
	}
	if code := scripts.language(); code != "" {
		return code
	}
	words := scripts.of[scriptLatin]
	for _, s := range [...]script{scriptArabic, scriptCyrillic} {
		if scripts.isMajority(s) {
			words = scripts.of[s]
			addLetters(&scores, text[:tokens[len(tokens)-1].End])
		}
	}
	if words*2 <= scripts.words {
		return undetermined
	}
	return mostProbable(&scores, words)
}

// script is a script that detectLanguage distinguishes.
type script int

const (
	scriptOther script = iota
	scriptLatin
	scriptCyrillic
	scriptGreek
	scriptArabic
	scriptHebrew
	scriptDevanagari
	scriptHan
	scriptKana
	scriptHangul
	scriptThai
	scriptCount
)

// scriptCounts counts words by script.
type scriptCounts struct {
	words int
	of    [scriptCount]int
}

// add counts a word by the script of its first letter.
func (c *scriptCounts) add(word string) {
	c.words++
	r, _ := utf8.DecodeRuneInString(word)
	c.of[scriptOf(r)]++
}

func scriptOf(r rune) script {
	switch {
	case r < utf8.RuneSelf || unicode.Is(unicode.Latin, r):
		return scriptLatin
	case unicode.Is(unicode.Cyrillic, r):
		return scriptCyrillic
	case unicode.Is(unicode.Greek, r):
		return scriptGreek
	case unicode.Is(unicode.Arabic, r):
		return scriptArabic
	case unicode.Is(unicode.Hebrew, r):
		return scriptHebrew
	case unicode.Is(unicode.Devanagari, r):
		return scriptDevanagari
	case unicode.Is(unicode.Han, r):
		return scriptHan
	case unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r):
		return scriptKana
	case unicode.Is(unicode.Hangul, r):
		return scriptHangul
	case unicode.Is(unicode.Thai, r):
		return scriptThai
	}
	return scriptOther
}

// isMajority reports whether more than half of the words are in script s.
func (c *scriptCounts) isMajority(s script) bool { return c.of[s]*2 > c.words }

// languageOfScript are the languages of scripts with one language.
var languageOfScript = [scriptCount]string{
	scriptHan: "zh", scriptHangul: "ko", scriptThai: "th", scriptGreek: "el", scriptHebrew: "he", scriptDevanagari: "hi",
}

// language returns the language of the text if the script of most words has one language, otherwise
// "". Japanese is written in kana and Han.
func (c *scriptCounts) language() string {
	if kana := c.of[scriptKana]; kana*10 > c.words && kana > 1 {
		return "ja"
	}
	for s, code := range languageOfScript {
		if code != "" && c.isMajority(script(s)) {
			return code
		}
	}
	return ""
}

// addFrequentWord adds to the scores of the languages that have the word with the given hash, the
// more the fewer they are.
func addFrequentWord(scores *[len(languages)]float32, hash uint32) {
	set := frequentWords[hash]
	if set == 0 {
		return
	}
	share := 1 / float32(bits.OnesCount64(set))
	for ; set != 0; set &= set - 1 {
		scores[bits.TrailingZeros64(set)] += 0.5 + share
	}
}

// distinctLetters are letters that only some of the languages of a script have.
var distinctLetters = map[string]string{"ru": "ыэё", "uk": "іїєґ", "sr": "ђћљњј", "fa": "گچپژ", "ps": "ټډړښږ", "ur": "ٹڈںے"}

// addLetters adds to the scores of the languages whose distinct letters the text contains.
func addLetters(scores *[len(languages)]float32, text string) {
	for k := range languages {
		if letters := distinctLetters[languages[k]]; letters != "" && strings.ContainsAny(text, letters) {
			scores[k] += 3
		}
	}
}

// mostProbable returns the code of the language with the highest score, or undetermined if that is
// low for the number of words or hardly higher than the next one.
func mostProbable(scores *[len(languages)]float32, words int) string {
	best, second := 0, -1
	for k := 1; k < len(languages); k++ {
		if scores[k] > scores[best] {
			second, best = best, k
		} else if second < 0 || scores[k] > scores[second] {
			second = k
		}
	}
	if scores[best] < 1.4 || scores[best] < 0.06*float32(words) || scores[best] < 1.02*scores[second] {
		return undetermined
	}
	return languages[best]
}
