package recognize

import (
	"slices"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// probabilitySupported is the probability of names in a country that the text names otherwise.
const probabilitySupported = 0.75

// addSupported adds the names of towns and areas in a script without capitals that are rare words, or that a preposition or postposition
// of place marks, and whose country has other mentions in the text, where the model found nothing: "من القامشلي" beside Damascus.
func (f *nameFixer) addSupported() {
	var countries []string
	for i := range f.d.Names {
		n := &f.d.Names[i]
		if !f.isSupportable(n) {
			continue
		}
		if countries == nil {
			countries = f.countries()
		}
		s := f.spanOf(n)
		at, to := f.overlapping(s)
		if at != to || !f.isIn(s.Text(f.d.Text), countries) {
			continue
		}
		f.insert(at, n, s, probabilitySupported)
	}
}

// minSupported is the number of letters of the shortest name that is added for the word next to it.
const minSupported = 4

// isSupportable reports whether a name may be added if its country has other mentions.
func (f *nameFixer) isSupportable(n *multilingual.Name) bool {
	first := &f.d.Tokens[n.First]
	if first.Class != tagger.ClassCaseless || isUnspaced(first, f.d.Text) || n.Types&areaOrTown == 0 || n.Types&tagger.TypeDemonym != 0 {
		return false
	}
	if n.First == n.Last && (f.d.IsCommon(n.First) || f.d.IsPerson(n.First)) && !f.isDesignated(n) || f.isGeneric(n) || utf8.RuneCountInString(f.spanOf(n).Text(f.d.Text)) < minSupported {
		return false
	}
	marked := n.Skip == 0 && (afterMarker(f.d, n, f.language) || beforePostposition(f.d, n, f.language) || beforeParticle(f.d, n, f.language))
	if !marked && (f.d.IsCommon(n.First) || isFrequent(f.d, first) || n.Types&tagger.TypeCountry != 0) {
		return false
	}
	return !f.hasEntity(n)
}

// isDesignated reports whether the common noun of its kind of place precedes a name that is also a common word: "مدينة الباب".
func (f *nameFixer) isDesignated(n *multilingual.Name) bool {
	if n.First == 0 || n.Size < minPart || f.d.Tokens[n.First-1].Sentence != f.d.Tokens[n.First].Sentence {
		return false
	}
	kinds := cue.KindsBefore(f.language, f.d.Tokens[n.First-1].Text(f.d.Text))
	return n.Types&tagger.TypeTown != 0 && kinds.Has(geo.KindSettlement) || n.Types&tagger.TypeState != 0 && kinds.Has(geo.KindAdmin1)
}

// placeParticles has the hashes of words that follow a place or another noun by language.
var placeParticles = hashesByLanguage("place-particle")

// beforeParticle reports whether a word that follows nouns follows a name.
func beforeParticle(d *multilingual.Document, n *multilingual.Name, language string) bool {
	next := int(n.Last) + 1
	return next < len(d.Tokens) && d.Tokens[next].Sentence == d.Tokens[n.Last].Sentence && placeParticles[language][d.Tokens[next].Lower]
}

// countries returns the countries of the places that the mentions most probably mean.
func (f *nameFixer) countries() []string {
	countries := []string{""}
	for i := range f.mentions {
		found, _ := f.matcher.finder.Base(f.language, f.mentions[i].Phrase)
		if best := f.matcher.gaz.MostImportant(found.Names); best.Country != "" && !slices.Contains(countries, best.Country) {
			countries = append(countries, best.Country)
		}
	}
	return countries
}

// isIn reports whether a place of a name is in one of the countries, of which the first is none.
func (f *nameFixer) isIn(name string, countries []string) bool {
	found, _ := f.matcher.finder.Base(f.language, name)
	return slices.ContainsFunc(found.Names, func(n gazetteer.NameRef) bool {
		return n.Kind != gazetteer.NameDemonym && slices.Contains(countries[1:], f.matcher.gaz.Record(n.Ref).Country)
	})
}
