package pdf

import "github.com/tetratelabs/wazero/experimental"

// memories allocates the memory of instances of PDFium that are used one after another.
// It is allocated at once, because to grow a slice takes the memory of both; pages that
// are not used take none.
type memories struct {
	reuseMemory bool
	spare       []byte
	used        uint64 // the highest size of the instance, in bytes
}

func (m *memories) newMemory(_, limit uint64) experimental.LinearMemory {
	b := m.spare
	if b == nil {
		b = make([]byte, min(limit, memoryPages<<16))
	}
	m.spare, m.used = nil, 0
	return &memory{m, b}
}

// memory is the memory of one instance of PDFium.
type memory struct {
	all *memories
	b   []byte
}

// Reallocate implements [experimental.LinearMemory].
func (m *memory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.b)) {
		return nil
	}
	m.all.used = max(m.all.used, size)
	return m.b[:size]
}

// Free implements [experimental.LinearMemory].
func (m *memory) Free() {
	if m.b != nil {
		clear(m.b[:m.all.used])
		m.all.spare, m.b = m.b, nil
	}
}
