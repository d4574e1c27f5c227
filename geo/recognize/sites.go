package recognize

import (
	"cmp"
	"slices"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// isInSentence reports whether token k is in the sentence of token i.
func (f *nameFixer) isInSentence(k, i int32) bool {
	return int(k) < len(f.d.Tokens) && f.d.Tokens[k].Sentence == f.d.Tokens[i].Sentence
}

// siteNouns has the hashes of the common nouns in small letters that are part of the names of streets, stadiums and other sites by language.
var siteNouns = hashesByLanguage("site-noun")

// probabilitySite is the probability of the name of a site that begins with its common noun.
const probabilitySite = 0.8

// addSites adds the names of sites that begin with a common noun in small letters and have no mention: "puente Alipio".
func (f *nameFixer) addSites() {
	nouns := siteNouns[f.language]
	if nouns == nil {
		return
	}
	tokens := f.d.Tokens
	for i := range tokens {
		if tokens[i].Class != tagger.ClassLower || !nouns[tokens[i].Lower] || !f.isInSentence(int32(i)+1, int32(i)) || tokens[i+1].Class != tagger.ClassCapital {
			continue
		}
		n := multilingual.Name{First: int32(i), Last: int32(i) + 1}
		n.Last = f.runEnd(n.Last)
		if cue.KindsBefore(f.language, tokens[i].Text(f.d.Text)).Has(geo.KindSettlement) {
			n.First++ // "barrio" is no part of the name
		}
		s := geo.Span{Start: int(tokens[n.First].Start), End: int(tokens[n.Last].End)}
		if at, to := f.overlapping(s); at == to && !isFrequent(f.d, &tokens[i+1]) {
			f.insert(at, &n, s, probabilitySite)
			f.addTownOf(n.Last + 1)
		}
	}
}

// addTownOf adds the name of the town of a site, which a preposition at token i joins to it: "avenida Rustaveli de Tiflis".
func (f *nameFixer) addTownOf(i int32) {
	if !f.isInSentence(i+1, i-1) || !bodyJoiners[f.language][f.d.Tokens[i].Lower] || conjunctions[f.language][f.d.Tokens[i].Lower] {
		return
	}
	k, ok := slices.BinarySearchFunc(f.d.Names, i+1, func(n multilingual.Name, first int32) int { return cmp.Compare(n.First, first) })
	if !ok || f.d.Names[k].Types&areaOrTown == 0 || f.d.Names[k].Size < minPart {
		return
	}
	f.addUnlabeled(&f.d.Names[k], probabilitySite)
}

// addTownsOfPersons adds the towns and areas that the model took for the beginning of the name of a person: "alcalde de Bogotá Gustavo Petro".
func (f *nameFixer) addTownsOfPersons() {
	joiners := bodyJoiners[f.language]
	if joiners == nil {
		return
	}
	for _, e := range f.d.Entities() {
		if e.Label != tagger.BeginPerson || e.First == 0 || e.Last-e.First < 2 || !joiners[f.d.Tokens[e.First-1].Lower] || conjunctions[f.language][f.d.Tokens[e.First-1].Lower] {
			continue
		}
		k, ok := slices.BinarySearchFunc(f.d.Names, e.First, func(n multilingual.Name, first int32) int { return cmp.Compare(n.First, first) })
		if !ok {
			continue
		}
		n := &f.d.Names[k]
		if e.Last-n.Last < 2 || n.Types&areaOrTown == 0 || n.Size < minPart || f.d.IsPerson(n.First) || !f.d.IsPerson(n.Last+1) || f.d.Tokens[n.Last+1].Class == tagger.ClassLower {
			continue
		}
		f.addUnlabeled(n, probabilitySite)
	}
}
