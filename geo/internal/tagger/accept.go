package tagger

import (
	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
)

// acceptCertain raises the probability of candidates that rules accept whatever the classifiers find.
func (d *Document) acceptCertain(threshold float32) {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		if c.types == 0 || d.isEponym(c) {
			continue
		}
		if d.Tokens[c.First].Lower == hashThe && c.types&TypeCountry != 0 && d.isFirstName(c) { // "The United Kingdom"
			d.acceptWithoutArticle(c, threshold)
		}
		if c.P >= threshold || d.Tokens[c.First].Lists&ListFunction != 0 {
			continue
		}
		if d.isAnnounced(c) || d.isCountryCode(c) || c.mean[meanPerson] <= d.personLimit(c) && (d.isFirstName(c) || d.isFirstWord(c) || d.isGoverned(c) || d.isDivided(c)) {
			c.P = threshold
		}
	}
	d.acceptPairs(threshold)
}

// acceptWithoutArticle accepts the candidate with the tokens of c but its article, unless c is a mention.
func (d *Document) acceptWithoutArticle(c *Candidate, threshold float32) {
	for i := range d.Candidates {
		if o := &d.Candidates[i]; o.First == c.First+1 && o.Last == c.Last && c.P < threshold {
			o.P = max(o.P, threshold)
		}
	}
}

// maxPerson is the largest mean probability of being a person with which a rule accepts a candidate.
const maxPerson = 0.5

// maxPersonWithSmallWords is the same for names of three and more tokens with a word in small letters:
// "Holton le Clay".
const maxPersonWithSmallWords = 0.95

// personLimit returns the largest mean probability of being a person with which a rule accepts a candidate.
func (d *Document) personLimit(c *Candidate) float32 {
	if d.Tokens[c.First].Lists&ListGiven != 0 {
		return maxPerson
	}
	for i := c.First + 1; i < c.Last; i++ {
		if d.Tokens[i].Class == ClassLower {
			return maxPersonWithSmallWords
		}
	}
	return maxPerson
}

// isCountryCode reports whether a candidate is an abbreviation of a country after "the": "the DRC".
func (d *Document) isCountryCode(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	t := &d.Tokens[c.First]
	return c.First == c.Last && c.types&TypeAbbreviation != 0 && c.types&TypeCountry != 0 && (t.Class == ClassUpper || t.Class == ClassMixed || t.Class == ClassInitials) &&
		d.styles[s] != styleUpper && d.Lower(c.First-1, s) == hashThe && !d.Word(c.Last+1, s).nameLike() && !d.isAcronym(c)
}

// isFirstWord reports whether a candidate is a name of the gazetteer of one word that is in no list of
// words or names, at the beginning of a sentence, before a word in small letters: "Irpin was shelled."
func (d *Document) isFirstWord(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	t := &d.Tokens[c.First]
	if c.First != c.Last || t.Class != ClassCapital || int(c.First) != d.FirstToken(s) || c.size < sizeTown ||
		c.types&(TypeCountry|TypeTown|TypeState|TypeDistrict) == 0 || c.types&TypeDemonym != 0 || c.origin == fromOrganization {
		return false
	}
	const known = ListGiven | ListSurname | ListMostlyLower | ListOftenLower | ListSometimesLower | ListFunction | ListConnector | typeLists
	next := d.Word(c.Last+1, s)
	return t.Lists&known == 0 && next.Class == ClassLower && next.Breaks == 0 && c.mean[meanOrganization] <= maxOrganization &&
		d.counts.at(combine(hashSeed, t.Lower)).inPerson < 1
}

// maxOrganization is the largest mean probability of being an organization with which isFirstWord accepts
// a candidate.
const maxOrganization = 0.5

// sizeTown is the size class of places with at least 10,000 people.
const sizeTown = 3

// isAnnounced reports whether the words before a candidate, or its own initial, show that it is a place:
// "N. Korean", "in Addis Ababa", "lake Tanganyika", "the Afghan capital, Kabul".
func (d *Document) isAnnounced(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	first := d.Tokens[c.First].Text(d.Text)
	if c.First < c.Last && len(first) == 2 && abbrev.Compass(first) != "" && c.types&(TypeCountry|TypeState|TypeDemonym) != 0 {
		return true
	}
	before := d.Word(c.First-1, s)
	if c.First < c.Last && c.size >= sizeTown && c.mean[meanPerson] <= maxPerson && c.types&(TypeTown|TypeState|TypeCountry) != 0 && (before.Lower == hashIn || before.Lower == hashNear) {
		return true
	}
	if before.Class == ClassLower && beforeWater[before.Lower] && d.Tokens[c.First].Class == ClassCapital {
		return true
	}
	return before.Lower == hashComma && d.Lower(c.First-2, s) == hashCapital && c.types&TypeTown != 0
}

