package translit

import "strings"

// reading is a Latin letter by which a letter is written, and what that costs. Usual letters cost nothing.
type reading struct {
	latin byte
	cost  float32
}

// letter is how a letter of Arabic, Devanagari, Cyrillic or Hebrew script is written in Latin letters.
type letter struct {
	readings []reading
	// omission is the cost of writing nothing.
	omission float32
}

// Codes of two Latin letters that stand for one sound.
const (
	sh = 'C'
	ch = 'Q'
	kh = 'X'
	gh = 'G'
	dh = 'D'
	th = 'T'
	zh = 'J'
)

// Letters of Hebrew with an apostrophe, each as one code point of the private use area.
const (
	hebrewJ  = '\ue000' + iota // ג׳
	hebrewZh                   // ז׳
	hebrewCh                   // צ׳
	hebrewTh                   // ת׳
)

// hebrewMarks replaces the letters of Hebrew with an apostrophe, those of sounds that are written alike in Latin letters without one,
// and double ones by single ones.
var hebrewMarks = strings.NewReplacer("ג'", string(hebrewJ), "ג׳", string(hebrewJ), "ג’", string(hebrewJ), "ז'", string(hebrewZh), "ז׳", string(hebrewZh), "ז’", string(hebrewZh),
	"צ'", string(hebrewCh), "צ׳", string(hebrewCh), "צ’", string(hebrewCh), "ץ'", string(hebrewCh), "ץ׳", string(hebrewCh), "ץ’", string(hebrewCh), "ת'", string(hebrewTh), "ת׳", string(hebrewTh), "ת’", string(hebrewTh),
	"'", "", "׳", "", "’", "", "\"", "", "״", "", "וו", "ו", "יי", "י", "־", "")

// never is a cost above every limit.
const never = 9

