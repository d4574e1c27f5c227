package compile

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"dateline/geo/gazetteer"
)

// keyed is a key of a place, with the kind and the language of the name.
type keyed struct {
	key   []byte
	place uint32
	kind  gazetteer.NameKind
	lang  gazetteer.Lang
}

// keySorter sorts keys in memory or, if they exceed limit bytes, externally: in
// sorted runs in temporary files that are merged while they are read. An error is
// kept, and finish and each return it.
type keySorter struct {
	dir   string
	limit int // of the keys in memory, in bytes
	arena []byte
	refs  []arenaRef
	runs  []*os.File
	n     int
	err   error
}

// arenaRef is a key in the arena. Its first bytes save most accesses to the arena.
type arenaRef struct {
	head uint64
	at   uint32
}

// sortMemory is the limit of a keySorter in bytes. References to the keys take
// about as much again.
const sortMemory = 96 << 20

// add adds a key. Keys may also be added after finish, which must then be called
// again.
func (s *keySorter) add(k keyed) {
	if s.err != nil {
		return
	}
	if len(s.arena)+len(k.key)+keyedExtra > s.limit && len(s.refs) > 0 {
		if s.err = s.spill(); s.err != nil {
			return
		}
	}
	var head [8]byte
	copy(head[:], k.key)
	s.refs = append(s.refs, arenaRef{binary.BigEndian.Uint64(head[:]), uint32(len(s.arena))})
	s.arena = append(s.arena, byte(len(k.key)))
	s.arena = append(s.arena, k.key...)
	s.arena = binary.LittleEndian.AppendUint32(s.arena, k.place)
	s.arena = append(s.arena, byte(k.kind), byte(k.lang))
	s.n++
}

// keyedExtra is the size of a record without its key: the length of the key,
// place, kind and language.
const keyedExtra = 1 + 4 + 1 + 1

func recordAt(b []byte) []byte { return b[:int(b[0])+keyedExtra] }

func parseKeyed(b []byte) keyed {
	n := int(b[0]) + 1
	return keyed{b[1:n], binary.LittleEndian.Uint32(b[n:]), gazetteer.NameKind(b[n+4]), gazetteer.Lang(b[n+5])}
}

func compareKeyed(a, b keyed) int {
	if c := bytes.Compare(a.key, b.key); c != 0 {
		return c
	}
	switch {
	case a.place != b.place:
		return int(int64(a.place) - int64(b.place))
	case a.kind != b.kind:
		return int(a.kind) - int(b.kind)
	}
	return int(a.lang) - int(b.lang)
}

// order sorts the keys in memory.
func (s *keySorter) order() {
	slices.SortFunc(s.refs, func(a, b arenaRef) int {
		if a.head != b.head {
			if a.head < b.head {
				return -1
			}
			return 1
		}
		return compareKeyed(parseKeyed(s.arena[a.at:]), parseKeyed(s.arena[b.at:]))
	})
}

// spill writes the keys in memory as a run. The file is unlinked at once, on
// systems that allow it, so that a killed process leaves nothing.
func (s *keySorter) spill() error {
	s.order()
	f, err := os.CreateTemp(s.dir, "dateline-names-*")
	if err != nil {
		return fmt.Errorf("sorting names in a temporary file: %w", err)
	}
	_ = os.Remove(f.Name())
	s.runs = append(s.runs, f)
	w := bufio.NewWriterSize(f, 1<<20)
	for _, r := range s.refs {
		if _, err := w.Write(recordAt(s.arena[r.at:])); err != nil {
			return fmt.Errorf("sorting names in a temporary file: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("sorting names in a temporary file: %w", err)
	}
	s.arena, s.refs = s.arena[:0], s.refs[:0]
	return nil
}

// finish sorts the keys; each may be called after it.
func (s *keySorter) finish() error {
	if s.err == nil && len(s.runs) > 0 && len(s.refs) > 0 {
		s.err = s.spill()
		s.arena, s.refs = nil, nil
	}
	s.order()
	return s.err
}

// close removes the temporary files.
func (s *keySorter) close() {
	for _, f := range s.runs {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	s.runs = nil
}

// each calls visit with every key in order. The key is valid until visit returns.
func (s *keySorter) each(visit func(keyed)) error {
	if s.err != nil {
		return s.err
	}
	if len(s.runs) == 0 {
		for _, r := range s.refs {
			visit(parseKeyed(s.arena[r.at:]))
		}
		return nil
	}
	var readers []*runReader
	for _, f := range s.runs {
		r := &runReader{r: bufio.NewReaderSize(io.NewSectionReader(f, 0, 1<<62), 1<<18)}
		if err := r.next(); err != nil {
			return err
		}
		if !r.done {
			readers = append(readers, r)
		}
	}
	for len(readers) > 0 {
		best := readers[0]
		for _, r := range readers[1:] {
			if compareKeyed(r.v, best.v) < 0 {
				best = r
			}
		}
		visit(best.v)
		if err := best.next(); err != nil {
			return err
		}
		if best.done {
			readers = slices.DeleteFunc(readers, func(r *runReader) bool { return r == best })
		}
	}
	return nil
}

// runReader reads a run.
type runReader struct {
	r    *bufio.Reader
	buf  [1<<8 + keyedExtra]byte
	v    keyed
	done bool
}

func (r *runReader) next() error {
	n, err := r.r.ReadByte()
	if errors.Is(err, io.EOF) {
		r.done = true
		return nil
	}
	if err == nil {
		r.buf[0] = n
		_, err = io.ReadFull(r.r, r.buf[1:int(n)+keyedExtra])
	}
	if err != nil {
		return fmt.Errorf("reading sorted names from a temporary file: %w", err)
	}
	r.v = parseKeyed(r.buf[:])
	return nil
}
