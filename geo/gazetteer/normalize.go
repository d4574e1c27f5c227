package gazetteer

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/script"

	"golang.org/x/text/unicode/norm"
)

// Normalize appends the form of s in which names are stored and looked up. Names of
// places and words of texts are normalized in the same way.
//
// Letters become lower case. In the Latin, Greek and Cyrillic scripts they lose
// their diacritics, and letters such as ł, đ, ı, þ, ø, æ and ß become what English
// usually writes for them. Other scripts keep their marks, except vowel signs that
// are optional in Arabic and Hebrew, and Arabic letters with different forms in
// Persian and Urdu become the same letter. Devanagari loses the nukta, and traditional
// Chinese characters become simplified ones. Periods and apostrophes are removed;
// hyphens and everything else that is not a letter, mark or digit separates words,
// which are joined by single spaces. The words st, ft and mt become saint, fort
// and mount.
//
// The normalized words of a name are the words of the normalized name, and
// normalizing twice changes nothing. Normalize does not allocate if dst has enough
// capacity, except for text outside Unicode's composed form.
func Normalize(dst []byte, s string) []byte { return normalize(dst, s, true) }

// normalize is Normalize; it expands an abbreviation at the end only if whole is
// set, because a name that is being typed may continue.
func normalize(dst []byte, s string, whole bool) []byte {
	base := len(dst) // where s begins
	word := base     // where the current word begins
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch f := asciiFold[c]; f {
			case foldDrop:
			case foldSpace:
				dst, word = endWord(dst, base, word)
			default:
				dst = append(dst, f)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < foldLimit:
			f := folds()[r]
			if f == " " {
				dst, word = endWord(dst, base, word)
			} else {
				dst = append(dst, f...)
			}
		case script.IsWide(r): // normal, and a letter
			dst = utf8.AppendRune(dst, Simplified(r))
		case r == utf8.RuneError && n == 1:
			dst, word = endWord(dst, base, word)
		case !norm.NFKC.IsNormalString(s[i : i+n]):
			// Rare: compatibility forms such as full-width letters.
			dst = append(dst, normalizeRune(r)...)
		default:
			if r = foldWide(r); r == ' ' {
				dst, word = endWord(dst, base, word)
			} else if r > 0 {
				dst = utf8.AppendRune(dst, r)
			}
		}
		i += n
	}
	if whole {
		dst = expand(dst, word)
	}
	for len(dst) > base && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// endWord ends the word that begins at index word with a space, unless it is
// empty.
func endWord(dst []byte, base, word int) ([]byte, int) {
	dst = expand(dst, word)
	if len(dst) > base && dst[len(dst)-1] != ' ' {
		dst = append(dst, ' ')
	}
	return dst, len(dst)
}

// expand expands the last word of dst if it is a common abbreviation of place
// names.
func expand(dst []byte, word int) []byte {
	if len(dst)-word != 2 || dst[word+1] != 't' {
		return dst
	}
	switch dst[word] {
	case 's':
		return append(dst[:word], "saint"...)
	case 'f':
		return append(dst[:word], "fort"...)
	case 'm':
		return append(dst[:word], "mount"...)
	}
	return dst
}

const (
	foldDrop  = 0
	foldSpace = ' '
)

var asciiFold = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			t[c] = byte(c)
		case c >= 'A' && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		case c == '.', c == '\'', c == '`':
			t[c] = foldDrop
		default:
			t[c] = foldSpace
		}
	}
	return t
}()

// foldLimit is the end of the runes with an entry in folds: Latin, Greek, Cyrillic,
// Armenian, Hebrew, Arabic, the scripts of India and Southeast Asia, and
// punctuation.
const foldLimit = 0x2100

// plain has the usual replacement of letters without a decomposition.
var plain = map[rune]string{
	'ł': "l", 'đ': "d", 'ð': "d", 'ı': "i", 'þ': "th", 'ø': "o", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'ŋ': "n",
	'ħ': "h", 'ŧ': "t", 'ə': "a", 'ɛ': "e", 'ɔ': "o", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ƴ': "y", 'ɣ': "g", 'ʒ': "z",
	'ĸ': "k", 'ǝ': "e", 'ɨ': "i", 'ʉ': "u", 'ɖ': "d", 'ƒ': "f",
	// Arabic letters and their forms in Persian, Urdu, Pashto and Uyghur.
	'ك': "ک", 'ي': "ی", 'ى': "ی", 'ې': "ی", 'ۍ': "ی", 'ئ': "ی", 'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ة': "ه", 'ہ': "ه", 'ۀ': "ه", 'ە': "ه", 'ھ': "ه", 'ؤ': "و", 'ۇ': "و",
}

