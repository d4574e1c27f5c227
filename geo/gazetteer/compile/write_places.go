package compile

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/fsst"
	"dateline/geo/gazetteer/internal/layout"
)

// sampleBytes is the approximate size of the samples of strings, and of keys, on
// which an fsst table is trained.
const sampleBytes = 1 << 18

// writeStrings compresses the strings and sets builder.moved.
func (f *fileWriter) writeStrings() error {
	var samples [][]byte
	step := max(len(f.strings)/sampleBytes, 1)
	n := 0
	f.eachString(func(_ int, text []byte) {
		if n%step == 0 {
			samples = append(samples, text)
		}
		n++
	})
	table := fsst.Train(samples)
	f.tables.StringSymbols = layout.EncodeSymbols(table)
	var buf, compressed []byte
	out := f.sections.create(layout.SecStrings)
	f.moved = make([][2]uint32, 0, f.stringCount)
	f.eachString(func(at int, text []byte) {
		f.moved = append(f.moved, [2]uint32{uint32(at), uint32(out.size)})
		compressed = table.Encode(compressed[:0], text)
		buf = binary.AppendUvarint(buf[:0], uint64(len(compressed)))
		out.write(append(buf, compressed...))
	})
	if out.size > math.MaxUint32 {
		f.tooMany("bytes of strings", math.MaxUint32)
	}
	if out.size >= 1<<24 {
		f.tables.RecordSize++
	}
	f.strings, f.interned = nil, nil
	return nil
}

// eachString calls visit with every string and its offset.
func (f *fileWriter) eachString(visit func(at int, text []byte)) {
	for at := 0; at < len(f.strings); {
		size, w := binary.Uvarint(f.strings[at:])
		end := at + w + int(size)
		visit(at, f.strings[at+w:end])
		at = end
	}
}

// stringAt returns the offset in SecStrings of a string of the builder.
func (f *fileWriter) stringAt(old uint32) uint32 {
	at, ok := slices.BinarySearchFunc(f.moved, old, func(m [2]uint32, old uint32) int { return cmp.Compare(m[0], old) })
	if !ok {
		return 0
	}
	return f.moved[at][1]
}

// writeRecords writes the records and the populations that do not fit into them.
func (f *fileWriter) writeRecords() error {
	areas := make([]uint32, len(f.codeTexts)) // by code, Ref+1 of the area
	for _, at := range f.order {
		if p := &f.places[at]; p.ownCode != 0 && areas[p.ownCode] == 0 { // that of the first source
			areas[p.ownCode] = uint32(f.refs[at]) + 1
		}
	}
	type placeType struct {
		kind    geo.Kind
		feature uint16
	}
	types := map[placeType]uint16{}
	out := f.sections.create(layout.SecPlaces)
	rec := make([]byte, f.tables.RecordSize)
	for r, at := range f.order {
		p := &f.places[at]
		key := placeType{p.kind, p.feature}
		n, ok := types[key]
		if !ok {
			n = uint16(len(f.tables.Types))
			types[key] = n
			f.tables.Types = append(f.tables.Types, layout.TypeEntry{Kind: p.kind.String(), Feature: f.features.texts[p.feature]})
		}
		fields := layout.Fields{
			Lon: p.lon, Lat: p.lat, ID: p.id, Population: p.population, Admin1: areas[p.admin1], Admin2: areas[p.admin2],
			Type: n, Country: p.country, Names: p.names, Scheme: p.scheme, Name: f.stringAt(p.name),
		}
		if p.scheme == layout.TextScheme {
			fields.ID = f.stringAt(p.id)
		}
		if fields.Admin1 > math.MaxUint16 {
			f.tooMany("countries and first-level areas", math.MaxUint16)
		}
		if fields.Admin2 >= 1<<24 {
			f.tooMany("areas", 1<<24-1)
		}
		if p.population >= layout.LargePopulation {
			f.sections.b[layout.SecPopulations] = appendPair(f.sections.b[layout.SecPopulations], uint32(r), p.population)
		}
		clear(rec)
		fields.Put(rec)
		out.write(rec)
	}
	return nil
}

func appendPair(dst []byte, a, b uint32) []byte {
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(dst, a), b)
}

// writeIDs writes the index of places with numeric ids.
func (f *fileWriter) writeIDs() error {
	numbered := make([]uint32, 0, len(f.order))
	for r, at := range f.order {
		if f.places[at].scheme != layout.TextScheme {
			numbered = append(numbered, uint32(r))
		}
	}
	slices.SortFunc(numbered, func(x, y uint32) int {
		p, q := &f.places[f.order[x]], &f.places[f.order[y]]
		return cmp.Or(cmp.Compare(p.scheme, q.scheme), cmp.Compare(p.id, q.id))
	})
	ids := make([]byte, 0, len(numbered)*f.tables.RefWidth)
	for _, r := range numbered {
		ids = append(ids, byte(r), byte(r>>8), byte(r>>16))
		if f.tables.RefWidth == 4 {
			ids = append(ids, byte(r>>24))
		}
	}
	f.sections.b[layout.SecIDs] = ids
	return nil
}

