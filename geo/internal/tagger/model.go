package tagger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"

	"dateline/geo"
	"dateline/geo/internal/tagger/crf"
)

// Model holds the trained weights of the tagger. It may be used by any number of goroutines.
type Model struct {
	Lexicon *Lexicon
	CRF     crf.CRF
	// Mention, Context and Role are the weights of the classifiers, by [WeightIndex].
	Mention, Context, Role []float32
	// Threshold is the least probability of a mention.
	Threshold float32

	version string
}

// magic is the beginning of a model file. Its last byte is the version of the format. The SHA-256
// sum of the body follows it, of which the model's version is computed, then the CRC-32C of the body, which takes a tenth of
// the time to check, then the body.
const magic = "DLRECOG\x02"

// headSize is the size in bytes of what precedes the body of a model file.
const headSize = len(magic) + sha256.Size + crc32.Size

// castagnoli returns the table of CRC-32C.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// Version returns the version of the model, the first 12 hexadecimal digits of the SHA-256 sum of
// its content, or "" if it was not decoded from a file.
func (m *Model) Version() string { return m.version }

// Decode decodes a model file. The model refers to b, which must not change. The error wraps [geo.ErrCorrupt] if b is
// not a complete model file of this version.
func Decode(b []byte) (*Model, error) {
	if len(b) < headSize || string(b[:len(magic)]) != magic {
		return nil, geo.Errorf(geo.ErrCorrupt, "this is not a recognizer model of format version %d: train it again with \"dateline-train recognizer\"", magic[len(magic)-1])
	}
	sum, body := b[len(magic):headSize-crc32.Size], b[headSize:]
	if crc32.Checksum(body, castagnoli()) != binary.LittleEndian.Uint32(b[headSize-crc32.Size:]) {
		return nil, geo.Errorf(geo.ErrCorrupt, "the recognizer model is damaged, its checksum does not match: train it again with \"dateline-train recognizer\"")
	}
	m := &Model{version: hex.EncodeToString(sum[:6]), Lexicon: &Lexicon{}}
	r := &partReader{body}
	for _, part := range m.parts() {
		r.read(part)
	}
	if r.b == nil || len(r.b) != 0 || !m.valid() {
		return nil, geo.Errorf(geo.ErrCorrupt, "the tables of the recognizer model have wrong sizes: train it again with \"dateline-train recognizer\"")
	}
	m.CRF.UpdateTransitions()
	return m, nil
}

// valid reports whether the sizes of the tables are right and their searches end.
func (m *Model) valid() bool {
	return m.Lexicon.valid() && m.CRF.Table.Valid() &&
		len(m.Mention) == MentionWeights && len(m.Context) == ContextWeights && len(m.Role) == RoleWeights
}

// Encode returns the model file.
func (m *Model) Encode() []byte {
	var body bytes.Buffer
	for _, part := range m.parts() {
		writePart(&body, part)
	}
	sum := sha256.Sum256(body.Bytes())
	head := binary.LittleEndian.AppendUint32(append([]byte(magic), sum[:]...), crc32.Checksum(body.Bytes(), castagnoli()))
	return append(head, body.Bytes()...)
}

// parts returns pointers to the parts of the model, in the order of the file.
func (m *Model) parts() []any {
	return []any{
		m.Lexicon,
		&m.CRF.Table, &m.CRF.Scale, &m.CRF.Start, &m.CRF.End, &m.CRF.Next,
		&m.Mention, &m.Context, &m.Role, &m.Threshold,
	}
}
