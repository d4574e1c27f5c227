package geonames

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/feature"
	"dateline/geo/gazetteer/source/internal/input"

	"github.com/paulmach/orb"
)

// areaTable has the administrative areas of admin1CodesASCII.txt and admin2Codes.txt
// and computes the centers of their settlements.
type areaTable struct {
	// byCode has the areas by their code in the files: "AF.13", "AF.13.1304".
	byCode map[string]*areaRow
	key    []byte // buffer
}

// areaRow is a row of one of the files, with the sum of the positions of its
// settlements on the unit sphere.
type areaRow struct {
	code, name, ascii string
	id                int
	level             int
	x, y, z           float64
	settlements       int
}

// load reads one of the two files, if it is given.
func (t *areaTable) load(in *input.Input, level int, report func(error) bool) error {
	if in == nil {
		return nil
	}
	if t.byCode == nil {
		t.byCode = map[string]*areaRow{}
	}
	return input.EachLine(in, func(line []byte) error {
		row, err := parseArea(line, level)
		if err == nil && t.byCode[row.code] == nil {
			t.byCode[row.code] = row
		}
		return err
	}, report)
}

func parseArea(line []byte, level int) (*areaRow, error) {
	var col [4][]byte
	if n := input.Columns(col[:], line); n != len(col) {
		return nil, geo.Errorf(geo.ErrInput, "%d columns, want %d", n, len(col))
	}
	if !utf8.Valid(line) {
		return nil, geo.Errorf(geo.ErrInput, "not UTF-8")
	}
	id, err := parseID(string(col[3]))
	if err != nil {
		return nil, err
	}
	if bytes.Count(col[0], []byte(".")) != level || len(col[1]) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "code %q with name %q is not an area of level %d", col[0], col[1], level)
	}
	return &areaRow{code: string(col[0]), name: string(col[1]), ascii: string(col[2]), id: id, level: level}, nil
}

// count adds a settlement to its areas.
func (t *areaTable) count(row *placeRow) {
	if t.byCode == nil || row.class != 'P' || row.admin1 == "" {
		return
	}
	t.key = append(append(append(t.key[:0], row.country...), '.'), row.admin1...)
	if a := t.byCode[string(t.key)]; a != nil {
		a.add(row.point)
	}
	if row.admin2 == "" {
		return
	}
	t.key = append(append(t.key, '.'), row.admin2...)
	if a := t.byCode[string(t.key)]; a != nil {
		a.add(row.point)
	}
}

// add adds the position of a settlement.
func (a *areaRow) add(p orb.Point) {
	lon, lat := p.Lon()*math.Pi/180, p.Lat()*math.Pi/180
	a.x += math.Cos(lat) * math.Cos(lon)
	a.y += math.Cos(lat) * math.Sin(lon)
	a.z += math.Sin(lat)
	a.settlements++
}

// center returns the mean position of the settlements, on the sphere so that it is
// right for areas across the antimeridian; ok is false if there are no settlements.
func (a *areaRow) center() (center orb.Point, ok bool) {
	if a.settlements == 0 || math.Hypot(math.Hypot(a.x, a.y), a.z) < 1e-9 {
		return orb.Point{}, false
	}
	lon := math.Atan2(a.y, a.x) * 180 / math.Pi
	lat := math.Atan2(a.z, math.Hypot(a.x, a.y)) * 180 / math.Pi
	p, err := feature.CheckPoint(orb.Point{math.Round(lon*1e5) / 1e5, math.Round(lat*1e5) / 1e5})
	return p, err == nil
}

// rest yields the areas without a row among the places, in the order of their codes.
// Areas without settlements have no position and are omitted.
func (t *areaTable) rest(it *iteration, yield func(source.Entry, error) bool) error {
	var left []*areaRow
	for _, a := range t.byCode {
		if a.settlements > 0 && it.seen.add(a.id) {
			left = append(left, a)
		}
	}
	slices.SortFunc(left, func(a, b *areaRow) int { return strings.Compare(a.code, b.code) })
	for _, a := range left {
		p, ok := a.center()
		if !ok {
			continue
		}
		e, err := a.newEntry(it, p)
		if err != nil {
			return err
		}
		if !yield(e, nil) {
			return input.ErrStopped
		}
	}
	return nil
}

func (a *areaRow) newEntry(it *iteration, p orb.Point) (source.Entry, error) {
	codes := append(strings.Split(a.code, "."), "")
	e := source.Entry{
		Place: geo.Place{
			ID:      entry.GeoNamesID(strconv.Itoa(a.id)),
			Name:    entry.DisplayName(a.name, codes[0]),
			Kind:    geo.KindAdmin1,
			Feature: "ADM1",
			Country: codes[0],
			Point:   p,
		},
		Admin1Code: codes[1],
		Admin2Code: codes[2],
		Parent:     it.hierarchy.parent(a.id),
	}
	if a.level == 2 {
		e.Place.Kind, e.Place.Feature = geo.KindAdmin2, "ADM2"
	}
	n := entry.NewNames(&e)
	if err := it.alternates.apply(a.id, &e, n); err != nil {
		return e, err
	}
	n.Add(source.Name{Text: a.name})
	if a.ascii != a.name {
		n.Add(source.Name{Text: a.ascii, Kind: gazetteer.NameASCII})
	}
	n.Finish()
	return e, nil
}
