// Package source defines what a source of places gives to the compiler; a package below it reads each publisher's data.
package source

import (
	"iter"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// Source reads the places of a publisher. It may be iterated more than once, and
// each iteration opens its files again.
type Source interface {
	// Info describes the source and its license.
	Info() gazetteer.SourceInfo
	// Entries yields one place after the other, so that memory does not grow with
	// the size of the source. An error of type *EntryError is about one place, and
	// the sequence continues; any other error ends it.
	Entries() iter.Seq2[Entry, error]
}

// Name is one name of a place.
type Name struct {
	Text string
	Kind gazetteer.NameKind
	// Language is a BCP 47 code, or empty if unknown.
	Language string
}

// LocalName is the name of a place to show to readers of a language, as the source spells it.
type LocalName struct {
	Text string
	// Language is a BCP 47 tag, with a region or script only where it has a name of its own: "fr", "pt-PT", "zh-Hant".
	Language string
}

// Entry is one place of a source.
type Entry struct {
	// Place has what the source knows. ID, Name, Kind and Point are required.
	// CountryName, Admin1, Admin2 and their ids are ignored: the compiler derives
	// them from the fields below.
	Place geo.Place
	// GeneratedID means that the source has no ids and this one was generated. It is
	// dropped if the place is merged with that of a source that has ids.
	GeneratedID bool
	// UnknownType means that the source does not state what the place is. Its kind,
	// site, is then a default.
	UnknownType bool
	// SameAs has ids of the same place in other sources ("geonames:1138958").
	SameAs []geo.PlaceID
	// Names has further names. Place.Name need not be among them.
	Names []Name
	// LocalNames has the names to show by language; the first of a language is used. Texts are not searched for them:
	// those that may occur in texts are in Names too.
	LocalNames []LocalName
	// Admin1Code and Admin2Code are the GeoNames codes of the areas that contain the
	// place, without the country: "13" and "1304". On a first- or second-level area
	// they are its own.
	Admin1Code, Admin2Code string
	// Parent is the id of the place directly above in the source's hierarchy, if any.
	Parent geo.PlaceID
	// ElevationM is the elevation in meters above sea level, valid if HasElevation.
	ElevationM   int
	HasElevation bool
	// ExtraNames is added to the number of names, which measures prominence, for
	// sources that have few names of well-known places.
	ExtraNames int
	// Area is the outline, or nil.
	Area orb.MultiPolygon
}
