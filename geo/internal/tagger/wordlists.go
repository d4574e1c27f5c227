package tagger

import "slices"

// WordLists is a set of the word lists that contain a word. Its upper bits hold the word's
// cluster.
type WordLists uint32

// The word lists. The first group is learned in training (personal names from public registers,
// the others from the training texts); the second is written by hand and stored in geo/internal/lexicon.
const (
	ListGiven          WordLists = 1 << iota // common given names
	ListGivenRare                            // less common given names
	ListSurname                              // common surnames
	ListSurnameRare                          // less common surnames
	ListMostlyLower                          // words nearly always in lower case
	ListOftenLower                           // words mostly in lower case
	ListSometimesLower                       // words sometimes in lower case
	ListAdjective                            // adjectives and demonyms of places

	ListFunction     // the, he, after
	ListTitle        // Mr, President, Gen.
	ListBeforePlace  // in, near, toward: often before a place
	ListDesignator   // County, River: part of a place's name
	ListSettlement   // city, village, province: the type of a place
	ListOrganization // University, Ministry, Bank
	ListFacility     // School, Airport, Street, Hospital
	ListCompass      // north, southern
	ListSpeech       // said, announced: what persons and governments do
	ListPeople       // officials, troops, residents
	ListCalendar     // January, Monday
	ListState        // N.C., Calif.
	ListFamily       // son, wife, Jr
	ListSport        // beat, defeated, coach, season
	ListConnector    // of, de, -: inside names
)

// A word's cluster is an eight-bit number above the bits of the lists.
const (
	clusterShift           = 23
	clusterMask  WordLists = 0xff << clusterShift
)

// The lists that are combined into one feature value.
const (
	nameLists = ListGiven | ListGivenRare | ListSurname | ListSurnameRare | ListMostlyLower | ListOftenLower | ListSometimesLower |
		ListAdjective | ListFunction
	typeLists = ListTitle | ListBeforePlace | ListDesignator | ListSettlement | ListOrganization | ListFacility | ListCompass | ListSpeech |
		ListPeople | ListCalendar | ListState | ListFamily | ListSport
)

// cluster returns the bits of the word's cluster.
func (l WordLists) cluster() uint32 { return uint32(l & clusterMask) }

// names returns the bits of the lists of names and of words by their case.
func (l WordLists) names() uint32 { return uint32(l & nameLists) }

// types returns the bits of the lists of types of places, organizations and persons.
func (l WordLists) types() uint32 { return uint32(l & typeLists) }

// Lexicon maps hashes of words, see [HashLower], to the word lists that contain them. It is a hash
// table with open addressing and a power of two of slots; the value of an empty slot is 0.
type Lexicon struct {
	slots []LexiconEntry
	used  int
}

// NewLexicon returns an empty lexicon with room for the given number of words.
func NewLexicon(words int) *Lexicon {
	n := 16
	for n < words*2 {
		n *= 2
	}
	return &Lexicon{slots: make([]LexiconEntry, n)}
}

// Lookup returns the lists that contain the word with the given hash.
func (x *Lexicon) Lookup(hash uint32) WordLists {
	mask := uint32(len(x.slots) - 1)
	for i := hash & mask; x.slots[i].Lists != 0; i = (i + 1) & mask {
		if x.slots[i].Hash == hash {
			return x.slots[i].Lists
		}
	}
	return 0
}

// Add adds the word with the given hash to the lists.
func (x *Lexicon) Add(hash uint32, lists WordLists) {
	if x.used*2 > len(x.slots) {
		x.grow()
	}
	mask := uint32(len(x.slots) - 1)
	i := hash & mask
	for x.slots[i].Lists != 0 && x.slots[i].Hash != hash {
		i = (i + 1) & mask
	}
	if x.slots[i].Lists == 0 {
		x.slots[i].Hash = hash
		x.used++
	}
	x.slots[i].Lists |= lists
}

// SetCluster sets the cluster of the word with the given hash, which must not have one.
func (x *Lexicon) SetCluster(hash uint32, cluster uint8) {
	x.Add(hash, WordLists(cluster)<<clusterShift)
}

func (x *Lexicon) grow() {
	old := *x
	*x = *NewLexicon(len(old.slots))
	for _, e := range old.slots {
		if e.Lists != 0 {
			x.Add(e.Hash, e.Lists)
		}
	}
}

// valid reports whether a lexicon read from a file can be searched.
func (x *Lexicon) valid() bool {
	n := len(x.slots)
	return n > 0 && n&(n-1) == 0 && slices.ContainsFunc(x.slots, func(e LexiconEntry) bool { return e.Lists == 0 })
}

// Annotate sets the lists of the tokens.
func (x *Lexicon) Annotate(tokens []Token) {
	for i := range tokens {
		tokens[i].Lists = x.Lookup(tokens[i].Lower)
	}
}

// LexiconEntry is a word of a lexicon by its hash.
type LexiconEntry struct {
	Hash  uint32
	Lists WordLists
}

// Words returns the words of the lexicon in no particular order.
func (x *Lexicon) Words() []LexiconEntry {
	words := make([]LexiconEntry, 0, x.used)
	for _, e := range x.slots {
		if e.Lists != 0 {
			words = append(words, e)
		}
	}
	return words
}
