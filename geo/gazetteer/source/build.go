package source

import (
	"dateline/geo"
	"dateline/geo/gazetteer"
)

// Build names what a gazetteer is built of. At least one field must say
// something.
type Build struct {
	// Tables are one's own places, each with the mapping at the same index of
	// Mappings, if there is one. They come first.
	Tables, Mappings []string
	// Data is the folder of the default gazetteer, or empty.
	Data string
	// GeoNames, NaturalEarth and WhosOnFirst are files, folders or zips.
	GeoNames, NaturalEarth, WhosOnFirst []string
}

// Sources opens what is named, in the order of precedence.
func (b Build) Sources() ([]gazetteer.Source, error) {
	var all []gazetteer.Source
	if len(b.Mappings) > len(b.Tables) {
		return nil, geo.Errorf(geo.ErrInput, "%d mappings for %d tables", len(b.Mappings), len(b.Tables))
	}
	for i, path := range b.Tables {
		var m Mapping
		if i < len(b.Mappings) {
			var err error
			if m, err = ParseMapping(b.Mappings[i]); err != nil {
				return nil, err
			}
		}
		t, err := NewTable(path, m)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	if b.Data != "" {
		packages, err := Packages(b.Data)
		if err != nil {
			return nil, err
		}
		all = append(all, packages...)
	}
	if len(b.GeoNames) > 0 {
		g, err := NewGeoNames(b.GeoNames...)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	if len(b.NaturalEarth) > 0 {
		n, err := NewNaturalEarth(b.NaturalEarth...)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	if len(b.WhosOnFirst) > 0 {
		w, err := NewWhosOnFirst(b.WhosOnFirst...)
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	if len(all) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "name at least one source of places")
	}
	return all, nil
}
