package gazetteer

import (
	"encoding/binary"
	"iter"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// Ref is the number of a place in one gazetteer file. It has no meaning in another
// file.
type Ref uint32

// NoRef is the Ref of no place.
const NoRef = Ref(layout.NoRef)

// Record is the part of a place that is stored in fixed width.
type Record struct {
	Point orb.Point
	Kind  geo.Kind
	// Feature is the GeoNames feature code, or empty.
	Feature string
	// Country is the ISO 3166-1 alpha-2 code, or empty.
	Country string
	// CountryRef, Admin1 and Admin2 are the areas that contain the place, NoRef for
	// none. A first-level area is its own Admin1.
	CountryRef, Admin1, Admin2 Ref
	Population                 int64
	// NameCount is the number of names of the place, at most 255: a measure of its
	// prominence.
	NameCount int
}

// Record returns the record of a place without allocating. For a Ref outside the
// file it is the zero Record with NoRefs.
func (g *Gazetteer) Record(r Ref) Record {
	b := g.record(r)
	if b == nil {
		return Record{CountryRef: NoRef, Admin1: NoRef, Admin2: NoRef}
	}
	typ := g.typeOf(b)
	rec := Record{
		Point:      b.Point(),
		Kind:       typ.ParsedKind,
		Feature:    typ.Feature,
		Population: int64(g.population(r, b)),
		Admin1:     Ref(b.Admin1()) - 1,
		Admin2:     Ref(b.Admin2()) - 1,
		CountryRef: NoRef,
		NameCount:  int(b.Names()),
	}
	if c := b.Country(); c > 0 && c < len(g.tables.Countries) {
		rec.Country, rec.CountryRef = g.tables.Countries[c].Code, Ref(g.tables.Countries[c].Ref)
	}
	return rec
}

// InCountry yields the places of a country, of which code is the ISO 3166-1 alpha-2 code, in the order of their Refs.
func (g *Gazetteer) InCountry(code string) iter.Seq[Ref] {
	return func(yield func(Ref) bool) {
		c := slices.IndexFunc(g.tables.Countries, func(e layout.CountryEntry) bool { return e.Code == code })
		if c <= 0 {
			return
		}
		for i := range g.Len() {
			if b := g.record(Ref(i)); b != nil && b.Country() == c && !yield(Ref(i)) {
				return
			}
		}
	}
}

// Elevation returns the elevation of a place in meters above sea level; ok is
// false if it is unknown.
func (g *Gazetteer) Elevation(r Ref) (meters int, ok bool) {
	b := g.section(layout.SecElevations)
	if at := int64(r) * 2; at+2 <= int64(len(b)) {
		meters = int(int16(binary.LittleEndian.Uint16(b[at:])))
		return meters, meters != layout.UnknownElevation
	}
	return 0, false
}

// record returns the record of a place, or nil.
func (g *Gazetteer) record(r Ref) layout.Record {
	places, size := g.section(layout.SecPlaces), g.tables.RecordSize
	if uint64(r) >= uint64(len(places)/size) {
		return nil
	}
	at := int(r) * size
	return places[at : at+size : at+size]
}

// typeOf returns the kind and the feature code of a record.
func (g *Gazetteer) typeOf(b layout.Record) layout.TypeEntry {
	if n := b.Type(); n < len(g.tables.Types) {
		return g.tables.Types[n]
	}
	return layout.TypeEntry{}
}

// population returns the population of a record.
func (g *Gazetteer) population(r Ref, b layout.Record) uint32 {
	n := b.Population()
	if n == layout.LargePopulation {
		if e := layout.FindEntry(g.section(layout.SecPopulations), layout.PopulationEntry, uint32(r)); e != nil {
			return binary.LittleEndian.Uint32(e[4:])
		}
	}
	return n
}

// weight returns the prominence of a place; see layout.Weight.
func (g *Gazetteer) weight(r Ref) uint8 {
	b := g.record(r)
	if b == nil {
		return 0
	}
	return layout.Weight(g.typeOf(b).ParsedKind, g.population(r, b), b.Names())
}

// Name returns the display name of a place.
func (g *Gazetteer) Name(r Ref) string {
	b := g.record(r)
	if b == nil {
		return ""
	}
	return g.stringAt(b.Name())
}

// ID returns the id of a place, such as "geonames:1138958".
func (g *Gazetteer) ID(r Ref) geo.PlaceID {
	b := g.record(r)
	switch {
	case b == nil:
		return ""
	case b.Scheme() == layout.TextScheme:
		return geo.PlaceID(g.stringAt(b.ID()))
	case int(b.Scheme()) >= len(g.tables.Schemes):
		return ""
	}
	return geo.PlaceID(g.tables.Schemes[b.Scheme()] + ":" + strconv.FormatUint(uint64(b.ID()), 10))
}

// HasGeneratedID reports whether the id of a place was generated for a source
// without ids.
func (g *Gazetteer) HasGeneratedID(r Ref) bool {
	b := g.record(r)
	return b != nil && b.Scheme() != layout.TextScheme && slices.Contains(g.tables.Generated, b.Scheme())
}

// Place returns everything that the gazetteer has of a place except its names.
func (g *Gazetteer) Place(r Ref) geo.Place {
	rec := g.Record(r)
	p := geo.Place{
		ID: g.ID(r), Name: g.Name(r), Kind: rec.Kind, Feature: rec.Feature, Country: rec.Country, CountryName: g.Name(rec.CountryRef),
		Point: rec.Point, Population: rec.Population, Codes: g.codes(r), Bound: g.Bound(r),
	}
	if rec.Admin1 != r {
		p.Admin1, p.Admin1ID = g.Name(rec.Admin1), g.ID(rec.Admin1)
	}
	if rec.Admin2 != r {
		p.Admin2, p.Admin2ID = g.Name(rec.Admin2), g.ID(rec.Admin2)
	}
	return p
}

// codes returns the further ids and codes of a place by scheme. Several of one
// scheme are separated by commas.
func (g *Gazetteer) codes(r Ref) map[string]string {
	var codes map[string]string
	index := g.section(layout.SecCodes)
	for n := layout.SeekEntry(index, layout.CodeEntry, uint32(r)); (n+1)*layout.CodeEntry <= len(index); n++ {
		e := index[n*layout.CodeEntry:]
		if Ref(binary.LittleEndian.Uint32(e)) != r {
			break
		}
		scheme, value, ok := strings.Cut(g.stringAt(binary.LittleEndian.Uint32(e[4:])), ":")
		if !ok {
			continue
		}
		if codes == nil {
			codes = make(map[string]string)
		}
		if first, ok := codes[scheme]; ok {
			value = first + "," + value
		}
		codes[scheme] = value
	}
	return codes
}

// AreaCodes iterates over the codes of administrative areas, in the order of
// Refs: "AF" and the GeoNames codes of the first and second level, separated by
// periods, as in "AF.13.1304".
func (g *Gazetteer) AreaCodes() iter.Seq2[Ref, string] {
	return func(yield func(Ref, string) bool) {
		var code []byte
		b := g.section(layout.SecAreaCodes)
		for r := Ref(0); len(b) >= 2; r++ {
			shared, rest := int(b[0]), int(b[1])
			if b = b[2:]; shared > len(code) || rest > len(b) {
				return
			}
			if shared+rest == 0 {
				continue
			}
			code = append(code[:shared], b[:rest]...)
			b = b[rest:]
			if !yield(r, string(code)) {
				return
			}
		}
	}
}
