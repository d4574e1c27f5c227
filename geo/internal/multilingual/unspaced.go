package multilingual

import (
	"sync"
	"unicode/utf8"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/script"
	"dateline/geo/internal/tagger"
)

// The CJK unified ideographs, none of which has a compatibility form.
const (
	firstHan = '\u4e00'
	lastHan  = '\u9fff'
)

// UnspacedNames tells which names of a gazetteer in scripts without spaces between words may begin with two
// characters. It is safe for concurrent use.
type UnspacedNames struct {
	gaz     *gazetteer.Gazetteer
	scripts [len(unspacedScripts)]beginnings
}

// unspacedScripts are the first and the last characters of scripts: Thai and Lao, Myanmar, Khmer, Hiragana and
// Katakana, Chinese, and the syllables of Korean.
var unspacedScripts = [...][2]rune{{'\u0e00', '\u0eff'}, {'\u1000', '\u109f'}, {'\u1780', '\u17ff'}, {'\u3040', '\u30ff'}, {firstHan, lastHan}, {'\uac00', '\ud7a3'}}

// beginnings is a hash table of the first two characters of the names in a script. Its size is a power of two.
type beginnings struct {
	once  sync.Once
	table []beginning
	// used has bits for the hashes of the entries. It fits in a cache near the processor.
	used []uint64
}

// beginning is the beginning of names, with a bit for each of their numbers of characters without spaces. It is
// empty if it has none.
type beginning struct {
	first, second uint16
	lengths       uint32
}

// maxLength is the number of characters from which names have the same bit.
const maxLength = 31

// anyLength are the bits of all lengths.
const anyLength = 1<<32 - 1

// NewUnspacedNames returns the names of gazetteer g. Those of a script are read at its first use.
func NewUnspacedNames(g *gazetteer.Gazetteer) *UnspacedNames { return &UnspacedNames{gaz: g} }

// lengthsOf returns a bit for each number of characters that a name which begins with two characters may have,
// at most maxLength.
func (u *UnspacedNames) lengthsOf(first, second rune) uint32 {
	if second > 0xffff || second == utf8.RuneError {
		return anyLength
	}
	for i, script := range unspacedScripts {
		if first >= script[0] && first <= script[1] {
			b := &u.scripts[i]
			b.once.Do(func() { b.read(u.gaz, script[0], script[1]) })
			if !b.has(uint16(first), uint16(second)) {
				return 0
			}
			return b.at(uint16(first), uint16(second)).lengths
		}
	}
	return anyLength
}

// hashOf returns the hash of a beginning.
func hashOf(first, second uint16) uint32 {
	return (uint32(first)<<16 | uint32(second)) * 0x9e3779b1 >> 10
}

// has reports whether there may be an entry of a beginning.
func (b *beginnings) has(first, second uint16) bool {
	h := hashOf(first, second) & uint32(len(b.used)*64-1)
	return b.used[h/64]>>(h%64)&1 != 0
}

// at returns the entry of a beginning, or the empty one in which it is to be stored.
func (b *beginnings) at(first, second uint16) *beginning {
	mask := uint32(len(b.table) - 1)
	for i := hashOf(first, second) & mask; ; i = (i + 1) & mask {
		if k := &b.table[i]; k.lengths == 0 || k.first == first && k.second == second {
			return k
		}
	}
}

// read reads the names that begin with a character from first to last.
func (b *beginnings) read(g *gazetteer.Gazetteer, first, last rune) {
	var found []beginning
	for key := range g.KeysBetween([]byte(string(first)), []byte(string(last+1))) {
		var begins [2]rune
		n := 0
		for _, r := range string(key) {
			if r == ' ' {
				continue
			}
			if n < len(begins) {
				begins[n] = r
			}
			n++
		}
		if n < 2 || begins[1] > 0xffff {
			continue // a name has two tokens at least
		}
		k := beginning{uint16(begins[0]), uint16(begins[1]), 0}
		if last := len(found) - 1; last < 0 || found[last].first != k.first || found[last].second != k.second {
			found = append(found, k)
		}
		found[len(found)-1].lengths |= 1 << min(n, maxLength)
	}
	size := 64
	for size < 2*len(found) {
		size *= 2
	}
	b.table, b.used = make([]beginning, size), make([]uint64, size/16)
	for _, k := range found {
		h := hashOf(k.first, k.second) & uint32(len(b.used)*64-1)
		b.used[h/64] |= 1 << (h % 64)
		e := b.at(k.first, k.second)
		e.first, e.second, e.lengths = k.first, k.second, e.lengths|k.lengths
	}
}

