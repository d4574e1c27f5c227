package resolve

import "dateline/geo"

// kindSet is a set of kinds of place.
type kindSet uint32

func kindsOf(kinds ...geo.Kind) kindSet {
	var s kindSet
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

func (s kindSet) has(k geo.Kind) bool { return s&(1<<k) != 0 }

const anyKind = ^kindSet(0)

var (
	areaKinds       = kindsOf(geo.KindAdmin1, geo.KindAdmin2, geo.KindAdmin3)
	wideKinds       = kindsOf(geo.KindContinent, geo.KindRegion, geo.KindCountry)
	settlementKinds = kindsOf(geo.KindSettlement, geo.KindQuarter, geo.KindAdmin3)
	waterKinds      = kindsOf(geo.KindSea, geo.KindLake, geo.KindRiver)
	terrainKinds    = kindsOf(geo.KindRange, geo.KindDesert, geo.KindPeninsula, geo.KindIsland, geo.KindPark, geo.KindPeak, geo.KindPass)
)

// designators are words that say what kind of thing a name names, with the kinds
// that agree. They may be written where the gazetteer's name has none: "Kabul
// province", "the city of Quetta".
var designators = map[string]kindSet{
	"county": areaKinds, "counties": areaKinds, "parish": areaKinds, "shire": areaKinds,
	"province": areaKinds | kindsOf(geo.KindRegion), "provinces": areaKinds, "state": areaKinds | kindsOf(geo.KindCountry),
	"governorate": areaKinds, "oblast": areaKinds, "krai": areaKinds, "prefecture": areaKinds, "department": areaKinds,
	"canton": areaKinds, "voivodeship": areaKinds, "emirate": areaKinds | kindsOf(geo.KindCountry), "raion": areaKinds, "tehsil": areaKinds,
	"agency": areaKinds, "division": areaKinds, "territory": areaKinds | kindsOf(geo.KindCountry, geo.KindRegion), "region": areaKinds | wideKinds,
	"district": areaKinds | settlementKinds, "borough": areaKinds | settlementKinds, "municipality": areaKinds | settlementKinds,
	"city": settlementKinds | kindsOf(geo.KindAdmin2), "town": settlementKinds, "township": settlementKinds | kindsOf(geo.KindAdmin2), "village": settlementKinds,
	"suburb": settlementKinds, "neighborhood": settlementKinds, "neighbourhood": settlementKinds, "quarter": settlementKinds,
	"republic": kindsOf(geo.KindCountry, geo.KindAdmin1), "kingdom": kindsOf(geo.KindCountry), "commonwealth": kindsOf(geo.KindCountry, geo.KindAdmin1),
	"union": wideKinds, "nation": kindsOf(geo.KindCountry), "continent": kindsOf(geo.KindContinent),
	"river": kindsOf(geo.KindRiver), "canal": kindsOf(geo.KindRiver), "lake": kindsOf(geo.KindLake), "lakes": kindsOf(geo.KindLake),
	"sea": kindsOf(geo.KindSea), "ocean": kindsOf(geo.KindSea), "gulf": kindsOf(geo.KindSea), "strait": kindsOf(geo.KindSea), "straits": kindsOf(geo.KindSea), "bay": kindsOf(geo.KindSea),
	"island": kindsOf(geo.KindIsland, geo.KindCountry, geo.KindAdmin1), "islands": kindsOf(geo.KindIsland, geo.KindCountry, geo.KindAdmin1),
	"isle": kindsOf(geo.KindIsland), "archipelago": kindsOf(geo.KindIsland), "peninsula": kindsOf(geo.KindPeninsula),
	"mountain": kindsOf(geo.KindPeak, geo.KindRange), "mountains": kindsOf(geo.KindRange), "range": kindsOf(geo.KindRange), "hills": kindsOf(geo.KindRange), "plateau": kindsOf(geo.KindRange),
	"desert": kindsOf(geo.KindDesert), "volcano": kindsOf(geo.KindPeak), "pass": kindsOf(geo.KindPass), "valley": kindsOf(geo.KindPass, geo.KindRiver, geo.KindRange) | areaKinds,
	"park": kindsOf(geo.KindPark), "reserve": kindsOf(geo.KindPark),
	"airport": kindsOf(geo.KindAirport, geo.KindBase), "airfield": kindsOf(geo.KindAirport, geo.KindBase), "airbase": kindsOf(geo.KindAirport, geo.KindBase), "base": kindsOf(geo.KindAirport, geo.KindBase),
	"crossing": kindsOf(geo.KindCrossing), "gate": kindsOf(geo.KindCrossing),
}

// partWords name a part of the place whose name follows: "southern Helmand",
// "greater Manchester", "downtown Detroit".
var partWords = map[string]bool{
	"north": true, "south": true, "east": true, "west": true, "northern": true, "southern": true, "eastern": true, "western": true,
	"northeast": true, "northwest": true, "southeast": true, "southwest": true, "northeastern": true, "northwestern": true,
	"southeastern": true, "southwestern": true, "central": true, "upper": true, "lower": true, "mid": true, "middle": true,
	"inner": true, "outer": true, "greater": true, "metro": true, "metropolitan": true, "downtown": true, "uptown": true,
	"midtown": true, "old": true, "rural": true, "coastal": true, "mainland": true, "far": true, "suburban": true,
}

// nearWords stand before the name of the area that a place lies in: "Tripoli in
// neighbouring Lebanon".
var nearWords = map[string]bool{
	"neighboring": true, "neighbouring": true, "nearby": true, "adjacent": true, "occupied": true, "modern": true, "present-day": true, "what": true, "is": true, "now": true,
	"north-east": true, "north-west": true, "south-east": true, "south-west": true, "north-eastern": true, "north-western": true, "south-eastern": true, "south-western": true,
	"remote": true, "restive": true, "war-torn": true, "landlocked": true, "tribal": true, "border": true,
}

// facilityWords mark the name of a thing that stands in a place: if the thing is
// not in the gazetteer, it lies in or near a place that the article names.
var facilityWords = map[string]bool{
	"academy": true, "airport": true, "airfield": true, "aquarium": true, "arena": true, "auditorium": true, "avenue": true, "ave": true, "bank": true,
	"barracks": true, "base": true, "beach": true, "boulevard": true, "blvd": true, "bridge": true, "building": true, "camp": true, "campus": true,
	"cathedral": true, "cemetery": true, "center": true, "centre": true, "chapel": true, "church": true, "clinic": true, "club": true, "college": true,
	"complex": true, "court": true, "courthouse": true, "creek": true, "crossing": true, "dam": true, "drive": true, "embassy": true, "estate": true, "factory": true,
	"farm": true, "field": true, "fort": true, "garden": true, "gardens": true, "garage": true, "hall": true, "harbor": true, "harbour": true, "headquarters": true,
	"heights": true, "highway": true, "hospital": true, "hotel": true, "house": true, "inn": true, "institute": true, "interstate": true, "jail": true, "junction": true,
	"lane": true, "library": true, "mall": true, "market": true, "memorial": true, "mill": true, "mine": true, "monument": true, "mosque": true, "motel": true,
	"museum": true, "office": true, "palace": true, "park": true, "parkway": true, "pier": true, "place": true, "plant": true, "plaza": true, "port": true,
	"prison": true, "refinery": true, "reservoir": true, "resort": true, "restaurant": true, "road": true, "rd": true, "route": true, "school": true, "shrine": true,
	"square": true, "stadium": true, "station": true, "street": true, "st": true, "synagogue": true, "temple": true, "terminal": true, "theater": true, "theatre": true,
	"tower": true, "trail": true, "tunnel": true, "turnpike": true, "university": true, "way": true, "wharf": true, "woods": true, "zoo": true,
}

// joiners are the words that may stand between a designator and its name.
func joiner(w string) bool {
	return w == "of" || w == "the" || w == "de" || w == "du" || w == "di" || w == "del"
}
