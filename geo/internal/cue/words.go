package cue

import (
	"strings"

	"dateline/geo/internal/lexicon"
)

// The words of names, from the lexicon. See its categories.tsv.
var (
	// Designators give the type of a place in its name, with the kinds that agree:
	// "Kabul province", "city of Quetta". The gazetteer's name may lack them.
	Designators = lexiconKinds("designator")
	// PartWords select a part of the place: "southern Helmand".
	PartWords = lexicon.Set("en", "name-part")
	// ContainerModifiers precede the name of a containing area: "Tripoli in
	// neighboring Lebanon".
	ContainerModifiers = lexicon.Set("en", "container-modifier")
	// FacilityWords occur in the names of facilities, which are in or near a place
	// that the article names if the gazetteer lacks them.
	FacilityWords = lexicon.Set("en", "facility")
	// NameJoiners may separate a designator from its name: "city of Quetta".
	NameJoiners = lexicon.Set("en", "name-joiner")
)

var (
	// StreetWords are the last words of the names of streets.
	StreetWords = lexicon.Set("en", "street")
	// BodyWords are words after a name that make it that of a firm or other body.
	BodyWords = lexicon.Set("en", "body")
	// FirmWords are those of BodyWords that make it that of a firm or a chain, which may be anywhere.
	FirmWords = lexicon.Set("en", "firm")
	// TownWords are words after a name that make it the name of a town: "Colony".
	TownWords = lexicon.Set("en", "town-word")
)

// IsDirection reports whether a word is a direction of the compass or an adjective of one.
func IsDirection(word string) bool {
	switch strings.TrimSuffix(strings.ToLower(word), "ern") {
	case "north", "south", "east", "west":
		return true
	}
	return false
}

// DesignatorKinds returns the kinds that agree with a designator, also in the plural
// ("Homs and Aleppo Governorates"), none for any other word.
func DesignatorKinds(word []byte) Kinds {
	if k := Designators[string(word)]; k != 0 {
		return k
	}
	return listTypeCues[string(word)]
}
