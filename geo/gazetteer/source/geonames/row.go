package geonames

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/feature"

	"github.com/paulmach/orb"
)

// maxID is a limit on ids. Those of 2026 reach 13 million.
const maxID = 1 << 25

// unknownElevation is the value of the column "dem" if the elevation is unknown.
const unknownElevation = -9999

// placeRow has the columns of a row of places that are used.
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

// parseRow parses a row of a file of places. Its strings share one copy of the line.
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
	if row.point, err = feature.ParsePoint(col[4], col[5]); err != nil {
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

// parseElevation returns the surveyed elevation or, without one, that of the
// terrain model, in meters.
func parseElevation(surveyed, model string) (meters int, ok bool) {
	for _, s := range [...]string{surveyed, model} {
		if n, err := strconv.Atoi(s); err == nil && n != unknownElevation && n > -12_000 && n < 9_000 {
			return n, true
		}
	}
	return 0, false
}

// newEntry returns the entry of a row, completed from the companion files.
func (it *iteration) newEntry(row *placeRow) (source.Entry, error) {
	e := source.Entry{
		Place: geo.Place{
			ID:         entry.GeoNamesID(row.idText),
			Name:       entry.DisplayName(row.name, row.country),
			Kind:       source.KindOf(row.class, row.feature),
			Feature:    row.feature,
			Country:    row.country,
			Point:      row.point,
			Population: row.population,
		},
		Admin1Code:   row.admin1,
		Admin2Code:   row.admin2,
		Parent:       it.hierarchy.parent(row.id),
		ElevationM:   row.elevation,
		HasElevation: row.hasElevation,
	}
	if e.Admin1Code == "00" { // no first-level area
		e.Admin1Code = ""
	}
	n := entry.NewNames(&e)
	if c, ok := it.countries[row.id]; ok {
		c.apply(&e, n)
	} else if row.feature == "PCLI" && len(row.country) == 2 {
		entry.SetCode(&e.Place, "iso", row.country)
	}
	it.areas.count(row)
	if err := it.alternates.apply(row.id, &e, n); err != nil {
		return e, err
	}
	n.Add(source.Name{Text: row.name})
	if row.ascii != row.name {
		n.Add(source.Name{Text: row.ascii, Kind: gazetteer.NameASCII})
	}
	for other := range strings.SplitSeq(row.others, ",") {
		n.AddUntagged(other)
	}
	n.Finish()
	return e, nil
}
