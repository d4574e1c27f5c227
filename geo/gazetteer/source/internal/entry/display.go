package entry

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// transliterating are the countries whose names in GeoNames are transliterated from
// another script than Latin. In other countries a macron or a dot below is part of
// the spelling: Rīga, Whangārei, Hạ Long.
var transliterating = countrySet(`AF PK IR IQ SY LB JO PS IL SA YE OM AE QA KW BH EG LY TN DZ MA EH SD MR TD DJ
	IN BD NP BT LK MV MM TH LA KH ET ER RU UA BY BG MK KZ KG TJ MN GE AM GR CY JP KR KP CN TW`)

// glottal are the transliterating countries where an apostrophe represents a sound
// that English spelling omits: ayin, hamza, a soft sign, an ejective or aspirated
// consonant. For the others English writes an apostrophe, as in Xi'an and Be'eri.
var glottal = countrySet(`AF IR IQ SY LB JO SA YE OM AE QA KW BH EG LY TN DZ MA EH SD MR ET ER RU UA BY BG KZ KG TJ GE AM KR KP`)

func countrySet(codes string) map[string]bool {
	m := map[string]bool{}
	for code := range strings.FieldsSeq(codes) {
		m[code] = true
	}
	return m
}

// DisplayName returns a name of a country as it is shown: without the diacritics of
// scholarly transliteration, so that Herāt is shown as Herat. Diacritics of an
// orthography remain, as in Béjaïa. Look-ups do not depend on it, because
// gazetteer.Normalize removes diacritics too.
func DisplayName(name, country string) string {
	if !transliterating[country] || isASCII(name) {
		return name
	}
	runes := []rune(norm.NFD.String(name))
	shown := make([]rune, 0, len(runes))
	for i, r := range runes {
		switch r {
		case '\u0304', '\u0306', '\u0323', '\u0325', '\u0331', '\u0332', '\u0342', '\u035f': // macrons, breves, dots, rings and lines below
		case '\u0307', '\u0327': // a dot above and a cedilla, except on İ and ç
			if i > 0 && strings.ContainsRune("ICc", runes[i-1]) {
				shown = append(shown, r)
			}
		case '‘', 'ʻ', 'ʿ', '`', '’', 'ʼ', 'ʾ', 'ʹ': // ayin, hamza, soft signs and apostrophes
			if keepsApostrophe(runes, i, glottal[country]) {
				shown = append(shown, '\'')
			}
		default:
			shown = append(shown, r)
		}
	}
	return norm.NFC.String(string(shown))
}

// keepsApostrophe reports whether English spelling writes an apostrophe for the mark
// at index i, which must be between letters. If it may represent a sound, it is kept
// only before a genitive s and after a single letter, as in N’Djamena and L’Arbaa.
func keepsApostrophe(runes []rune, i int, sound bool) bool {
	letter := func(at int) bool { return at >= 0 && at < len(runes) && unicode.In(runes[at], unicode.L, unicode.Mn) }
	switch {
	case !letter(i-1) || !letter(i+1):
		return false
	case !sound:
		return true
	case letter(i - 2):
		return runes[i+1] == 's' && !letter(i+2)
	}
	return strings.ContainsRune("DLMN", unicode.ToUpper(runes[i-1]))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
