package gazetteer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
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
	if len(b.late) > 0 {
		b.sortNames()
	}
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
	var s [sectionCount][]byte
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
	b.writeKeys(&s, &t, refs, order)
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	b.writeIDs(&s, order, t.RefWidth)
	b.writeTop(&s, order, firstPoint)
	b.writeAreas(&s, refs)
	s[secSchemes], _ = json.Marshal(t) // plain values
	info := Info{Version: contentVersion(s), Places: len(order), Names: t.Keys, Outlines: len(s[secAreaIndex]) / areaEntry, Kinds: map[string]int{}, Sources: b.sources}
	for _, at := range order {
		info.Kinds[b.places[at].kind.String()]++
	}
	s[secInfo], _ = json.Marshal(info) // plain values
	return info, writeSections(w, s)
}

func writeSections(w io.Writer, s [sectionCount][]byte) error {
	var lengths [sectionCount]uint64
	var sums [sectionCount]uint32
	for i, b := range s {
		lengths[i], sums[i] = uint64(len(b)), crc32.Checksum(b, castagnoli)
	}
	head, offsets := header(lengths, sums)
	at := uint64(0)
	put := func(b []byte) error {
		n, err := w.Write(b)
		at += uint64(n)
		return err
	}
	if err := put(head); err != nil {
		return err
	}
	for i, b := range s {
		if err := put(make([]byte, offsets[i]-at)); err != nil {
			return err
		}
		if err := put(b); err != nil {
			return err
		}
	}
	return nil
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
func (b *builder) writeText(s *[sectionCount][]byte, t *tables) {
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
	var out, short []byte
	for at := 0; at < len(b.text); {
		size, w := binary.Uvarint(b.text[at:])
		b.moved = append(b.moved, [2]uint32{uint32(at), uint32(len(out))})
		short = c.Encode(short[:0], b.text[at+w:at+w+int(size)])
		out = binary.AppendUvarint(out, uint64(len(short)))
		out = append(out, short...)
		at += w + int(size)
	}
	if len(out) >= 1<<24 {
		t.RecordSize++
	}
	s[secText] = out
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

func (b *builder) writeRecords(s *[sectionCount][]byte, t *tables, order []uint32, refs []Ref) {
	areas := make([]Ref, len(b.codes)+1) // by code, plus one
	for _, at := range order {
		if p := &b.places[at]; p.self != 0 {
			areas[p.self] = refs[at] + 1
		}
	}
	type sortKey struct {
		kind    geo.Kind
		feature uint16
	}
	sorts := map[sortKey]uint16{}
	out := make([]byte, len(order)*t.RecordSize)
	for r, at := range order {
		p, rec := &b.places[at], out[r*t.RecordSize:]
		binary.LittleEndian.PutUint32(rec, uint32(p.lon))
		binary.LittleEndian.PutUint32(rec[4:], uint32(p.lat))
		if p.scheme == textScheme {
			binary.LittleEndian.PutUint32(rec[8:], b.textAt(p.id))
		} else {
			binary.LittleEndian.PutUint32(rec[8:], p.id)
		}
		putUint24(rec[12:], min(p.population, manyPeople))
		if p.population >= manyPeople {
			s[secPeople] = binary.LittleEndian.AppendUint32(s[secPeople], uint32(r))
			s[secPeople] = binary.LittleEndian.AppendUint32(s[secPeople], p.population)
		}
		if a := areas[p.admin1]; a <= math.MaxUint16 {
			binary.LittleEndian.PutUint16(rec[15:], uint16(a))
		}
		if a := areas[p.admin2]; a < 1<<24 {
			putUint24(rec[17:], uint32(a))
		}
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
	}
	s[secPlaces] = out
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
func (b *builder) writeKeys(s *[sectionCount][]byte, t *tables, refs []Ref, order []uint32) {
	c := b.trainKeys()
	t.KeySymbols = symbols(c)
	var hashes, starts []uint64
	var keys, index, weights, last, short []byte
	var meanings []NameRef
	t.BlockUnit = 1
	weight := func(r Ref) uint8 {
		p := &b.places[order[r]]
		return weight(p.kind, p.population, p.names)
	}
	b.eachKey(func(key []byte, names []rawName) {
		meanings = b.meanings(meanings[:0], names, refs)
		slices.SortStableFunc(meanings, func(x, y NameRef) int {
			if d := cmp.Compare(weight(y.Ref), weight(x.Ref)); d != 0 {
				return d
			}
			return cmp.Compare(x.Ref, y.Ref)
		})
		heaviest := weight(meanings[0].Ref)
		if len(hashes)%blockKeys == 0 {
			index = binary.LittleEndian.AppendUint32(index, uint32(len(keys)))
			weights = append(weights, heaviest)
			last = last[:0]
		} else if n := len(weights) - 1; heaviest > weights[n] {
			weights[n] = heaviest
		}
		shared := sharedBytes(last, key)
		short = c.Encode(short[:0], key[shared:])
		keys = append(keys, byte(min(shared, half)<<4|min(len(short), half)))
		for _, n := range []int{shared, len(short)} {
			if n >= half {
				keys = binary.AppendUvarint(keys, uint64(n-half))
			}
		}
		keys = append(keys, short...)
		keys = appendPostings(keys, meanings)
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
	t.Keys = len(hashes)
	t.BlockWidth = 2
	if len(weights) >= math.MaxUint16 {
		t.BlockWidth = 3
	}
	s[secKeys], s[secBlocks], s[secWeights] = keys, index, weights
	s[secHash] = fillBlockTable(hashes, t.BlockWidth)
	s[secPrefixes] = makeHashSet(starts)
}

// trainKeys finds the symbols that shorten what keys do not share with the one
// before them.
func (b *builder) trainKeys() *layout.Coder {
	var samples [][]byte
	step := max(len(b.names)*8/sampleBytes, 1)
	for i := step; i < len(b.names); i += step {
		before, key := b.keyOf(&b.names[i-1]), b.keyOf(&b.names[i])
		if s := sharedBytes(before, key); s < len(key) {
			samples = append(samples, key[s:])
		}
	}
	return layout.Train(samples)
}

func sharedBytes(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// meanings appends the places of a key, each once, with the best kind of name.
func (b *builder) meanings(dst []NameRef, names []rawName, refs []Ref) []NameRef {
	for _, n := range names {
		r := refs[n.place]
		at := slices.IndexFunc(dst, func(m NameRef) bool { return m.Ref == r })
		if at < 0 {
			dst = append(dst, NameRef{r, n.kind, n.lang})
		} else if n.kind < dst[at].Kind {
			dst[at].Kind, dst[at].Lang = n.kind, n.lang
		}
	}
	return dst
}

func appendPostings(dst []byte, meanings []NameRef) []byte {
	for i, m := range meanings {
		head := byte(m.Kind) & kindBits
		if m.Lang != 0 {
			head |= langFollows
		}
		if i == 0 && len(meanings) > 1 {
			head |= moreFollow
		}
		dst = append(dst, head)
		if m.Lang != 0 {
			dst = append(dst, byte(m.Lang))
		}
		if i == 0 && len(meanings) > 1 {
			dst = binary.AppendUvarint(dst, uint64(len(meanings)-1))
		}
		dst = binary.AppendUvarint(dst, uint64(m.Ref))
	}
	return dst
}

func (b *builder) writeIDs(s *[sectionCount][]byte, order []uint32, width int) {
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
	s[secIDs] = ids
	refs := make(map[uint32]Ref, len(b.others))
	for r, at := range order {
		refs[at] = Ref(r)
	}
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
		s[secCodes] = binary.LittleEndian.AppendUint32(s[secCodes], uint32(c.ref))
		s[secCodes] = binary.LittleEndian.AppendUint32(s[secCodes], c.text)
	}
}

func (b *builder) writeTop(s *[sectionCount][]byte, order []uint32, firstPoint Ref) {
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
		s[secTop] = binary.LittleEndian.AppendUint32(s[secTop], r)
	}
}

func (b *builder) writeAreas(s *[sectionCount][]byte, refs []Ref) {
	owners := make([]uint32, 0, len(b.bounds))
	for at := range b.bounds {
		if b.places[at].into == 0 {
			owners = append(owners, at)
		}
	}
	slices.SortFunc(owners, func(x, y uint32) int { return cmp.Compare(refs[x], refs[y]) })
	for _, at := range owners {
		if area := b.areas[at]; area != nil {
			s[secAreaIndex] = binary.LittleEndian.AppendUint32(s[secAreaIndex], uint32(refs[at]))
			s[secAreaIndex] = binary.LittleEndian.AppendUint32(s[secAreaIndex], uint32(len(s[secAreas])))
			s[secAreaIndex] = appendBound(s[secAreaIndex], b.bounds[at])
			s[secAreas] = append(s[secAreas], area...)
			continue
		}
		s[secBounds] = binary.LittleEndian.AppendUint32(s[secBounds], uint32(refs[at]))
		s[secBounds] = appendBound(s[secBounds], b.bounds[at])
	}
}

func appendBound(dst []byte, b orb.Bound) []byte {
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(fixed(v)))
	}
	return dst
}
