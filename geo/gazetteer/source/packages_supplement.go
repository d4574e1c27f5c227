package source

import (
	"bufio"
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

	"github.com/paulmach/orb"
)

// row is a line of a table of the supplement, by the names of its columns.
type row struct {
	file   string
	line   int
	header []string
	cells  []string
}

func (r row) get(column string) string {
	if i := slices.Index(r.header, column); i >= 0 && i < len(r.cells) {
		return strings.TrimSpace(r.cells[i])
	}
	return ""
}

func (r row) point() (orb.Point, bool) {
	lat, errLat := strconv.ParseFloat(r.get("lat"), 64)
	lon, errLon := strconv.ParseFloat(r.get("lon"), 64)
	return orb.Point{lon, lat}, errLat == nil && errLon == nil
}

// nameKinds are the words that tables of names use.
var nameKinds = map[string]gazetteer.NameKind{
	"alternate": gazetteer.NameAlternate, "abbreviation": gazetteer.NameAbbreviation, "abbr": gazetteer.NameAbbreviation,
	"former": gazetteer.NameFormer, "demonym": gazetteer.NameDemonym,
}

func (r row) name() gazetteer.Name {
	kind, ok := nameKinds[r.get("kind")]
	if !ok {
		kind = gazetteer.NameAlternate
	}
	return gazetteer.Name{Text: r.get("name"), Kind: kind, Language: "en"}
}

func (r row) bad(format string, args ...any) error {
	return &gazetteer.EntryError{File: r.file, Line: r.line, Err: geo.Errorf(geo.ErrInput, "%s", fmt.Sprintf(format, args...))}
}

// rows reads a table of the supplement; one that is not there is empty.
func (p packages) rows(name string) ([]row, error) {
	f, err := os.Open(p.supplement(name))
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

// supplement are the places written by hand: every table of the folder that has
// the columns of places.
type supplement struct{ packages }

// Info describes the source.
func (s *supplement) Info() gazetteer.SourceInfo {
	return gazetteer.SourceInfo{
		Name: "Dateline supplement", Version: "in this repository", Licence: "CC-BY-4.0",
		Attribution: "Dateline supplement, each place with its own source", URL: "data/supplement/README.md",
	}
}

// Entries yields the places of the tables, then the further names of cities as
// entries of the same ids.
func (s *supplement) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		files, err := filepath.Glob(s.supplement("*.tsv"))
		if err != nil {
			yield(gazetteer.Entry{}, err)
			return
		}
		slices.Sort(files)
		for _, f := range files {
			rows, err := s.rows(filepath.Base(f))
			if err != nil {
				yield(gazetteer.Entry{}, err)
				return
			}
			for _, r := range rows {
				if !slices.Contains(r.header, "aliases") {
					break // a table of another sort
				}
				if !yield(supplementEntry(r)) {
					return
				}
			}
		}
	}
}

func supplementEntry(r row) (gazetteer.Entry, error) {
	kind, ok := geo.ParseKind(r.get("kind"))
	if !ok {
		return gazetteer.Entry{}, r.bad("no such kind of place: %q", r.get("kind"))
	}
	p, ok := r.point()
	if !ok {
		return gazetteer.Entry{}, r.bad("no position")
	}
	id := r.get("id")
	if !strings.Contains(id, ":") {
		id = "dateline:" + id
	}
	country, _, _ := strings.Cut(r.get("country"), ",")
	e := gazetteer.Entry{Place: geo.Place{ID: geo.PlaceID(id), Name: r.get("name"), Kind: kind, Country: strings.TrimSpace(country), Point: p}}
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
		n := gazetteer.Name{Text: alias, Kind: gazetteer.NameAlternate, Language: "en"}
		if prefix, rest, ok := strings.Cut(alias, ":"); ok {
			if kind, known := nameKinds[prefix]; known {
				n.Kind, n.Text = kind, rest
			}
		} else if language, text, ok := strings.Cut(alias, "="); ok && len(language) == 2 {
			n.Language, n.Text = language, text
		}
		e.Names = append(e.Names, n)
	}
	// how widely a place is known counts as names do
	if rank, err := strconv.Atoi(r.get("rank")); err == nil {
		e.Known = 4 * rank * rank
	}
	return e, nil
}
