// Package langid identifies the language of a text by its script, its frequent words and its sequences of letters.
//
// The score of a language is the logarithm of the probability of the text's words under Zipf's law, by their
// ranks in the language's list of frequent words. Where that is not enough, as in short texts, the logarithms of the
// probabilities of its sequences of three letters are added. Scripts that one language is written in need no words.
package langid

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"dateline/geo"
	chars "dateline/geo/internal/script"
	"dateline/geo/internal/tagger"
)

// words is the list of the frequent words of all languages, which "dateline-train identifier" makes.
//
//go:embed words.bin
var words []byte

// Default returns the model of the embedded word lists. It decodes them at its first call.
var Default = sync.OnceValue(func() *Model {
	m, err := Decode(words)
	if err != nil {
		panic(err)
	}
	return m
})

// Undetermined is the code of a language that could not be identified.
const Undetermined = "und"

// Model holds the frequent words of all languages. It may be used by any number of goroutines.
type Model struct {
	languages []language
	trigrams  [scriptCount]trigrams
	entries   []entry // hash table with open addressing; rank 0 marks an empty slot
}

// language is a language that can be identified by its words.
type language struct {
	code   string
	script script
	group  int // of similar languages, see similarGroup
}

// entry is a frequent word of a language.
type entry struct {
	hash     uint32
	rank     uint16 // from 1
	language uint16 // index in languages
}

// WordList are the frequent words of a language, the most frequent first.
type WordList struct {
	Language string
	Words    []string
}

// MaxWords is the number of words of a list that are used, MaxSimilarWords that of a language with similar ones.
const (
	MaxWords        = 1200
	MaxSimilarWords = 4000
)

// magic is the beginning of a model file. Its last byte is the version of the format.
const magic = "DLLANGI\x02"

// Encode returns the model file of word lists: the number of languages, for each language its code, script and the hashes
// of its words by rank, and for each script of several languages its trigrams.
func Encode(lists []WordList) []byte {
	b := append([]byte(magic), byte(len(lists)))
	var byScript [scriptCount][]WordList
	for _, l := range lists {
		limit := MaxWords
		if similarGroup(l.Language) > 0 {
			limit = MaxSimilarWords
		}
		words := l.Words[:min(len(l.Words), limit)]
		var counts [scriptCount]int
		for _, w := range words {
			r, _ := utf8.DecodeRuneInString(w)
			counts[scriptOf(r)]++
		}
		best := scriptOther
		for s := range counts {
			if counts[s] > counts[best] {
				best = script(s)
			}
		}
		byScript[best] = append(byScript[best], l)
		b = append(b, byte(len(l.Language)), byte(best))
		b = append(b, l.Language...)
		b = binary.LittleEndian.AppendUint16(b, uint16(len(words)))
		for _, w := range words {
			b = binary.LittleEndian.AppendUint32(b, tagger.HashLower(w))
		}
	}
	for _, l := range byScript {
		if len(l) > 1 {
			b = appendTrigrams(b, l)
		}
	}
	return b
}

// Decode decodes a model file. The error wraps [geo.ErrCorrupt] if b is not one of this version.
func Decode(b []byte) (*Model, error) {
	rest, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok {
		return nil, geo.Errorf(geo.ErrCorrupt, "this is not a list of frequent words of format version %d: make it again with \"dateline-train identifier\"", magic[len(magic)-1])
	}
	if len(rest) == 0 {
		return nil, errTruncated()
	}
	count := int(rest[0])
	rest = rest[1:]
	m := &Model{entries: make([]entry, tableSize(len(rest)/4))}
	var byScript [scriptCount][]uint16
	for range count {
		if len(rest) == 0 || len(rest) < int(rest[0])+4 {
			return nil, errTruncated()
		}
		n := int(rest[0])
		s, code := script(rest[1]), string(rest[2:2+n])
		words := int(binary.LittleEndian.Uint16(rest[2+n:]))
		if rest = rest[4+n:]; len(rest) < 4*words || s >= scriptCount {
			return nil, errTruncated()
		}
		k := uint16(len(m.languages))
		m.languages = append(m.languages, language{code, s, similarGroup(code)})
		byScript[s] = append(byScript[s], k)
		for i := range words {
			m.add(entry{hash: binary.LittleEndian.Uint32(rest[4*i:]), rank: uint16(i + 1), language: k})
		}
		rest = rest[4*words:]
	}
	for s, languages := range byScript {
		if len(languages) < 2 {
			continue
		}
		if m.trigrams[s], rest, ok = readTrigrams(rest, languages); !ok {
			return nil, errTruncated()
		}
	}
	if len(rest) > 0 {
		return nil, errTruncated()
	}
	return m, nil
}

func errTruncated() error {
	return geo.Errorf(geo.ErrCorrupt, "the list of frequent words is damaged: make it again with \"dateline-train identifier\"")
}

