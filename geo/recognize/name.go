package recognize

import (
	"dateline/geo"
	"dateline/geo/gazetteer"
)

// name is a stretch of tokens, [first, last], that is a name in the gazetteer.
type name struct {
	first, last int32
	kinds       kinds
	size        uint8 // bucket of the largest meaning's population, 0 to 7
	// skip and trim are the bytes at the start of the first token and the end of
	// the last one that do not belong to the name.
	skip, trim uint8
}

// kinds is a set of the sorts of place that a name may mean.
type kinds uint8

// The sorts of place.
const (
	kindCountry kinds = 1 << iota
	kindState
	kindDistrict
	kindTown
	kindNature
	kindSite
	kindDemonym
	kindAbbreviation
)

// cover says which name covers a token, and where in it the token stands.
type cover struct {
	kinds kinds
	size  uint8
	place uint8 // 1 alone, 2 first, 3 inside, 4 last; 0 not covered
}

// code packs c into a feature value.
func (c cover) code() uint32 {
	return uint32(c.kinds)<<8 | uint32(c.size)<<4 | uint32(c.place)
}

// namer finds the gazetteer's names in text. The zero value finds none.
type namer struct {
	gaz   *gazetteer.Gazetteer
	words []byte
	refs  []gazetteer.NameRef
	// known remembers what names mean, by a hash of their words.
	known [1 << knownBits]meaning
}

const knownBits = 12

// meaning is what a name means, or that it is none.
type meaning struct {
	hash  uint64
	kinds kinds
	size  uint8
	is    bool
}

// find fills x.names and x.cover with the longest names of the gazetteer in the
// groups, the leftmost first.
func (n *namer) find(x *extractor, gs []group) {
	x.names, x.cover = x.names[:0], x.cover[:0]
	if n.gaz == nil {
		return
	}
	x.cover = append(x.cover, make([]cover, len(x.toks))...)
	for k := range gs {
		for i := gs[k].first; i <= gs[k].last; {
			m, ok := n.longest(x, i, gs[k].last)
			if !ok {
				i++
				continue
			}
			x.names = append(x.names, m)
			for j := m.first; j <= m.last; j++ {
				c := cover{kinds: m.kinds, size: m.size, place: 3}
				switch {
				case m.first == m.last:
					c.place = 1
				case j == m.first:
					c.place = 2
				case j == m.last:
					c.place = 4
				}
				x.cover[j] = c
			}
			i = m.last + 1
		}
	}
}

// longest returns the longest name that begins with token i and ends by token
// last.
func (n *namer) longest(x *extractor, i, last int32) (m name, ok bool) {
	t := &x.toks[i]
	if !t.nameLike() && (i == last || !arabicArticles[t.lower] || x.toks[i+1].space) || t.class == classAlnum {
		return m, false
	}
	m.first = i
	c := n.gaz.Start()
	hash := uint64(hashSeed)
	for j := i; j <= last; j++ {
		t := &x.toks[j]
		n.words = gazetteer.Normalize(n.words[:0], x.text[t.start:t.end])
		if len(n.words) == 0 {
			continue
		}
		next, on := c.Step(n.words)
		if !on {
			break
		}
		c = next
		for _, b := range n.words {
			hash = (hash ^ uint64(b)) * 0x100000001b3
		}
		hash = (hash ^ ' ') * 0x100000001b3
		if !t.nameLike() {
			continue
		}
		if k := n.meaning(c, hash); k.is {
			m.last, ok = j, true
			m.kinds, m.size = k.kinds, k.size
		}
	}
	if !ok || m.first == m.last {
		if t.class == classInitials || t.class == classUpper || x.text[t.end-1] == '.' {
			n.refs = n.gaz.LookupVerbatim(n.refs[:0], x.text[t.start:t.end])
			if len(n.refs) > 0 {
				k, size := n.sorts(n.refs)
				m.last, m.kinds, m.size, ok = i, m.kinds|k|kindAbbreviation, max(m.size, size), true
			}
		}
	}
	if !ok && t.class == classCapital && t.end-t.start > 5 && x.text[t.end-1] == 's' {
		// "Afghanistans": a plural, or an apostrophe lost on the way.
		n.words = gazetteer.Normalize(n.words[:0], x.text[t.start:t.end-1])
		n.refs = n.gaz.Lookup(n.refs[:0], n.words)
		if k, size := n.sorts(n.refs); k&(kindCountry|kindDemonym) != 0 {
			m.last, m.kinds, m.size, ok = i, k, size, true
			if k&kindDemonym == 0 {
				m.trim = 1
			}
		}
	}
	return m, ok
}

// meaning returns what the name at a cursor means; hash is that of its words.
func (n *namer) meaning(c gazetteer.Cursor, hash uint64) meaning {
	k := &n.known[hash>>(64-knownBits)]
	if k.hash != hash {
		*k = meaning{hash: hash}
		if c.IsName() {
			n.refs = c.Names(n.refs[:0])
			k.is = true
			k.kinds, k.size = n.sorts(n.refs)
		}
	}
	return *k
}

// sorts summarises what a name may mean by its most important meanings.
func (n *namer) sorts(refs []gazetteer.NameRef) (k kinds, size uint8) {
	for _, r := range refs[:min(len(refs), 6)] {
		rec := n.gaz.Record(r.Ref)
		if r.Kind == gazetteer.NameDemonym {
			k |= kindDemonym
		} else {
			k |= sortOf(rec.Kind)
		}
		size = max(size, bucket(rec.Population))
	}
	return k, size
}

func sortOf(k geo.Kind) kinds {
	switch k {
	case geo.KindCountry, geo.KindContinent, geo.KindRegion:
		return kindCountry
	case geo.KindAdmin1:
		return kindState
	case geo.KindAdmin2, geo.KindAdmin3:
		return kindDistrict
	case geo.KindSettlement, geo.KindQuarter:
		return kindTown
	case geo.KindAirport, geo.KindBase, geo.KindCrossing, geo.KindSite:
		return kindSite
	}
	return kindNature
}

// bucket puts a population into one of eight classes.
func bucket(population int64) uint8 {
	b := uint8(0)
	for _, from := range [...]int64{1, 2_000, 10_000, 50_000, 250_000, 1_000_000, 5_000_000} {
		if population >= from {
			b++
		}
	}
	return b
}
