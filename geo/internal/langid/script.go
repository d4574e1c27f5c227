package langid

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// script is a script that the identification distinguishes. The numbers are part of the model file.
type script uint8

const (
	scriptOther script = iota
	scriptLatin
	scriptCyrillic
	scriptArabic
	scriptDevanagari
	scriptBengali
	scriptHan
	scriptKana
	scriptHangul
	scriptThai
	scriptGreek
	scriptHebrew
	scriptEthiopic
	scriptArmenian
	scriptGeorgian
	scriptTamil
	scriptTelugu
	scriptOriya
	scriptGujarati
	scriptGurmukhi
	scriptKannada
	scriptMalayalam
	scriptSinhala
	scriptKhmer
	scriptLao
	scriptMyanmar
	scriptTibetan
	scriptCount
)

// ranges has the letters of each script and the language of a script that has only one.
var scripts = [scriptCount]struct {
	letters  *unicode.RangeTable
	language string
}{
	scriptLatin: {unicode.Latin, ""}, scriptCyrillic: {unicode.Cyrillic, ""}, scriptArabic: {unicode.Arabic, ""},
	scriptDevanagari: {unicode.Devanagari, ""}, scriptBengali: {unicode.Bengali, "bn"}, scriptHan: {unicode.Han, "zh"},
	scriptKana: {nil, "ja"}, scriptHangul: {unicode.Hangul, "ko"}, scriptThai: {unicode.Thai, "th"},
	scriptGreek: {unicode.Greek, "el"}, scriptHebrew: {unicode.Hebrew, "he"}, scriptEthiopic: {unicode.Ethiopic, "am"},
	scriptArmenian: {unicode.Armenian, "hy"}, scriptGeorgian: {unicode.Georgian, "ka"}, scriptTamil: {unicode.Tamil, "ta"},
	scriptTelugu: {unicode.Telugu, "te"}, scriptOriya: {unicode.Oriya, "or"}, scriptGujarati: {unicode.Gujarati, "gu"},
	scriptGurmukhi: {unicode.Gurmukhi, "pa"}, scriptKannada: {unicode.Kannada, "kn"}, scriptMalayalam: {unicode.Malayalam, "ml"},
	scriptSinhala: {unicode.Sinhala, "si"}, scriptKhmer: {unicode.Khmer, "km"}, scriptLao: {unicode.Lao, "lo"},
	scriptMyanmar: {unicode.Myanmar, "my"}, scriptTibetan: {unicode.Tibetan, "bo"},
}

// commonLetters are ranges of letters of one script each.
var commonLetters = [...]struct {
	first, last rune
	script      script
}{
	{'\u00d8', '\u00f6', scriptLatin}, {'\u0410', '\u0481', scriptCyrillic}, {'\u0620', '\u063f', scriptArabic}, {'\u0641', '\u064a', scriptArabic},
	{'\u0671', '\u06d3', scriptArabic}, {'\u0904', '\u0939', scriptDevanagari}, {'\u0e01', '\u0e30', scriptThai}, {'\u3041', '\u3096', scriptKana},
	{'\u30a1', '\u30fa', scriptKana}, {'\u4e00', '\u9fff', scriptHan}, {'\uac00', '\ud7a3', scriptHangul},
}

func scriptOf(r rune) script {
	if r < utf8.RuneSelf {
		return scriptLatin
	}
	for i := range commonLetters {
		if c := &commonLetters[i]; r >= c.first && r <= c.last {
			return c.script
		}
	}
	if unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r) {
		return scriptKana
	}
	for s := scriptLatin; s < scriptCount; s++ {
		if t := scripts[s].letters; t != nil && unicode.Is(t, r) {
			return s
		}
	}
	return scriptOther
}

// scriptCounts counts words by script.
type scriptCounts struct {
	words int
	of    [scriptCount]int
}

// add counts a word by the script of its first letter that is no digit.
func (c *scriptCounts) add(word string) {
	c.words++
	for i, r := range word {
		if r < '0' || r > '9' || i == len(word)-1 {
			c.of[scriptOf(r)]++
			return
		}
	}
}

// majority returns the script of more than half of the words. Japanese counts as kana.
func (c *scriptCounts) majority() (script, bool) {
	if kana := c.of[scriptKana]; kana*10 > c.words && kana > 1 {
		return scriptKana, true
	}
	for s, n := range c.of {
		if n*2 > c.words && script(s) != scriptOther {
			return script(s), true
		}
	}
	return scriptOther, false
}

// single returns the language of a script that has only one, or "".
func (c *scriptCounts) single(s script) string { return scripts[s].language }

