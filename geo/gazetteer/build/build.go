// Package build compiles the sources that a user names, on top of another gazetteer, into a file.
package build

import (
	"context"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/bundled"
	"dateline/geo/gazetteer/source/geonames"
	"dateline/geo/gazetteer/source/naturalearth"
	"dateline/geo/gazetteer/source/table"
)

// Inputs are the sources of a gazetteer. At least one besides the base must be given.
type Inputs struct {
	// Tables are files of the user's own places, each with the mapping at the same
	// index of Mappings, if there is one. They take precedence over all others.
	Tables, Mappings []string
	// Data is the folder of the sources of the default gazetteer, or empty.
	Data string
	// Base is a gazetteer whose places are added too, or nil.
	Base *gazetteer.Gazetteer
	// GeoNames and NaturalEarth are files, folders or archives.
	GeoNames, NaturalEarth []string
}

// Sources opens the sources in the order of precedence: tables, the sources of the
// default gazetteer, the base, GeoNames, Natural Earth. The error wraps geo.ErrInput
// if there is only the base.
func (in Inputs) Sources() ([]source.Source, error) {
	var all []source.Source
	if len(in.Mappings) > len(in.Tables) {
		return nil, geo.Errorf(geo.ErrInput, "there are %d mappings for %d tables; give at most one for each table", len(in.Mappings), len(in.Tables))
	}
	for i, path := range in.Tables {
		var m table.Mapping
		if i < len(in.Mappings) {
			var err error
			if m, err = table.ParseMapping(in.Mappings[i]); err != nil {
				return nil, err
			}
		}
		t, err := table.New(path, m)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	if in.Data != "" {
		sources, err := bundled.Sources(in.Data)
		if err != nil {
			return nil, err
		}
		all = append(all, sources...)
	}
	if len(all)+len(in.GeoNames)+len(in.NaturalEarth) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "there is nothing to build a gazetteer from; name at least one source of places")
	}
	if in.Base != nil {
		all = append(all, compile.Base(in.Base))
	}
	if len(in.GeoNames) > 0 {
		g, err := geonames.New(in.GeoNames...)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	if len(in.NaturalEarth) > 0 {
		n, err := naturalearth.New(in.NaturalEarth...)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, nil
}

// File compiles the sources into the file at path.
func (in Inputs) File(ctx context.Context, path string, o compile.Options) (gazetteer.Info, error) {
	sources, err := in.Sources()
	if err != nil {
		return gazetteer.Info{}, err
	}
	return compile.File(ctx, path, sources, o)
}
