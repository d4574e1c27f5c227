package recognize

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"

	"dateline/geo"
)

// Model holds the trained weights of a recogniser. It does not change once it is
// made and may be used by any number of goroutines.
type Model struct {
	version string
	lex     *table
	field   field
	judge   []float32
	role    []float32
	// threshold is the probability from which a candidate is a mention.
	threshold float32
}

// magic begins a model's file; its last byte is the version of the layout. A
// SHA-256 sum of all that follows it stands next.
const magic = "DLRECOG\x01"

// Version names the model by its content.
func (m *Model) Version() string { return m.version }

// LoadModel reads a model that [Model.Bytes] wrote. The error wraps
// [geo.ErrCorrupt] when b is not such a model, whole and unchanged.
func LoadModel(b []byte) (*Model, error) {
	const head = len(magic) + sha256.Size
	if len(b) < head || string(b[:len(magic)]) != magic {
		return nil, fmt.Errorf("recogniser model does not begin as version %d of the format does, make it anew with \"dateline train recognizer\": %w",
			magic[len(magic)-1], geo.ErrCorrupt)
	}
	sum := sha256.Sum256(b[head:])
	if !bytes.Equal(sum[:], b[len(magic):head]) {
		return nil, fmt.Errorf("recogniser model fails its checksum, make it anew with \"dateline train recognizer\": %w", geo.ErrCorrupt)
	}
	m := &Model{version: hex.EncodeToString(sum[:6])}
	m.lex = &table{}
	r := bytes.NewReader(b[head:])
	m.sections(func(p any) {
		read(r, p)
	})
	if r.Len() != 0 || len(m.lex.keys) == 0 || len(m.lex.keys)&(len(m.lex.keys)-1) != 0 || len(m.lex.values) != len(m.lex.keys) ||
		len(m.field.check) == 0 || len(m.field.weights) != len(m.field.check)*int(labelCount) ||
		len(m.judge)&(len(m.judge)-1) != 0 || len(m.role)&(len(m.role)-1) != 0 {
		return nil, fmt.Errorf("recogniser model has tables that do not fit, make it anew with \"dateline train recognizer\": %w", geo.ErrCorrupt)
	}
	m.field.prepare()
	return m, nil
}

// Bytes writes the model as [LoadModel] reads it.
func (m *Model) Bytes() []byte {
	var body bytes.Buffer
	m.sections(func(p any) {
		write(&body, p)
	})
	sum := sha256.Sum256(body.Bytes())
	return append(append([]byte(magic), sum[:]...), body.Bytes()...)
}

// sections calls f with a pointer to each part of the model, in the order of the
// file.
func (m *Model) sections(f func(any)) {
	f(&m.lex.keys)
	f(&m.lex.values)
	f(&m.field.check)
	f(&m.field.weights)
	f(&m.field.scale)
	f(&m.field.start)
	f(&m.field.end)
	f(&m.field.next)
	f(&m.judge)
	f(&m.role)
	f(&m.threshold)
}

// read and write move one part: a slice as its length and its items, all numbers
// little-endian. Reading past the end leaves the part empty.
func read(r *bytes.Reader, part any) {
	switch p := part.(type) {
	case *[]uint32:
		*p = readSlice[uint32](r, 4)
	case *[]lexicon:
		*p = readSlice[lexicon](r, 4)
	case *[]uint16:
		*p = readSlice[uint16](r, 2)
	case *[]int8:
		*p = readSlice[int8](r, 1)
	case *[]float32:
		*p = readSlice[float32](r, 4)
	default:
		if binary.Read(r, binary.LittleEndian, part) != nil {
			_, _ = r.Seek(1, io.SeekEnd)
		}
	}
}

func readSlice[T any](r *bytes.Reader, size int) []T {
	var n uint32
	if binary.Read(r, binary.LittleEndian, &n) != nil || int64(n)*int64(size) > int64(r.Len()) {
		return nil
	}
	s := make([]T, n)
	if binary.Read(r, binary.LittleEndian, s) != nil {
		return nil
	}
	return s
}

func write(w *bytes.Buffer, part any) {
	n := -1
	switch p := part.(type) {
	case *[]uint32:
		n = len(*p)
	case *[]lexicon:
		n = len(*p)
	case *[]uint16:
		n = len(*p)
	case *[]int8:
		n = len(*p)
	case *[]float32:
		n = len(*p)
	}
	b := w.AvailableBuffer()
	if n >= 0 {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	b, err := binary.Append(b, binary.LittleEndian, part)
	if err != nil {
		panic("a part of the model has no fixed size: " + err.Error()) // a fault in sections, not in any input
	}
	w.Write(b)
}
