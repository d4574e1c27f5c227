package gazetteer

import (
	"bytes"
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"
)

// ranking collects the places of a search with the greatest ranks, each once.
type ranking struct {
	g     *Gazetteer
	limit int
	refs  []Ref
	ranks []int // descending
}

// least returns the rank that a place must exceed to be added.
func (f *ranking) least() int {
	if len(f.refs) < f.limit {
		return -1
	}
	return f.ranks[len(f.ranks)-1]
}

// add adds a place, or raises its rank.
func (f *ranking) add(r Ref, rank int) {
	if rank <= f.least() {
		return
	}
	if at := slices.Index(f.refs, r); at >= 0 {
		if f.ranks[at] >= rank {
			return
		}
		f.refs, f.ranks = slices.Delete(f.refs, at, at+1), slices.Delete(f.ranks, at, at+1)
	}
	at := len(f.ranks)
	for at > 0 && (f.ranks[at-1] < rank || f.ranks[at-1] == rank && f.refs[at-1] > r) {
		at--
	}
	f.refs, f.ranks = slices.Insert(f.refs, at, r), slices.Insert(f.ranks, at, rank)
	if len(f.refs) > f.limit {
		f.refs, f.ranks = f.refs[:f.limit], f.ranks[:f.limit]
	}
}

// exactRank is added to the rank of places whose whole name matches, so that they
// come before those whose name only begins so.
const exactRank = 512

// Prefix returns at most limit places with a name that begins with prefix: first
// those whose whole name it is, then by prominence. The prefix need not be
// normalized.
func (g *Gazetteer) Prefix(prefix string, limit int) []Ref {
	f := &ranking{g: g, limit: limit}
	// The last word may be incomplete: "st" is the beginning of Stockholm as well as
	// short for Saint.
	expanded, typed := normalize(nil, prefix, true), normalize(nil, prefix, false)
	f.search(expanded)
	if !bytes.Equal(expanded, typed) {
		f.search(typed)
	}
	return f.refs
}

// search adds the places with a key that begins with the given one.
func (f *ranking) search(key []byte) {
	if len(key) == 0 || len(key) > layout.MaxKey || f.limit <= 0 {
		return
	}
	g := f.g
	var names [64]NameRef
	for _, n := range g.find(names[:0], key, layout.HashMore(layout.HashStart, key), f.limit) {
		f.add(n.Ref, exactRank+int(g.weight(n.Ref)))
	}
	// Blocks are read in the order of their greatest weight, until that is too small.
	first, last := g.seekBlock(key), g.seekBlock(append(slices.Clip(key), 0xff))
	if last >= len(g.section(layout.SecWeights)) {
		return
	}
	weights := g.section(layout.SecWeights)[first : last+1]
	var blocks [256]uint32 // by weight
	for _, w := range weights {
		blocks[w]++
	}
	for w := 255; w > f.least(); w-- {
		for at := 0; blocks[w] > 0 && w > f.least(); at++ {
			at += bytes.IndexByte(weights[at:], byte(w))
			blocks[w]--
			g.prefixBlock(first+at, key, f, names[:0])
		}
	}
}

// prefixBlock adds the places of a block with a key that begins with prefix.
func (g *Gazetteer) prefixBlock(at int, prefix []byte, f *ranking, names []NameRef) {
	var buf [maxKeyBuffer]byte
	for k := g.block(at, buf[:]); k.next(); {
		if !bytes.HasPrefix(k.key, prefix) {
			k.skip()
			continue
		}
		for _, n := range k.postings(names[:0], f.limit) {
			f.add(n.Ref, int(g.weight(n.Ref)))
		}
	}
}

// Matches returns at most limit places for a text that a person typed: those with
// this id, code or verbatim abbreviation, then those with this name or, if there
// are no such places, with a variant spelling of it. If the text matches no place, it may be a name
// followed by areas that contain the place: "lagos nigeria", "Portland, ME". The last
// are those whose name differs by up to edits letters.
func (g *Gazetteer) Matches(text string, edits, limit int) []geo.Place {
	var refs []Ref
	add := func(r Ref) {
		if len(refs) < limit && !slices.Contains(refs, r) {
			refs = append(refs, r)
		}
	}
	if r, ok := g.ByID(geo.PlaceID(text)); ok {
		add(r)
	}
	for _, n := range g.LookupVerbatim(nil, text) {
		add(n.Ref)
	}
	for _, r := range g.named(text) {
		add(r)
	}
	if len(refs) == 0 {
		for _, r := range g.qualified(text) {
			add(r)
		}
	}
	if edits > 0 {
		for _, r := range g.Fuzzy(text, edits, limit) {
			add(r)
		}
	}
	out := make([]geo.Place, 0, len(refs))
	for _, r := range refs {
		out = append(out, g.Place(r))
	}
	return out
}
