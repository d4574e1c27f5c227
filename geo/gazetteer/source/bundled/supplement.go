package bundled

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"

	"github.com/paulmach/orb"
)

// row is a line of a table of the supplement.
type row struct {
	file   string
	line   int
	header []string
	cells  []string
}

// get returns the value of a column.
func (r row) get(column string) string {
	if i := slices.Index(r.header, column); i >= 0 && i < len(r.cells) {
		return strings.TrimSpace(r.cells[i])
	}
	return ""
}

// point returns the position in the columns lat and lon.
func (r row) point() (orb.Point, bool) {
	lat, errLat := strconv.ParseFloat(r.get("lat"), 64)
	lon, errLon := strconv.ParseFloat(r.get("lon"), 64)
	return orb.Point{lon, lat}, errLat == nil && errLon == nil
}

// nameKinds has the kinds of name in the tables.
var nameKinds = map[string]gazetteer.NameKind{
	"alternate": gazetteer.NameAlternate, "abbreviation": gazetteer.NameAbbreviation, "abbr": gazetteer.NameAbbreviation,
	"former": gazetteer.NameFormer, "demonym": gazetteer.NameDemonym,
}

// name returns the name in the columns name and kind, and language if there is one.
func (r row) name() source.Name {
	kind, ok := nameKinds[r.get("kind")]
	if !ok {
		kind = gazetteer.NameAlternate
	}
	return source.Name{Text: r.get("name"), Kind: kind, Language: cmp.Or(r.get("language"), "en")}
}

// bad returns an EntryError about the row.
func (r row) bad(format string, args ...any) error {
	return &source.EntryError{File: r.file, Line: r.line, Err: geo.Errorf(geo.ErrInput, "%s", fmt.Sprintf(format, args...))}
}

// rows returns the rows of a table of the supplement, or nothing if it does not exist.
func (d folder) rows(name string) ([]row, error) {
	f, err := os.Open(d.supplement(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var header []string
	var out []row
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimRight(lines.Text(), "\r")
		if strings.TrimSpace(text) == "" || strings.HasPrefix(text, "#") {
			continue
		}
		cells := strings.Split(text, "\t")
		if header == nil {
			header = cells
			continue
		}
		out = append(out, row{file: name, line: n, header: header, cells: cells})
	}
	return out, lines.Err()
}

// supplementVersion is the date of the newest row of the supplement.
const supplementVersion = "2026-11"

// supplement are the places written by hand: those of every table in the folder of the
// supplement that has the columns of places.
type supplement struct{ folder }

// Info describes the source.
func (s *supplement) Info() gazetteer.SourceInfo {
	return gazetteer.SourceInfo{
		Name: "Dateline supplement", Version: supplementVersion, License: "CC-BY-4.0",
		Attribution: "Places and names compiled by the authors of Dateline from Natural Earth, GeoNames, OurAirports, geoBoundaries, Who's On First, SimpleMaps and their own research, CC BY 4.0",
	}
}

// Entries yields the places of the tables.
func (s *supplement) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		files, err := filepath.Glob(s.supplement("*.tsv"))
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		slices.Sort(files)
		names, err := s.otherNames()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		for _, f := range files {
			rows, err := s.rows(filepath.Base(f))
			if err != nil {
				yield(source.Entry{}, err)
				return
			}
			for _, r := range rows {
				if !slices.Contains(r.header, "aliases") {
					break // a table of names or points
				}
				e, err := supplementEntry(r)
				aliases := e.Names
				addOtherNames(&e, names[r.get("id")])
				addLocal(&e, aliases)
				if !yield(e, err) {
					return
				}
			}
		}
	}
}

// supplementEntry returns the entry of a row.
func supplementEntry(r row) (source.Entry, error) {
	kind, ok := geo.ParseKind(r.get("kind"))
	if !ok {
		return source.Entry{}, r.bad("%q is not a kind of place", r.get("kind"))
	}
	p, ok := r.point()
	if !ok {
		return source.Entry{}, r.bad("there is no position")
	}
	id := r.get("id")
	if !strings.Contains(id, ":") {
		id = "dateline:" + id
	}
	country, _, _ := strings.Cut(r.get("country"), ",")
	e := source.Entry{Place: geo.Place{ID: geo.PlaceID(id), Name: r.get("name"), Kind: kind, Country: strings.TrimSpace(country), Point: p}}
	var box [4]float64
	complete := true
	for i, column := range []string{"west", "south", "east", "north"} {
		v, err := strconv.ParseFloat(r.get(column), 64)
		box[i], complete = v, complete && err == nil
	}
	if complete {
		e.Place.Bound = orb.Bound{Min: orb.Point{box[0], box[1]}, Max: orb.Point{box[2], box[3]}}
	}
	for _, alias := range splitList(r.get("aliases")) {
		n := source.Name{Text: alias, Kind: gazetteer.NameAlternate, Language: "en"}
		if prefix, rest, ok := strings.Cut(alias, ":"); ok {
			if kind, known := nameKinds[prefix]; known {
				n.Kind, n.Text = kind, rest
			}
		} else if language, text, ok := strings.Cut(alias, "="); ok && len(language) == 2 {
			n.Language, n.Text = language, text
		}
		e.Names = append(e.Names, n)
	}
	// The rank counts as names, because their number measures prominence.
	if rank, err := strconv.Atoi(r.get("rank")); err == nil {
		e.ExtraNames = 4 * rank * rank
	}
	return e, nil
}
