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
		if d.Tokens[c.First].Lower == hashThe && (c.types&TypeCountry != 0 && d.isFirstName(c) || d.isFirstNature(c)) { // "The United Kingdom"
			d.acceptWithoutArticle(c, threshold)
		}
		if d.isTownWithArticle(c) {
			d.prefer(c, threshold)
		}
		if c.P >= threshold || d.Tokens[c.First].Lists&ListFunction != 0 {
			continue
		}
		if d.isAnnounced(c) || d.isLargeFirstWord(c) || d.isAfflicted(c) || d.isCountryCode(c) || d.isLargeTownAfterIn(c) || d.isArabicName(c) ||
			c.mean[meanPerson] <= d.personLimit(c) && (d.isFirstName(c) || d.isNatureAfterThe(c) || d.isFirstWord(c) || d.isOwner(c) || d.isGoverned(c) || d.isDivided(c)) {
			c.P = threshold
		}
	}
	d.acceptPairs(threshold)
}

// acceptWithoutArticle accepts the candidate with the tokens of c but its article, unless c is a mention or
// the CRF finds no place there.
func (d *Document) acceptWithoutArticle(c *Candidate, threshold float32) {
	for i := range d.Candidates {
		if o := &d.Candidates[i]; o.First == c.First+1 && o.Last == c.Last && c.P < threshold && (c.types&TypeCountry != 0 || o.mean[meanPlace] >= minPlace || d.isBeforeAuxiliary(c)) {
			o.P = max(o.P, threshold)
			if o.origin == fromOrganization {
				o.origin, o.outer = fromUnlabeledName, LabelNone
			}
		}
	}
}

// prefer accepts a candidate and gives it a higher probability than its parts have.
func (d *Document) prefer(c *Candidate, threshold float32) {
	c.P = max(c.P, threshold)
	for i := range d.Candidates {
		if o := &d.Candidates[i]; o != c && o.First >= c.First && o.Last <= c.Last {
			o.P = min(o.P, c.P-1e-4)
		}
	}
}

// isTownWithArticle reports whether a candidate is a town whose name has an English article: "The Hague", and smaller
// ones within a sentence, where the capital of the article shows it: "in The Dalles".
func (d *Document) isTownWithArticle(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	t := &d.Tokens[c.First]
	if c.Last != c.First+1 || t.Lower != hashThe || t.Class != ClassCapital || c.types&TypeTown == 0 || d.styles[s] != 0 || d.Tokens[c.Last].Lists&typeLists != 0 || d.Word(c.Last+1, s).nameLike() {
		return false
	}
	return c.size >= sizeLargeTown || c.size >= sizeTown && d.Lower(c.First-1, s) == hashIn
}

// isOwner reports whether a candidate is the name of a country or state that the CRF finds to be one, with the
// possessive ending and a noun of people or institutions after it: "Georgia's lawmakers".
func (d *Document) isOwner(c *Candidate) bool {
	return c.First == c.Last && c.types&(TypeCountry|TypeState) != 0 && c.types&TypeDemonym == 0 && c.origin == fromPlace && c.mean[meanPlace] >= minOwner &&
		d.Tokens[c.First].Lists&typeLists == 0 && isPossessive(&d.Extractor, c.Last+1) && d.lists(c.Last+2, d.Chunks[c.chunk].Sentence)&ListPeople != 0
}

// minOwner is the least mean probability of being a place with which isOwner accepts a candidate.
const minOwner = 0.9

// isLargeFirstWord is isFirstWord of a large town that is a surname too, or more likely one by the CRF, where no name of a
// person in the text has the word: "Aden was quiet."
func (d *Document) isLargeFirstWord(c *Candidate) bool {
	const known = ListGiven | ListMostlyLower | ListOftenLower | ListFunction | ListConnector | typeLists
	if counts := d.counts.at(c.phrase); counts.count > 1 && counts.person >= counts.place {
		return false
	}
	lists := d.Tokens[c.First].Lists
	excluded := ListSport | ListConnector
	if lists&nameLists != 0 {
		excluded |= ListSpeech
	}
	return d.beginsSentence(c) && c.types&TypeTown != 0 && c.size >= sizeLargeTown && lists&known == 0 &&
		d.lists(c.Last+1, d.Chunks[c.chunk].Sentence)&excluded == 0 && c.mean[meanOrganization] <= maxOrganization && c.mean[meanPerson] <= maxPersonFirst
}

// maxPersonFirst is the largest mean probability of being a person with which isLargeFirstWord accepts a candidate.
const maxPersonFirst = 0.88

// beginsSentence reports whether a candidate is one capitalized word at the beginning of a sentence and before a word in
// small letters, which is in no name of a person in the text, and no adjective.
func (d *Document) beginsSentence(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	t, next := &d.Tokens[c.First], d.Word(c.Last+1, s)
	return c.First == c.Last && t.Class == ClassCapital && int(c.First) == d.FirstToken(s) && c.types&TypeDemonym == 0 &&
		next.Class == ClassLower && next.Breaks == 0 && d.counts.at(combine(hashSeed, t.Lower)).inPerson < 1
}

