// Package geonames reads places from files of GeoNames.
//
// The layout of a file is detected from its content, not from its name. Memory is
// bounded by the number of administrative areas and by the size of the file of
// alternate names, about 20 bytes per name.
package geonames

import (
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/input"
)

// GeoNames is a source of places in files of GeoNames: places from cities500.txt,
// allCountries.zip, AF.zip, no-country.zip and similar files, with the companion
// files alternateNamesV2, hierarchy, admin1CodesASCII, admin2Codes and countryInfo
// as far as they are given. The layouts are those of the publisher's readme.txt.
//
// A place in several files is read once. An administrative area in the companion
// files without a row among the places, as with the cities files, becomes an entry
// at the center of its settlements.
type GeoNames struct {
	places     []input.Input
	alternates []input.Input
	hierarchy  *input.Input
	admin      [2]*input.Input
	countries  *input.Input
}

// New returns the source of the files at the paths, or in the folders at the paths.
// A folder may contain other files, but a path of a file must be one of GeoNames.
func New(paths ...string) (*GeoNames, error) {
	g := &GeoNames{}
	for _, p := range paths {
		inputs, err := input.Find(p)
		if err != nil {
			return nil, err
		}
		known := 0
		for i := range inputs {
			layout, err := layoutOf(&inputs[i])
			if err != nil {
				return nil, err
			}
			if g.use(&inputs[i], layout) {
				known++
			}
		}
		if known == 0 {
			return nil, geo.Errorf(geo.ErrInput, "reading GeoNames: %s has no file with a layout of GeoNames; give the files as they are published, such as allCountries.zip", p)
		}
	}
	if len(g.places) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "reading GeoNames: there is no file of places among %s; add one, such as cities500.zip or allCountries.zip", strings.Join(paths, ", "))
	}
	slices.SortStableFunc(g.places, func(a, b input.Input) int { return coverage(a.Base) - coverage(b.Base) })
	return g, nil
}

// use adds an input by its layout and reports whether it has one. There may be
// several files of alternate names, because countries have their own; of other
// companion files the first is used.
func (g *GeoNames) use(in *input.Input, l layout) bool {
	setFirst := func(slot **input.Input) {
		if *slot == nil {
			*slot = in
		}
	}
	switch l {
	case layoutPlaces:
		g.places = append(g.places, *in)
	case layoutAlternates:
		g.alternates = append(g.alternates, *in)
	case layoutHierarchy:
		setFirst(&g.hierarchy)
	case layoutAdmin1:
		setFirst(&g.admin[0])
	case layoutAdmin2:
		setFirst(&g.admin[1])
	case layoutCountries:
		setFirst(&g.countries)
	case layoutOther:
		return false
	}
	return true
}

// coverage ranks files of places by completeness, the most complete first, because of
// several rows about a place the first is used.
func coverage(base string) int {
	switch base = strings.ToLower(base); {
	case strings.HasPrefix(base, "allcountries"):
		return 0
	case strings.HasPrefix(base, "cities"):
		return 2
	}
	return 1
}

// Info returns the names of the files of places and the date of the newest.
func (g *GeoNames) Info() gazetteer.SourceInfo {
	var names []string
	for _, in := range g.places {
		name, _, _ := strings.Cut(in.Base, ".")
		names = append(names, name)
	}
	return gazetteer.SourceInfo{
		Name:        "GeoNames " + strings.Join(names, ", "),
		Version:     input.Version(g.places...),
		License:     "CC-BY-4.0",
		Attribution: "GeoNames",
		URL:         "https://www.geonames.org/",
	}
}

// Entries yields every place, and a [source.EntryError] for every line of any file
// that was skipped.
func (g *GeoNames) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		it := &iteration{
			countries: map[int]countryRow{},
			seen:      bitset{},
			report:    func(err error) bool { return yield(source.Entry{}, err) },
		}
		defer it.alternates.close() // after an error a temporary file remains, which only takes space
		err := g.load(it)
		for i := range g.places {
			if err != nil {
				break
			}
			err = g.read(it, &g.places[i], yield)
		}
		if err == nil {
			err = it.areas.rest(it, yield)
		}
		if err != nil && !errors.Is(err, input.ErrStopped) {
			yield(source.Entry{}, err)
		}
	}
}

// iteration is the state of one iteration over the entries.
type iteration struct {
	countries  map[int]countryRow
	areas      areaTable
	hierarchy  hierarchy
	alternates alternates
	seen       bitset
	report     func(error) bool
}

// load reads the companion files.
func (g *GeoNames) load(it *iteration) error {
	if err := g.loadCountries(it); err != nil {
		return err
	}
	for level, in := range g.admin {
		if err := it.areas.load(in, level+1, it.report); err != nil {
			return err
		}
	}
	if err := it.hierarchy.load(g.hierarchy, it.report); err != nil {
		return err
	}
	return it.alternates.load(g.alternates, it.report)
}

// read yields the places of a file.
func (g *GeoNames) read(it *iteration, in *input.Input, yield func(source.Entry, error) bool) error {
	l, err := input.OpenLines(in)
	if err != nil {
		return err
	}
	defer l.Close()
	for {
		line, err := l.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, geo.ErrTooLarge):
			if !it.report(l.Skipped(err)) {
				return input.ErrStopped
			}
			continue
		case err != nil:
			return err
		case len(line) == 0 || line[0] == '#':
			continue
		}
		row, err := parseRow(line)
		if err != nil {
			if !it.report(l.Skipped(err)) {
				return input.ErrStopped
			}
			continue
		}
		if !it.seen.add(row.id) {
			continue
		}
		e, err := it.newEntry(&row)
		if err != nil {
			return err
		}
		if !yield(e, nil) {
			return input.ErrStopped
		}
	}
}

// bitset is a set of ids.
type bitset map[uint32]*[1 << 10]uint64

// add adds an id and reports whether it is new.
func (b bitset) add(n int) bool {
	page := b[uint32(n>>16)]
	if page == nil {
		page = new([1 << 10]uint64)
		b[uint32(n>>16)] = page
	}
	word, bit := &page[n>>6&(1<<10-1)], uint64(1)<<(n&63)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}
