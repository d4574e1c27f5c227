package compile

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/layout"
	"dateline/geo/geometry"
)

// eachKey calls visit with every key in order and all its places. Both are valid
// until visit returns.
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

// mergeDuplicates merges places of different sources that are the same: places of
// compatible kinds in the same country that share a name and are no farther apart
// than sources disagree about the position of such a place, and administrative
// areas with the same code. The place of the first source survives. If a place may
// be the same as several others, it is merged with the nearest, so that two
// villages of one name are not merged because a third source has one of them.
func (b *builder) mergeDuplicates() error {
	if err := b.names.finish(); err != nil || len(b.sources) < 2 {
		return err
	}
	b.mergeByCode()
	d := duplicates{b: b, merged: map[uint32]uint64{}}
	return b.eachKey(func(key []byte, names []keyed) {
		if key[0] > layout.CodeMark {
			d.mergeNamesakes(names)
		}
	})
}

// mergeByCode merges administrative areas of different sources with the same
// GeoNames code.
func (b *builder) mergeByCode() {
	first := make([]uint32, len(b.codeTexts)) // the first place with each code, plus one
	for at := range b.places {
		p := &b.places[at]
		if p.ownCode == 0 || p.mergedInto != 0 {
			continue
		}
		x := first[p.ownCode]
		if x == 0 {
			first[p.ownCode] = uint32(at) + 1
			continue
		}
		if q := &b.places[x-1]; q.kind == p.kind && q.source != p.source && b.same(x-1, uint32(at)) {
			b.merge(x-1, uint32(at))
		}
	}
}

// duplicates finds places of one name that are the same.
type duplicates struct {
	b      *builder
	merged map[uint32]uint64 // by place, the sources of the places merged into it, as bits
	named  []namedPlace
	pairs  []duplicatePair
}

// namedPlace is a place of a name. official means that it is its official name.
type namedPlace struct {
	at       uint32
	official bool
}

// duplicatePair is two places that may be the same.
type duplicatePair struct {
	x, y uint32
	km   float64
}

// sameSourceKM is the distance up to which two places of one source that have the
// same name are the same place.
const sameSourceKM = 2

// mergeNamesakes merges the places of a name that are the same.
func (d *duplicates) mergeNamesakes(names []keyed) {
	b := d.b
	d.named, d.pairs = d.named[:0], d.pairs[:0]
	severalSources := false
	for _, n := range names {
		at := b.survivor(n.place)
		severalSources = severalSources || b.places[at].source != b.places[b.survivor(names[0].place)].source
		d.named = append(d.named, namedPlace{at, n.kind <= gazetteer.NameASCII})
	}
	if !severalSources {
		return
	}
	// Sorted by latitude, a place needs to be compared with those within reach only.
	slices.SortFunc(d.named, func(x, y namedPlace) int {
		return cmp.Or(cmp.Compare(b.places[x.at].lat, b.places[y.at].lat), cmp.Compare(x.at, y.at))
	})
	for i, x := range d.named {
		reach := layout.Fixed(math.Min(reachKM(b.places[x.at].kind)/geometry.KilometersPerDegree, 200))
		for _, y := range d.named[i+1:] {
			if b.places[y.at].lat-b.places[x.at].lat > reach {
				break
			}
			// Two alternate names may be the same by chance.
			if (x.official || y.official) && x.at != y.at && b.places[x.at].source != b.places[y.at].source && b.same(x.at, y.at) {
				d.pairs = append(d.pairs, duplicatePair{min(x.at, y.at), max(x.at, y.at), b.distance(x.at, y.at)})
			}
		}
	}
	slices.SortFunc(d.pairs, func(p, q duplicatePair) int {
		return cmp.Or(cmp.Compare(p.km, q.km), cmp.Compare(p.x, q.x), cmp.Compare(p.y, q.y))
	})
	for _, p := range d.pairs {
		d.merge(b.survivor(p.x), b.survivor(p.y), p.km)
	}
}

// merge merges two places, unless one of them is already merged with another place
// of the other's source.
func (d *duplicates) merge(x, y uint32, km float64) {
	b := d.b
	if x == y {
		return
	}
	if b.places[y].source < b.places[x].source {
		x, y = y, x
	}
	sources, more := d.sources(x), d.sources(y)
	if sources&more != 0 && km > sameSourceKM || !b.same(x, y) {
		return
	}
	b.merge(x, y)
	d.merged[x] = sources | more
}

// sources returns the sources of a place as bits. The 65th source and later ones
// have no bit.
func (d *duplicates) sources(at uint32) uint64 { return d.merged[at] | 1<<d.b.places[at].source }

// same reports whether two places of one name are the same place.
func (b *builder) same(x, y uint32) bool {
	p, q := &b.places[x], &b.places[y]
	if p.country != q.country && p.country != 0 && q.country != 0 {
		return false
	}
	reach, ok := sameKM(p.kind, q.kind)
	if !ok && (p.unknownType && q.kind.Precision().IsPoint() || q.unknownType && p.kind.Precision().IsPoint()) {
		reach, ok = unknownTypeKM, true
	}
	if !ok {
		return false
	}
	if p.admin1 != 0 && q.admin1 != 0 && p.admin1 != q.admin1 && reach < 50 {
		reach /= 3
	}
	return b.distance(x, y) <= reach
}

// distance returns the distance of two places in kilometers.
func (b *builder) distance(x, y uint32) float64 {
	return geometry.Distance(b.places[x].point(), b.places[y].point())
}

// unknownTypeKM is sameKM of a place of unknown type and any site or settlement.
const unknownTypeKM = 5

// reachKM returns the greatest sameKM of a kind and any other, in kilometers.
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

// sameKM returns the distance in kilometers up to which places of two kinds from
// different sources are the same; ok is false if they never are.
func sameKM(p, q geo.Kind) (km float64, ok bool) {
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
		return 150, true // seas, rivers, ranges: sources disagree about their center
	}
	return 0, false
}

// merge merges place y into x.
func (b *builder) merge(x, y uint32) {
	p, q := &b.places[x], &b.places[y]
	q.mergedInto = x + 1
	if p.population == 0 {
		p.population = q.population
	}
	p.names = uint8(min(int(p.names)+int(q.names), 255))
	for _, field := range []struct{ to, from *uint32 }{{&p.admin1, &q.admin1}, {&p.admin2, &q.admin2}, {&p.ownCode, &q.ownCode}} {
		if *field.to == 0 {
			*field.to = *field.from
		}
	}
	if p.unknownType {
		p.kind, p.unknownType = q.kind, q.unknownType
	}
	if p.feature == 0 && p.kind == q.kind {
		p.feature = q.feature
	}
	if p.country == 0 {
		p.country = q.country
	}
	if b.outlines[x] == nil && b.outlines[y] != nil {
		b.outlines[x], b.bounds[x] = b.outlines[y], b.bounds[y]
	} else if bound, ok := b.bounds[y]; ok && b.bounds[x].IsZero() {
		b.bounds[x] = bound
	}
	delete(b.outlines, y)
	delete(b.bounds, y)
	if p.generatedID && !q.generatedID {
		p.scheme, p.id, p.generatedID = q.scheme, q.id, false
	} else if !q.generatedID {
		b.others = append(b.others, otherID{x, b.intern(string(b.idOf(y)))})
		b.mergedIDs = append(b.mergedIDs, mergedID{x, string(b.idOf(y))})
	}
	b.sources[q.source].Added--
	b.sources[q.source].Merged++
}

// mergedID is the id of a place that was merged into another one, of which it
// becomes a further id.
type mergedID struct {
	place uint32
	id    string
}
