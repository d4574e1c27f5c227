package gazetteer

import (
	"iter"

	"dateline/geo"

	"github.com/paulmach/orb"
)

// NameKind says what sort of name a place is called by.
type NameKind uint8

// The kinds of name.
const (
	NameOfficial     NameKind = iota // the name a map would print
	NameASCII                        // the same without diacritics
	NameAlternate                    // other spellings and languages
	NameAbbreviation                 // "Calif.", "UAE": matched as written
	NameDemonym                      // "Afghan", "Texans": people or adjective
	NameFormer                       // "Burma"
	NameCode                         // IATA, P-code: found by look-up, never in text
)

// Name is one name of a place.
type Name struct {
	Text string
	Kind NameKind
	// Language is a BCP 47 code, or empty where unknown.
	Language string
}

// Entry is one place as a source gives it, before sources are merged.
type Entry struct {
	// Place holds what the source knows. Its ID, Name, Kind and Point are
	// required; CountryName, Admin1, Admin2 and their ids are filled by the
	// compiler from the codes below.
	Place geo.Place
	// Made says that the source has no ids and this one was made for it: it is
	// not kept where the place is another source's too.
	Made bool
	// Vague says that the source does not tell what the place is, and its kind, a
	// site, is that of a place of which no more is known.
	Vague bool
	// SameAs lists ids of the same place in other sources ("geonames:1138958").
	SameAs []geo.PlaceID
	// Names holds further names; Place.Name is always one.
	Names []Name
	// Admin1Code and Admin2Code are GeoNames codes without the country, such as
	// "13" and "1304"; on a first- or second-level area they are its own.
	Admin1Code, Admin2Code string
	// Parent is the place directly above in the source's own hierarchy, if any.
	Parent geo.PlaceID
	// ElevationM is metres above sea level; HasElevation says if it is known.
	ElevationM   int
	HasElevation bool
	// Known counts like this many names towards how widely the place is known,
	// for sources that know few names of well-known places.
	Known int
	// Area is the outline, or nil.
	Area orb.MultiPolygon
}

// Source yields entries one after the other, so that a source of any size is
// read in constant memory. Info describes it for "gazetteer info" and for the
// attribution that users see.
type Source interface {
	Info() SourceInfo
	Entries() iter.Seq2[Entry, error]
}

// SourceInfo says where places come from and under which licence.
type SourceInfo struct {
	Name        string `json:"name"`    // "GeoNames cities500"
	Version     string `json:"version"` // package version or date of the dump
	Licence     string `json:"licence"` // SPDX id where there is one
	Attribution string `json:"attribution"`
	URL         string `json:"url"`
}
