package recognize

import (
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// nameNouns are the common nouns in small letters right after a name that make it the name of a place by language.
var nameNouns = lexicon.ByLanguage("name-noun-after", lexicon.Set)

// probabilityNamed is the probability of a name that a common noun or an ending makes that of a place.
const probabilityNamed = 0.8

// maxNamed is the number of tokens of the longest name that is added for the common noun beside it.
const maxNamed = 3

// addNouned adds the capitalized names with a common noun of places after them that the model took for nothing else: "Körfez ilçesinde".
func (f *nameFixer) addNouned() {
	nouns := nameNouns[f.language]
	if nouns == nil {
		return
	}
	for i := range f.d.Tokens {
		if t := &f.d.Tokens[i]; t.Class == tagger.ClassLower && nouns[t.Text(f.d.Text)] {
			f.addBefore(int32(i))
		}
	}
}

// isPart reports whether token k may be a part of a name in the sentence of token i.
func (f *nameFixer) isPart(k, i int32) bool {
	t := &f.d.Tokens[k]
	return t.Class == tagger.ClassCapital && t.Sentence == f.d.Tokens[i].Sentence
}

// addBefore adds the mention of the name that ends right before token i, unless it may be anything else than the name of a place.
func (f *nameFixer) addBefore(i int32) {
	n := multilingual.Name{First: i, Last: i - 1}
	for n.First > 0 && i-n.First < maxNamed && f.isPart(n.First-1, i) {
		n.First--
	}
	if n.Last < n.First {
		return
	}
	found, known := f.matcher.finder.Base(f.language, f.spanOf(&n).Text(f.d.Text))
	if !known && (beginsSentence(f.d, &n) || n.First == n.Last && f.d.IsCommon(n.First)) || isFrequent(f.d, &f.d.Tokens[n.First]) || f.isGeneric(&n) {
		return
	}
	for _, e := range f.d.EntitiesIn(n.First, n.Last) {
		if e.First != n.First || e.Last != n.Last || e.Label == tagger.BeginPerson && !f.isLarge(found.Names) {
			return
		}
	}
	f.addUnlabeled(&n, probabilityNamed)
}

// isLarge reports whether one of the names is that of a state or a town of 10,000 people.
func (f *nameFixer) isLarge(names []gazetteer.NameRef) bool {
	types, size := tagger.TypesOf(f.matcher.gaz, names)
	return types&(tagger.TypeState|tagger.TypeTown) != 0 && size >= minPart
}

// addRoutes adds the names of the gazetteer with a dash between them that the model took for nothing else: "Padangbai–Lembar".
func (f *nameFixer) addRoutes() {
	for i := 1; i < len(f.d.Names); i++ {
		from, to := &f.d.Names[i-1], &f.d.Names[i]
		if from.Last+2 != to.First || f.d.Tokens[from.Last].Sentence != f.d.Tokens[to.First].Sentence || !f.isRoute(from.Last+1) || !f.isEnd(from) || !f.isEnd(to) ||
			from.First > 0 && f.isPart(from.First-1, from.First) || int(to.Last)+1 < len(f.d.Tokens) && f.isPart(to.Last+1, to.Last) {
			continue
		}
		f.addUnlabeled(from, probabilityListed)
		f.addUnlabeled(to, probabilityListed)
	}
}

// isEnd reports whether a name may be an end of a route.
func (f *nameFixer) isEnd(n *multilingual.Name) bool {
	named := f.d.Tokens[n.First].Class == tagger.ClassCapital || f.d.Tokens[n.First].Class == tagger.ClassCaseless && n.Size >= minPart
	return named && n.Types&areaOrTown != 0 && n.Types&tagger.TypeDemonym == 0 && !f.isGeneric(n) && !f.hasEntity(n) && !isFrequent(f.d, &f.d.Tokens[n.First])
}

// addUnlabeled adds the mention of a name that overlaps no other one.
func (f *nameFixer) addUnlabeled(n *multilingual.Name, probability float64) {
	s := f.spanOf(n)
	if at, to := f.overlapping(s); at == to {
		f.insert(at, n, s, probability)
	}
}

// localEndings are the endings after an apostrophe that say where something is or goes, by language.
var localEndings = lexicon.ByLanguage("local-ending", lexicon.Set)

// addEnding adds the names of the gazetteer with such an ending, which no common word has after an apostrophe: "Yumurtalık'a".
func (f *nameFixer) addEnding() {
	endings := localEndings[f.language]
	if endings == nil {
		return
	}
	for i := range f.d.Names {
		n := &f.d.Names[i]
		next := int(n.Last) + 1
		if next >= len(f.d.Tokens) || f.d.Tokens[next].Space || n.Types&(areaOrTown|tagger.TypeNature) == 0 || n.Types&tagger.TypeDemonym != 0 {
			continue
		}
		ending := strings.TrimLeft(f.d.Tokens[next].Text(f.d.Text), "'’")
		first := &f.d.Tokens[n.First]
		if !endings[ending] || first.Class != tagger.ClassCapital || n.First > 0 && f.isPart(n.First-1, n.First) || f.isGeneric(n) || len(f.d.EntitiesIn(n.First, n.Last)) > 0 {
			continue
		}
		if n.First == n.Last && f.d.IsPerson(n.First) && n.Size < minPart {
			continue
		}
		f.addUnlabeled(n, probabilityNamed)
	}
}

// probabilityHeading is the probability of a name at the beginning of a line that heads it.
const probabilityHeading = 0.85

// addHeadings adds the names in capitals that head a line or a sentence, before a colon or the dash of a dateline: "ORDU: Ünye'de heyelan".
func (f *nameFixer) addHeadings() {
	for i := range f.d.Names {
		n := &f.d.Names[i]
		first := &f.d.Tokens[n.First]
		if !beginsSentence(f.d, n) || first.Class != tagger.ClassUpper || n.Types&areaOrTown == 0 || n.Types&tagger.TypeDemonym != 0 {
			continue
		}
		next := int(n.Last) + 1
		if next >= len(f.d.Tokens) || f.d.Tokens[next].Breaks > 0 || utf8.RuneCountInString(f.spanOf(n).Text(f.d.Text)) < minSupported {
			continue
		}
		dateline := (n.First == 0 || first.Breaks > 0) && inDateline(f.d.Text, f.d.Tokens, n.First, n.Last)
		if !dateline && f.d.Tokens[next].Text(f.d.Text) != ":" {
			continue
		}
		if n.First == n.Last && f.d.IsFrequent(n.First) && n.Types&(tagger.TypeState|tagger.TypeCountry) == 0 && n.Size < sizeLarge {
			continue
		}
		s := f.spanOf(n)
		at, to := f.overlapping(s)
		if at != to {
			continue
		}
		f.insert(at, n, s, probabilityHeading)
		if dateline {
			f.mentions[at].Role = geo.RoleDateline
		}
	}
}

// countryNames has the hashes of the short names of countries that the gazetteer has only with other words, by language.
var countryNames = hashesByLanguage("country-name")

// addCountryNames adds such names within sentences, beside no other capitalized word and no word for a person: "ở Nga".
func (f *nameFixer) addCountryNames() {
	names := countryNames[f.language]
	if names == nil {
		return
	}
	for i := int32(1); int(i) < len(f.d.Tokens); i++ {
		t, before := &f.d.Tokens[i], &f.d.Tokens[i-1]
		if !names[t.Lower] || t.Class != tagger.ClassCapital && t.Class != tagger.ClassInitials || before.Sentence != t.Sentence || before.Cased() || personTitles[f.language][before.Lower] {
			continue
		}
		if int(i)+1 < len(f.d.Tokens) && f.isPart(i+1, i) || f.isEntity(i) || before.Class == tagger.ClassPunctuation && before.Text(f.d.Text) != "," {
			continue
		}
		f.addUnlabeled(&multilingual.Name{First: i, Last: i}, probabilityCertain)
	}
}
