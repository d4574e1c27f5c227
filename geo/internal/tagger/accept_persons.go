package tagger

import (
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
)

// rejectPersons sets the probability of places that are parts of the names of persons to zero: countries
// before a surname ("Cuba Johnson"), towns before a surname that the CRF finds likely to be one
// ("Guayaquil Delgado"), and countries and towns after a given name ("Maria Portugal").
func (d *Document) rejectPersons(threshold float32) {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		s := d.Chunks[c.chunk].Sentence
		if c.types&(TypeCountry|TypeTown) == 0 || c.types&TypeDemonym != 0 || c.First != c.Last || d.Tokens[c.First].Class != ClassCapital || d.styles[s] == styleUpper {
			continue
		}
		switch next := c.Last + 1; {
		case d.isSurname(next, s) && (c.types&TypeCountry != 0 || d.isPersonAt(c.chunk, next) && c.mean[meanPerson] >= minPersonBefore):
			c.P = 0
			d.rejectAcross(c.First, next)
			d.rejectSurname(next)
		case d.isGivenName(c.First-1, s) && c.mean[meanPerson] >= minPersonAfter && !d.Word(next, s).Cased() && !d.isMention(c.First-1, threshold):
			c.P = 0
		}
	}
}

// rejectSurname sets the probability of a surname after a rejected name to zero, unless it is clearly a place.
func (d *Document) rejectSurname(i int32) {
	for k := range d.Candidates {
		if c := &d.Candidates[k]; c.First == i && c.Last == i && (c.types == 0 || c.P < maxSurname) {
			c.P = 0
		}
	}
}

// maxSurname is the least probability with which a surname that is also a place is one after a given name.
const maxSurname = 0.6

const (
	// minPersonBefore and minPersonAfter are the least mean probabilities of being a person of a town
	// before a surname and of a place after a given name, minPerson that of the surname.
	minPersonBefore = 0.08
	minPersonAfter  = 0.1
	minPerson       = 0.35
)

// isPersonAt reports whether the CRF finds a token of a chunk likely to be part of the name of a person.
func (d *Document) isPersonAt(chunk, i int32) bool {
	c := &d.Chunks[chunk]
	if i > c.Last {
		return false
	}
	p := &d.marginals[d.offsets[chunk]+i-c.First]
	return p[BeginPerson]+p[InsidePerson] >= minPerson
}

// isGivenName reports whether token i is a given name and nothing else, and the first capitalized one.
func (d *Document) isGivenName(i int32, sentence uint32) bool {
	t := d.Word(i, sentence)
	return t.Class == ClassCapital && t.Lists&ListGiven != 0 && t.Lists&(typeLists|ListMostlyLower|ListOftenLower|ListSometimesLower|ListAdjective) == 0 &&
		!d.Word(i-1, sentence).Cased()
}

// isMention reports whether a candidate of token i alone has at least the probability threshold.
func (d *Document) isMention(i int32, threshold float32) bool {
	for k := range d.Candidates {
		if c := &d.Candidates[k]; c.First == i && c.Last == i && c.P >= threshold {
			return true
		}
	}
	return false
}

// isSurname reports whether token i is a surname, no other word, and the last capitalized one.
func (d *Document) isSurname(i int32, sentence uint32) bool {
	t := d.Word(i, sentence)
	return t.Class == ClassCapital && t.Lists&(ListSurname|ListSurnameRare) != 0 && t.Lists&(typeLists|ListMostlyLower|ListOftenLower|ListAdjective) == 0 &&
		t.Breaks == 0 && !d.Word(i+1, sentence).Cased() && (len(d.Cover) == 0 || !d.Cover[i].Covered() || d.Cover[i].position == PosSingle)
}

// rejectAdjectives sets the probability of small towns that the CRF labels as adjectives, and of which the gazetteer has
// no other meaning, to zero: "Arab states".
func (d *Document) rejectAdjectives() {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		if c.First == c.Last && c.types == TypeTown && c.size <= sizeTown && c.origin == fromAdjective && c.mean[meanAdjective] > maxAdjective {
			c.P = 0
		}
	}
}

// maxAdjective is the largest mean probability of being an adjective of a small town.
const maxAdjective = 0.5

// rejectGivenNames sets the probability of countries that are given names to zero if the article uses them as
// the names of persons: "Kenya Brown won. Kenya thanked her coach.", "Chad won his match."
func (d *Document) rejectGivenNames(threshold float32) {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		if c.P < threshold || !d.mayBeGivenName(c) || !d.isUsedAsPerson(c, threshold) {
			continue
		}
		for k := range d.Candidates {
			if o := &d.Candidates[k]; o.phrase == c.phrase {
				o.P = 0
			}
		}
	}
}

// mayBeGivenName reports whether a candidate is a country of one word that is a given name too.
func (d *Document) mayBeGivenName(c *Candidate) bool {
	return c.First == c.Last && c.types&TypeCountry != 0 && c.types&TypeDemonym == 0 &&
		d.Tokens[c.First].Lists&(ListGiven|ListGivenRare) != 0 && d.Tokens[c.First].Class == ClassCapital
}

