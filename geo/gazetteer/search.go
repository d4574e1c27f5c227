package gazetteer

import (
	"bytes"
	"slices"

	"dateline/geo"
)

// found collects the best places of a search, each once.
type found struct {
	g     *Gazetteer
	limit int
	refs  []Ref
	rank  []int // falling
}

// least is the rank below which a place would not be taken.
func (f *found) least() int {
	if len(f.refs) < f.limit {
		return -1
	}
	return f.rank[len(f.rank)-1]
}

func (f *found) add(r Ref, rank int) {
	if rank <= f.least() {
		return
	}
	if at := slices.Index(f.refs, r); at >= 0 {
		if f.rank[at] >= rank {
			return
		}
		f.refs, f.rank = slices.Delete(f.refs, at, at+1), slices.Delete(f.rank, at, at+1)
	}
	at := len(f.rank)
	for at > 0 && (f.rank[at-1] < rank || f.rank[at-1] == rank && f.refs[at-1] > r) {
		at--
	}
	f.refs, f.rank = slices.Insert(f.refs, at, r), slices.Insert(f.rank, at, rank)
	if len(f.refs) > f.limit {
		f.refs, f.rank = f.refs[:f.limit], f.rank[:f.limit]
	}
}

// exactRank puts a place that has the very name before all that only begin so.
const exactRank = 512

// Prefix returns the places with a name that begins with prefix, the best first:
// exact names, then by weight. The prefix is normalised here.
func (g *Gazetteer) Prefix(prefix string, limit int) []Ref {
	f := &found{g: g, limit: limit}
	// What is typed may stop within a word: "st" is Stockholm as well as Saint.
	whole, typed := normalize(nil, prefix, true), normalize(nil, prefix, false)
	f.prefix(whole)
	if !bytes.Equal(whole, typed) {
		f.prefix(typed)
	}
	return f.refs
}

func (f *found) prefix(key []byte) {
	if len(key) == 0 || len(key) > maxKey || f.limit <= 0 {
		return
	}
	g := f.g
	var names [64]NameRef
	for _, n := range g.find(names[:0], key, hashMore(hashStart, key), f.limit) { // its weightiest
		f.add(n.Ref, exactRank+int(g.weightOf(n.Ref)))
	}
	// blocks whose greatest weight is too small need not be read; the ones with
	// the greatest come first
	first, last := g.seekBlock(key), g.seekBlock(append(slices.Clip(key), 0xff))
	if last >= len(g.sections[secWeights]) {
		return
	}
	weights := g.sections[secWeights][first : last+1]
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

func (g *Gazetteer) prefixBlock(at int, prefix []byte, f *found, names []NameRef) {
	var buf [keyRoom]byte
	for k := g.block(at, buf[:]); k.next(); {
		if !bytes.HasPrefix(k.key, prefix) {
			k.skip()
			continue
		}
		for _, n := range k.postings(names[:0], f.limit) {
			f.add(n.Ref, int(g.weightOf(n.Ref)))
		}
	}
}

// Matches returns the places that a text means: an id, a code, an abbreviation as
// written, a name; another spelling where there is none; and names up to edits
// letters away. At most limit, the weightiest first.
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
	key := Normalize(nil, text)
	names := g.Lookup(nil, key)
	if len(names) == 0 {
		names = g.LookupVariants(nil, key)
	}
	for _, n := range names {
		add(n.Ref)
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
