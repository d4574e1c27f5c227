package gazetteer

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"dateline/geo"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// eachKey calls visit with what each key stands for, key by key in order. Both
// hold until visit returns.
func (b *builder) eachKey(visit func(key []byte, names []keyed)) error {
	var key []byte
	var names []keyed
	err := b.names.each(func(k keyed) {
		if !bytes.Equal(k.key, key) {
			if len(names) > 0 {
				visit(key, names)
			}
			key, names = append(key[:0], k.key...), names[:0]
		}
		names = append(names, keyed{place: k.place, kind: k.kind, lang: k.lang})
	})
	if len(names) > 0 {
		visit(key, names)
	}
	return err
}

// mergeByName makes places of different sources one where they share a name, are
// things of the same sort in the same country, and lie as near to each other as
// two sources put the same thing; or where they are the same administrative area
// by its code. The one whose source comes first stays. Of several places that
// may be the same as another the nearest is, for two villages of a name do not
// become one because a third source knows one of them.
func (b *builder) mergeByName() error {
	if err := b.names.finish(); err != nil || len(b.sources) < 2 {
		return err
	}
	b.mergeByCode()
	t := twins{b: b, taken: map[uint32]uint64{}}
	return b.eachKey(func(key []byte, names []keyed) {
		if key[0] > codeMark {
			t.merge(names)
		}
	})
}

// mergeByCode makes administrative areas of different sources one that have the
// same code of GeoNames.
func (b *builder) mergeByCode() {
	first := make([]uint32, len(b.codes)+1) // the first place of a code, plus one
	for at := range b.places {
		p := &b.places[at]
		if p.self == 0 || p.into != 0 {
			continue
		}
		x := first[p.self]
		if x == 0 {
			first[p.self] = uint32(at) + 1
			continue
		}
		if q := &b.places[x-1]; q.kind == p.kind && q.source != p.source && b.same(x-1, uint32(at)) {
			b.unite(x-1, uint32(at))
		}
	}
}

// twins finds the places of one name that are one.
type twins struct {
	b     *builder
	taken map[uint32]uint64 // which sources' places were united into a place
	named []twin
	pairs []twinPair
}

// twin is a place of the name; main says that it is called so first of all.
type twin struct {
	at   uint32
	main bool
}

// twinPair are two places that may be one.
type twinPair struct {
	x, y uint32
	km   float64
}

// duplicateKM is how near two places of one source lie that are the same thing
// twice, and not two things of the same name.
const duplicateKM = 2

// merge unites places among those of a name.
func (t *twins) merge(names []keyed) {
	b := t.b
	t.named, t.pairs = t.named[:0], t.pairs[:0]
	several := false
	for _, n := range names {
		at := b.root(n.place)
		several = several || b.places[at].source != b.places[b.root(names[0].place)].source
		t.named = append(t.named, twin{at, n.kind <= NameASCII})
	}
	if !several {
		return
	}
	// from south to north, so that only those within reach are compared
	slices.SortFunc(t.named, func(x, y twin) int {
		return cmp.Or(cmp.Compare(b.places[x.at].lat, b.places[y.at].lat), cmp.Compare(x.at, y.at))
	})
	for i, x := range t.named {
		reach := fixed(math.Min(reachKM(b.places[x.at].kind)/geometry.KilometersPerDegree, 200))
		for _, y := range t.named[i+1:] {
			if b.places[y.at].lat-b.places[x.at].lat > reach {
				break
			}
			// two alternate names may be alike by chance
			if (x.main || y.main) && x.at != y.at && b.places[x.at].source != b.places[y.at].source && b.same(x.at, y.at) {
				t.pairs = append(t.pairs, twinPair{min(x.at, y.at), max(x.at, y.at), b.apart(x.at, y.at)})
			}
		}
	}
	slices.SortFunc(t.pairs, func(p, q twinPair) int {
		return cmp.Or(cmp.Compare(p.km, q.km), cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y))
	})
	for _, p := range t.pairs {
		t.unite(b.root(p.x), b.root(p.y), p.km)
	}
}

// unite makes two places one, unless each is already one with another place of
// the other's source.
func (t *twins) unite(x, y uint32, km float64) {
	b := t.b
	if x == y {
		return
	}
	if b.places[y].source < b.places[x].source {
		x, y = y, x
	}
	of, with := t.sources(x), t.sources(y)
	if of&with != 0 && km > duplicateKM || !b.same(x, y) {
		return
	}
	b.unite(x, y)
	t.taken[x] = of | with
}

// sources are the sources of a place as bits; those from the 64th on are not
// told apart from none.
func (t *twins) sources(at uint32) uint64 { return t.taken[at] | 1<<t.b.places[at].source }

