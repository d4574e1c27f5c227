package geo

import "github.com/paulmach/orb"

// PlaceID identifies a place by its source and the identifier of the source, such as
// "geonames:1138958", "dateline:torkham-crossing" or "wof:421169779". Coordinates in a
// text have their latitude and longitude: "geo:34.5281,69.1723".
type PlaceID string

// Kind is the type of a place.
type Kind uint8

// The kinds of place, from the widest to the narrowest.
const (
	KindUnknown     Kind = iota
	KindContinent        // Asia
	KindRegion           // Middle East, Sahel, Kashmir: no government of its own or a disputed one
	KindCountry          // countries and dependent territories with an ISO 3166-1 code
	KindAdmin1           // province, state, governorate
	KindAdmin2           // district, county
	KindAdmin3           // anything governed below that
	KindSea              // ocean, sea, gulf, bay, strait, channel
	KindLake             //
	KindRiver            // river, canal, valley of a river
	KindRange            // mountain range, hills, plateau
	KindDesert           // desert, plain, forest, wetland
	KindPeninsula        // peninsula, cape
	KindIsland           // island, archipelago
	KindPark             // national park, reserve
	KindPeak             // mountain, volcano
	KindPass             // mountain pass, valley
	KindSettlement       // city, town, village
	KindQuarter          // part of a settlement: borough, suburb, camp
	KindAirport          // airport, airfield
	KindBase             // military base
	KindCrossing         // border crossing
	KindSite             // any other site: dam, bridge, plant, square
	KindCoordinates      // a point given by its coordinates, which is not in the gazetteer
)

// kinds lists the names and precisions of the kinds in the order of the constants.
var kinds = [...]struct {
	name      string
	precision Precision
}{
	KindUnknown:    {"unknown", PrecisionSite},
	KindContinent:  {"continent", PrecisionCountry},
	KindRegion:     {"region", PrecisionCountry},
	KindCountry:    {"country", PrecisionCountry},
	KindAdmin1:     {"admin1", PrecisionArea},
	KindAdmin2:     {"admin2", PrecisionArea},
	KindAdmin3:     {"admin3", PrecisionArea},
	KindSea:        {"sea", PrecisionArea},
	KindLake:       {"lake", PrecisionArea},
	KindRiver:      {"river", PrecisionArea},
	KindRange:      {"range", PrecisionArea},
	KindDesert:     {"desert", PrecisionArea},
	KindPeninsula:  {"peninsula", PrecisionArea},
	KindIsland:     {"island", PrecisionArea},
	KindPark:       {"park", PrecisionArea},
	KindPeak:       {"peak", PrecisionSite},
	KindPass:       {"pass", PrecisionSite},
	KindSettlement: {"settlement", PrecisionSettlement},
	KindQuarter:    {"quarter", PrecisionSettlement},
	KindAirport:    {"airport", PrecisionSite},
	KindBase:       {"base", PrecisionSite},
	KindCrossing:   {"crossing", PrecisionSite},
	KindSite:       {"site", PrecisionSite},

	KindCoordinates: {"coordinates", PrecisionSite},
}

// Kinds returns all kinds except KindUnknown, in the order of the constants.
func Kinds() []Kind {
	all := make([]Kind, 0, len(kinds)-1)
	for k := range kinds[1:] {
		all = append(all, Kind(k+1))
	}
	return all
}

// String returns the name of the kind in files and APIs.
func (k Kind) String() string {
	if int(k) >= len(kinds) {
		return kinds[KindUnknown].name
	}
	return kinds[k].name
}

// ParseKind is the inverse of String; ok is false for an unknown name.
func ParseKind(name string) (kind Kind, ok bool) {
	for k := range kinds {
		if kinds[k].name == name {
			return Kind(k), true
		}
	}
	return KindUnknown, false
}

// Precision returns the precision of places of the kind.
func (k Kind) Precision() Precision {
	if int(k) >= len(kinds) {
		return PrecisionSite
	}
	return kinds[k].precision
}

// Precision is how small the named place is. It is independent of [Confidence], the
// probability that it is the right one.
type Precision string

// The precisions, the smallest places first. Sites and settlements are drawn as points,
// areas and countries are not.
const (
	PrecisionSite       Precision = "site"
	PrecisionSettlement Precision = "settlement"
	PrecisionArea       Precision = "area"
	PrecisionCountry    Precision = "country or region"
)

// IsPoint reports whether a place of this precision is drawn as a point.
func (p Precision) IsPoint() bool { return p == PrecisionSite || p == PrecisionSettlement }

// Place is an entry of the gazetteer.
type Place struct {
	ID   PlaceID
	Name string // in English if there is an English name
	Kind Kind
	// Feature is the GeoNames feature code, such as "PPLC", or empty.
	Feature string
	// Country is the ISO 3166-1 alpha-2 code, or empty (seas, continents).
	Country     string
	CountryName string
	// Admin1 and Admin2 are the names of the first- and second-level areas that
	// contain the place, or empty; the IDs are empty if the areas are not places of
	// the gazetteer.
	Admin1, Admin2     string
	Admin1ID, Admin2ID PlaceID
	// Point is the representative point, WGS 84 longitude and latitude.
	Point orb.Point
	// Bound is the extent, or zero if unknown.
	Bound orb.Bound
	// Population is 0 if unknown.
	Population int64
	// Codes contains other identifiers by scheme: "iso", "iata", "icao", "pcode",
	// "wikidata", "wof", "ne".
	Codes map[string]string
}