// writeCodes writes the further ids and codes of places.
func (f *fileWriter) writeCodes() error {
	type code struct {
		ref  gazetteer.Ref
		text uint32
	}
	codes := make([]code, 0, len(f.others))
	for _, o := range f.others {
		codes = append(codes, code{f.refs[f.survivor(o.place)], f.stringAt(o.text)})
	}
	slices.SortStableFunc(codes, func(x, y code) int { return cmp.Compare(x.ref, y.ref) })
	for i, c := range codes {
		if i == 0 || c != codes[i-1] {
			f.sections.b[layout.SecCodes] = appendPair(f.sections.b[layout.SecCodes], uint32(c.ref), c.text)
		}
	}
	return nil
}

// writeElevations writes the elevations of all places, if any is known.
func (f *fileWriter) writeElevations() error {
	if !slices.ContainsFunc(f.order, func(at uint32) bool { return f.places[at].elevation != layout.UnknownElevation }) {
		return nil
	}
	out := f.sections.create(layout.SecElevations)
	var buf [2]byte
	for _, at := range f.order {
		binary.LittleEndian.PutUint16(buf[:], uint16(f.places[at].elevation))
		out.write(buf[:])
	}
	return nil
}

// maxTop is the number of settlements in SecTop.
const maxTop = 20_000

// writeTop writes the most populous settlements.
func (f *fileWriter) writeTop() error {
	var top []uint32
	for r := f.tables.FirstPoint; r < uint32(len(f.order)); r++ {
		if f.places[f.order[r]].kind == geo.KindSettlement {
			top = append(top, r)
		}
	}
	slices.SortFunc(top, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(f.places[f.order[y]].population, f.places[f.order[x]].population), cmp.Compare(x, y))
	})
	for _, r := range top[:min(maxTop, len(top))] {
		f.sections.b[layout.SecTop] = binary.LittleEndian.AppendUint32(f.sections.b[layout.SecTop], r)
	}
	return nil
}

// writeOutlines writes the outlines, the bounds of other places and the grid.
func (f *fileWriter) writeOutlines() error {
	owners := make([]uint32, 0, len(f.bounds))
	for at := range f.bounds {
		if f.places[at].mergedInto == 0 {
			owners = append(owners, at)
		}
	}
	slices.SortFunc(owners, func(x, y uint32) int { return cmp.Compare(f.refs[x], f.refs[y]) })
	var admin1, countries layout.GridLists
	sections := &f.sections.b
	for _, at := range owners {
		ref := uint32(f.refs[at])
		outline := f.outlines[at]
		if outline == nil {
			sections[layout.SecBounds] = binary.LittleEndian.AppendUint32(sections[layout.SecBounds], ref)
			sections[layout.SecBounds] = layout.AppendBound(sections[layout.SecBounds], f.bounds[at])
			continue
		}
		number := uint32(len(sections[layout.SecOutlineIndex]) / layout.OutlineEntry)
		sections[layout.SecOutlineIndex] = appendPair(sections[layout.SecOutlineIndex], ref, uint32(len(sections[layout.SecOutlines])))
		sections[layout.SecOutlineIndex] = layout.AppendBound(sections[layout.SecOutlineIndex], f.bounds[at])
		sections[layout.SecOutlines] = append(sections[layout.SecOutlines], outline...)
		switch f.places[at].kind {
		case geo.KindAdmin1:
			admin1.Add(number, outline)
		case geo.KindCountry:
			countries.Add(number, outline)
		}
	}
	sections[layout.SecGrid] = layout.AppendGrid(nil, &admin1, &countries)
	return nil
}

// writeAreaCodes writes the codes of areas that sources gave: for each place by Ref,
// up to the last that has a code, the number of bytes that the code shares with
// the one before it, the number of its other bytes, and those. Both numbers are 0
// for a place without a code.
func (f *fileWriter) writeAreaCodes() error {
	var out, previous []byte
	end := 0
	for _, at := range f.order[:f.tables.FirstPoint] {
		code := f.codeTexts[f.places[at].ownCode]
		if code == "" || strings.HasPrefix(code, generatedCode) || len(code) > math.MaxUint8 {
			out = append(out, 0, 0)
			continue
		}
		shared := sharedPrefix(previous, []byte(code))
		out = append(out, byte(shared), byte(len(code)-shared))
		out = append(out, code[shared:]...)
		previous = append(previous[:0], code...)
		end = len(out)
	}
	f.sections.b[layout.SecAreaCodes] = out[:end]
	return nil
}
