package gazetteer

import (
	"bytes"
	"slices"
	"unicode/utf8"

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
	key := Normalize(nil, prefix)
	if len(key) == 0 || len(key) > maxKey || limit <= 0 {
		return nil
	}
	f := &found{g: g, limit: limit}
	var names [64]NameRef
	for _, n := range g.Lookup(names[:0], key) {
		f.add(n.Ref, exactRank+int(g.weightOf(n.Ref)))
	}
	// blocks whose greatest weight is too small need not be read; the ones with
	// the greatest come first
	first, last := g.seekBlock(key), g.seekBlock(append(slices.Clip(key), 0xff))
	weights := g.sections[secWeights]
	if last >= len(weights) {
		return f.refs
	}
	for w := 255; w >= 0 && w > f.least(); w-- {
		for at := first; at <= last; at++ {
			i := bytes.IndexByte(weights[at:last+1], byte(w))
			if i < 0 {
				break
			}
			at += i
			g.prefixBlock(at, key, f, names[:0])
		}
	}
	return f.refs
}

func (g *Gazetteer) prefixBlock(at int, prefix []byte, f *found, names []NameRef) {
	var buf [keyRoom]byte
	for k := g.block(at, buf[:]); k.next(); {
		if !bytes.HasPrefix(k.key, prefix) {
			k.skip()
			continue
		}
		for _, n := range k.postings(names[:0], true) {
			f.add(n.Ref, int(g.weightOf(n.Ref)))
		}
	}
}

// maxEdits bounds the edit distance of Fuzzy.
const maxEdits = 3

// Fuzzy returns the places whose name is at most edits insertions, deletions,
// exchanges or swaps of neighbours away from name, the closest first, then by
// weight. It walks the sorted names as a trie, with a row of the distance matrix
// (Damerau-Levenshtein, optimal string alignment) for each character, and leaves
// a branch where no entry of the row is small enough.
func (g *Gazetteer) Fuzzy(name string, edits, limit int) []Ref {
	key := Normalize(nil, name)
	if len(key) == 0 || len(key) > maxKey/2 || limit <= 0 {
		return nil
	}
	z := &fuzzy{g: g, want: []rune(string(key)), edits: min(edits, maxEdits), f: &found{g: g, limit: limit}}
	row := make([]int, len(z.want)+1)
	for i := range row {
		row[i] = i
	}
	z.walk(make([]byte, 0, maxKey+8), nil, row, 0)
	return z.f.refs
}

type fuzzy struct {
	g     *Gazetteer
	want  []rune
	edits int
	f     *found
	names []NameRef
}

// walk visits the keys that begin with prefix, whose matrix row is row and the
// row of whose own prefix is before.
func (z *fuzzy) walk(prefix []byte, before, row []int, last rune) {
	if d := row[len(row)-1]; d <= z.edits {
		z.names = z.g.Lookup(z.names[:0], prefix)
		for _, n := range z.names {
			z.f.add(n.Ref, (maxEdits-d)*256+int(z.g.weightOf(n.Ref)))
		}
	}
	for c, ok := z.g.nextRune(prefix, 0); ok; c, ok = z.g.nextRune(prefix, c+1) {
		next := make([]int, len(row))
		next[0] = row[0] + 1
		best := next[0]
		for i := 1; i < len(row); i++ {
			cost := 1
			if z.want[i-1] == c {
				cost = 0
			}
			next[i] = min(row[i]+1, next[i-1]+1, row[i-1]+cost)
			if before != nil && i > 1 && z.want[i-1] == last && z.want[i-2] == c {
				next[i] = min(next[i], before[i-2]+1)
			}
			best = min(best, next[i])
		}
		if best <= z.edits && len(prefix)+4 < maxKey {
			z.walk(utf8.AppendRune(prefix, c), row, next, c)
		}
	}
}

// nextRune returns the smallest character not below from that goes on from
// prefix in some key.
func (g *Gazetteer) nextRune(prefix []byte, from rune) (rune, bool) {
	if from >= 0xd800 && from < 0xe000 {
		from = 0xe000
	}
	if from > utf8.MaxRune {
		return 0, false
	}
	var seekBuf, buf [keyRoom]byte
	key := append(seekBuf[:0], prefix...)
	if from > 0 {
		key = utf8.AppendRune(key, max(from, ' '))
	} else {
		key = append(key, ' ') // marks of other keys sort below
	}
	for at := g.seekBlock(key); at < g.blocks(); at++ {
		for k := g.block(at, buf[:]); k.next(); k.skip() {
			if bytes.Compare(k.key, key) < 0 {
				continue
			}
			if !bytes.HasPrefix(k.key, prefix) {
				return 0, false
			}
			c, size := utf8.DecodeRune(k.key[len(prefix):])
			return c, size > 0
		}
	}
	return 0, false
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
	for _, n := range g.LookupWritten(nil, text) {
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
