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

// senseSlots is the number of slots of wordSenses, more than twice that of its words.
const senseSlots = 1 << 12

// senseTable maps the hashes of words to their senses, with open addressing. It is looked up for each word around each
// name, where a map takes four times as long.
type senseTable struct {
	hashes [senseSlots]uint32
	senses [senseSlots]senseSet // 0 in an empty slot
}

// slot returns the slot of a word with the given hash, or the empty one in which it belongs.
func (t *senseTable) slot(hash uint32) uint32 {
	i := hash * 0x9e3779b1 >> 20
	for t.senses[i] != 0 && t.hashes[i] != hash {
		i = (i + 1) % senseSlots
	}
	return i
}

// of returns the senses of a word.
func (t *senseTable) of(hash uint32) senseSet { return t.senses[t.slot(hash)] }

// wordSenses has the senses of words.
var wordSenses = func() *senseTable {
	t := new(senseTable)
	for k, category := range senseCategories {
		for _, w := range lexicon.Words(english, category) {
			hash := HashLower(w)
			i := t.slot(hash)
			t.hashes[i] = hash
			t.senses[i] |= 1 << k
		}
	}
	return t
}()