var (
	hashCapital = HashLower("capital")
	hashIn      = HashLower("in")
	hashNear    = HashLower("near")
	// beforeWater are nouns of waters and mountains before a name: "lake".
	beforeWater = HashSet(lexicon.Words(english, "feature-cue-before"))
)

// isFirstName reports whether a candidate is a gazetteer name of several words at the beginning of a
// sentence, before a word in small letters: "Spin Boldak reopened its market."
func (d *Document) isFirstName(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	next := d.Word(c.Last+1, s)
	return c.First < c.Last && c.types&(TypeCountry|TypeTown|TypeState|TypeDistrict) != 0 && c.types&TypeDemonym == 0 &&
		int(c.First) == d.FirstToken(s) &&
		(c.types&TypeCountry != 0 || d.Tokens[c.First].Lists&(ListGiven|ListTitle|ListOrganization|ListCompass) == 0) && next.Class == ClassLower && (next.Lists&ListSport == 0 || c.types&TypeCountry != 0)
}

// isGoverned reports whether an office or body governs a candidate that may be a country or a state.
func (d *Document) isGoverned(c *Candidate) bool {
	if c.types&TypeCountry == 0 || c.types&TypeState == 0 || c.types&(TypeDemonym|TypeAbbreviation) != 0 || c.within() {
		return false
	}
	span := d.Span(c)
	return cue.GovernedBy(d.Text, span.Start, span.End) != cue.GovernedNot
}

// isDivided reports whether a candidate contains a word that is divided at the end of a line, and
// follows a word that often precedes a place.
func (d *Document) isDivided(c *Candidate) bool {
	if d.lists(c.First-1, d.Chunks[c.chunk].Sentence)&(ListBeforePlace|ListConnector) == 0 {
		return false
	}
	for i := c.First; i+2 <= c.Last; i++ {
		if divides(d.Tokens, int(i)) {
			return true
		}
	}
	return false
}

// acceptPairs accepts a town and the country or state after it that are a whole sentence: "Zurich
// Switzerland", "haifa, israel".
func (d *Document) acceptPairs(threshold float32) {
	for i := range d.Candidates {
		town := &d.Candidates[i]
		s := d.Chunks[town.chunk].Sentence
		if town.types&TypeTown == 0 || d.Tokens[town.First].Lists&ListFunction != 0 || int(town.First) != d.FirstToken(s) {
			continue
		}
		next := town.Last + 1
		if d.Lower(next, s) == hashComma {
			next++
		}
		for k := range d.Candidates {
			area := &d.Candidates[k]
			if area.First != next || area.types&(TypeCountry|TypeState) == 0 || d.Chunks[area.chunk].Sentence != s || !d.endsSentence(area.Last) {
				continue
			}
			town.P, area.P = max(town.P, threshold), max(area.P, threshold)
			d.rejectAcross(town.First, area.Last)
		}
	}
}

// endsSentence reports whether token i is the last of its sentence, or only a full stop follows.
func (d *Document) endsSentence(i int32) bool {
	sentence := d.Tokens[i].Sentence
	if i++; int(i) < len(d.Tokens) && d.Tokens[i].Sentence == sentence && IsTerminal(d.Tokens[i].Text(d.Text)) {
		i++
	}
	return int(i) == len(d.Tokens) || d.Tokens[i].Sentence != sentence
}

// rejectAcross sets the probability of the candidates with exactly the tokens [first, last] to zero,
// unless they are a name of the gazetteer.
func (d *Document) rejectAcross(first, last int32) {
	for i := range d.Candidates {
		if c := &d.Candidates[i]; c.First == first && c.Last == last && c.types == 0 {
			c.P = 0
		}
	}
}

// rejectCodes sets the probability of single words of letters and digits that the gazetteer does not have
// to zero: "M23", "COP30", "HH-60".
func (d *Document) rejectCodes() {
	for i := range d.Candidates {
		if c := &d.Candidates[i]; c.First == c.Last && c.types == 0 && d.Tokens[c.First].Class == ClassAlnum {
			c.P = 0
		}
	}
}

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
			d.rejectAcross(next, next)
		case d.isGivenName(c.First-1, s) && c.mean[meanPerson] >= minPersonAfter && !d.Word(next, s).Cased() && !d.isMention(c.First-1, threshold):
			c.P = 0
		}
	}
}

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
