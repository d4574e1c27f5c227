package gazetteer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"

	"github.com/paulmach/orb"
)

// topCount is how many settlements the list of the most important ones holds.
const topCount = 20_000

// write lays the places out and writes the file.
func (b *builder) write(ctx context.Context, w io.Writer) (Info, error) {
	for _, c := range b.late {
		b.key = append(append(b.key[:0], codeMark), clip(c.id, 120)...)
		b.addKey(c.place, NameCode, 0)
	}
	if err := b.names.finish(); err != nil {
		return Info{}, err
	}
	b.inherit()
	b.numbers, b.textIDs = nil, nil // every id has been read
	b.locate()
	b.countPeople()
	order, firstPoint := b.layOut()
	refs := make([]Ref, len(b.places))
	for i := range refs {
		refs[i] = NoRef
	}
	for r, at := range order {
		refs[at] = Ref(r)
	}
	for at := range b.places {
		if b.places[at].into != 0 {
			refs[at] = refs[b.root(uint32(at))]
		}
	}
	s := parts{dir: b.dir}
	defer s.close()
	labels := b.labels() // while all else is written
	t := tables{Schemes: b.schemes, Languages: b.languages, RefWidth: 3, RecordSize: recordSize, FirstPoint: firstPoint}
	if len(order) >= 1<<24-1 {
		t.RefWidth = 4
	}
	b.writeText(&s, &t)
	b.writeRecords(&s, &t, order, refs)
	for _, code := range b.countries {
		t.Countries = append(t.Countries, countryEntry{Code: code, Ref: b.countryRef(code, order)})
	}
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	if err := b.writeKeys(&s, &t, refs, order); err != nil {
		return Info{}, err
	}
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	b.writeIDs(&s, order, refs, t.RefWidth)
	b.writeElevations(&s, order)
	b.writeTop(&s, order, firstPoint)
	b.writeAreas(&s, refs, labels())
	s.b[secSchemes], _ = json.Marshal(t) // plain values
	if err := cmp.Or(b.err, s.flush()); err != nil {
		return Info{}, err
	}
	info := Info{Version: s.version(), Places: len(order), Names: t.Keys, Outlines: len(s.b[secAreaIndex]) / areaEntry, Kinds: map[string]int{}, Sources: b.sources}
	for _, at := range order {
		info.Kinds[b.places[at].kind.String()]++
	}
	s.b[secInfo], _ = json.Marshal(info) // plain values
	return info, s.write(w)
}

// countPeople gives each area whose population no source tells that of its
// settlements, so that areas can be weighed against each other.
func (b *builder) countPeople() {
	byCode := make([]uint64, len(b.codes)+1)
	byCountry := make([]uint64, len(b.countries))
	for at := range b.places {
		p := &b.places[at]
		if p.into != 0 || p.kind != geo.KindSettlement {
			continue
		}
		people := uint64(p.population)
		byCode[p.admin1] += people
		byCode[p.admin2] += people
		byCountry[p.country] += people
	}
	for at := range b.places {
		p := &b.places[at]
		switch {
		case p.population != 0:
		case p.kind == geo.KindCountry && p.country != 0:
			p.population = uint32(min(byCountry[p.country], math.MaxUint32))
		case p.self != 0:
			p.population = uint32(min(byCode[p.self], math.MaxUint32))
		}
	}
}