// isAfflicted reports whether a candidate is a town at the beginning of a sentence that states what happens to places
// only, though its name is an ordinary word or the name of a person too: "Nice was flooded", "Split is under curfew."
func (d *Document) isAfflicted(c *Candidate) bool {
	if !d.beginsSentence(c) || c.types&(TypeTown|TypeState) == 0 || c.size < sizeTown || d.Tokens[c.First].Lists&typeLists != 0 {
		return false
	}
	s := d.Chunks[c.chunk].Sentence
	i := c.Last + 1
	if !auxiliaries[d.Lower(i, s)] {
		return false
	}
	for i++; auxiliaries[d.Lower(i, s)] || d.Word(i, s).Lists&ListFunction != 0 && !placeStates[d.Lower(i, s)]; i++ {
		if i > c.Last+maxAuxiliaries {
			return false
		}
	}
	return afflictions[d.Lower(i, s)] || placeStates[d.Lower(i, s)] && placeStateNouns[d.Lower(i+1, s)]
}

// maxAuxiliaries is the number of auxiliaries and function words before the participle of isAfflicted.
const maxAuxiliaries = 3

var (
	// auxiliaries are forms of "be" and "have".
	auxiliaries = HashSet(lexicon.Words(english, "auxiliary"))
	// afflictions are participles of what happens to places: "flooded".
	afflictions = HashSet(lexicon.Words(english, "affliction"))
	// placeStates are the prepositions of states that only places are in, and placeStateNouns their nouns: "under curfew",
	// "without power".
	placeStates     = HashSet(lexicon.Words(english, "place-state"))
	placeStateNouns = HashSet(lexicon.Words(english, "place-state-noun"))
)

// isBeforeAuxiliary reports whether a function word that is no preposition follows a candidate: "The Amazon is",
// unlike "The Amazon workers".
func (d *Document) isBeforeAuxiliary(c *Candidate) bool {
	lists := d.lists(c.Last+1, d.Chunks[c.chunk].Sentence)
	return lists&ListFunction != 0 && lists&(ListConnector|ListBeforePlace) == 0
}

// minPlace is the least mean probability of being a place with which acceptWithoutArticle accepts a natural feature.
const minPlace = 0.5

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
		c.types&(TypeCountry|TypeTown|TypeState|TypeDistrict) == 0 || c.types&TypeDemonym != 0 || c.origin == fromOrganization && c.types&TypeTown != 0 {
		return false
	}
	const known = ListGiven | ListSurname | ListMostlyLower | ListOftenLower | ListSometimesLower | ListFunction | ListConnector | typeLists
	next := d.Word(c.Last+1, s)
	limit := float32(maxOrganization)
	if c.types&TypeTown == 0 {
		limit = maxOrganizationArea
	}
	return t.Lists&known == 0 && next.Class == ClassLower && next.Breaks == 0 && c.mean[meanOrganization] <= limit &&
		d.counts.at(combine(hashSeed, t.Lower)).inPerson < 1
}

const (
	// maxOrganization is the largest mean probability of being an organization with which rules accept
	// a town, maxOrganizationArea that of a name that only countries and provinces have: "Aceh votes".
	maxOrganization     = 0.5
	maxOrganizationArea = 0.7
)

// isLargeTownAfterIn reports whether a candidate of one word is the name of a large town right after "in", where
// a word with a capital is a place even if it is usually no name: "in Nice", "in Reading".
func (d *Document) isLargeTownAfterIn(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	t := &d.Tokens[c.First]
	return c.First == c.Last && t.Class == ClassCapital && c.types&TypeTown != 0 && c.size >= sizeLargeTown && d.styles[s] == 0 &&
		t.Lists&(typeLists|ListFunction) == 0 && (d.Lower(c.First-1, s) == hashIn || d.Lower(c.First-1, s) == hashFrom && c.mean[meanPlace] >= minPlace) && d.Word(c.First-1, s).Class == ClassLower && !d.Word(c.Last+1, s).nameLike() &&
		c.mean[meanPerson] <= maxPerson && c.mean[meanOrganization] <= maxOrganization && c.mean[meanOther] <= maxOrganization
}

// isArabicName reports whether a candidate is a name of the gazetteer with an Arabic article and a
// hyphen after the first word, and hardly a person: "Ras al-Ain".
func (d *Document) isArabicName(c *Candidate) bool {
	if c.Last-c.First < 3 || c.mean[meanPerson] > maxPersonArabic || c.mean[meanOrganization] > maxOrganization {
		return false
	}
	article, hyphen := &d.Tokens[c.Last-2], &d.Tokens[c.Last-1]
	return arabicArticles[article.Lower] && article.Class == ClassLower && hyphen.Class == ClassPunctuation && !hyphen.Space && !d.Tokens[c.Last].Space
}

// maxPersonArabic is the largest mean probability of being a person with which isArabicName accepts a candidate:
// many persons have the name of a village.
const maxPersonArabic = 0.3