// isUsedAsPerson reports whether the mentions of a name in the article are those of a person: some are shown to be, and
// none to be a place.
func (d *Document) isUsedAsPerson(c *Candidate, threshold float32) bool {
	person := d.counts.at(combine(hashSeed, d.Tokens[c.First].Lower)).inPerson >= 1
	for i := range d.Candidates {
		o := &d.Candidates[i]
		if o.First == o.Last && o.phrase == c.phrase {
			if d.isLocated(o) {
				return false
			}
			person = person || d.actsAsPerson(o, threshold)
		} else if o.P >= threshold && o.types&(TypeCountry|TypeDemonym) != 0 && !d.mayBeGivenName(o) {
			return false // another country: teams
		}
	}
	return person
}

// isLocated reports whether the words around a mention show that it is a place: "in Jordan", "Jordan's parliament".
func (d *Document) isLocated(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	span := d.Span(c)
	return d.lists(c.First-1, s)&ListBeforePlace != 0 || cue.GovernedBy(d.Text, span.Start, span.End) != cue.GovernedNot
}

// maxToPronoun is the number of tokens after a name within which a personal pronoun may refer to it.
const maxToPronoun = 6

// actsAsPerson reports whether a mention at the beginning of its sentence does what a person does: a verb of
// sports follows, in a sentence without another place, or a pronoun of a person before any other name.
func (d *Document) actsAsPerson(c *Candidate, threshold float32) bool {
	s := d.Chunks[c.chunk].Sentence
	next := d.Word(c.Last+1, s)
	if int(c.First) != d.FirstToken(s) || next.Class != ClassLower {
		return false
	}
	if next.Lists&ListSport != 0 && !d.namesOther(c, threshold) {
		return true
	}
	for i := c.Last + 1; i <= c.Last+maxToPronoun; i++ {
		t := d.Word(i, s)
		switch {
		case t.Cased():
			return false
		case pronounsOfPersons[t.Lower]:
			return true
		}
	}
	return false
}

// namesOther reports whether the sentence of a mention names another place.
func (d *Document) namesOther(c *Candidate, threshold float32) bool {
	s := d.Chunks[c.chunk].Sentence
	for i := range d.Candidates {
		if o := &d.Candidates[i]; d.Chunks[o.chunk].Sentence == s && o.phrase != c.phrase && o.P >= threshold {
			return true
		}
	}
	return false
}

// pronounsOfPersons are the pronouns that refer to one person.
var pronounsOfPersons = HashSet(lexicon.Words(english, "person-pronoun"))

// rejectInsideArticles sets the probability of candidates that divide an Arabic article and the word that a
// hyphen joins to it to zero: neither "Al" nor "Salam" is "Al-Salam".
func (d *Document) rejectInsideArticles() {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		if d.isArticle(c.First-2) || d.isArticle(c.Last) {
			c.P = 0
		}
	}
}

// isArticle reports whether token i is an Arabic article that a hyphen joins to the next word, in the same sentence.
func (d *Document) isArticle(i int32) bool {
	if i < 0 || int(i)+2 >= len(d.Tokens) {
		return false
	}
	article, hyphen, word := &d.Tokens[i], &d.Tokens[i+1], &d.Tokens[i+2]
	return arabicArticles[article.Lower] && (article.Class == ClassLower || article.Class == ClassCapital) && word.Cased() && hyphen.Class == ClassPunctuation && hyphen.Lists&ListConnector != 0 && !hyphen.Space && !word.Space && hyphen.Sentence == word.Sentence
}

// rejectTitles sets the probability of places to zero that a Romance preposition joins to the name of an organization
// or event, of those in the name of a club, and of small towns that do what teams do: "Tour de France", "Austin FC",
// "Ajax beat Feyenoord".
func (d *Document) rejectTitles(threshold float32) {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		s := d.Chunks[c.chunk].Sentence
		switch {
		case c.P < threshold:
		case c.origin == fromOrganizationName && c.mean[meanOrganization] >= minTitle && clubEndings[d.Tokens[c.outerLast].Lower],
			c.origin == fromOrganizationName && c.mean[meanOrganization] >= minTitle && romancePrepositions[d.Lower(c.First-1, s)] && d.Word(c.First-1, s).Class == ClassLower,
			c.First == c.Last && c.types == TypeTown && c.size < sizeLargeTown && c.mean[meanPlace] < minPlace && d.lists(c.Last+1, s)&ListSport != 0 && d.Word(c.Last+1, s).Class == ClassLower:
			c.P = 0
		}
	}
}

// clubEndings are the last words of the names of clubs.
var clubEndings = HashSet(lexicon.Words(english, "club-ending"))

// romancePrepositions are the prepositions "of" of Romance languages.
var romancePrepositions = HashSet(lexicon.Words("fr", "offset-joiner"))

// minTitle is the least mean probability of being an organization with which rejectTitles rejects a place.
const minTitle = 0.8
