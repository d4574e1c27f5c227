package rank

import (
	"strings"
	"sync"

	"dateline/geo/internal/rank/feature"
	"dateline/geo/internal/refsum"
)

// pressCountries has the countries, by ISO 3166-1 code, where a language other than English is an official language or that
// of the press.
var pressCountries = map[string]string{
	"am": "ET", "ar": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE", "az": "AZ", "be": "BY", "bg": "BG", "bn": "BD IN", "ca": "AD ES", "cs": "CZ", "da": "DK",
	"de": "AT CH DE LI LU", "el": "CY GR", "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE", "et": "EE", "fa": "AF IR TJ", "fi": "FI",
	"fr": "BE BF BI BJ CD CF CG CH CI CM DJ FR GA GF GN GP HT LU MC MG ML MQ NC NE PF RE SN TD TG YT", "ha": "NE NG", "he": "IL", "hi": "IN", "hr": "BA HR", "hu": "HU",
	"hy": "AM", "id": "ID", "it": "CH IT SM VA", "ja": "JP", "ka": "GE", "kk": "KZ", "ko": "KP KR", "lt": "LT", "lv": "LV", "mk": "MK", "ms": "BN MY SG", "ne": "NP",
	"nl": "BE NL SR", "no": "NO", "or": "IN", "pl": "PL", "ps": "AF PK", "pt": "AO BR CV GW MO MZ PT ST TL", "ro": "MD RO", "ru": "BY KG KZ RU", "sk": "SK", "sl": "SI",
	"sq": "AL XK", "sr": "BA ME RS XK", "sv": "FI SE", "sw": "CD KE TZ UG", "ta": "IN LK", "te": "IN", "th": "TH", "tl": "PH", "tr": "CY TR", "uk": "UA", "ur": "IN PK",
	"uz": "UZ", "vi": "VN", "yo": "NG", "zh": "CN HK MO SG TW",
}

// pressCodes returns the codes of [pressCountries], see refsum.CountryCode.
var pressCodes = sync.OnceValue(func() map[string]map[uint16]bool {
	all := map[string]map[uint16]bool{}
	for language, countries := range pressCountries {
		all[language] = map[uint16]bool{}
		for code := range strings.FieldsSeq(countries) {
			all[language][refsum.CountryCode(code)] = true
		}
	}
	return all
})

// The scores that are taken from the smaller places outside the countries of the press in the text's language, and from the
// smallest in its other countries if the language has a main country, where the name is also that of a place in a country of the press.
// A German text names Linden in Germany rather than that in New Jersey.
const (
	abroadScore   = 1.5
	neighborScore = .55
)

// mainCountries has the countries of most of the press in a language with several.
var mainCountries = map[string]string{
	"de": "DE", "el": "GR", "fr": "FR", "hr": "HR", "it": "IT", "ko": "KR", "nl": "NL", "ro": "RO", "ru": "RU", "sq": "AL", "sr": "RS", "sv": "SE", "tr": "TR", "zh": "CN",
}

// addPressScores lowers the scores of the candidates of a cluster that the press in the text's language hardly means, unless
// the publisher's country is known.
func (d *Document) addPressScores(g *Cluster) {
	if d.press == nil || d.locale != nil && d.locale.Country != "" || !d.hasPressCandidate(g) {
		return
	}
	main := refsum.CountryCode(mainCountries[d.language])
	for j := g.From; j < g.To; j++ {
		switch c := &d.Candidates[j]; {
		case !isMinor(c):
		case !d.press[c.Country]:
			c.score -= abroadScore
		case main != 0 && c.Country != main && c.population < strongPopulation:
			c.score -= neighborScore
		}
	}
}

// hasPressCandidate reports whether a town or smaller place among the candidates of a cluster is in a country of the press in the text's
// language.
func (d *Document) hasPressCandidate(g *Cluster) bool {
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; d.press[c.Country] && isLocal(c.Class) && c.Match != MatchContainer {
			return true
		}
	}
	return false
}

// isMinor reports whether a candidate is a small province, a town, a district or a smaller place that is not known everywhere.
func isMinor(c *Candidate) bool {
	return (isLocal(c.Class) || c.Class == ClassAdmin1) && c.Match != MatchContainer && !c.Capital && c.population < worldCityPopulation && c.prominence < eminentProminence
}

// unrelatedProbability is the largest probability of a small place abroad to which nothing in the text leads.
const unrelatedProbability = .5

// isUnrelated reports whether the best candidate of a cluster is a small place outside the countries of the press in the text's language,
// and the text names neither its country nor anything else in it: "Rüppur" in a German text is not Ruppur in Bangladesh. A text without
// other names, and places that were added because they are in the news, are exempt.
func (d *Document) isUnrelated(g *Cluster) bool {
	best, r := &d.Candidates[g.Best], &d.Rows[g.Best]
	return d.press != nil && d.locale == nil && !g.paired && len(d.Clusters) > 1 && !d.press[best.Country] && isMinor(best) && best.Class != ClassWater && best.Class != ClassTerrain &&
		best.population < strongPopulation && r[feature.NamedCountry] == 0 && r[feature.CountryShare] < .05 && r[feature.Qualified] == 0 && !strings.HasPrefix(string(d.gaz.ID(best.Ref)), "dateline:")
}
