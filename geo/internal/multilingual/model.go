package multilingual

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"sync"

	"dateline/geo"
	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"

	"github.com/klauspost/compress/zstd"
)

// Model is what is trained for a language. It may be used by any number of goroutines.
type Model struct {
	CRF crf.CRF
	// Bias is subtracted from the score of the label of words that are no names.
	Bias float32
	// Frequencies has the frequency classes of the language's words.
	Frequencies *tagger.Lexicon
	// Classes has the classes of words that occur in the same contexts, or is nil; see [Context.Class].
	Classes *tagger.Lexicon

	version string
}

// Version returns the first 12 hexadecimal digits of the SHA-256 sum of the model file, or "" if the model was
// not decoded from a file.
func (m *Model) Version() string { return m.version }

// Trained reports whether the model has a CRF, and not only frequent words.
func (m *Model) Trained() bool { return m.CRF.Table.Slots() > 0 }

// magic is the beginning of a model file. The version of the format, a byte, and the SHA-256 sum of the rest of the file
// follow it.
const magic = "DLLANGM"

// The versions of the format. A file of the second one ends with a table of the classes of words.
const (
	withoutClasses = 2
	withClasses    = 3
)

// maxBody is the size in bytes of the largest model when decompressed.
const maxBody = 64 << 20

// decoder decompresses model files.
var decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBody))
})

// Decode decodes a model file. The error wraps [geo.ErrCorrupt] if b is not a complete model file of this
// version.
func Decode(b []byte) (*Model, error) {
	const start = len(magic) + 1
	const head = start + sha256.Size
	if len(b) < head || string(b[:len(magic)]) != magic || b[len(magic)] != withoutClasses && b[len(magic)] != withClasses {
		return nil, geo.Errorf(geo.ErrCorrupt, "this is not a language model of format version %d or %d: train it again with \"dateline-train languages\"", withoutClasses, withClasses)
	}
	sum := sha256.Sum256(b[head:])
	if !bytes.Equal(sum[:], b[start:head]) {
		return nil, geo.Errorf(geo.ErrCorrupt, "the language model is damaged, its checksum does not match: train it again with \"dateline-train languages\"")
	}
	z, err := decoder()
	if err != nil {
		return nil, fmt.Errorf("decompressing a language model: %w", err)
	}
	body, err := z.DecodeAll(b[head:], nil)
	if err != nil {
		return nil, geo.Errorf(geo.ErrCorrupt, "the language model cannot be decompressed (%w): train it again with \"dateline-train languages\"", err)
	}
	m := &Model{version: hex.EncodeToString(sum[:6])}
	if !m.read(bytes.NewReader(body), b[len(magic)] == withClasses) {
		return nil, geo.Errorf(geo.ErrCorrupt, "the tables of the language model have wrong sizes: train it again with \"dateline-train languages\"")
	}
	m.CRF.UpdateTransitions()
	return m, nil
}

// header has the numbers of a model file.
type header struct {
	Words, Slots, Rows uint32
	Bias, Scale        float32
	Start, End         tagger.Scores
	Next               [tagger.LabelCount]tagger.Scores
}

// read reads the body of a model file, with or without classes, and reports whether it is complete.
func (m *Model) read(r *bytes.Reader, classes bool) bool {
	var h header
	if binary.Read(r, binary.LittleEndian, &h) != nil || h.Rows > h.Slots || int64(h.Slots) > 8*maxBody || h.Rows > 0 && h.Rows == h.Slots {
		return false
	}
	var classed uint32
	if classes && binary.Read(r, binary.LittleEndian, &classed) != nil {
		return false
	}
	if int64(h.Rows)*(2+int64(tagger.LabelCount))+int64(h.Slots+7)/8+(int64(h.Words)+int64(classed))*5 != int64(r.Len()) {
		return false
	}
	m.Bias, m.CRF.Scale, m.CRF.Start, m.CRF.End, m.CRF.Next = h.Bias, h.Scale, h.Start, h.End, h.Next
	m.Frequencies = readWords(r, int(h.Words))
	used := next(r, int(h.Slots+7)/8)
	fingerprints := next(r, int(h.Rows)*2)
	weights := next(r, int(h.Rows)*int(tagger.LabelCount))
	m.CRF.Table = crf.NewTable(int(h.Slots))
	n := 0
	for slot := range m.CRF.Table.Slots() {
		if used[slot/8]>>(slot%8)&1 == 0 {
			continue
		}
		if n == int(h.Rows) {
			return false
		}
		var w [tagger.LabelCount]int8
		for l := range w {
			w[l] = int8(weights[l*int(h.Rows)+n])
		}
		m.CRF.Table.Set(slot, binary.LittleEndian.Uint16(fingerprints[2*n:]), w)
		n++
	}
	if n != int(h.Rows) {
		return false
	}
	if n > 0 {
		m.CRF.Table.AddFilter()
	}
	if classed > 0 {
		m.Classes = readWords(r, int(classed))
	}
	return true
}

