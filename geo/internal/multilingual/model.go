package multilingual

import (
	"bytes"
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

	version string
}

// Version returns the first 12 hexadecimal digits of the SHA-256 sum of the model file, or "" if the model was
// not decoded from a file.
func (m *Model) Version() string { return m.version }

// Trained reports whether the model has a CRF, and not only frequent words.
func (m *Model) Trained() bool { return m.CRF.Table.Slots() > 0 }

// magic is the beginning of a model file. Its last byte is the version of the format. The SHA-256 sum of the
// rest of the file follows it.
const magic = "DLLANGM\x02"

// maxBody is the size in bytes of the largest model when decompressed.
const maxBody = 64 << 20

// decoder decompresses model files.
var decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBody))
})

// Decode decodes a model file. The error wraps [geo.ErrCorrupt] if b is not a complete model file of this
// version.
func Decode(b []byte) (*Model, error) {
	const head = len(magic) + sha256.Size
	if len(b) < head || string(b[:len(magic)]) != magic {
		return nil, geo.Errorf(geo.ErrCorrupt, "this is not a language model of format version %d: train it again with \"dateline-train languages\"", magic[len(magic)-1])
	}
	sum := sha256.Sum256(b[head:])
	if !bytes.Equal(sum[:], b[len(magic):head]) {
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
	if !m.read(bytes.NewReader(body)) {
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

// read reads the body of a model file and reports whether it is complete.
func (m *Model) read(r *bytes.Reader) bool {
	var h header
	if binary.Read(r, binary.LittleEndian, &h) != nil || h.Rows > h.Slots || int64(h.Slots) > 8*maxBody ||
		int64(h.Rows)*(2+int64(tagger.LabelCount))+int64(h.Slots+7)/8+int64(h.Words)*5 != int64(r.Len()) || h.Rows > 0 && h.Rows == h.Slots {
		return false
	}
	m.Bias, m.CRF.Scale, m.CRF.Start, m.CRF.End, m.CRF.Next = h.Bias, h.Scale, h.Start, h.End, h.Next
	words := next(r, int(h.Words)*4)
	classes := next(r, int(h.Words))
	m.Frequencies = tagger.NewLexicon(int(h.Words))
	hash := uint32(0)
	for i, class := range classes {
		for plane := range 4 {
			hash += uint32(words[plane*len(classes)+i]) << (8 * plane)
		}
		m.Frequencies.Add(hash, tagger.WordLists(class))
	}
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
	return true
}

// next returns the next n bytes of r, which has as many.
func next(r *bytes.Reader, n int) []byte {
	b := make([]byte, n)
	_, _ = io.ReadFull(r, b)
	return b
}

// Encode returns the model file: a table of the frequent words, a bit for each slot of the CRF's table, and the
// fingerprints and the weights of the used slots label by label, compressed.
func (m *Model) Encode() ([]byte, error) {
	words := m.Frequencies.Words()
	slices.SortFunc(words, func(a, b tagger.LexiconEntry) int { return int(int64(a.Hash) - int64(b.Hash)) })
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
		Words: uint32(len(words)), Slots: uint32(table.Slots()), Rows: uint32(len(slots)), Bias: m.Bias,
		Scale: m.CRF.Scale, Start: m.CRF.Start, End: m.CRF.End, Next: m.CRF.Next,
	}
	if err := binary.Write(&body, binary.LittleEndian, &h); err != nil {
		return nil, fmt.Errorf("encoding a language model: %w", err)
	}
	b := appendHashes(nil, words)
	for _, w := range words {
		b = append(b, byte(w.Lists))
	}
	b = append(b, used...)
	for _, slot := range slots {
		b = binary.LittleEndian.AppendUint16(b, table.Fingerprint(slot))
	}
	for l := range tagger.LabelCount {
		for _, slot := range slots {
			b = append(b, byte(table.Weight(slot, l)))
		}
	}
	body.Write(b)
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("compressing a language model: %w", err)
	}
	packed := z.EncodeAll(body.Bytes(), nil)
	sum := sha256.Sum256(packed)
	return append(append([]byte(magic), sum[:]...), packed...), nil
}

// appendHashes appends the differences of the words' hashes, which are sorted, to dst: first all low bytes, then the
// higher ones, which compress well.
func appendHashes(dst []byte, words []tagger.LexiconEntry) []byte {
	for plane := range 4 {
		last := uint32(0)
		for _, w := range words {
			dst = append(dst, byte((w.Hash-last)>>(8*plane)))
			last = w.Hash
		}
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
