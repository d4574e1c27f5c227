package layout

import (
	"encoding/binary"

	"dateline/geo/gazetteer/internal/fsst"
)

// SecLocalNames has the names of places to show to readers of a language:
//
//	the number of languages, uint32
//	for each, sorted by code: the length of its BCP 47 code, uint8; the code; the
//	offset of its table in the section, uint32
//
// The table of a language:
//
//	the number of symbols, uint8; the length of each, uint8, and its bytes
//	the number of names, uint32
//	for each block of LocalBlock names: the Ref of its first name and its offset
//	from the end of this index, both uint32
//	for each name, by Ref: except for the first of a block the difference of its
//	Ref from the one before, as a varint; the size of the compressed name as a
//	varint; the compressed name
const LocalBlock = 32

// localBlockEntry is the size of an entry of the index of blocks.
const localBlockEntry = 8

// LocalName is a name of a place in one language.
type LocalName struct {
	Ref  uint32
	Text []byte
}

// LocalNames is the names in one language.
type LocalNames struct {
	symbols *fsst.Table
	count   int
	index   []byte // of the blocks
	names   []byte
}

// AppendLocalNames appends SecLocalNames to dst. codes are sorted; names has for each of them the names by Ref, of at
// most MaxString bytes each, at most one for a place.
func AppendLocalNames(dst []byte, codes []string, names [][]LocalName) []byte {
	start := len(dst)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(codes)))
	at := make([]int, len(codes)) // of the offset of each table
	for i, code := range codes {
		dst = append(append(dst, uint8(len(code))), code...)
		at[i] = len(dst)
		dst = binary.LittleEndian.AppendUint32(dst, 0)
	}
	for i := range codes {
		binary.LittleEndian.PutUint32(dst[at[i]:], uint32(len(dst)-start))
		dst = appendLocalTable(dst, names[i])
	}
	return dst
}

// appendLocalTable appends the table of a language.
func appendLocalTable(dst []byte, names []LocalName) []byte {
	samples := make([][]byte, len(names))
	for i, n := range names {
		samples[i] = n.Text
	}
	symbols := usedSymbols(fsst.Train(samples), samples)
	dst = append(dst, uint8(len(symbols.Symbols())))
	for _, s := range symbols.Symbols() {
		dst = append(append(dst, uint8(len(s))), s...)
	}
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(names)))
	index := len(dst)
	dst = append(dst, make([]byte, localBlocks(len(names))*localBlockEntry)...)
	data := len(dst)
	var compressed []byte
	for i, n := range names {
		if i%LocalBlock == 0 {
			e := dst[index+i/LocalBlock*localBlockEntry:]
			binary.LittleEndian.PutUint32(e, n.Ref)
			binary.LittleEndian.PutUint32(e[4:], uint32(len(dst)-data))
		} else {
			dst = binary.AppendUvarint(dst, uint64(n.Ref-names[i-1].Ref))
		}
		compressed = symbols.Encode(compressed[:0], n.Text)
		dst = append(binary.AppendUvarint(dst, uint64(len(compressed))), compressed...)
	}
	return dst
}

// usedSymbols returns the table of those symbols that save at least as many bytes in the samples as they take in the
// file, because the table of a language with few names would be larger than its names.
func usedSymbols(t *fsst.Table, samples [][]byte) *fsst.Table {
	saved := make([]int, len(t.Symbols()))
	var compressed []byte
	for _, b := range samples {
		compressed = t.Encode(compressed[:0], b)
		for i := 0; i < len(compressed); i++ {
			if s := compressed[i]; s != fsst.Escape {
				saved[s] += max(len(t.Symbols()[s])-1, 1)
			} else {
				i++
			}
		}
	}
	var used []string
	for i, s := range t.Symbols() {
		if saved[i] > len(s)+1 {
			used = append(used, s)
		}
	}
	smaller, err := fsst.New(used)
	if err != nil {
		return t
	}
	return smaller
}

// localBlocks returns the number of blocks of n names.
func localBlocks(n int) int { return (n + LocalBlock - 1) / LocalBlock }

