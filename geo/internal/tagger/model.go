package tagger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"slices"

	"dateline/geo"
)

// Model holds the trained weights of the tagger. It may be used by any number of goroutines.
type Model struct {
	Lexicon *Lexicon
	CRF     CRF
	// Mention, Context and Role are the weights of the classifiers, by [WeightIndex].
	Mention, Context, Role []float32
	// Threshold is the least probability of a mention.
	Threshold float32

	version      string
	fingerprints Fingerprints // of the CRF's rows, nil if the model was not decoded from a file
}

// magic is the beginning of a model file. Its last byte is the version of the format. The SHA-256
// sum of the rest of the file follows it.
const magic = "DLRECOG\x01"

// Version returns the version of the model, the first 12 hexadecimal digits of the SHA-256 sum of
// its content, or "" if it was not decoded from a file.
func (m *Model) Version() string { return m.version }

// Decode decodes a model file. The error wraps [geo.ErrCorrupt] if b is not a complete model file
// of this version.
func Decode(b []byte) (*Model, error) {
	const head = len(magic) + sha256.Size
	if len(b) < head || string(b[:len(magic)]) != magic {
		return nil, geo.Errorf(geo.ErrCorrupt, "this is not a recognizer model of format version %d: train it again with \"dateline-train recognizer\"", magic[len(magic)-1])
	}
	sum := sha256.Sum256(b[head:])
	if !bytes.Equal(sum[:], b[len(magic):head]) {
		return nil, geo.Errorf(geo.ErrCorrupt, "the recognizer model is damaged, its checksum does not match: train it again with \"dateline-train recognizer\"")
	}
	m := &Model{version: hex.EncodeToString(sum[:6]), Lexicon: &Lexicon{}}
	r := bytes.NewReader(b[head:])
	for _, part := range m.parts() {
		readPart(r, b, part)
	}
	if r.Len() != 0 || !m.valid() {
		return nil, geo.Errorf(geo.ErrCorrupt, "the tables of the recognizer model have wrong sizes: train it again with \"dateline-train recognizer\"")
	}
	m.CRF.UpdateTransitions()
	m.fingerprints = NewFingerprints(&m.CRF)
	return m, nil
}

// score returns the sums of the CRF's weights of features.
func (m *Model) score(features []Feature) Scores {
	if m.fingerprints == nil {
		return m.CRF.Score(features)
	}
	return m.CRF.ScoreWith(m.fingerprints, features)
}

// valid reports whether the sizes of the tables are right and their searches end.
func (m *Model) valid() bool {
	return m.Lexicon.valid() && slices.ContainsFunc(m.CRF.Rows, func(r Row) bool { return r.Fingerprint() == 0 }) &&
		len(m.Mention) == MentionWeights && len(m.Context) == ContextWeights && len(m.Role) == RoleWeights
}

// Encode returns the model file.
func (m *Model) Encode() []byte {
	var body bytes.Buffer
	for _, part := range m.parts() {
		writePart(&body, part)
	}
	sum := sha256.Sum256(body.Bytes())
	return append(append([]byte(magic), sum[:]...), body.Bytes()...)
}

// parts returns pointers to the parts of the model, in the order of the file.
func (m *Model) parts() []any {
	return []any{
		&m.Lexicon.keys, &m.Lexicon.values,
		&m.CRF.Rows, &m.CRF.Scale, &m.CRF.Start, &m.CRF.End, &m.CRF.Next,
		&m.Mention, &m.Context, &m.Role, &m.Threshold,
	}
}

// readPart reads one part: a slice as the number of its elements and the elements, all numbers
// little-endian. After an error r is at its end and the part is empty. b is what r reads.
func readPart(r *bytes.Reader, b []byte, part any) {
	switch p := part.(type) {
	case *[]uint32:
		*p = readSlice[uint32](r, 4)
	case *[]WordLists:
		*p = readSlice[WordLists](r, 4)
	case *[]Row:
		*p = readRows(r, b)
	case *[]float32:
		*p = readSlice[float32](r, 4)
	default:
		if binary.Read(r, binary.LittleEndian, part) != nil {
			_, _ = r.Seek(1, io.SeekEnd)
		}
	}
}

// readSlice reads a slice whose elements have the given size in bytes.
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

// rowSize is the size in bytes of an encoded row: the fingerprint and a signed weight per label.
const rowSize = 2 + int(LabelCount)

// readRows decodes the rows in place, since a copy would be as large as the model.
func readRows(r *bytes.Reader, b []byte) []Row {
	var n uint32
	if binary.Read(r, binary.LittleEndian, &n) != nil || int64(n) > int64(r.Len()) || n%uint32(rowSize) != 0 {
		return nil
	}
	b = b[len(b)-r.Len():][:n]
	if _, err := r.Seek(int64(n), io.SeekCurrent); err != nil {
		return nil
	}
	rows := make([]Row, len(b)/rowSize)
	for i := range rows {
		if fingerprint := binary.LittleEndian.Uint16(b); fingerprint != 0 {
			var weights [LabelCount]int8
			for l, w := range b[2:rowSize] {
				weights[l] = int8(w)
			}
			rows[i] = NewRow(fingerprint, weights)
		}
		b = b[rowSize:]
	}
	return rows
}

func writeRows(w *bytes.Buffer, rows []Row) {
	b := make([]byte, 0, len(rows)*rowSize)
	for i := range rows {
		fingerprint := rows[i].Fingerprint()
		b = binary.LittleEndian.AppendUint16(b, fingerprint)
		for l := range LabelCount {
			v := byte(0)
			if fingerprint != 0 {
				v = byte(rows[i].Weight(l))
			}
			b = append(b, v)
		}
	}
	w.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(b))))
	w.Write(b)
}

// writePart writes one part as readPart reads it.
func writePart(w *bytes.Buffer, part any) {
	n := -1
	switch p := part.(type) {
	case *[]uint32:
		n = len(*p)
	case *[]WordLists:
		n = len(*p)
	case *[]Row:
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
		panic("a part of the model has no fixed size: " + err.Error()) // a bug in parts
	}
	w.Write(b)
}
