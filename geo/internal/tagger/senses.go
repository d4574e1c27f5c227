package tagger

import "dateline/geo/internal/lexicon"

// senseSet is a set of senses of a word, a bit for each index in senseCategories. By the senses of the
// words around a name the role classifier distinguishes a place from what belongs to it.
type senseSet uint16

// senseCategories are the categories of the senses in the lexicon. Their indexes are part of feature
// values.
var senseCategories = [...]string{
	"sense-relation",   // between states: ties, a deal, a war
	"sense-action",     // of states and teams: sign, invade, beat
	"sense-statement",  // of persons and governments: say, want, fear
	"sense-government", // government, court, minister
	"sense-people",     // who belongs to a place: refugees, investors
	"sense-ground",     // what is on the ground of a place: city, border, coast
	"sense-movement",   // travel, arrive, live
	"sense-economy",    // economy, exports, market
	"sense-between",    // prepositions between states: against, with, between
	"sense-location",   // prepositions of location: in, near, outside
	"sense-sport",      // win, defeat, game
	"sense-event",      // attack, earthquake, festival
}

const senseCount = len(senseCategories)

// wordSenses maps the hashes of words to their senses.
var wordSenses = func() map[uint32]senseSet {
	m := make(map[uint32]senseSet, 1200)
	for k, category := range senseCategories {
		for _, w := range lexicon.Words(english, category) {
			m[HashLower(w)] |= 1 << k
		}
	}
	return m
}()