// LocalTables returns the tables of SecLocalNames by language code, each undecoded. The tables of a damaged section
// before the damage are returned.
func LocalTables(section []byte) map[string][]byte {
	if len(section) < 4 {
		return nil
	}
	tables := map[string][]byte{}
	b := section[4:]
	for range binary.LittleEndian.Uint32(section) {
		if len(b) == 0 || len(b) < int(b[0])+5 {
			break
		}
		end := 1 + int(b[0])
		code, offset := string(b[1:end]), binary.LittleEndian.Uint32(b[end:])
		b = b[end+4:]
		if uint64(offset) >= uint64(len(section)) {
			break
		}
		tables[code] = section[offset:]
	}
	return tables
}

// OpenLocalNames decodes the beginning of the table of a language. Of a damaged table it returns no names.
func OpenLocalNames(table []byte) *LocalNames {
	if len(table) == 0 {
		return &LocalNames{}
	}
	symbols := make([]string, table[0])
	b := table[1:]
	for i := range symbols {
		if len(b) == 0 || len(b) <= int(b[0]) {
			return &LocalNames{}
		}
		end := 1 + int(b[0])
		symbols[i] = string(b[1:end])
		b = b[end:]
	}
	if len(b) < 4 {
		return &LocalNames{}
	}
	count := binary.LittleEndian.Uint32(b)
	b = b[4:]
	t, err := fsst.New(symbols)
	if err != nil || uint64(count) > uint64(len(b)) { // a name takes a byte or more
		return &LocalNames{}
	}
	size := localBlocks(int(count)) * localBlockEntry
	if size > len(b) {
		return &LocalNames{}
	}
	return &LocalNames{symbols: t, count: int(count), index: b[:size], names: b[size:]}
}

// Len returns the number of names.
func (l *LocalNames) Len() int { return l.count }

// Find returns the name of a place, or "".
func (l *LocalNames) Find(ref uint32) string {
	block := SeekEntry(l.index, localBlockEntry, ref)
	if block == len(l.index)/localBlockEntry || binary.LittleEndian.Uint32(l.index[block*localBlockEntry:]) != ref {
		block--
	}
	found := ""
	l.eachOfBlock(block, func(r uint32, compressed []byte) bool {
		if r == ref {
			found = l.decode(compressed)
		}
		return r < ref
	})
	return found
}

// Each calls visit with each place and its name, by Ref, until it returns false.
func (l *LocalNames) Each(visit func(ref uint32, name string) bool) {
	for block := range len(l.index) / localBlockEntry {
		if !l.eachOfBlock(block, func(r uint32, compressed []byte) bool { return visit(r, l.decode(compressed)) }) {
			return
		}
	}
}

// decode returns a name, "" if it is damaged.
func (l *LocalNames) decode(compressed []byte) string {
	var buf [MaxString + fsst.Spare]byte
	end, ok := l.symbols.Decode(buf[:], 0, compressed)
	if !ok {
		return ""
	}
	return string(buf[:end])
}

// eachOfBlock calls visit with the place and the compressed form of each name of a block until it returns false, and
// reports whether it never did. It ends at damaged data.
func (l *LocalNames) eachOfBlock(block int, visit func(ref uint32, compressed []byte) bool) bool {
	if block < 0 {
		return true
	}
	e := l.index[block*localBlockEntry:]
	ref, offset := binary.LittleEndian.Uint32(e), binary.LittleEndian.Uint32(e[4:])
	if uint64(offset) > uint64(len(l.names)) {
		return true
	}
	b := l.names[offset:]
	for i := range min(LocalBlock, l.count-block*LocalBlock) {
		if i > 0 {
			step, n := binary.Uvarint(b)
			if n <= 0 || step > uint64(NoRef-ref) {
				return true
			}
			ref += uint32(step)
			b = b[n:]
		}
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			return true
		}
		if !visit(ref, b[n:n+int(size)]) {
			return false
		}
		b = b[n+int(size):]
	}
	return true
}
