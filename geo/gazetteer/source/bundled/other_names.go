package bundled

import (
	"iter"
	"strings"
	"sync"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
)

// newFolder returns the folder of the data with a path.
func newFolder(dir string) folder {
	d := folder{dir: dir}
	d.otherNames = sync.OnceValues(d.readOtherNames)
	d.towns = sync.OnceValues(d.readTowns)
	return d
}

// readOtherNames returns the names in other languages than English that places have beside
// those of their source: of countries and areas of the first and second level by their codes, of places of the
// supplement by their ids there, of others by their ids. They are those of names_other.tsv, those of
// names_geonames.tsv, which have no language, and, for regions and the nations of the United Kingdom, of CLDR.
func (d folder) readOtherNames() (map[string][]source.Name, error) {
	names, err := d.regionNames()
	if err != nil {
		return nil, err
	}
	rows, err := d.rows("names_other.tsv")
	for _, r := range rows {
		for _, text := range splitList(r.get("names")) {
			n := source.Name{Text: text, Kind: gazetteer.NameAlternate, Language: r.get("language")}
			if abbreviation, ok := strings.CutPrefix(text, "abbr:"); ok {
				n.Text, n.Kind = abbreviation, gazetteer.NameAbbreviation
			}
			names[r.get("id")] = append(names[r.get("id")], n)
		}
	}
	if err != nil {
		return nil, err
	}
	rows, err = d.rows("names_geonames.tsv")
	for _, r := range rows {
		for _, text := range splitList(r.get("names")) {
			names[r.get("id")] = append(names[r.get("id")], source.Name{Text: text, Kind: gazetteer.NameAlternate})
		}
	}
	return names, err
}

// addOtherNames adds names in other languages to an entry. They don't count as a measure of
// its prominence, because other places have no such names.
func addOtherNames(e *source.Entry, names []source.Name) {
	e.Names = append(e.Names, names...)
	addLocal(e, names)
	e.ExtraNames -= len(names)
}

// otherNamed is a source whose places have further names in other languages by their ids.
type otherNamed struct {
	source.Source
	// names returns those of readOtherNames.
	names func() (map[string][]source.Name, error)
}

// Entries yields the entries of the source with these names.
func (o otherNamed) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		names, err := o.names()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		for e, err := range o.Source.Entries() {
			addOtherNames(&e, names[string(e.Place.ID)])
			for _, id := range e.SameAs {
				addOtherNames(&e, names[string(id)])
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
