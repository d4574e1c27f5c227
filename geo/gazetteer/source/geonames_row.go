package source

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// maxID bounds GeoNames ids; those of 2026 reach 13 million.
const maxID = 1 << 25

// noElevation stands in the column "dem" where the elevation is not known.
const noElevation = -9999

// placeRow is a row of a file of places, with the columns that are used.
type placeRow struct {
	id                  int
	name, ascii, others string
	point               orb.Point
	class               byte
	feature             string
	country             string
	admin1, admin2      string
	population          int64
	elevation           int
	hasElevation        bool
	idText              string
}

// parseRow reads a row of a file of places. The strings are parts of one copy of
// the line.
func parseRow(line []byte) (placeRow, error) {
	if !utf8.Valid(line) {
		return placeRow{}, geo.Errorf(geo.ErrInput, "not UTF-8")
	}
	var col [19]string
	n := 0
	for part := range strings.SplitSeq(string(line), "\t") {
		if n < len(col) {
			col[n] = part
		}
		n++
	}
	if n != len(col) {
		return placeRow{}, geo.Errorf(geo.ErrInput, "%d columns, want %d", n, len(col))
	}
	row := placeRow{
		idText: col[0], name: strings.TrimSpace(col[1]), ascii: strings.TrimSpace(col[2]), others: col[3],
		feature: col[7], country: col[8], admin1: col[10], admin2: col[11],
	}
	var err error
	if row.id, err = parseID(col[0]); err != nil {
		return placeRow{}, err
	}
	if row.name == "" {
		if row.name = row.ascii; row.name == "" {
			return placeRow{}, geo.Errorf(geo.ErrInput, "no name")
		}
	}
	if row.point, err = parsePoint(col[4], col[5]); err != nil {
		return placeRow{}, err
	}
	if len(col[6]) == 1 {
		row.class = col[6][0]
	}
	if col[14] != "" {
		if row.population, err = strconv.ParseInt(col[14], 10, 64); err != nil || row.population < 0 {
			return placeRow{}, geo.Errorf(geo.ErrInput, "population %q is not a number", col[14])
		}
	}
	row.elevation, row.hasElevation = parseElevation(col[15], col[16])
	return row, nil
}

func parseID(s string) (int, error) {
	id, err := strconv.Atoi(s)
	if err != nil || id <= 0 || id >= maxID {
		return 0, geo.Errorf(geo.ErrInput, "id %q is not a number from 1 to %d", s, maxID-1)
	}
	return id, nil
}

// parsePoint reads a position in decimal degrees. Latitude and longitude both
// zero mean that none is known: there is no place there.
func parsePoint(latitude, longitude string) (orb.Point, error) {
	lat, errLat := strconv.ParseFloat(strings.TrimSpace(latitude), 64)
	lon, errLon := strconv.ParseFloat(strings.TrimSpace(longitude), 64)
	if errors.Join(errLat, errLon) != nil {
		return orb.Point{}, geo.Errorf(geo.ErrInput, "position %q, %q is not in decimal degrees", latitude, longitude)
	}
	return checkPoint(orb.Point{lon, lat})
}

// checkPoint returns p where it is a position on Earth.
func checkPoint(p orb.Point) (orb.Point, error) {
	if !(math.Abs(p.Lat()) <= 90 && math.Abs(p.Lon()) <= 180) {
		return orb.Point{}, geo.Errorf(geo.ErrInput, "latitude %v, longitude %v is not on Earth", p.Lat(), p.Lon())
	}
	if p.Lat() == 0 && p.Lon() == 0 {
		return orb.Point{}, geo.Errorf(geo.ErrInput, "latitude and longitude are 0, so they are not known")
	}
	return p, nil
}

// parseElevation prefers the surveyed elevation to that of the terrain model.
func parseElevation(surveyed, model string) (metres int, ok bool) {
	for _, s := range [...]string{surveyed, model} {
		if n, err := strconv.Atoi(s); err == nil && n != noElevation && n > -12_000 && n < 9_000 {
			return n, true
		}
	}
	return 0, false
}

// entry makes the entry of a row with what the other files know about it.
func (r *geonamesRun) entry(row *placeRow) (gazetteer.Entry, error) {
	e := gazetteer.Entry{
		Place: geo.Place{
			ID:         placeID(row.idText),
			Name:       display(row.name, row.country),
			Kind:       gazetteer.KindOf(row.class, row.feature),
			Feature:    row.feature,
			Country:    row.country,
			Point:      row.point,
			Population: row.population,
		},
		Admin1Code:   row.admin1,
		Admin2Code:   row.admin2,
		Parent:       r.hierarchy.parent(row.id),
		ElevationM:   row.elevation,
		HasElevation: row.hasElevation,
	}
	if e.Admin1Code == "00" { // "no first-level area"
		e.Admin1Code = ""
	}
	n := newNaming(&e)
	if c, ok := r.countries[row.id]; ok {
		c.apply(&e, n)
	} else if row.feature == "PCLI" && len(row.country) == 2 {
		setCode(&e.Place, "iso", row.country)
	}
	r.areas.pass(row)
	if err := r.alternates.apply(row.id, &e, n); err != nil {
		return e, err
	}
	n.add(gazetteer.Name{Text: row.name})
	if row.ascii != row.name {
		n.add(gazetteer.Name{Text: row.ascii, Kind: gazetteer.NameASCII})
	}
	for other := range strings.SplitSeq(row.others, ",") {
		n.addUntagged(other)
	}
	n.finish()
	return e, nil
}

func placeID(number string) geo.PlaceID { return geo.PlaceID("geonames:" + number) }
