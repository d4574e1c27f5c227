package tagger

import "dateline/geo/internal/lexicon"

// The words next to a place that make it part of an eponym: the name of a ship, storm, disease or treaty
// named after the place.
var (
	hashAmpersand = HashLower("&")
	beforeEponym  = beforeEponyms()
	afterEponym   = HashSet(lexicon.Words(english, "after-eponym"))
	afterTreaty   = HashSet(lexicon.Words(english, "after-treaty"))
	afterPact     = HashSet(lexicon.Words(english, "after-pact"))
	eponymTowns   = HashSet(lexicon.Words(english, "eponym-town"))
	acronyms      = abbreviationSet("acronym", "")
	// eponymNames are places whose names are also those of goods, before the nouns of eponymGoods:
	// "Panama hats"; eponymAnimals and animalNouns the same of animals: "Turkey farms".
	eponymNames   = HashSet(lexicon.Words(english, "eponym-name"))
	eponymGoods   = HashSet(lexicon.Words(english, "after-eponym-good"))
	eponymAnimals = HashSet(lexicon.Words(english, "eponym-animal"))
	animalNouns   = HashSet(lexicon.Words(english, "after-eponym-animal"))
)

// beforeEponyms returns the hashes of the words before eponyms, and whether the word must have a
// capital.
func beforeEponyms() map[uint32]bool {
	m := map[uint32]bool{}
	for _, w := range lexicon.Words(english, "before-eponym") {
		m[HashLower(w)] = false
	}
	for _, w := range lexicon.Words(english, "before-eponym-capital") {
		m[HashLower(w)] = true
	}
	return m
}

// isEponym reports whether the words around candidate c make it part of an eponym.
func (d *Document) isEponym(c *Candidate) bool {
	s := d.Chunks[c.chunk].Sentence
	if capital, ok := beforeEponym[d.Lower(c.First-1, s)]; ok && c.types&(TypeCountry|TypeTown) != TypeCountry && (!capital || d.Word(c.First-1, s).Cased()) {
		return true
	}
	next, word := d.Lower(c.Last+1, s), d.Word(c.Last+1, s)
	if word.Breaks > 0 {
		return false
	}
	if first := d.Tokens[c.First].Lower; word.Class == ClassLower && c.First == c.Last && (eponymNames[first] && eponymGoods[next] || eponymAnimals[first] && animalNouns[next]) {
		return true
	}
	if word.Class == ClassLower && c.types&TypeCountry == 0 && (afterPact[next] || eponymTowns[d.Tokens[c.First].Lower] && word.Lists&ListFunction == 0) {
		return true
	}
	// "Dublin Convention Center" is in Dublin.
	return afterEponym[next] || afterTreaty[next] && word.Cased() && !d.Word(c.Last+2, s).nameLike() && d.Lower(c.Last+2, s) != hashAmpersand
}

// rejectEponyms sets the probability of candidates that are part of an eponym to zero, with those of
// their parts, and so those of acronyms that are no places.
func (d *Document) rejectEponyms() {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		switch {
		case c.First == c.Last && d.isAcronym(c):
			c.P = 0
		case d.isEponym(c):
			c.P = 0
			for k := range d.chunkCandidates(i) {
				if part := &d.chunkCandidates(i)[k]; part.First >= c.First && part.Last <= c.Last {
					part.P = 0
				}
			}
		}
	}
}

// isAcronym reports whether a candidate is written as an acronym that is no place, and not as a state
// after its town.
func (d *Document) isAcronym(c *Candidate) bool {
	t := &d.Tokens[c.First]
	return (t.Class == ClassUpper || t.Class == ClassMixed) && d.styles[t.Sentence] != styleUpper && acronyms[t.Text(d.Text)]
}

// preferWhole raises the probability of each gazetteer name of several words above that of its parts,
// which are other places: "Deir" of "Deir ez-Zor".
func (d *Document) preferWhole(threshold float32) {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		if c.types == 0 || c.First == c.Last || d.isEponym(c) {
			continue
		}
		for k := i - 1; k >= 0 && d.Candidates[k].chunk == c.chunk; k-- {
			c.raiseAbove(&d.Candidates[k], threshold)
		}
		for k := i + 1; k < len(d.Candidates) && d.Candidates[k].chunk == c.chunk; k++ {
			c.raiseAbove(&d.Candidates[k], threshold)
		}
	}
}

// raiseAbove raises the probability of c above that of part, if part is within c and would be
// selected.
func (c *Candidate) raiseAbove(part *Candidate, threshold float32) {
	if part.P < threshold || part.P < c.P || part.First < c.First || part.Last > c.Last ||
		part.First == c.First && part.Last == c.Last || part.origin == fromAdjective || part.origin == fromAdjectiveName {
		return
	}
	c.P = min(1, part.P+1e-4)
}
