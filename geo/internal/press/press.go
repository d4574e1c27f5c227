// Package press lists the countries where the press writes in a language.
package press

import (
	"iter"
	"strings"
)

// countries has the countries, by ISO 3166-1 code, where a language other than English is an official language or that
// of the press.
var countries = map[string]string{
	"am": "ET", "ar": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE", "az": "AZ", "be": "BY", "bg": "BG", "bn": "BD IN", "ca": "AD ES", "cs": "CZ", "da": "DK",
	"de": "AT CH DE LI LU", "el": "CY GR", "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE", "et": "EE", "fa": "AF IR TJ", "fi": "FI",
	"fr": "BE BF BI BJ CD CF CG CH CI CM DJ FR GA GF GN GP HT LU MC MG ML MQ MU NC NE PF RE SN TD TG YT", "ha": "NE NG", "he": "IL PS", "hi": "IN", "hr": "BA HR", "hu": "HU",
	"hy": "AM", "id": "ID", "it": "CH IT SM VA", "ja": "JP", "ka": "GE", "kk": "KZ", "ko": "KP KR", "lt": "LT", "lv": "LV", "mk": "MK", "ms": "BN MY SG", "ne": "NP",
	"nl": "BE NL SR", "no": "NO", "or": "IN", "pl": "PL", "ps": "AF PK", "pt": "AO BR CV GW MO MZ PT ST TL", "ro": "MD RO", "ru": "BY KG KZ RU", "sk": "SK", "sl": "SI",
	"sq": "AL XK", "sr": "BA ME RS XK", "sv": "FI SE", "sw": "CD KE TZ UG", "ta": "IN LK", "te": "IN", "th": "TH", "tl": "PH", "tr": "CY TR", "uk": "UA", "ur": "IN PK",
	"uz": "UZ", "vi": "VN", "yo": "NG", "zh": "CN HK MO SG TW",
}

// mainCountries has the countries of most of the press in a language with several.
var mainCountries = map[string]string{
	"de": "DE", "el": "GR", "fr": "FR", "hr": "HR", "it": "IT", "ko": "KR", "nl": "NL", "ro": "RO", "ru": "RU", "sq": "AL", "sr": "RS", "sv": "SE", "tr": "TR", "zh": "CN",
}

// Countries iterates over the codes of the countries where the press writes in a language other than English, in order.
func Countries(language string) iter.Seq[string] { return strings.FieldsSeq(countries[language]) }

// In reports whether the press of a country, by its code, writes in a language other than English.
func In(language, country string) bool {
	for code := range Countries(language) {
		if code == country {
			return true
		}
	}
	return false
}

// Main returns the code of the country of most of the press in a language that several countries share, or "".
func Main(language string) string { return mainCountries[language] }
