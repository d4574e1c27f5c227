package tagger

import (
	"bytes"
	"encoding/binary"
	"math"

	"dateline/geo/internal/tagger/crf"
)

// partReader reads the parts of a model: a slice as the number of its elements and the elements, a table as the number of
// its slots, the fingerprints and the weights, all numbers little-endian. After an error b is nil and the part is
// empty.
type partReader struct{ b []byte }

// read reads one part, a pointer as in [Model.parts].
func (r *partReader) read(part any) {
	switch p := part.(type) {
	case *crf.Table:
		*p = r.table()
	case *Lexicon:
		p.slots = r.lexicon()
	case *[]float32:
		*p = r.floats()
	default:
		_, _ = binary.Decode(r.next(1, binary.Size(part)), binary.LittleEndian, part)
	}
}

// next returns the next n elements of the given size in bytes, or nil if there are fewer.
func (r *partReader) next(n, size int) []byte {
	if n > len(r.b)/size {
		r.b = nil
		return nil
	}
	b := r.b[:n*size]
	r.b = r.b[n*size:]
	return b
}

// count returns the next number of elements, 0 at the end.
func (r *partReader) count() int {
	if b := r.next(1, 4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

// table returns a table whose weights are those of the model file, since a copy would be as large.
func (r *partReader) table() crf.Table {
	n := r.count()
	b := r.next(n, 2)
	fingerprints := make([]uint16, len(b)/2)
	for i := range fingerprints {
		fingerprints[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return crf.TableOf(fingerprints, r.next(n, crf.RowSize))
}

// lexicon returns the slots of a lexicon, which are stored as all hashes and all lists.
func (r *partReader) lexicon() []LexiconEntry {
	hashes := r.next(r.count(), 4)
	lists := r.next(r.count(), 4)
	if len(hashes) != len(lists) {
		r.b = nil
		return nil
	}
	slots := make([]LexiconEntry, len(hashes)/4)
	for i := range slots {
		slots[i] = LexiconEntry{binary.LittleEndian.Uint32(hashes[4*i:]), WordLists(binary.LittleEndian.Uint32(lists[4*i:]))}
	}
	return slots
}

// floats returns a slice of numbers.
func (r *partReader) floats() []float32 {
	b := r.next(r.count(), 4)
	s := make([]float32, len(b)/4)
	for i := range s {
		s[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return s
}

// writePart writes one part as a partReader reads it.
func writePart(w *bytes.Buffer, part any) {
	b := w.AvailableBuffer()
	switch p := part.(type) {
	case *crf.Table:
		w.Write(p.AppendBinary(binary.LittleEndian.AppendUint32(b, uint32(p.Slots()))))
		return
	case *Lexicon:
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p.slots)))
		for _, e := range p.slots {
			b = binary.LittleEndian.AppendUint32(b, e.Hash)
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p.slots)))
		for _, e := range p.slots {
			b = binary.LittleEndian.AppendUint32(b, uint32(e.Lists))
		}
		w.Write(b)
		return
	case *[]float32:
		b = binary.LittleEndian.AppendUint32(b, uint32(len(*p)))
	}
	b, err := binary.Append(b, binary.LittleEndian, part)
	if err != nil {
		panic("a part of the model has no fixed size: " + err.Error()) // a bug in parts
	}
	w.Write(b)
}
