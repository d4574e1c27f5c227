package tagger

import "strings"

// sense is a set of senses of a word, by which the role classifier distinguishes places from what
// belongs to them.
type sense uint16

// The senses. Their numbers are part of feature values.
const (
	senseRelation   sense = 1 << iota // between states: ties, a deal, a war
	senseAction                       // of states and teams: sign, invade, beat
	senseStatement                    // of persons and governments: say, want, fear
	senseGovernment                   // government, court, minister
	sensePeople                       // who belongs to a place: refugees, investors
	senseGround                       // what is on the ground of a place: city, border, coast
	senseMovement                     // travel, arrive, live
	senseEconomy                      // economy, exports, market
	senseBetween                      // prepositions between states: against, with, between
	senseLocation                     // prepositions of place: in, near, outside
	senseSport                        // win, defeat, game
	senseEvent                        // attack, earthquake, festival
	senseCount      = iota
)

// wordSenses maps the hashes of words to their senses.
var wordSenses = func() map[uint32]sense {
	m := make(map[uint32]sense, 1200)
	for _, l := range senseWords {
		for w := range strings.FieldsSeq(l.words) {
			m[HashLower(w)] |= l.sense
		}
	}
	return m
}()