// distinctive are the letters that only some languages of a script write.
var distinctive = map[script][]struct{ letters, languages string }{
	scriptCyrillic: {
		{"ыэё", " ru be kk ky mn tt "}, {"ъ", " ru bg "}, {"іІ", " uk be kk "}, {"їєґЇЄҐ", " uk "}, {"ўЎ", " be uz "}, {"ђћЂЋ", " sr "},
		{"љњџј", " sr mk "}, {"ѓќѕ", " mk "}, {"әғқңөұүһ", " kk ky tt mn az "}, {"щ", " ru uk bg kk ky "},
	},
	scriptArabic: {
		{"ټډړښږځڅۍ", " ps "}, {"ٹڈںے", " ur "}, {"گچپ", " fa ur ps ckb "}, {"ژ", " fa ckb ps "}, {"ەۆێڕڵ", " ckb "}, {"ة", " ar "}, {"ہھ", " ur "},
	},
	scriptDevanagari: {{"ळ", " mr "}},
}

// exclusive are the letters by which languages without a list of frequent words are identified, and others in texts
// with few frequent words.
var exclusive = map[script][]struct{ letters, language string }{
	scriptLatin: {
		{"əƏ", "az"}, {"ğıĞİ", "tr"}, {"łśźŁŚŹ", "pl"}, {"ěřůĚŘŮ", "cs"}, {"őűŐŰ", "hu"}, {"țșȚȘ", "ro"}, {"ơưƠƯ", "vi"}, {"ðþÐÞ", "is"},
		{"ñ¿¡", "es"}, {"ãõÃÕ", "pt"},
	},
	scriptCyrillic: {{"ўЎ", "be"}},
	scriptArabic:   {{"ټډړښږځڅۍ", "ps"}, {"ۈېۋ", "ug"}, {"ەۆێڕڵ", "ckb"}},
}

// What a text must have of exclusive letters: their number, and one in so many of its letters.
const (
	minExclusive   = 3
	exclusiveShare = 120
)

// exclusiveLanguage returns the language whose exclusive letters are frequent in text, or "".
func exclusiveLanguage(text string, s script) string {
	all := exclusive[s]
	if len(all) == 0 {
		return ""
	}
	total := 0
	var counts [16]int // by the letters' index in all
	for _, r := range text {
		total++
		for set := useOf(r, s).exclusive; set > 0; set &= set - 1 {
			counts[bits.TrailingZeros16(set)]++
		}
	}
	for i, e := range all {
		if n := counts[i]; n >= minExclusive && n*exclusiveShare >= total {
			return e.language
		}
	}
	return ""
}

// letterUse has a bit for each entry of distinctive and of exclusive for a script that has a letter.
type letterUse struct {
	script                 script
	distinctive, exclusive uint16
}

// letterLimit is the end of the letters in distinctive and exclusive.
const letterLimit = 0x980

// letterUses has the use of each letter, which is in the entries for one script.
var letterUses = func() (uses [letterLimit]letterUse) {
	for s, entries := range distinctive {
		for i, e := range entries {
			for _, r := range e.letters {
				uses[r].script = s
				uses[r].distinctive |= 1 << i
			}
		}
	}
	for s, entries := range exclusive {
		for i, e := range entries {
			for _, r := range e.letters {
				uses[r].script = s
				uses[r].exclusive |= 1 << i
			}
		}
	}
	return uses
}()

// useOf returns the use of r in a script.
func useOf(r rune, s script) letterUse {
	if r < utf8.RuneSelf || r >= letterLimit || letterUses[r].script != s {
		return letterUse{}
	}
	return letterUses[r]
}

// letters are the languages that the distinctive letters of a text exclude.
type letters []string

// lettersOf returns the lists of the languages that have the distinctive letters of text.
func lettersOf(text string, s script) (found letters) {
	all := distinctive[s]
	if len(all) == 0 {
		return nil
	}
	var set uint16
	for _, r := range text {
		set |= useOf(r, s).distinctive
	}
	for i, d := range all {
		if set>>i&1 != 0 {
			found = append(found, d.languages)
		}
	}
	return found
}

// letterScore is what a language loses by a letter that it does not write.
const letterScore = 4

// score returns the score of a language by the letters: less for each list that lacks it.
func (l letters) score(code string) (sum float64) {
	for _, languages := range l {
		if !strings.Contains(languages, " "+code+" ") {
			sum -= letterScore
		}
	}
	return sum
}

// isBelarusian reports whether a text in Cyrillic script has two of the kinds of distinctive letters that Belarusian has, such as ы and і,
// which no other Slavic language has together, and no others.
func (l letters) isBelarusian() bool {
	for _, languages := range l {
		if !strings.Contains(languages, " "+belarusian+" ") {
			return false
		}
	}
	return len(l) > 1
}
