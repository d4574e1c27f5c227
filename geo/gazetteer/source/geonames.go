package source

import (
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// GeoNames reads dumps of GeoNames: places out of cities500.txt, allCountries.zip,
// AF.zip, no-country.zip and their like, and what the publisher keeps beside
// them (alternateNamesV2, hierarchy, admin1CodesASCII, admin2Codes, countryInfo),
// where it is given. The layouts are those of the publisher's readme.txt.
//
// A place in more than one of the files is read once. Where the files beside the
// places name an administrative area that has no row of its own, as with the
// cities files, it is made an entry at the middle of its settlements.
type GeoNames struct {
	places     []input
	alternates []input
	hierarchy  *input
	admin      [2]*input
	countries  *input
}

// NewGeoNames looks at the files, or folders with files, at the paths. A folder
// may hold other files too; a file named by itself must be one of GeoNames'.
func NewGeoNames(paths ...string) (*GeoNames, error) {
	g := &GeoNames{}
	for _, p := range paths {
		inputs, err := inputsAt(p)
		if err != nil {
			return nil, err
		}
		known := 0
		for i := range inputs {
			layout, err := layoutOf(&inputs[i])
			if err != nil {
				return nil, err
			}
			if g.take(&inputs[i], layout) {
				known++
			}
		}
		if known == 0 {
			return nil, geo.Errorf(geo.ErrInput, "reading GeoNames from %s: no file in a layout of GeoNames; give the files as they are downloaded, such as allCountries.zip", p)
		}
	}
	if len(g.places) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "reading GeoNames from %s: no file of places among them; add one, such as cities500.zip or allCountries.zip", strings.Join(paths, ", "))
	}
	slices.SortStableFunc(g.places, func(a, b input) int { return extent(a.base) - extent(b.base) })
	return g, nil
}

// take keeps an input by its layout. Of the files beside the places there may be
// several of alternate names, for countries have their own; of the others the
// first counts.
func (g *GeoNames) take(in *input, l layout) bool {
	keep := func(slot **input) {
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
		keep(&g.hierarchy)
	case layoutAdmin1:
		keep(&g.admin[0])
	case layoutAdmin2:
		keep(&g.admin[1])
	case layoutCountries:
		keep(&g.countries)
	case layoutOther:
		return false
	}
	return true
}

// extent ranks the files of places by how much they hold, the fullest first: of
// two rows for one place the first counts.
func extent(base string) int {
	switch base = strings.ToLower(base); {
	case strings.HasPrefix(base, "allcountries"):
		return 0
	case strings.HasPrefix(base, "cities"):
		return 2
	}
	return 1
}

// Info names the files of places and the newest day among them.
func (g *GeoNames) Info() gazetteer.SourceInfo {
	var names []string
	for _, in := range g.places {
		name, _, _ := strings.Cut(in.base, ".")
		names = append(names, name)
	}
	return gazetteer.SourceInfo{
		Name:        "GeoNames " + strings.Join(names, ", "),
		Version:     version(g.places...),
		Licence:     "CC-BY-4.0",
		Attribution: "GeoNames",
		URL:         "https://www.geonames.org/",
	}
}

// Entries yields every place. Its error is a [gazetteer.EntryError] for a line
// of any of the files that was left out.
func (g *GeoNames) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		r := &geonamesRun{
			countries: map[int]countryRow{},
			seen:      bitset{},
			report:    func(err error) bool { return yield(gazetteer.Entry{}, err) },
		}
		defer r.alternates.close() // a temporary file that stays does no harm but take room
		err := g.load(r)
		for i := range g.places {
			if err != nil {
				break
			}
			err = g.read(r, &g.places[i], yield)
		}
		if err == nil {
			err = r.areas.rest(r, yield)
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(gazetteer.Entry{}, err)
		}
	}
}

// errStopped says that whoever ranges over the entries wants no more of them.
var errStopped = errors.New("stopped")

// geonamesRun is what one iteration keeps.
type geonamesRun struct {
	countries  map[int]countryRow
	areas      areaTable
	hierarchy  hierarchy
	alternates alternates
	seen       bitset
	report     func(error) bool
}

// load reads the files beside the places.
func (g *GeoNames) load(r *geonamesRun) error {
	if err := g.loadCountries(r); err != nil {
		return err
	}
	for level, in := range g.admin {
		if err := r.areas.load(in, level+1, r.report); err != nil {
			return err
		}
	}
	if err := r.hierarchy.load(g.hierarchy, r.report); err != nil {
		return err
	}
	return r.alternates.load(g.alternates, r.report)
}

// read yields the places of one file.
func (g *GeoNames) read(r *geonamesRun, in *input, yield func(gazetteer.Entry, error) bool) error {
	l, err := openLines(in)
	if err != nil {
		return err
	}
	defer l.close()
	for {
		line, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errLongLine):
			if !r.report(l.bad(err)) {
				return errStopped
			}
			continue
		case err != nil:
			return err
		case len(line) == 0 || line[0] == '#':
			continue
		}
		row, err := parseRow(line)
		if err != nil {
			if !r.report(l.bad(err)) {
				return errStopped
			}
			continue
		}
		if !r.seen.add(row.id) {
			continue
		}
		e, err := r.entry(&row)
		if err != nil {
			return err
		}
		if !yield(e, nil) {
			return errStopped
		}
	}
}

// bitset is a set of GeoNames ids.
type bitset map[uint32]*[1 << 10]uint64

// add puts a number into the set and reports whether it was not there.
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
