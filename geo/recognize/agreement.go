package recognize

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/tagger"
)

// agreeing are the end of an adjective and those of the words that agree with it.
type agreeing struct {
	adjective string
	others    []string
}

// agreement has the ends of adjectives of places in Russian and Ukrainian, and those of the adjectives and nouns that agree with them.
var agreement = []agreeing{
	{"ском", []string{"ом", "ем", "е"}}, {"цком", []string{"ом", "ем", "е"}}, {"ского", []string{"ого", "его", "а", "я"}}, {"цкого", []string{"ого", "его", "а", "я"}},
	{"скому", []string{"ому", "ему", "у", "ю"}}, {"ским", []string{"ым", "им", "ом", "ем"}}, {"ской", []string{"ой", "ей", "ы", "и", "е"}}, {"цкой", []string{"ой", "ей", "ы", "и", "е"}},
	{"ская", []string{"ая", "яя", "а", "я"}}, {"скую", []string{"ую", "юю", "у", "ю"}},
	{"ської", []string{"ої", "ьої", "и", "і", "ї"}}, {"цької", []string{"ої", "и", "і", "ї"}}, {"ська", []string{"а", "я"}}, {"ську", []string{"у", "ю"}},
	{"ського", []string{"ого", "ього", "а", "я", "у", "ю"}}, {"цького", []string{"ого", "а", "я", "у", "ю"}}, {"ському", []string{"ому", "ьому", "у", "ю", "і", "ї"}}, {"ським", []string{"им", "ім", "ом", "ем"}},
}

// sites are the beginnings of nouns of sites and directions, in whose names an adjective is a place.
var sites = []string{
	"напрям", "направлен", "кладбищ", "кладовищ", "аэропорт", "аеропорт", "вокзал", "мост", "улиц", "вулиц", "площад", "площ", "проспект", "побереж", "узбереж", "полигон",
	"полігон", "шоссе", "шосе", "перевал", "долин", "космодром", "аэродром", "аеродром",
}

// maxAgreeing is the number of words in small letters after an adjective among which the noun that it belongs to is.
const maxAgreeing = 3

// dropAdjectives drops the mentions that are adjectives in Russian and Ukrainian names of bodies and not those of areas: "Казанском" in
// "в Казанском федеральном университете" is not the village of Kazanskoye.
func (f *nameFixer) dropAdjectives() {
	if f.language != "ru" && f.language != "uk" {
		return
	}
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool {
		if m.Role != geo.RoleLiteral || strings.Contains(m.Phrase, " ") {
			return false
		}
		k := slices.IndexFunc(agreement, func(a agreeing) bool { return strings.HasSuffix(m.Phrase, a.adjective) })
		return k >= 0 && f.isOfBody(m.Span, agreement[k].others)
	})
}

// isOfBody reports whether the first word after a span is in small letters with one of some ends, and no noun of areas is among the
// words in small letters after it.
func (f *nameFixer) isOfBody(s geo.Span, ends []string) bool {
	_, last := f.tokensOf(s)
	for i := last + 1; i <= last+maxAgreeing; i++ {
		if int(i) >= len(f.d.Tokens) || f.d.Tokens[i].Sentence != f.d.Tokens[last].Sentence || f.d.Tokens[i].Class != tagger.ClassLower {
			return i > last+1
		}
		word := f.d.Tokens[i].Text(f.d.Text)
		if slices.ContainsFunc(sites, func(site string) bool { return strings.HasPrefix(word, site) }) || nounsAfter()[f.language][f.d.Tokens[i].Lower] || cue.IsNounAfter(f.language, word) || cue.KindsBefore(f.language, word) != 0 {
			return false
		}
		if i == last+1 && (utf8.RuneCountInString(word) < minSupported || !slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(word, end) })) {
			return false
		}
	}
	return true
}