// maxUnspaced is the length in tokens of the longest name in a script without spaces.
const maxUnspaced = 12

// unspaced sets n to the longest name in a script without spaces that ends at token last or before, and
// reports whether there is one.
func (m *matcher) unspaced(d *Document, n *Name, last int32) bool {
	i := n.First
	if d.words[i].rank == 1 && !d.beginsKorean(i) {
		return false // one of the most frequent characters, which begin no name
	}
	var begins [2]rune
	var lengths [maxUnspaced]int // in characters, by the number of tokens after the first one
	count := m.characters(&begins, 0, d.Tokens[i].Text(d.Text))
	lengths[0] = count
	end := i
	if joins(d, i+1, last) {
		end++
		count = m.characters(&begins, count, d.Tokens[end].Text(d.Text))
		lengths[1] = count
	}
	if count < len(begins) {
		return false
	}
	allowed := m.names.lengthsOf(begins[0], begins[1])
	if allowed == 0 {
		return false
	}
	for end > i && end-i < maxUnspaced-1 && joins(d, end+1, last) {
		end++
		count = m.characters(&begins, count, d.Tokens[end].Text(d.Text))
		lengths[end-i] = count
	}
	for ; end >= i; end-- {
		if n := lengths[end-i]; n < len(begins) || allowed>>min(n, maxLength)&1 == 0 {
			continue
		}
		if k := m.unspacedMeaning(d.Text[d.Tokens[i].Start:d.Tokens[end].End]); k.ok {
			n.Last, n.Meaning = end, k.meaning
			return true
		}
	}
	return d.Language == "zh" && m.county(d, n, allowed, lengths[1])
}

// county sets n to the name of two characters that is that of a county with its common noun, "静乐" of "静乐县", and reports whether
// there is one.
func (m *matcher) county(d *Document, n *Name, allowed uint32, length int) bool {
	if length != 2 || allowed>>3&1 == 0 {
		return false
	}
	k := m.unspacedMeaning(d.Text[d.Tokens[n.First].Start:d.Tokens[n.First+1].End] + "县")
	if k.ok {
		n.Last, n.Meaning = n.First+1, k.meaning
		n.Inflected = true
	}
	return k.ok
}

// beginsKorean reports whether token i is the first syllable of a word in Korean.
func (d *Document) beginsKorean(i int32) bool {
	return d.Language == "ko" && (i == 0 || d.Tokens[i].Space || d.Tokens[i-1].End < d.Tokens[i].Start || d.Tokens[i-1].Class != tagger.ClassCaseless)
}

// joins reports whether token i may be a part of a name in a script without spaces that ends at token last or before.
func joins(d *Document, i, last int32) bool {
	return i <= last && !d.Tokens[i].Space && d.Tokens[i].Class == tagger.ClassCaseless
}

// characters returns the number of characters of a normalized text, with count ones before it, and sets
// the first two.
func (m *matcher) characters(begins *[2]rune, count int, s string) int {
	if r, size := utf8.DecodeRuneInString(s); size == len(s) && script.IsWide(r) {
		if count < len(begins) {
			begins[count] = gazetteer.Simplified(r)
		}
		return count + 1
	}
	m.key = gazetteer.Normalize(m.key[:0], s)
	for key := m.key; len(key) > 0; {
		r, size := utf8.DecodeRune(key)
		key = key[size:]
		if r == ' ' {
			continue
		}
		if count < len(begins) {
			begins[count] = r
		}
		count++
	}
	return count
}

// unspacedMeaning returns what a name in a script without spaces means. It is valid until the next call.
func (m *matcher) unspacedMeaning(s string) *entry {
	h := hashString(s)
	k := &m.cache[h>>(64-cacheBits)]
	if k.hash != h {
		*k = entry{hash: h}
		m.key = normalizeUnspaced(m.key[:0], s)
		if m.refs = m.gaz.Lookup(m.refs[:0], m.key); len(m.refs) > 0 {
			k.ok = true
			k.meaning.Types, k.meaning.Size = tagger.TypesOf(m.gaz, m.refs)
		}
	}
	return k
}

// normalizeUnspaced is [gazetteer.Normalize], faster for those of [script.IsWide].
func normalizeUnspaced(dst []byte, s string) []byte {
	from := len(dst)
	for _, r := range s {
		if !script.IsWide(r) {
			return gazetteer.Normalize(dst[:from], s)
		}
		dst = utf8.AppendRune(dst, gazetteer.Simplified(r))
	}
	return dst
}

// hashString returns the 64-bit FNV-1a hash of s.
func hashString(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}