// folds has the replacement of each rune below foldLimit: "" to remove it, " " to
// end a word.
var folds = sync.OnceValue(func() *[foldLimit]string {
	t := new([foldLimit]string)
	for r := range rune(foldLimit) {
		t[r] = foldRune(r)
	}
	for r := rune(firstDevanagari); r <= lastDevanagari; r++ {
		t[r] = foldDevanagari(r)
	}
	return t
})

// isDropped reports whether a rune is an apostrophe, a sign like one, or a modifier letter.
func isDropped(r rune) bool {
	switch r {
	case '’', '‘', '‛', '׳', 'ʻ', 'ʼ', 'ʽ', 'ʾ', 'ʿ', 'ʹ', 'ʺ', 'ˈ', '´', '′', '·', '‧', '\u00ad':
		return true
	}
	return r < 0x370 && unicode.Is(unicode.Lm, r)
}

func foldRune(r rune) string {
	lower := unicode.ToLower(r)
	if p, ok := plain[lower]; ok {
		return p
	}
	switch {
	case isDropped(r), r >= 0x200b && r <= 0x200f, r == 0x2060:
		return "" // joiners, direction marks
	case unicode.Is(unicode.Mn, r):
		if r < 0x530 || r >= 0x0591 && r <= 0x05c7 || r >= 0x0610 && r <= 0x06ed || r >= 0x1ab0 && r <= 0x1aff || r >= 0x1dc0 && r <= 0x1dff || r >= 0x20d0 {
			return ""
		}
		return string(r)
	case r == 0x0640:
		return "" // tatweel, which stretches Arabic words
	case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r):
		return " "
	case unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic):
		return foldDecomposed(lower)
	}
	var out strings.Builder
	for _, d := range norm.NFKC.String(string(lower)) { // several letters for compatibility forms
		if p, ok := plain[d]; ok {
			out.WriteString(p)
		} else if !isDropped(d) {
			out.WriteRune(d)
		}
	}
	return out.String()
}

// foldDecomposed returns the letters and digits of the decomposition of a letter without its marks.
func foldDecomposed(lower rune) string {
	var out []byte
	for _, d := range norm.NFKD.String(string(lower)) {
		if unicode.Is(unicode.Mn, d) || isDropped(d) {
			continue
		}
		d = unicode.ToLower(d)
		if p, ok := plain[d]; ok {
			out = append(out, p...)
		} else if unicode.IsLetter(d) || unicode.IsDigit(d) {
			out = utf8.AppendRune(out, d)
		}
	}
	if string(out) == "ς" {
		return "σ"
	}
	return string(out)
}

// The Devanagari block.
const (
	firstDevanagari = '\u0900'
	lastDevanagari  = '\u097f'
)

// foldDevanagari returns a Devanagari letter without the dot of sounds that writers leave out, and one spelling of
// the nasal signs.
func foldDevanagari(r rune) string {
	const nukta, chandrabindu, anusvara = "\u093c", '\u0901', "\u0902"
	switch {
	case r == chandrabindu:
		return anusvara
	case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r):
		return " "
	}
	return strings.ReplaceAll(norm.NFKD.String(string(r)), nukta, "")
}

// foldWide returns the replacement of a rune from foldLimit on: 0 to remove it, a
// space to end a word.
func foldWide(r rune) rune {
	switch {
	case r >= firstHan && r <= lastHan:
		return simplified()[r-firstHan]
	case unicode.IsLetter(r):
		return unicode.ToLower(r)
	case unicode.IsDigit(r), unicode.Is(unicode.M, r):
		return r
	}
	return ' '
}

// normalizeRune returns the replacement of a compatibility form of other runes.
func normalizeRune(r rune) []byte {
	s := norm.NFKC.String(string(r))
	if s == string(r) {
		return []byte(s)
	}
	return normalize(nil, s, false)
}