func (b *builder) root(at uint32) uint32 {
	for b.places[at].into != 0 {
		at = b.places[at].into - 1
	}
	return at
}

// same reports whether two places of one name are one.
func (b *builder) same(x, y uint32) bool {
	p, q := &b.places[x], &b.places[y]
	if p.country != q.country && p.country != 0 && q.country != 0 {
		return false
	}
	reach, ok := twinKM(p.kind, q.kind)
	if !ok && (p.vague && q.kind.Precision().IsPoint() || q.vague && p.kind.Precision().IsPoint()) {
		reach, ok = vagueKM, true
	}
	if !ok {
		return false
	}
	if p.admin1 != 0 && q.admin1 != 0 && p.admin1 != q.admin1 && reach < 50 {
		reach /= 3
	}
	return b.apart(x, y) <= reach
}

// apart is the distance of two places in kilometres.
func (b *builder) apart(x, y uint32) float64 {
	p, q := &b.places[x], &b.places[y]
	return geometry.Distance(orb.Point{float64(p.lon) / degree, float64(p.lat) / degree}, orb.Point{float64(q.lon) / degree, float64(q.lat) / degree})
}

// vagueKM is how far a place that is only known to be one may lie from the same
// place in another source.
const vagueKM = 5

// reachKM is how far from a thing of a kind another may lie that is the same.
func reachKM(k geo.Kind) float64 {
	switch {
	case k == geo.KindCountry, k == geo.KindContinent:
		return math.MaxFloat64
	case k == geo.KindAdmin1:
		return 400
	case k.Precision().IsPoint():
		return 15
	}
	return 150
}

// twinKM is how far apart two sources may put the same thing, in kilometres, and
// whether things of these kinds can be the same at all.
func twinKM(p, q geo.Kind) (km float64, ok bool) {
	if p > q {
		p, q = q, p
	}
	point := func(k geo.Kind) bool { return k.Precision().IsPoint() }
	switch {
	case p == geo.KindSettlement && q == geo.KindSettlement:
		return 15, true
	case p == geo.KindSettlement && q == geo.KindQuarter, p == geo.KindQuarter && q == geo.KindQuarter:
		return 5, true
	case p == q && point(p):
		return 10, true
	case (p == geo.KindAirport || p == geo.KindBase || p == geo.KindCrossing) && point(q) && q != geo.KindSettlement && q != geo.KindQuarter:
		return 5, true
	case p == geo.KindCountry && q == geo.KindCountry, p == geo.KindContinent && q == geo.KindContinent:
		return math.MaxFloat64, true
	case p == geo.KindAdmin1 && q == geo.KindAdmin1:
		return 400, true
	case p == geo.KindAdmin2 && q == geo.KindAdmin2:
		return 60, true
	case p == geo.KindAdmin3 && q == geo.KindAdmin3:
		return 25, true
	case p == q:
		return 150, true // seas, rivers, ranges: sources disagree on their middle
	}
	return 0, false
}

// unite merges y into x.
func (b *builder) unite(x, y uint32) {
	p, q := &b.places[x], &b.places[y]
	q.into = x + 1
	if p.population == 0 {
		p.population = q.population
	}
	p.names = uint8(min(int(p.names)+int(q.names), 255))
	for _, field := range []struct{ to, from *uint32 }{{&p.admin1, &q.admin1}, {&p.admin2, &q.admin2}, {&p.self, &q.self}} {
		if *field.to == 0 {
			*field.to = *field.from
		}
	}
	if p.vague {
		p.kind, p.vague = q.kind, q.vague
	}
	if p.feature == 0 && p.kind == q.kind {
		p.feature = q.feature
	}
	if p.country == 0 {
		p.country = q.country
	}
	if b.areas[x] == nil && b.areas[y] != nil {
		b.areas[x], b.bounds[x] = b.areas[y], b.bounds[y]
	} else if bound, ok := b.bounds[y]; ok && b.bounds[x].IsZero() {
		b.bounds[x] = bound
	}
	delete(b.areas, y)
	delete(b.bounds, y)
	if p.made && !q.made {
		p.scheme, p.id, p.made = q.scheme, q.id, false
	} else if !q.made {
		b.others = append(b.others, otherID{x, b.intern(string(b.idOf(y)))})
		b.late = append(b.late, lateCode{x, string(b.idOf(y))})
	}
	b.sources[q.source].Added--
	b.sources[q.source].Merged++
}

// lateCode is an id that became a further id of a place when names were merged.
type lateCode struct {
	place uint32
	id    string
}
