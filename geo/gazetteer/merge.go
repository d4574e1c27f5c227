package gazetteer

import (
	"bytes"
	"math"

	"dateline/geo"

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

// maxTwins bounds the places of one name that are compared with each other.
const maxTwins = 400

// mergeByName makes places of different sources one where they share a name, are
// things of the same sort in the same country, and lie as near to each other as
// two sources put the same thing. The one whose source comes first stays.
func (b *builder) mergeByName() error {
	if err := b.names.finish(); err != nil || len(b.sources) < 2 {
		return err
	}
	return b.eachKey(func(key []byte, names []keyed) {
		if len(names) < 2 || len(names) > maxTwins || key[0] <= codeMark {
			return
		}
		for i := range names {
			for j := i + 1; j < len(names); j++ {
				x, y := b.root(names[i].place), b.root(names[j].place)
				if x == y || b.places[x].source == b.places[y].source {
					continue
				}
				// two alternate names may be alike by chance
				if names[i].kind > NameASCII && names[j].kind > NameASCII || !b.same(x, y) {
					continue
				}
				if b.places[y].source < b.places[x].source || b.places[y].source == b.places[x].source && y < x {
					x, y = y, x
				}
				b.unite(x, y)
			}
		}
	})
}

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
	if !ok {
		return false
	}
	if p.admin1 != 0 && q.admin1 != 0 && p.admin1 != q.admin1 && reach < 50 {
		reach /= 3
	}
	return DistanceKM(orb.Point{float64(p.lon) / degree, float64(p.lat) / degree}, orb.Point{float64(q.lon) / degree, float64(q.lat) / degree}) <= reach
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
	if p.feature == 0 {
		p.feature = q.feature
	}
	if p.country == 0 {
		p.country = q.country
	}
	if b.areas[x] == nil && b.areas[y] != nil {
		b.areas[x], b.bounds[x] = b.areas[y], b.bounds[y]
	}
	delete(b.areas, y)
	delete(b.bounds, y)
	if !q.made {
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
