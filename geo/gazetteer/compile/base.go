package compile

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/layout"
	"dateline/geo/gazetteer/source"
)

// Base returns the places of a compiled gazetteer as a source, so that another
// gazetteer can be built on it. The gazetteer must stay open until the compilation
// ends. Only the compiler reads the names and outlines of a base, because the file
// has them in the form in which it writes them: Entries yields places without
// them.
func Base(g *gazetteer.Gazetteer) source.Source { return &baseSource{g: g} }

type baseSource struct {
	g *gazetteer.Gazetteer
	// places are the numbers of the places in the builder, by Ref.
	places []uint32
}

// Info describes the base. The sources of the base have their own licenses.
func (s *baseSource) Info() gazetteer.SourceInfo {
	return gazetteer.SourceInfo{Name: "base gazetteer", Version: s.g.Info().Version}
}

// Entries yields the places by Ref, without their names and outlines.
func (s *baseSource) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		schemes := map[string]bool{}
		for r := range gazetteer.Ref(s.g.Len()) {
			scheme, _, _ := strings.Cut(string(s.g.ID(r)), ":")
			schemes[scheme] = true
		}
		for r := range gazetteer.Ref(s.g.Len()) {
			if !yield(s.entry(r, schemes), nil) {
				return
			}
		}
	}
}

// entry returns the entry of a place. schemes are the schemes of the ids of places:
// further ids in one of them are of the same place in another source, and others are
// codes.
func (s *baseSource) entry(r gazetteer.Ref, schemes map[string]bool) source.Entry {
	rec, p := s.g.Record(r), s.g.Place(r)
	e := source.Entry{
		Place: geo.Place{
			ID: p.ID, Name: p.Name, Kind: p.Kind, Feature: p.Feature, Country: p.Country, Point: p.Point, Population: p.Population,
			Bound: p.Bound, Codes: map[string]string{},
		},
		GeneratedID: s.g.HasGeneratedID(r), ExtraNames: rec.NameCount,
	}
	for _, scheme := range slices.Sorted(maps.Keys(p.Codes)) {
		if !schemes[scheme] {
			e.Place.Codes[scheme] = p.Codes[scheme]
			continue
		}
		for value := range strings.SplitSeq(p.Codes[scheme], ",") {
			e.SameAs = append(e.SameAs, geo.PlaceID(scheme+":"+value))
		}
	}
	e.ElevationM, e.HasElevation = s.g.Elevation(r)
	return e
}

// addBase adds what a base has in the form in which it is written: its names, its
// outlines and the areas that contain its places.
func (b *builder) addBase(n int, s *baseSource) {
	g := s.g
	b.bases[n] = g
	own := make(map[gazetteer.Ref]uint32)
	for r, code := range g.AreaCodes() {
		own[r] = b.areaCode(code)
	}
	codeOf := func(area gazetteer.Ref) uint32 {
		if area == gazetteer.NoRef || s.places[area] == noPlace {
			return 0
		}
		if own[area] == 0 {
			own[area] = b.ownCode(s.places[area])
		}
		return own[area]
	}
	for ref, at := range s.places {
		if at == noPlace {
			continue
		}
		r := gazetteer.Ref(ref)
		rec, p := g.Record(r), &b.places[at]
		p.areasAssigned = p.source == uint8(n)
		if code := own[r]; code != 0 && p.ownCode == 0 && p.kind == rec.Kind {
			p.ownCode = code
		}
		if p.admin1 == 0 {
			p.admin1 = codeOf(rec.Admin1)
		}
		if p.admin2 == 0 {
			p.admin2 = codeOf(rec.Admin2)
		}
		if _, has := b.outlines[at]; !has {
			if area := g.Area(r); area != nil {
				b.outlines[at] = layout.AppendOutline(nil, area)
				b.bounds[at] = g.Bound(r)
			}
		}
	}
	b.addBaseNames(s)
}

// addBaseNames adds the names of the places of a base.
func (b *builder) addBaseNames(s *baseSource) {
	g := s.g
	for r, name := range g.LocalNames() {
		if int(r) < len(s.places) && s.places[r] != noPlace {
			b.addLocalName(s.places[r], name.Text, name.Language)
		}
	}
	for key, names := range g.Keys() {
		if key[0] == layout.CodeMark {
			continue // ids and codes were added with the entries
		}
		for _, name := range names {
			if int(name.Ref) < len(s.places) && s.places[name.Ref] != noPlace {
				b.key = append(b.key[:0], key...)
				b.addKey(s.places[name.Ref], name.Kind, b.language(g.Language(name.Lang)))
			}
		}
	}
}