// tableSize returns the number of slots for n entries, a power of two.
func tableSize(n int) int {
	size := 64
	for size < 2*n {
		size *= 2
	}
	return size
}

func (m *Model) add(e entry) {
	mask := uint32(len(m.entries) - 1)
	i := e.hash * 0x9e3779b1 >> 7 & mask
	for m.entries[i].rank != 0 {
		if m.entries[i].hash == e.hash && m.entries[i].language == e.language {
			return
		}
		i = (i + 1) & mask
	}
	m.entries[i] = e
}

// maxLanguages is the number of languages that Identify can compare.
const maxLanguages = 96

// MaxTokens and maxLetterTokens are the numbers of tokens from which the language is identified by words and by
// letters.
const (
	MaxTokens       = 600
	maxLetterTokens = 200
)

// Result is an identified language.
type Result struct {
	// Language is the BCP 47 code, or Undetermined.
	Language string
	// Words is the number of words that were counted, Known those of them that are frequent in the language.
	Words, Known int
	// Margin is by how much the logarithm of the language's probability exceeds that of the next one.
	Margin float64
}

// Identify returns the language of the tokens of a text.
func (m *Model) Identify(text string, tokens []tagger.Token) Result {
	tokens = tokens[:min(len(tokens), MaxTokens)]
	var scripts scriptCounts
	var scores [maxLanguages]float64
	var known [maxLanguages]int
	for i := range tokens {
		t := &tokens[i]
		if t.Class == tagger.ClassPunctuation || t.Class == tagger.ClassNumber && isASCII(t.Text(text)) {
			continue
		}
		scripts.add(t.Text(text))
	}
	r := Result{Language: Undetermined, Words: scripts.words}
	s, ok := scripts.majority()
	if !ok {
		return r
	}
	if code := scripts.single(s); code != "" {
		r.Language, r.Margin = code, math.Inf(1)
		return r
	}
	upper := tagger.InCapitals(tokens)
	for i := range tokens {
		if isCounted(tokens, i, upper) {
			m.score(&scores, &known, tokens[i].Lower)
		}
	}
	r.Words = scripts.of[s]
	beginning := text[tokens[0].Start:tokens[min(len(tokens), maxLetterTokens)-1].End]
	found := lettersOf(beginning, s)
	m.addPriors(&scores, s, found)
	best := m.choose(&r, &scores, &known, s)
	switch {
	case best < 0 || s != scriptCyrillic:
	case m.isSerbian(&r, text, tokens, found, scores[best]):
		return r
	case found.isBelarusian() && !m.has(belarusian):
		r.Language, r.Margin = belarusian, math.Inf(1)
		return r
	}
	code := exclusiveLanguage(beginning, s)
	if code != "" && !m.has(code) {
		r.Language, r.Margin = code, math.Inf(1)
		return r
	}
	if best < 0 {
		return r
	}
	t := latinThresholds
	switch {
	case s != scriptLatin:
		t = otherThresholds
	case m.languages[best].code == english:
		t = englishThresholds
	}
	byWords := Undetermined
	if scores[best] >= t.score && r.Margin >= t.margin && float64(r.Known) >= t.known*float64(r.Words) {
		byWords = m.languages[best].code
		if r.Margin >= clearMargin {
			r.Language = byWords
			return r
		}
	}
	words := m.trigrams[s].addTo(&scores, text, tokens, upper)
	best = m.choose(&r, &scores, &known, s)
	switch {
	case (words >= minTrigramWords || words > 0 && s != scriptLatin) && scores[best] >= trigramThresholds.score && r.Margin >= trigramThresholds.margin:
		r.Language = m.languages[best].code
	case byWords != Undetermined:
		r.Language = byWords
	case code != "":
		r.Language = code
	}
	return r
}

const (
	serbian    = "sr"
	belarusian = "be"
)

// isSerbian reports whether a text in Cyrillic script with letters that only Serbian and Macedonian have is more likely in Serbian, whose
// frequent words are known in Latin letters, than in the best other language, which has the given score. It sets r then.
func (m *Model) isSerbian(r *Result, text string, tokens []tagger.Token, found letters, other float64) bool {
	k := slices.IndexFunc(m.languages[:min(len(m.languages), maxLanguages)], func(l language) bool { return l.code == serbian && l.script == scriptLatin })
	if k < 0 || !slices.ContainsFunc(found, func(languages string) bool { return strings.Contains(languages, " "+serbian+" ") }) {
		return false
	}
	var scores [maxLanguages]float64
	var known [maxLanguages]int
	upper := tagger.InCapitals(tokens)
	for i := range tokens {
		if isCounted(tokens, i, upper) {
			m.score(&scores, &known, tagger.HashLower(chars.SerbianLatin(tokens[i].Text(text))))
		}
	}
	score := scores[k] + found.score(serbian)
	if score < otherThresholds.score || score <= other {
		return false
	}
	r.Language, r.Known, r.Margin = serbian, known[k], score-max(other, 0)
	return true
}

