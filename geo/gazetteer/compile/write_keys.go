package compile

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/fsst"
	"dateline/geo/gazetteer/internal/layout"
)

// keyWriter writes the blocks of keys and collects what the indexes need.
type keyWriter struct {
	f        *fileWriter
	out      *tempSection
	table    *fsst.Table
	blocks   []byte   // offset of each block
	weights  []byte   // greatest weight of each block
	hashes   []uint64 // of the keys
	prefixes []uint64 // hashes of the beginnings of names
	previous []byte   // key

	postings        []gazetteer.NameRef
	buf, compressed []byte
}

// writeKeys writes the keys with their postings and the indexes of keys.
func (f *fileWriter) writeKeys() error {
	table, distinct, err := f.trainKeys()
	if err != nil {
		return err
	}
	f.tables.KeySymbols = layout.EncodeSymbols(table)
	f.tables.BlockUnit = 1
	w := keyWriter{f: f, out: f.sections.create(layout.SecKeys), table: table, hashes: make([]uint64, 0, distinct)}
	if err := f.eachKey(w.add); err != nil {
		return err
	}
	if w.out.size > math.MaxUint32 {
		f.tooMany("bytes of names", math.MaxUint32)
	}
	f.tables.Keys = len(w.hashes)
	f.tables.BlockWidth = 2
	if len(w.weights) >= math.MaxUint16 {
		f.tables.BlockWidth = 3
	}
	f.sections.b[layout.SecBlocks], f.sections.b[layout.SecWeights] = w.blocks, w.weights
	f.sections.b[layout.SecHash] = layout.NewBlockTable(w.hashes, f.tables.BlockWidth)
	f.sections.b[layout.SecPrefixes] = layout.NewHashSet(w.prefixes)
	return nil
}

// trainKeys trains the fsst table on the parts of keys that are stored, and counts
// the distinct keys.
func (f *fileWriter) trainKeys() (table *fsst.Table, distinct int, err error) {
	var samples [][]byte
	var previous []byte
	step, n := max(f.names.n*8/sampleBytes, 1), 0
	err = f.names.each(func(k keyed) {
		if !bytes.Equal(k.key, previous) {
			distinct++
		}
		if n++; n%step == 0 {
			if s := sharedPrefix(previous, k.key); s < len(k.key) {
				samples = append(samples, slices.Clone(k.key[s:]))
			}
		}
		previous = append(previous[:0], k.key...)
	})
	return fsst.Train(samples), distinct, err
}

// sharedPrefix returns the length of the longest common prefix.
func sharedPrefix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// add writes a key.
func (w *keyWriter) add(key []byte, names []keyed) {
	w.setPostings(names)
	heaviest := w.f.weight(w.postings[0].Ref)
	if len(w.hashes)%layout.BlockKeys == 0 {
		w.blocks = binary.LittleEndian.AppendUint32(w.blocks, uint32(w.out.size))
		w.weights = append(w.weights, heaviest)
		w.previous = w.previous[:0]
	} else if n := len(w.weights) - 1; heaviest > w.weights[n] {
		w.weights[n] = heaviest
	}
	shared := sharedPrefix(w.previous, key)
	w.compressed = w.table.Encode(w.compressed[:0], key[shared:])
	w.buf = append(w.buf[:0], byte(min(shared, layout.Half)<<4|min(len(w.compressed), layout.Half)))
	for _, n := range []int{shared, len(w.compressed)} {
		if n >= layout.Half {
			w.buf = binary.AppendUvarint(w.buf, uint64(n-layout.Half))
		}
	}
	w.buf = append(w.buf, w.compressed...)
	w.out.write(appendPostings(w.buf, w.postings))
	w.hash(key)
	w.previous = append(w.previous[:0], key...)
}

// setPostings sets the places of a key, each once with its best kind of name, the
// most prominent first.
func (w *keyWriter) setPostings(names []keyed) {
	w.postings = w.postings[:0]
	for _, n := range names {
		w.postings = append(w.postings, gazetteer.NameRef{Ref: w.f.refs[n.place], Kind: n.kind, Lang: n.lang})
	}
	slices.SortFunc(w.postings, func(x, y gazetteer.NameRef) int {
		return cmp.Or(cmp.Compare(x.Ref, y.Ref), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Lang, y.Lang))
	})
	w.postings = slices.CompactFunc(w.postings, func(x, y gazetteer.NameRef) bool { return x.Ref == y.Ref })
	population := func(r gazetteer.Ref) uint32 { return w.f.places[w.f.order[r]].population }
	slices.SortStableFunc(w.postings, func(x, y gazetteer.NameRef) int {
		return cmp.Or(cmp.Compare(w.f.weight(y.Ref), w.f.weight(x.Ref)), cmp.Compare(population(y.Ref), population(x.Ref)), cmp.Compare(x.Ref, y.Ref))
	})
}

// hash adds the hashes of a key and of its beginnings that end before a space.
func (w *keyWriter) hash(key []byte) {
	h := uint64(layout.HashStart)
	for i, c := range key {
		if c == ' ' && key[0] > layout.CodeMark && i < layout.MaxCursorKey && !bytes.HasPrefix(w.previous, key[:i+1]) {
			w.prefixes = append(w.prefixes, h)
		}
		h = layout.HashByte(h, c)
	}
	w.hashes = append(w.hashes, h)
}

func appendPostings(dst []byte, postings []gazetteer.NameRef) []byte {
	if len(postings) == 1 {
		return appendPosting(dst, postings[0], 0)
	}
	dst = appendPosting(dst, postings[0], layout.MoreFollow)
	var further []byte
	for _, p := range postings[1:] {
		further = appendPosting(further, p, 0)
	}
	dst = binary.AppendUvarint(dst, uint64(len(further)))
	return append(dst, further...)
}

func appendPosting(dst []byte, p gazetteer.NameRef, flags byte) []byte {
	head := byte(p.Kind)&layout.KindBits | flags
	if p.Lang == 0 {
		dst = append(dst, head)
	} else {
		dst = append(dst, head|layout.LangFollows, byte(p.Lang))
	}
	return binary.AppendUvarint(dst, uint64(p.Ref))
}
