package compile

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/layout"
)

// fileWriter writes the sections of a file.
type fileWriter struct {
	*builder
	sections sectionWriter
	tables   layout.Tables
	order    []uint32        // places by Ref
	refs     []gazetteer.Ref // by place; of a merged place that of the survivor
}

// write orders the places and writes the file.
func (b *builder) write(ctx context.Context, w io.Writer) (gazetteer.Info, error) {
	for _, m := range b.mergedIDs {
		b.key = append(append(b.key[:0], layout.CodeMark), truncate(m.id, maxID)...)
		b.addKey(m.place, gazetteer.NameCode, 0)
	}
	if err := b.names.finish(); err != nil {
		return gazetteer.Info{}, err
	}
	b.assignFromParents()
	b.numbers, b.stringIDs = nil, nil // not needed anymore
	b.assignAreas()
	b.sumPopulations()
	f := b.newFileWriter()
	defer f.sections.close()
	for _, step := range []func() error{f.writeLocalNames, f.writeStrings, f.writeRecords, f.writeKeys, f.writeIDs, f.writeCodes, f.writeElevations, f.writeTop, f.writeOutlines, f.writeAreaCodes} {
		if err := cmp.Or(ctx.Err(), step(), b.err); err != nil {
			return gazetteer.Info{}, err
		}
	}
	f.sections.b[layout.SecTables], _ = json.Marshal(f.tables) // never fails
	if err := f.sections.flush(); err != nil {
		return gazetteer.Info{}, err
	}
	info := f.info()
	f.sections.b[layout.SecInfo], _ = json.Marshal(info) // never fails
	return info, f.sections.writeTo(w)
}

func (b *builder) newFileWriter() *fileWriter {
	f := &fileWriter{builder: b, sections: sectionWriter{dir: b.dir}, refs: make([]gazetteer.Ref, len(b.places))}
	f.tables = layout.Tables{Schemes: b.schemes, Languages: b.languages.texts, RefWidth: 3, RecordSize: layout.RecordSize}
	f.order, f.tables.FirstPoint = b.orderPlaces()
	for r, at := range f.order {
		f.refs[at] = gazetteer.Ref(r)
	}
	for at := range b.places {
		if b.places[at].mergedInto != 0 {
			f.refs[at] = f.refs[b.survivor(uint32(at))]
		}
	}
	if len(f.order) >= 1<<24-1 {
		f.tables.RefWidth = 4
	}
	for s, generated := range b.generated {
		if generated {
			f.tables.Generated = append(f.tables.Generated, uint8(s))
		}
	}
	for _, code := range b.countries.texts {
		f.tables.Countries = append(f.tables.Countries, layout.CountryEntry{Code: code, Ref: f.countryRef(code)})
	}
	return f
}

// countryRef returns the Ref of the country with a code, or layout.NoRef.
func (f *fileWriter) countryRef(code string) uint32 {
	for r, at := range f.order {
		p := &f.places[at]
		if p.kind != geo.KindCountry {
			break
		}
		if code != "" && f.countries.texts[p.country] == code {
			return uint32(r)
		}
	}
	return layout.NoRef
}

// orderPlaces returns the places in the order of their Refs: countries, first-level
// areas, second-level areas, other areas, and from firstPoint on the k-d tree of
// points.
func (b *builder) orderPlaces() (order []uint32, firstPoint uint32) {
	var points []uint32
	for at := range b.places {
		switch p := &b.places[at]; {
		case p.mergedInto != 0:
		case p.kind.Precision().IsPoint():
			points = append(points, uint32(at))
		default:
			order = append(order, uint32(at))
		}
	}
	level := func(k geo.Kind) int {
		switch k {
		case geo.KindCountry:
			return 0
		case geo.KindAdmin1:
			return 1
		case geo.KindAdmin2:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(order, func(x, y uint32) int {
		return cmp.Compare(level(b.places[x].kind), level(b.places[y].kind))
	})
	firstPoint = uint32(len(order))
	lon, lat := make([]int32, len(b.places)), make([]int32, len(b.places))
	for at := range b.places {
		lon[at], lat[at] = b.places[at].lon, b.places[at].lat
	}
	orderTree(points, lon, lat, false)
	return append(order, points...), firstPoint
}

// info describes the gazetteer. All other sections must be complete.
func (f *fileWriter) info() gazetteer.Info {
	info := gazetteer.Info{
		Version: f.sections.version(), Places: len(f.order), Names: f.tables.Keys,
		Outlines: len(f.sections.b[layout.SecOutlineIndex]) / layout.OutlineEntry, Kinds: map[string]int{},
	}
	for _, at := range f.order {
		info.Kinds[f.places[at].kind.String()]++
	}
	for n, s := range f.sources {
		base, ok := f.bases[n]
		if !ok {
			info.Sources = append(info.Sources, s)
			continue
		}
		info.Base = &gazetteer.BaseInfo{Version: base.Info().Version, Added: s.Added, Merged: s.Merged}
		info.Sources = append(info.Sources, base.Info().Sources...)
	}
	return info
}
