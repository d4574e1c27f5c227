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
	width := 3
	if len(order) >= 1<<24-1 || len(b.names) >= 1<<24-1 {
		width = 4
	}
	t := tables{Schemes: b.schemes, Features: b.features, Languages: b.languages, IDWidth: width, FirstPoint: firstPoint}
	s[secPlaces] = b.records(order, refs)
	s[secText] = b.text
	for _, code := range b.countries {
		t.Countries = append(t.Countries, countryEntry{Code: code, Ref: b.countryRef(code, order)})
	}
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	b.writeKeys(&s, &t, refs)
	if err := ctx.Err(); err != nil {
		return Info{}, err
	}
	b.writeIDs(&s, order, width)
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

func (b *builder) records(order []uint32, refs []Ref) []byte {
	areas := make([]Ref, len(b.codes)+1) // by code, plus one
	for _, at := range order {
		if p := &b.places[at]; p.self != 0 {
			areas[p.self] = refs[at] + 1
		}
	}
	out := make([]byte, len(order)*placeSize)
	for r, at := range order {
		p, rec := &b.places[at], out[r*placeSize:]
		binary.LittleEndian.PutUint32(rec, uint32(p.lon))
		binary.LittleEndian.PutUint32(rec[4:], uint32(p.lat))
		binary.LittleEndian.PutUint32(rec[8:], p.population)
		binary.LittleEndian.PutUint32(rec[12:], p.name)
		binary.LittleEndian.PutUint32(rec[16:], p.id)
		putUint24(rec[20:], uint32(areas[p.admin1]))
		putUint24(rec[23:], uint32(areas[p.admin2]))
		rec[26], rec[27] = byte(p.kind), p.country
		binary.LittleEndian.PutUint16(rec[28:], p.feature)
		rec[30], rec[31] = p.names, p.scheme
	}
	return out
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
func (b *builder) writeKeys(s *[sectionCount][]byte, t *tables, refs []Ref) {
	var hashes, starts []uint64
	var keys, index, weights, last []byte
	var meanings []NameRef
	t.BlockUnit = 1
	b.eachKey(func(key []byte, names []rawName) {
		meanings = meanings[:0]
		for _, n := range names {
			r := refs[n.place]
			at := slices.IndexFunc(meanings, func(m NameRef) bool { return m.Ref == r })
			if at < 0 {
				meanings = append(meanings, NameRef{r, n.kind, n.lang})
			} else if n.kind < meanings[at].Kind {
				meanings[at].Kind, meanings[at].Lang = n.kind, n.lang
			}
		}
		weight := func(r Ref) uint8 { return recordWeight(s[secPlaces], r) }
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
		shared := 0
		for shared < len(last) && shared < len(key) && last[shared] == key[shared] {
			shared++
		}
		keys = binary.AppendUvarint(keys, uint64(shared))
		keys = binary.AppendUvarint(keys, uint64(len(key)-shared))
		keys = append(keys, key[shared:]...)
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
	s[secKeys], s[secBlocks], s[secWeights] = keys, index, weights
	s[secHash] = fillIDTable(hashes, t.IDWidth)
	s[secPrefixes] = makeHashSet(starts)
}

func recordWeight(places []byte, r Ref) uint8 {
	rec := places[int(r)*placeSize:]
	return weight(geo.Kind(rec[26]), binary.LittleEndian.Uint32(rec[8:]), rec[30])
}

func appendPostings(dst []byte, meanings []NameRef) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(meanings)))
	for _, m := range meanings {
		dst = binary.AppendUvarint(dst, uint64(m.Ref))
		if m.Lang != 0 {
			dst = append(dst, byte(m.Kind)|langFollows, byte(m.Lang))
		} else {
			dst = append(dst, byte(m.Kind))
		}
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
		codes = append(codes, code{refs[b.root(o.place)], o.text})
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