// letters are the letters of Arabic script, in Arabic, Persian and Urdu, those of Devanagari, of Cyrillic and of Hebrew.
var letters = func() map[rune]letter {
	m := map[rune]letter{}
	add := func(runes string, omission float32, readings ...reading) {
		for _, r := range runes {
			m[r] = letter{readings, omission}
		}
	}
	usual := func(runes, latin string) {
		for i, r := range []rune(runes) {
			m[r] = letter{[]reading{{latin[i], 0}}, never}
		}
	}
	usual("تطدرلمبفسصٹڈ", "ttdrlmbfsstd")
	add("ب", never, reading{'b', 0}, reading{'p', 0.1})
	add("پ", never, reading{'p', 0}, reading{'b', 0.2})
	add("ث", never, reading{th, 0}, reading{'s', 0.1}, reading{'t', 0.2})
	add("ج", never, reading{'j', 0}, reading{'g', 0.15}, reading{zh, 0.2})
	add("چ", never, reading{ch, 0}, reading{sh, 0.3}, reading{'j', 0.4})
	add("ح", 0.4, reading{'h', 0})
	add("خ", never, reading{kh, 0}, reading{'k', 0.4}, reading{'h', 0.4})
	add("ذ", never, reading{dh, 0}, reading{'z', 0.1}, reading{'d', 0.15})
	add("ز", never, reading{'z', 0}, reading{'s', 0.4})
	add("ژ", never, reading{zh, 0}, reading{'z', 0.2}, reading{'j', 0.3})
	add("س", never, reading{'s', 0}, reading{'c', 0.2}, reading{'z', 0.4})
	add("ص", never, reading{'s', 0}, reading{'c', 0.3})
	add("ش", never, reading{sh, 0}, reading{ch, 0.1}, reading{'s', 0.3})
	add("ض", never, reading{'d', 0}, reading{dh, 0.1}, reading{'z', 0.15})
	add("ظ", never, reading{'z', 0}, reading{dh, 0}, reading{'d', 0.2})
	add("ع", 0.05, reading{'a', 0.1}, reading{'e', 0.1}, reading{'i', 0.1})
	add("غ", never, reading{gh, 0}, reading{'g', 0.1}, reading{kh, 0.4})
	add("ف", never, reading{'f', 0}, reading{'v', 0.1})
	add("ق", never, reading{'q', 0}, reading{'k', 0}, reading{'g', 0.1}, reading{gh, 0.2}, reading{'c', 0.2})
	add("كک", never, reading{'k', 0}, reading{'c', 0.1}, reading{'q', 0.1}, reading{'g', 0.3})
	add("گ", never, reading{'g', 0}, reading{gh, 0.2}, reading{'k', 0.4})
	add("ن", never, reading{'n', 0}, reading{'m', 0.3})
	add("ںँ", 0.1, reading{'n', 0})
	add("ڑ", never, reading{'r', 0}, reading{'d', 0.2})
	add("هہ", 0.1, reading{'h', 0}, reading{'a', 0.05}, reading{'e', 0.05})
	add("ةۃ", 0, reading{'a', 0}, reading{'e', 0}, reading{'h', 0.05}, reading{'t', 0.1})
	add("و", 0.5, reading{'w', 0}, reading{'u', 0}, reading{'o', 0}, reading{'v', 0.1})
	add("يیىےۓ", 0.5, reading{'y', 0}, reading{'i', 0}, reading{'e', 0.05}, reading{'a', 0.25})
	add("اأآ", 0.35, reading{'a', 0}, reading{'e', 0.1}, reading{'o', 0.2}, reading{'u', 0.2}, reading{'i', 0.3})
	add("إ", 0.35, reading{'i', 0}, reading{'e', 0}, reading{'a', 0.2})
	add("ئؤء", 0.05, reading{'i', 0}, reading{'y', 0}, reading{'u', 0}, reading{'o', 0}, reading{'e', 0.05}, reading{'a', 0.05})

	usual("कगचतदपबमरलस", "kgQtdpbmrls")
	usual("ट", "t")
	add("ख", never, reading{kh, 0}, reading{'k', 0.15})
	add("घ", never, reading{gh, 0}, reading{'g', 0.1})
	add("चछ", never, reading{ch, 0})
	add("जझ", never, reading{'j', 0}, reading{'z', 0.1}, reading{zh, 0.2})
	add("ठथ", never, reading{th, 0}, reading{'t', 0.05})
	add("ध", never, reading{dh, 0}, reading{'d', 0.05})
	add("डढ", never, reading{'d', 0}, reading{dh, 0.05}, reading{'r', 0.05})
	add("ङञणन", never, reading{'n', 0}, reading{'m', 0.3})
	add("ं", 0.2, reading{'n', 0}, reading{'m', 0})
	add("फ", never, reading{'f', 0}, reading{'p', 0.1})
	add("भ", never, reading{'b', 0})
	add("य", 0.2, reading{'y', 0}, reading{'i', 0.05}, reading{'e', 0.2})
	add("व", 0.3, reading{'v', 0}, reading{'w', 0}, reading{'o', 0.2}, reading{'u', 0.2})
	add("शष", never, reading{sh, 0}, reading{'s', 0.1})
	add("ह", 0.2, reading{'h', 0})
	add("अ", 0.3, reading{'a', 0}, reading{'e', 0.2}, reading{'u', 0.1})
	add("ाआ", 0.2, reading{'a', 0})
	add("िीइईृ", 0.3, reading{'i', 0}, reading{'e', 0.1}, reading{'y', 0.1})
	add("ुूउऊ", 0.3, reading{'u', 0}, reading{'o', 0.1})
	add("ेैएऐ", 0.3, reading{'e', 0}, reading{'a', 0.1}, reading{'i', 0.1}, reading{'y', 0.1})
	add("ोौओऔ", 0.3, reading{'o', 0}, reading{'a', 0.1}, reading{'u', 0.1})
	add("ऑॉ", 0.3, reading{'o', 0}, reading{'a', 0.1})
	add("़्ः", 0)
	add("\u200c\u200dـ", 0)

	usual("бдлмнпрт", "bdlmnprt")
	add("а", never, reading{'a', 0}, reading{'e', 0.2}, reading{'o', 0.2}, reading{'u', 0.2})
	add("в", never, reading{'v', 0}, reading{'w', 0}, reading{'u', 0.1})
	add("г", never, reading{'g', 0}, reading{'h', 0.05}, reading{gh, 0})
	add("ґ", never, reading{'g', 0})
	add("еэ", never, reading{'e', 0}, reading{'a', 0.15}, reading{'i', 0.15}, reading{'y', 0.2})
	add("ж", never, reading{zh, 0}, reading{'j', 0}, reading{'g', 0.15})
	add("з", never, reading{'z', 0}, reading{'s', 0.15})
	add("иіы", never, reading{'i', 0}, reading{'y', 0}, reading{'e', 0.1})
	add("йј", 0.1, reading{'y', 0}, reading{'i', 0})
	add("к", never, reading{'k', 0}, reading{'c', 0}, reading{'q', 0})
	add("о", never, reading{'o', 0}, reading{'u', 0.1}, reading{'a', 0.2})
	add("с", never, reading{'s', 0}, reading{'c', 0.1})
	add("у", never, reading{'u', 0}, reading{'w', 0}, reading{'o', 0.1})
	add("ў", never, reading{'u', 0}, reading{'w', 0}, reading{'v', 0})
	add("ф", never, reading{'f', 0})
	add("х", never, reading{kh, 0}, reading{'h', 0})
	add("ч", never, reading{ch, 0})
	add("ш", never, reading{sh, 0}, reading{'s', 0.2})
	add("џ", never, reading{'j', 0}, reading{'g', 0.1}, reading{zh, 0.2})
	add("ђ", never, reading{'j', 0}, reading{'d', 0.1})
	add("ћ", never, reading{ch, 0}, reading{'c', 0})
	add("ъь'’", 0)

	usual("גדזטלמםנןסרת", "gdztlmmnnsrt")
	add("א", 0.1, reading{'a', 0}, reading{'e', 0.05}, reading{'o', 0.1}, reading{'u', 0.1}, reading{'i', 0.1})
	add("ב", never, reading{'b', 0}, reading{'v', 0}, reading{'w', 0.1})
	add("ה", 0.1, reading{'h', 0}, reading{'a', 0}, reading{'e', 0.1})
	add("ו", 0.3, reading{'v', 0}, reading{'o', 0}, reading{'u', 0}, reading{'w', 0})
	add("ח", never, reading{'h', 0}, reading{kh, 0}, reading{ch, 0.1})
	add("י", 0.3, reading{'i', 0}, reading{'y', 0}, reading{'e', 0.05}, reading{'a', 0.25}, reading{'j', 0.2})
	add("כך", never, reading{'k', 0}, reading{kh, 0}, reading{ch, 0.1}, reading{'c', 0.1})
	add("ע", 0.05, reading{'a', 0.05}, reading{'e', 0.1}, reading{'i', 0.1}, reading{'o', 0.1})
	add("פף", never, reading{'p', 0}, reading{'f', 0})
	add("צץ", never, reading{'z', 0.05}, reading{'s', 0.05}, reading{'c', 0.1})
	add("ק", never, reading{'k', 0}, reading{'q', 0}, reading{'c', 0.05}, reading{'g', 0.2})
	add("ש", never, reading{sh, 0}, reading{'s', 0.05}, reading{ch, 0.2})
	add(string(hebrewJ), never, reading{'j', 0}, reading{'g', 0.1})
	add(string(hebrewZh), never, reading{zh, 0}, reading{'z', 0.1}, reading{'j', 0.1})
	add(string(hebrewCh), never, reading{ch, 0}, reading{'c', 0.1})
	add(string(hebrewTh), never, reading{th, 0}, reading{'t', 0.05})
	return m
}()

