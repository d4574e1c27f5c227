package recognize

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"slices"

	"dateline/geo"
)

// Model holds the trained weights of a recogniser. It does not change once it is
// made and may be used by any number of goroutines.
type Model struct {
	version string
	lex     *table
	field   field
	judge   []float32
	second  []float32
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
		return nil, geo.Errorf(
			geo.ErrCorrupt, "recogniser model does not begin as version %d of the format does, make it anew with \"dateline train recognizer\"",
			magic[len(magic)-1])
	}
	sum := sha256.Sum256(b[head:])
	if !bytes.Equal(sum[:], b[len(magic):head]) {
		return nil, geo.Errorf(geo.ErrCorrupt, "recogniser model fails its checksum, make it anew with \"dateline train recognizer\"")
	}
	m := &Model{version: hex.EncodeToString(sum[:6])}
	m.lex = &table{}
	r := bytes.NewReader(b[head:])
	m.sections(func(p any) {
		read(r, p)
	})
	if r.Len() != 0 || len(m.lex.keys) == 0 || len(m.lex.keys)&(len(m.lex.keys)-1) != 0 || len(m.lex.values) != len(m.lex.keys) ||
		len(m.field.rows) == 0 || !slices.ContainsFunc(m.field.rows, func(r row) bool { return r.check() == 0 }) || len(m.judge) != judgeSize || len(m.second) != secondSize || len(m.role) != roleSize {
		return nil, geo.Errorf(geo.ErrCorrupt, "recogniser model has tables that do not fit, make it anew with \"dateline train recognizer\"")
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
	f(&m.field.rows)
	f(&m.field.scale)
	f(&m.field.start)
	f(&m.field.end)
	f(&m.field.next)
	f(&m.judge)
	f(&m.second)
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
	case *[]row:
		*p = readRows(r)
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

// readRows and writeRows move the rows of the field: the bits of the hash, then a
// signed byte for each label.
func readRows(r *bytes.Reader) []row {
	const size = 2 + int(labelCount)
	b := readSlice[byte](r, 1)
	if len(b)%size != 0 {
		return nil
	}
	rows := make([]row, len(b)/size)
	for i := range rows {
		if check := binary.LittleEndian.Uint16(b); check != 0 {
			var weights [labelCount]int8
			for l, w := range b[2:size] {
				weights[l] = int8(w)
			}
			rows[i] = newRow(check, weights)
		}
		b = b[size:]
	}
	return rows
}

func writeRows(w *bytes.Buffer, rows []row) {
	b := make([]byte, 0, len(rows)*(2+int(labelCount)))
	for i := range rows {
		check := rows[i].check()
		b = binary.LittleEndian.AppendUint16(b, check)
		for l := range labelCount {
			v := byte(0)
			if check != 0 {
				v = byte(rows[i].weight(l))
			}
			b = append(b, v)
		}
	}
	w.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(b))))
	w.Write(b)
}

func write(w *bytes.Buffer, part any) {
	n := -1
	switch p := part.(type) {
	case *[]uint32:
		n = len(*p)
	case *[]lexicon:
		n = len(*p)
	case *[]row:
		writeRows(w, *p)
		return
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
