package source

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// transliterating are the countries whose names reach GeoNames from a script other
// than Latin. Elsewhere a macron or a dot below belongs to the spelling: Rīga,
// Whangārei, Hạ Long.
var transliterating = countrySet(`AF PK IR IQ SY LB JO PS IL SA YE OM AE QA KW BH EG LY TN DZ MA EH SD MR TD DJ
	IN BD NP BT LK MV MM TH LA KH ET ER RU UA BY BG MK KZ KG TJ MN GE AM GR CY JP KR KP CN TW`)

// glottal are those of them where an apostrophe stands for a sound that English
// spelling leaves out: ayin, hamza, a soft sign, an ejective or aspirated
// consonant. In the others it writes one, as in Xi'an and Be'eri.
var glottal = countrySet(`AF IR IQ SY LB JO SA YE OM AE QA KW BH EG LY TN DZ MA EH SD MR ET ER RU UA BY BG KZ KG TJ GE AM KR KP`)

func countrySet(codes string) map[string]bool {
	m := map[string]bool{}
	for code := range strings.FieldsSeq(codes) {
		m[code] = true
	}
	return m
}

// display returns a name as it is shown: without the marks by which scholars
// tell apart what English spelling does not, so that Herāt is shown as Herat. Marks
// that belong to an orthography stay, as in Béjaïa. Both forms are looked up alike,
// for gazetteer.Normalize leaves the marks out too.
func display(name, country string) string {
	if !transliterating[country] || isASCII(name) {
		return name
	}
	runes := []rune(norm.NFD.String(name))
	shown := make([]rune, 0, len(runes))
	for i, r := range runes {
		switch r {
		case '\u0304', '\u0306', '\u0323', '\u0325', '\u0331', '\u0332', '\u0342', '\u035f': // macrons, breves, dots, rings and lines below
		case '\u0307', '\u0327': // a dot above and a cedilla, but for those of İ and ç
			if i > 0 && strings.ContainsRune("ICc", runes[i-1]) {
				shown = append(shown, r)
			}
		case '‘', 'ʻ', 'ʿ', '`', '’', 'ʼ', 'ʾ', 'ʹ': // ayin, hamza, soft signs and apostrophes
			if apostrophe(runes, i, glottal[country]) {
				shown = append(shown, '\'')
			}
		default:
			shown = append(shown, r)
		}
	}
	return norm.NFC.String(string(shown))
}

// apostrophe reports whether English spelling writes an apostrophe for the mark at
// i: between letters; and where it may stand for a sound, only if it is that of a
// genitive or of a letter by itself, as in N’Djamena and L’Arbaa.
func apostrophe(runes []rune, i int, sound bool) bool {
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
