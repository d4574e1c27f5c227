package rank

import "dateline/geo/internal/lexicon"

// The words of names, from the lexicon. See its categories.tsv.
var (
	// designators give the type of a place in its name, with the kinds that agree:
	// "Kabul province", "city of Quetta". The gazetteer's name may lack them.
	designators = lexiconKinds("designator")
	// partWords select a part of the place: "southern Helmand".
	partWords = lexicon.Set("en", "name-part")
	// containerModifiers precede the name of a containing area: "Tripoli in
	// neighboring Lebanon".
	containerModifiers = lexicon.Set("en", "container-modifier")
	// facilityWords occur in the names of facilities, which are in or near a place
	// that the article names if the gazetteer lacks them.
	facilityWords = lexicon.Set("en", "facility")
	// nameJoiners may separate a designator from its name: "city of Quetta".
	nameJoiners = lexicon.Set("en", "name-joiner")
)