// layOut decides the order of the places: countries, first- and second-level
// areas, other areas, then the tree of points.
func (b *builder) layOut() (order []uint32, firstPoint Ref) {
	var points []uint32
	for at := range b.places {
		switch p := &b.places[at]; {
		case p.into != 0:
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
	firstPoint = Ref(len(order))
	lon, lat := make([]int32, len(b.places)), make([]int32, len(b.places))
	for at := range b.places {
		lon[at], lat[at] = b.places[at].lon, b.places[at].lat
	}
	orderTree(points, lon, lat, false)
	return append(order, points...), firstPoint
}

// writeText shortens the texts; moved then tells where each of them went.
func (b *builder) writeText(s *parts, t *tables) {
	var samples [][]byte
	step := max(len(b.text)/sampleBytes, 1)
	for at, n := 0, 0; at < len(b.text); n++ {
		size, w := binary.Uvarint(b.text[at:])
		text := b.text[at+w : at+w+int(size)]
		if n%step == 0 {
			samples = append(samples, text)
		}
		at += w + int(size)
	}
	c := layout.Train(samples)
	t.TextSymbols = symbols(c)
	var buf, short []byte
	out := s.spool(secText)
	b.moved = make([][2]uint32, 0, b.textCount)
	for at := 0; at < len(b.text); {
		size, w := binary.Uvarint(b.text[at:])
		b.moved = append(b.moved, [2]uint32{uint32(at), uint32(out.size)})
		short = c.Encode(short[:0], b.text[at+w:at+w+int(size)])
		buf = binary.AppendUvarint(buf[:0], uint64(len(short)))
		_, _ = out.Write(append(buf, short...)) // flush tells the error
		at += w + int(size)
	}
	if out.size > math.MaxUint32 {
		b.tooMany("bytes of names of places", math.MaxUint32)
	}
	if out.size >= 1<<24 {
		t.RecordSize++
	}
	b.text, b.texts = nil, nil
}

// sampleBytes is about how much of the texts and of the keys the symbols are
// trained on.
const sampleBytes = 1 << 18

func symbols(c *layout.Coder) [][]byte {
	var out [][]byte
	for _, s := range c.Symbols() {
		out = append(out, []byte(s))
	}
	return out
}

func (b *builder) textAt(old uint32) uint32 {
	at, ok := slices.BinarySearchFunc(b.moved, old, func(m [2]uint32, old uint32) int { return cmp.Compare(m[0], old) })
	if !ok {
		return 0
	}
	return b.moved[at][1]
}

func (b *builder) writeRecords(s *parts, t *tables, order []uint32, refs []Ref) {
	areas := make([]Ref, len(b.codes)+1) // by code, plus one
	for _, at := range order {
		if p := &b.places[at]; p.self != 0 && areas[p.self] == 0 { // the first source's
			areas[p.self] = refs[at] + 1
		}
	}
	type sortKey struct {
		kind    geo.Kind
		feature uint16
	}
	sorts := map[sortKey]uint16{}
	out := s.spool(secPlaces)
	rec := make([]byte, t.RecordSize)
	for r, at := range order {
		p := &b.places[at]
		clear(rec)
		binary.LittleEndian.PutUint32(rec, uint32(p.lon))
		binary.LittleEndian.PutUint32(rec[4:], uint32(p.lat))
		if p.scheme == textScheme {
			binary.LittleEndian.PutUint32(rec[8:], b.textAt(p.id))
		} else {
			binary.LittleEndian.PutUint32(rec[8:], p.id)
		}
		putUint24(rec[12:], min(p.population, manyPeople))
		if p.population >= manyPeople {
			s.b[secPeople] = binary.LittleEndian.AppendUint32(s.b[secPeople], uint32(r))
			s.b[secPeople] = binary.LittleEndian.AppendUint32(s.b[secPeople], p.population)
		}
		first, second := areas[p.admin1], areas[p.admin2]
		if first > math.MaxUint16 {
			b.tooMany("countries and first-level areas", math.MaxUint16)
		}
		if second >= 1<<24 {
			b.tooMany("areas", 1<<24-1)
		}
		binary.LittleEndian.PutUint16(rec[15:], uint16(first))
		putUint24(rec[17:], uint32(second))
		key := sortKey{p.kind, p.feature}
		n, ok := sorts[key]
		if !ok {
			n = uint16(len(t.Sorts))
			sorts[key] = n
			t.Sorts = append(t.Sorts, sortEntry{Kind: p.kind.String(), Feature: b.features[p.feature], kind: p.kind})
		}
		binary.LittleEndian.PutUint16(rec[20:], n)
		rec[22], rec[23], rec[24] = p.country, p.names, p.scheme
		name := b.textAt(p.name)
		putUint24(rec[25:], name)
		if t.RecordSize > recordSize {
			rec[28] = byte(name >> 24)
		}
		_, _ = out.Write(rec) // flush tells the error
	}
}

func (b *builder) countryRef(code string, order []uint32) Ref {
	for r, at := range order {
		p := &b.places[at]
		if p.kind != geo.KindCountry {
			break
		}
		if code != "" && b.countries[p.country] == code {
			return Ref(r)
		}
	}
	return NoRef
}

// writeKeys writes the names, their index by hash, and the beginnings of names.
func (b *builder) writeKeys(s *parts, t *tables, refs []Ref, order []uint32) error {
	c, distinct, err := b.trainKeys()
	if err != nil {
		return err
	}
	t.KeySymbols = symbols(c)
	hashes := make([]uint64, 0, distinct)
	var starts []uint64
	var buf, index, weights, last, short []byte
	keys := s.spool(secKeys)
	var meanings []NameRef
	t.BlockUnit = 1
	weight := func(r Ref) uint8 {
		p := &b.places[order[r]]
		return weight(p.kind, p.population, p.names)
	}
	people := func(r Ref) uint32 { return b.places[order[r]].population }
	err = b.eachKey(func(key []byte, names []keyed) {
		meanings = b.meanings(meanings[:0], names, refs)
		slices.SortStableFunc(meanings, func(x, y NameRef) int {
			return cmp.Or(cmp.Compare(weight(y.Ref), weight(x.Ref)), cmp.Compare(people(y.Ref), people(x.Ref)), cmp.Compare(x.Ref, y.Ref))
		})
		heaviest := weight(meanings[0].Ref)
		if len(hashes)%blockKeys == 0 {
			index = binary.LittleEndian.AppendUint32(index, uint32(keys.size))
			weights = append(weights, heaviest)
			last = last[:0]
		} else if n := len(weights) - 1; heaviest > weights[n] {
			weights[n] = heaviest
		}
		shared := sharedBytes(last, key)
		short = c.Encode(short[:0], key[shared:])
		buf = append(buf[:0], byte(min(shared, half)<<4|min(len(short), half)))
		for _, n := range []int{shared, len(short)} {
			if n >= half {
				buf = binary.AppendUvarint(buf, uint64(n-half))
			}
		}
		buf = append(buf, short...)
		_, _ = keys.Write(appendPostings(buf, meanings)) // flush tells the error
		h := uint64(hashStart)
		for i, c := range key {
			if c == ' ' && key[0] > codeMark && i < cursorKey && !bytes.HasPrefix(last, key[:i+1]) {
				starts = append(starts, h)
			}
			h = hashByte(h, c)
		}
		hashes = append(hashes, h)
		last = append(last[:0], key...)
	})
	if err != nil {
		return err
	}
	if keys.size > math.MaxUint32 {
		b.tooMany("bytes of names", math.MaxUint32)
	}
	t.Keys = len(hashes)
	t.BlockWidth = 2
	if len(weights) >= math.MaxUint16 {
		t.BlockWidth = 3
	}
	s.b[secBlocks], s.b[secWeights] = index, weights
	s.b[secHash] = fillBlockTable(hashes, t.BlockWidth)
	s.b[secPrefixes] = makeHashSet(starts)
	return nil
}

// trainKeys finds the symbols that shorten what keys do not share with the one
// before them.
func (b *builder) trainKeys() (c *layout.Coder, distinct int, err error) {
	var samples [][]byte
	var last []byte
	step, n := max(b.names.n*8/sampleBytes, 1), 0
	err = b.names.each(func(k keyed) {
		if !bytes.Equal(k.key, last) {
			distinct++
		}
		if n++; n%step == 0 {
			if s := sharedBytes(last, k.key); s < len(k.key) {
				samples = append(samples, slices.Clone(k.key[s:]))
			}
		}
		last = append(last[:0], k.key...)
	})
	return layout.Train(samples), distinct, err
}

func sharedBytes(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// meanings appends the places of a key, each once, with the best kind of name.
func (b *builder) meanings(dst []NameRef, names []keyed, refs []Ref) []NameRef {
	for _, n := range names {
		dst = append(dst, NameRef{refs[n.place], n.kind, n.lang})
	}
	slices.SortFunc(dst, func(x, y NameRef) int {
		return cmp.Or(cmp.Compare(x.Ref, y.Ref), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Lang, y.Lang))
	})
	return slices.CompactFunc(dst, func(x, y NameRef) bool { return x.Ref == y.Ref })
}

func appendPostings(dst []byte, meanings []NameRef) []byte {
	if len(meanings) == 1 {
		return appendPosting(dst, meanings[0], 0)
	}
	dst = appendPosting(dst, meanings[0], moreFollow)
	var further []byte
	for _, m := range meanings[1:] {
		further = appendPosting(further, m, 0)
	}
	dst = binary.AppendUvarint(dst, uint64(len(further)))
	return append(dst, further...)
}

func appendPosting(dst []byte, m NameRef, flags byte) []byte {
	head := byte(m.Kind)&kindBits | flags
	if m.Lang == 0 {
		dst = append(dst, head)
	} else {
		dst = append(dst, head|langFollows, byte(m.Lang))
	}
	return binary.AppendUvarint(dst, uint64(m.Ref))
}

func (b *builder) writeIDs(s *parts, order []uint32, refs []Ref, width int) {
	numbered := make([]uint32, 0, len(order))
	for r, at := range order {
		if b.places[at].scheme != textScheme {
			numbered = append(numbered, uint32(r))
		}
	}
	slices.SortFunc(numbered, func(x, y uint32) int {
		p, q := &b.places[order[x]], &b.places[order[y]]
		if p.scheme != q.scheme {
			return cmp.Compare(p.scheme, q.scheme)
		}
		return cmp.Compare(p.id, q.id)
	})
	ids := make([]byte, 0, len(numbered)*width)
	for _, r := range numbered {
		ids = append(ids, byte(r), byte(r>>8), byte(r>>16))
		if width == 4 {
			ids = append(ids, byte(r>>24))
		}
	}
	s.b[secIDs] = ids
	type code struct {
		ref  Ref
		text uint32
	}
	codes := make([]code, 0, len(b.others))
	for _, o := range b.others {
		codes = append(codes, code{refs[b.root(o.place)], b.textAt(o.text)})
	}
	slices.SortStableFunc(codes, func(x, y code) int { return cmp.Compare(x.ref, y.ref) })
	for i, c := range codes {
		if i > 0 && c == codes[i-1] {
			continue
		}
		s.b[secCodes] = binary.LittleEndian.AppendUint32(s.b[secCodes], uint32(c.ref))
		s.b[secCodes] = binary.LittleEndian.AppendUint32(s.b[secCodes], c.text)
	}
}

// writeElevations writes the heights of all places by Ref, if any is known.
func (b *builder) writeElevations(s *parts, order []uint32) {
	if !slices.ContainsFunc(order, func(at uint32) bool { return b.places[at].elevation != noElevation }) {
		return
	}
	out := s.spool(secElevations)
	var buf [2]byte
	for _, at := range order {
		binary.LittleEndian.PutUint16(buf[:], uint16(b.places[at].elevation))
		_, _ = out.Write(buf[:]) // flush tells the error
	}
}

func (b *builder) writeTop(s *parts, order []uint32, firstPoint Ref) {
	var top []uint32
	for r := int(firstPoint); r < len(order); r++ {
		if b.places[order[r]].kind == geo.KindSettlement {
			top = append(top, uint32(r))
		}
	}
	slices.SortFunc(top, func(x, y uint32) int {
		p, q := &b.places[order[x]], &b.places[order[y]]
		if p.population != q.population {
			return cmp.Compare(q.population, p.population)
		}
		return cmp.Compare(x, y)
	})
	for _, r := range top[:min(topCount, len(top))] {
		s.b[secTop] = binary.LittleEndian.AppendUint32(s.b[secTop], r)
	}
}

func (b *builder) writeAreas(s *parts, refs []Ref, labels map[uint32]orb.Point) {
	owners := make([]uint32, 0, len(b.bounds))
	for at := range b.bounds {
		if b.places[at].into == 0 {
			owners = append(owners, at)
		}
	}
	slices.SortFunc(owners, func(x, y uint32) int { return cmp.Compare(refs[x], refs[y]) })
	var firstLevel, countries gridLists
	for _, at := range owners {
		if area := b.areas[at]; area != nil {
			s.b[secAreaIndex] = binary.LittleEndian.AppendUint32(s.b[secAreaIndex], uint32(refs[at]))
			s.b[secAreaIndex] = binary.LittleEndian.AppendUint32(s.b[secAreaIndex], uint32(len(s.b[secAreas])))
			s.b[secAreaIndex] = appendBound(s.b[secAreaIndex], b.bounds[at])
			s.b[secAreas] = append(s.b[secAreas], area...)
			s.b[secLabels] = appendLabel(s.b[secLabels], labels[at])
			number := uint32(len(s.b[secAreaIndex])/areaEntry - 1)
			switch b.places[at].kind {
			case geo.KindAdmin1:
				firstLevel.add(number, area)
			case geo.KindCountry:
				countries.add(number, area)
			}
			continue
		}
		s.b[secBounds] = binary.LittleEndian.AppendUint32(s.b[secBounds], uint32(refs[at]))
		s.b[secBounds] = appendBound(s.b[secBounds], b.bounds[at])
	}
	s.b[secGrid] = appendGrid(nil, &firstLevel, &countries)
}

// gridLists are the numbers of the outlines that may hold a point of each cell.
type gridLists [gridColumns * gridRows][]uint32

// add puts an outline into the cells that the box around each part of it meets.
func (l *gridLists) add(number uint32, outline []byte) {
	for _, polygon := range layout.ReadOutline(outline) {
		b := polygon.Bound()
		first, last := gridCell(b.Min), gridCell(b.Max)
		for row := first / gridColumns; row <= last/gridColumns; row++ {
			for column := first % gridColumns; column <= last%gridColumns; column++ {
				cell := &l[row*gridColumns+column]
				if n := len(*cell); n == 0 || (*cell)[n-1] != number {
					*cell = append(*cell, number)
				}
			}
		}
	}
}

func appendGrid(dst []byte, levels ...*gridLists) []byte {
	var lists []byte
	head := (gridColumns*gridRows + 1) * 4
	for cell := range gridColumns * gridRows {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(head+len(lists)))
		for _, l := range levels {
			for _, number := range l[cell] {
				lists = append(lists, byte(number), byte(number>>8), byte(number>>16))
			}
		}
	}
	dst = binary.LittleEndian.AppendUint32(dst, uint32(head+len(lists)))
	return append(dst, lists...)
}

func appendBound(dst []byte, b orb.Bound) []byte {
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(fixed(v)))
	}
	return dst
}
