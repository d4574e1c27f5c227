package source

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// countryRow is a row of countryInfo.txt. The publisher's name of a country is
// the one that people use ("Afghanistan"), where the row among the places has
// the formal one ("Islamic Republic of Afghanistan").
type countryRow struct {
	iso, iso3, name string
	population      int64
}

func (g *GeoNames) loadCountries(r *geonamesRun) error {
	if g.countries == nil {
		return nil
	}
	stopped, err := g.countries.each(func(line []byte) error {
		id, row, err := parseCountry(line)
		if err == nil && id > 0 {
			r.countries[id] = row
		}
		return err
	}, r.report)
	if err == nil && stopped {
		err = errStopped
	}
	return err
}

// parseCountry reads a row of countryInfo.txt; the id is 0 for a country that
// has no place of its own.
func parseCountry(line []byte) (id int, row countryRow, err error) {
	if !utf8.Valid(line) {
		return 0, row, geo.Errorf(geo.ErrInput, "not UTF-8")
	}
	col := strings.Split(string(line), "\t")
	if len(col) < 17 {
		return 0, row, geo.Errorf(geo.ErrInput, "%d columns, want 19", len(col))
	}
	row = countryRow{iso: col[0], iso3: col[1], name: strings.TrimSpace(col[4])}
	if len(row.iso) != 2 || row.name == "" {
		return 0, row, geo.Errorf(geo.ErrInput, "country %q with code %q", row.name, row.iso)
	}
	if n, err := strconv.ParseInt(col[7], 10, 64); err == nil && n > 0 {
		row.population = n
	}
	if col[16] == "" || col[16] == "0" {
		return 0, row, nil
	}
	id, err = parseID(col[16])
	return id, row, err
}

// apply makes an entry a country's. States that are no more ("AN", "CS") keep
// their place's own kind.
func (c *countryRow) apply(e *gazetteer.Entry, n *naming) {
	if e.Place.Feature != "PCLH" {
		e.Place.Kind = geo.KindCountry
	}
	e.Place.Name, n.named = c.name, true
	e.Place.Country = c.iso
	e.Admin1Code, e.Admin2Code = "", ""
	if e.Place.Population == 0 {
		e.Place.Population = c.population
	}
	setCode(&e.Place, "iso", c.iso)
	if c.iso3 != "" {
		setCode(&e.Place, "iso3", c.iso3)
		n.add(gazetteer.Name{Text: c.iso3, Kind: gazetteer.NameCode})
	}
}

// maxLinks bounds the rows of hierarchy.txt, which has about 500,000.
const maxLinks = 1 << 24

// link says that a place lies in another.
type link struct {
	child, parent uint32
	admin         bool
}

// hierarchy finds the place above a place.
type hierarchy []link

// load reads hierarchy.txt, if it is there.
func (h *hierarchy) load(in *input, report func(error) bool) error {
	if in == nil {
		return nil
	}
	stopped, err := in.each(func(line []byte) error {
		l, err := parseLink(line)
		switch {
		case err != nil:
			return err
		case len(*h) == maxLinks:
			return geo.Errorf(geo.ErrTooLarge, "more than %d rows", maxLinks)
		}
		*h = append(*h, l)
		return nil
	}, report)
	if err == nil && stopped {
		return errStopped
	}
	// Of several parents the administrative one counts, then the lowest id.
	slices.SortFunc(*h, func(a, b link) int {
		if c := cmp.Compare(a.child, b.child); c != 0 {
			return c
		}
		if a.admin != b.admin {
			if a.admin {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.parent, b.parent)
	})
	return err
}

func parseLink(line []byte) (link, error) {
	var col [3][]byte
	n := columns(col[:], line)
	if n != 2 && n != 3 {
		return link{}, geo.Errorf(geo.ErrInput, "%d columns, want 3", n)
	}
	parent, err := parseID(string(col[0]))
	if err != nil {
		return link{}, err
	}
	child, err := parseID(string(col[1]))
	if err != nil {
		return link{}, err
	}
	if parent == child {
		return link{}, geo.Errorf(geo.ErrInput, "place %d lies in itself", child)
	}
	return link{child: uint32(child), parent: uint32(parent), admin: string(col[2]) == "ADM"}, nil
}

// parent returns the place above the one with the given id, or "".
func (h hierarchy) parent(id int) geo.PlaceID {
	i, ok := slices.BinarySearchFunc(h, uint32(id), func(l link, id uint32) int { return cmp.Compare(l.child, id) })
	if !ok {
		return ""
	}
	return placeID(strconv.Itoa(int(h[i].parent)))
}
