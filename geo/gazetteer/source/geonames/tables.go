package geonames

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/input"
)

// countryRow is a row of countryInfo.txt. It has the common name of a country
// ("Afghanistan"), where the row among the places has the formal one ("Islamic
// Republic of Afghanistan").
type countryRow struct {
	iso, iso3, name string
	population      int64
}

func (g *GeoNames) loadCountries(it *iteration) error {
	if g.countries == nil {
		return nil
	}
	return input.EachLine(g.countries, func(line []byte) error {
		id, row, err := parseCountry(line)
		if err == nil && id > 0 {
			it.countries[id] = row
		}
		return err
	}, it.report)
}

// parseCountry parses a row of countryInfo.txt. The id is 0 for a country without a
// row among the places.
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

// apply completes the entry of a country. Former states ("AN", "CS") keep the kind
// of their place.
func (c *countryRow) apply(e *source.Entry, n *entry.Names) {
	if e.Place.Feature != "PCLH" {
		e.Place.Kind = geo.KindCountry
	}
	e.Place.Name, n.CommonName = c.name, true
	e.Place.Country = c.iso
	e.Admin1Code, e.Admin2Code = "", ""
	if e.Place.Population == 0 {
		e.Place.Population = c.population
	}
	entry.SetCode(&e.Place, "iso", c.iso)
	if c.iso3 != "" {
		entry.SetCode(&e.Place, "iso3", c.iso3)
		n.Add(source.Name{Text: c.iso3, Kind: gazetteer.NameCode})
	}
}

// maxLinks is a limit on the rows of hierarchy.txt, which has about 500,000.
const maxLinks = 1 << 24

// link is a place with the place above it.
type link struct {
	child, parent uint32
	admin         bool
}

// hierarchy has the links sorted by child, the preferred one of a child first.
type hierarchy []link

// load reads hierarchy.txt, if it is given.
func (h *hierarchy) load(in *input.Input, report func(error) bool) error {
	if in == nil {
		return nil
	}
	err := input.EachLine(in, func(line []byte) error {
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
	if err != nil {
		return err
	}
	// Administrative parents are preferred, then the lowest id.
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
	return nil
}

func parseLink(line []byte) (link, error) {
	var col [3][]byte
	n := input.Columns(col[:], line)
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
		return link{}, geo.Errorf(geo.ErrInput, "place %d is its own parent", child)
	}
	return link{child: uint32(child), parent: uint32(parent), admin: string(col[2]) == "ADM"}, nil
}

// parent returns the id of the place above the one with an id, or "".
func (h hierarchy) parent(id int) geo.PlaceID {
	i, ok := slices.BinarySearchFunc(h, uint32(id), func(l link, id uint32) int { return cmp.Compare(l.child, id) })
	if !ok {
		return ""
	}
	return entry.GeoNamesID(strconv.Itoa(int(h[i].parent)))
}