// isNatureAfterThe is isFirstNature of a name without its article, of one word that is in no list.
func (d *Document) isNatureAfterThe(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	t, next := &d.Tokens[c.First], d.Word(c.Last+1, s)
	if c.types&TypeNature != 0 && c.First < c.Last && int(c.First) == d.FirstToken(s)+1 && d.Tokens[c.First-1].Lower == hashThe && next.Class == ClassLower {
		return next.Lists&(ListPeople|ListSettlement|ListOrganization) == 0 // "The Suez Canal reopened."
	}
	return c.First == c.Last && c.types == TypeNature && int(c.First) == d.FirstToken(s)+1 && d.Tokens[c.First-1].Lower == hashThe &&
		t.Class == ClassCapital && t.Lists&(nameLists|typeLists) == 0 && next.Class == ClassLower && next.Lists&(ListPeople|ListSettlement) == 0
}

// isFirstNature reports whether a candidate is the name of a river or another natural feature with its article,
// at the beginning of a sentence and before a word in small letters: "The Nile rose again."
func (d *Document) isFirstNature(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	next := d.Word(c.Last+1, s)
	return c.First < c.Last && c.types&TypeNature != 0 && int(c.First) == d.FirstToken(s) && next.Class == ClassLower && next.Lists&(ListPeople|ListSettlement) == 0
}

// The size classes of places with at least 10,000 and at least 250,000 people.
const (
	sizeTown      = 3
	sizeLargeTown = 5
)

// isAnnounced reports whether the words before a candidate, or its own initial, show that it is a place:
// "N. Korean", "in Addis Ababa", "lake Tanganyika", "the Afghan capital, Kabul".
func (d *Document) isAnnounced(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	first := d.Tokens[c.First].Text(d.Text)
	if c.First < c.Last && len(first) == 2 && abbrev.Compass(first) != "" && c.types&(TypeCountry|TypeState|TypeDemonym) != 0 {
		return true
	}
	before := d.Word(c.First-1, s)
	if c.First < c.Last && c.types&(TypeTown|TypeState|TypeDistrict|TypeCountry) != 0 && before.Class == ClassLower && d.isNameAfter(c, before) {
		return true
	}
	if before.Class == ClassLower && beforeWater[before.Lower] && d.Tokens[c.First].Class == ClassCapital || d.isCityOf(c, before) {
		return true
	}
	return before.Lower == hashComma && d.Lower(c.First-2, s) == hashCapital && c.types&TypeTown != 0
}

// isNameAfter reports whether a candidate of several words is a place after the word before it: "in Addis Ababa", "reached
// Khan Younis".
func (d *Document) isNameAfter(c *Candidate, before *Token) bool {
	switch {
	case before.Lower == hashIn || before.Lower == hashNear:
		return c.mean[meanPerson] <= maxPerson && (c.size >= sizeTown || c.types&TypeTown != 0 && !d.Word(c.Last+1, d.Chunks[c.chunk].Sentence).nameLike() && d.isPlainName(c))
	case before.Lists&ListBeforePlace != 0:
		return c.size >= sizeTown && c.mean[meanPerson] <= maxPersonWithSmallWords && !d.Word(c.Last+1, d.Chunks[c.chunk].Sentence).nameLike() && d.isPlainName(c)
	}
	return false
}

// isPlainName reports whether no word of a candidate is one of the names of other things, "Union Hall", and no possessive
// ending follows, as in "St. Patrick's Day".
func (d *Document) isPlainName(c *Candidate) bool {
	if isPossessive(&d.Extractor, c.Last+1) {
		return false
	}
	for i := c.First; i <= c.Last; i++ {
		if d.Tokens[i].Cased() && d.Tokens[i].Lists&(typeLists&^(ListDesignator|ListConnector)) != 0 {
			return false
		}
	}
	return true
}

// isCityOf reports whether a candidate is a town or area after "City of", which before ends, or with it.
func (d *Document) isCityOf(c *Candidate, before *Token) bool {
	s := d.Chunks[c.chunk].Sentence
	if before.Lower == hashOf {
		return d.lists(c.First-2, s)&ListSettlement != 0 && c.types&(TypeTown|TypeState|TypeDistrict) != 0 && c.size >= sizeTown && c.mean[meanPlace] >= minPlace
	}
	return c.Last-c.First > 1 && d.Tokens[c.First].Lists&ListSettlement != 0 && d.Tokens[c.First+1].Lower == hashOf
}

var (
	hashOf      = HashLower("of")
	hashCapital = HashLower("capital")
	hashIn      = HashLower("in")
	hashFrom    = HashLower("from")
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
// to zero, "M23", "COP30", "HH-60", and so that of names without their end: "City of".
func (d *Document) rejectCodes() {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		if c.First == c.Last && c.types == 0 && d.Tokens[c.First].Class == ClassAlnum || c.First < c.Last && d.Tokens[c.Last].Lower == hashOf && d.Tokens[c.First].Lists&ListSettlement != 0 {
			c.P = 0
		}
	}
}