// insertion is the cost of a Latin letter that the script does not write: mostly a short vowel.
func insertion(latin byte) float32 {
	switch latin {
	case 'a', 'e', 'i', 'o', 'u':
		return 0.1
	case 'h':
		return 0.15
	case 'y', 'w', 'v':
		return 0.3
	}
	return never
}

// classes has the class of a Latin letter in keys: letters that stand for the same letters of other scripts have the same class.
// Vowels and half vowels have none.
var classes = func() (c [256]byte) {
	for class, latin := range map[byte]string{
		'B': "bp", 'T': "tT", 'D': "dzDJ", 'K': "jgkqcGx", 'X': "X", 'S': "s", 'C': "CQ", 'F': "f", 'R': "r", 'L': "l", 'M': "m", 'N': "n",
	} {
		for i := range len(latin) {
			c[latin[i]] = class
		}
	}
	return c
}()

// ligatures are the sequences of Latin letters that are written for one sound, each with its code, the longest first.
var ligatures = [...]string{
	"tch", "Q", "sch", "C", "chh", "Q", "sh", "C", "ch", "Q", "kh", "X", "gh", "G", "dh", "D", "th", "T", "zh", "J", "ph", "f", "bh", "b", "jh", "j", "dj", "j",
	"ck", "k", "ou", "u", "oo", "u", "ee", "i", "x", "ks",
}

// ligature is a sequence of letters and its code.
type ligature struct{ letters, code string }

// ligaturesOf has the ligatures by their first letter.
var ligaturesOf = func() (table [256][]ligature) {
	for i := 0; i < len(ligatures); i += 2 {
		l := ligature{ligatures[i], ligatures[i+1]}
		table[l.letters[0]] = append(table[l.letters[0]], l)
	}
	return table
}()

// appendCodes appends a word to dst with codes in place of ligatures.
func appendCodes(dst []byte, word string) []byte {
	for len(word) > 0 {
		l := ligature{word[:1], word[:1]}
		for _, other := range ligaturesOf[word[0]] {
			if strings.HasPrefix(word, other.letters) {
				l = other
				break
			}
		}
		dst = append(dst, l.code...)
		word = word[len(l.letters):]
	}
	return dst
}