// readWords reads the hashes of a number of words and a byte for each.
func readWords(r *bytes.Reader, count int) *tagger.Lexicon {
	hashes, values := next(r, 4*count), next(r, count)
	x := tagger.NewLexicon(count)
	hash := uint32(0)
	for i, value := range values {
		for plane := range 4 {
			hash += uint32(hashes[plane*count+i]) << (8 * plane)
		}
		if value != 0 {
			x.Add(hash, tagger.WordLists(value))
		}
	}
	return x
}

// next returns the next n bytes of r, which has as many.
func next(r *bytes.Reader, n int) []byte {
	b := make([]byte, n)
	_, _ = io.ReadFull(r, b)
	return b
}

// Encode returns the model file: a table of the frequent words, a bit for each slot of the CRF's table, the
// fingerprints and the weights of the used slots label by label, and a table of the classes of words if there are any, compressed.
func (m *Model) Encode() ([]byte, error) {
	table := &m.CRF.Table
	var slots []int // that are not empty
	used := make([]byte, (table.Slots()+7)/8)
	for slot := range table.Slots() {
		if table.Fingerprint(slot) != 0 {
			used[slot/8] |= 1 << (slot % 8)
			slots = append(slots, slot)
		}
	}
	var body bytes.Buffer
	h := header{
		Words: uint32(len(m.Frequencies.Words())), Slots: uint32(table.Slots()), Rows: uint32(len(slots)), Bias: m.Bias,
		Scale: m.CRF.Scale, Start: m.CRF.Start, End: m.CRF.End, Next: m.CRF.Next,
	}
	if err := binary.Write(&body, binary.LittleEndian, &h); err != nil {
		return nil, fmt.Errorf("encoding a language model: %w", err)
	}
	version := byte(withoutClasses)
	if m.Classes != nil {
		version = withClasses
		if err := binary.Write(&body, binary.LittleEndian, uint32(len(m.Classes.Words()))); err != nil {
			return nil, fmt.Errorf("encoding a language model: %w", err)
		}
	}
	b := append(appendWords(nil, m.Frequencies), used...)
	for _, slot := range slots {
		b = binary.LittleEndian.AppendUint16(b, table.Fingerprint(slot))
	}
	for l := range tagger.LabelCount {
		for _, slot := range slots {
			b = append(b, byte(table.Weight(slot, l)))
		}
	}
	if m.Classes != nil {
		b = appendWords(b, m.Classes)
	}
	body.Write(b)
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("compressing a language model: %w", err)
	}
	packed := z.EncodeAll(body.Bytes(), nil)
	sum := sha256.Sum256(packed)
	return append(append(append([]byte(magic), version), sum[:]...), packed...), nil
}

// appendWords appends the differences of the hashes of words, which are sorted, to dst: first all low bytes, then the
// higher ones, which compress well; then the byte of each word.
func appendWords(dst []byte, x *tagger.Lexicon) []byte {
	words := x.Words()
	slices.SortFunc(words, func(a, b tagger.LexiconEntry) int { return cmp.Compare(a.Hash, b.Hash) })
	for plane := range 4 {
		last := uint32(0)
		for _, w := range words {
			dst = append(dst, byte((w.Hash-last)>>(8*plane)))
			last = w.Hash
		}
	}
	for _, w := range words {
		dst = append(dst, byte(w.Lists))
	}
	return dst
}

// frequencyClasses are the largest ranks of the frequency classes 1, 2, ….
var frequencyClasses = [...]int{30, 100, 300, 1000, 3000, 8000}

// NewFrequencies returns the frequency classes of words, the most frequent first.
func NewFrequencies(words []string) *tagger.Lexicon {
	x := tagger.NewLexicon(min(len(words), frequencyClasses[len(frequencyClasses)-1]))
	for rank, w := range words {
		class := 0
		for class < len(frequencyClasses) && rank >= frequencyClasses[class] {
			class++
		}
		if class == len(frequencyClasses) {
			break
		}
		if h := tagger.HashLower(w); x.Lookup(h) == 0 {
			x.Add(h, tagger.WordLists(class+1))
		}
	}
	return x
}