// isASCII reports whether s has no letter of another script, such as "17" and "3rd" and not "17일".
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// addPriors adds the scores of the letters, and of English, to those of the languages in a script.
func (m *Model) addPriors(scores *[maxLanguages]float64, s script, found letters) {
	for k := range m.languages[:min(len(m.languages), maxLanguages)] {
		l := &m.languages[k]
		if l.script != s {
			continue
		}
		scores[k] += found.score(l.code)
		if l.code == english {
			scores[k] += englishPrior
		}
	}
}

// choose returns the index of the language in a script with the largest score, -1 for none, and sets the known words and the
// margin of r. The margin is that to the next language that is not very similar.
func (m *Model) choose(r *Result, scores *[maxLanguages]float64, known *[maxLanguages]int, s script) (best int) {
	best = -1
	languages := m.languages[:min(len(m.languages), maxLanguages)]
	for k := range languages {
		if languages[k].script == s && (best < 0 || scores[k] > scores[best]) {
			best = k
		}
	}
	if best < 0 {
		return best
	}
	best = m.likelier(best, scores)
	second := 0.0
	for k := range languages {
		if languages[k].script == s && k != best && (languages[best].group == 0 || languages[k].group != languages[best].group) {
			second = max(second, scores[k])
		}
	}
	r.Known, r.Margin = known[best], scores[best]-second
	return best
}

// malayMargin is by how much a text must be more probable in Malay than in Indonesian, of which there is far more news.
const malayMargin = 3

// likelier returns Indonesian instead of Malay for a text that is nearly as probable in it, and other languages as they are.
func (m *Model) likelier(best int, scores *[maxLanguages]float64) int {
	if m.languages[best].code != "ms" {
		return best
	}
	for k := range m.languages[:min(len(m.languages), maxLanguages)] {
		if m.languages[k].code == "id" && scores[k]+malayMargin > scores[best] {
			return k
		}
	}
	return best
}

// similar are languages that are hard to tell apart in a short text, and whose texts are better recognized as those of each
// other than as English.
var similar = [][]string{{"hr", "sr", "bs"}, {"da", "no"}, {"id", "ms"}, {"cs", "sk"}}

// similarGroup returns the number of the group of similar languages that a language belongs to, from 1, or 0 if it has none.
func similarGroup(code string) int {
	return 1 + slices.IndexFunc(similar, func(group []string) bool { return slices.Contains(group, code) })
}

// has reports whether a language has a list of frequent words.
func (m *Model) has(code string) bool {
	return slices.ContainsFunc(m.languages, func(l language) bool { return l.code == code })
}

// thresholds are what a language must reach to be identified.
type thresholds struct {
	score  float64 // logarithm of the likelihood ratio to a language without its frequent words
	margin float64 // logarithm of the likelihood ratio to the next language
	known  float64 // share of the words that are frequent
}

// A text in Latin script without frequent words may be a list of names in any language; one in another script is
// in one of few.
var (
	latinThresholds   = thresholds{score: 9, margin: 1.5, known: 0.12}
	englishThresholds = thresholds{score: 4 + englishPrior, margin: 0.5, known: 0.08}
	otherThresholds   = thresholds{score: 3, margin: 0.5, known: 0.05}
	// trigramThresholds are those of the scores with trigrams.
	trigramThresholds = thresholds{score: 3, margin: 0.5}
)

// minTrigramWords is the number of words of a text in Latin script that is identified by its trigrams: "nairobi, kenya" may be
// in any language.
const minTrigramWords = 4

// clearMargin is the margin from which a language is identified by its words alone.
const clearMargin = 6

// englishPrior is by how much a text is more likely to be in English before its words are counted.
const (
	english      = "en"
	englishPrior = 4
)

// unknown is the logarithm of the probability of a word that is not in a list; zipf is that of the first one.
var (
	unknown = math.Log(2e-5)
	zipf    = math.Log(0.08)
)

// rankScores are the logarithms of how much more probable a frequent word is in its language than in one that does
// not have it, by its rank.
var rankScores = func() (scores [MaxWords + 1]float64) {
	for rank := range scores {
		scores[rank] = zipf - math.Log(float64(rank)+1) - unknown
	}
	return scores
}()

// score adds the word with the given hash to the scores and counts of the languages that have it.
func (m *Model) score(scores *[maxLanguages]float64, known *[maxLanguages]int, hash uint32) {
	mask := uint32(len(m.entries) - 1)
	for i := hash * 0x9e3779b1 >> 7 & mask; m.entries[i].rank != 0; i = (i + 1) & mask {
		if e := &m.entries[i]; e.hash == hash && e.language < maxLanguages {
			scores[e.language] += rankScores[min(e.rank, MaxWords)]
			known[e.language]++
		}
	}
}
