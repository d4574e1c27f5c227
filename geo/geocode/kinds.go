package geocode

import (
	"strings"

	"dateline/geo"
)

// kindWords maps the providers' lower-case words for kinds of places to kinds. Words
// that may mean several kinds are left out.
var kindWords = map[string]geo.Kind{
	"continent": geo.KindContinent, "macroregion": geo.KindRegion, "colloquial_area": geo.KindRegion, "marketarea": geo.KindRegion, "empire": geo.KindRegion,
	"country": geo.KindCountry, "dependency": geo.KindCountry, "pcli": geo.KindCountry,
	"state": geo.KindAdmin1, "province": geo.KindAdmin1, "region": geo.KindAdmin1, "governorate": geo.KindAdmin1, "administrative_area_level_1": geo.KindAdmin1,
	"countrysubdivision": geo.KindAdmin1, "state or province": geo.KindAdmin1,
	"county": geo.KindAdmin2, "state_district": geo.KindAdmin2, "district": geo.KindAdmin2, "administrative_area_level_2": geo.KindAdmin2, "macrocounty": geo.KindAdmin2,
	"countrysecondarysubdivision": geo.KindAdmin2,
	"municipality":                geo.KindAdmin3, "localadmin": geo.KindAdmin3, "administrative_area_level_3": geo.KindAdmin3, "countrytertiarysubdivision": geo.KindAdmin3,
	"city": geo.KindSettlement, "town": geo.KindSettlement, "village": geo.KindSettlement, "hamlet": geo.KindSettlement, "locality": geo.KindSettlement, "place": geo.KindSettlement,
	"isolated_dwelling": geo.KindSettlement, "postal_town": geo.KindSettlement,
	"suburb": geo.KindQuarter, "neighborhood": geo.KindQuarter,
	"neighbourhood": geo.KindQuarter, //nolint:misspell // the spelling of OpenStreetMap
	"quarter":       geo.KindQuarter, "borough": geo.KindQuarter, "city_district": geo.KindQuarter,
	"subdistrict": geo.KindQuarter, "sublocality": geo.KindQuarter, "macrohood": geo.KindQuarter, "municipalitysubdivision": geo.KindQuarter,
	"ocean": geo.KindSea, "sea": geo.KindSea, "bay": geo.KindSea, "strait": geo.KindSea, "marinearea": geo.KindSea, "body_of_water": geo.KindSea,
	"lake": geo.KindLake, "reservoir": geo.KindLake, "river": geo.KindRiver, "stream": geo.KindRiver, "canal": geo.KindRiver, "waterway": geo.KindRiver, "valley": geo.KindRiver,
	"mountain_range": geo.KindRange, "peak": geo.KindPeak, "volcano": geo.KindPeak, "mountain": geo.KindPeak, "mountain_pass": geo.KindPass, "saddle": geo.KindPass,
	"desert": geo.KindDesert, "forest": geo.KindDesert, "wetland": geo.KindDesert, "peninsula": geo.KindPeninsula, "cape": geo.KindPeninsula,
	"island": geo.KindIsland, "archipelago": geo.KindIsland, "islet": geo.KindIsland, "park": geo.KindPark, "national_park": geo.KindPark, "nature_reserve": geo.KindPark,
	"airport": geo.KindAirport, "aerodrome": geo.KindAirport, "aeroway": geo.KindAirport, "military": geo.KindBase, "border_control": geo.KindCrossing,
	"dam": geo.KindSite, "bridge": geo.KindSite, "square": geo.KindSite, "poi": geo.KindSite, "venue": geo.KindSite, "point_of_interest": geo.KindSite, "amenity": geo.KindSite,
	"tourism": geo.KindSite, "historic": geo.KindSite, "building": geo.KindSite, "premise": geo.KindSite, "establishment": geo.KindSite, "railway": geo.KindSite, "office": geo.KindSite,
	"shop": geo.KindSite, "emergency": geo.KindSite, "man_made": geo.KindSite, "university": geo.KindSite, "hospital": geo.KindSite, "school": geo.KindSite,
}

// kindOf returns the kind for a word of a provider. It is KindUnknown for roads,
// addresses and postal codes, which are not places by themselves.
func kindOf(word string) geo.Kind { return kindWords[strings.ToLower(word)] }
