package resolve

import (
	"bufio"
	"bytes"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"

	"dateline/geo"
)

// modelMagic is the first word of a model file, with the version of its form.
const modelMagic = "dateline-resolver-1"

// passes is the number of times that the ranker goes over an article.
const passes = 3

// Model is a trained ranker and the model of its confidence.
type Model struct {
	// Version names the training run.
	Version string
	// sum is the checksum of the file that the model was read from.
	sum string
	// Passes holds the weights of the features, pass by pass.
	Passes [passes]row
	// Confidence holds the weights of the signs.
	Confidence signRow
}

// Name tells a model that was loaded from any other: its version and the checksum
// of its file.
func (m *Model) Name() string {
	return strings.TrimPrefix(m.Version+"-"+m.sum, "-")
}

// LoadModel reads a model as [Model.Encode] writes it. The error wraps
// [geo.ErrCorrupt] when the bytes are not one, or one for other features.
func LoadModel(b []byte) (*Model, error) {
	body, sum, ok := cutLastLine(b)
	if want := fmt.Sprintf("crc32\t%08x", crc32.ChecksumIEEE(body)); !ok || sum != want {
		return nil, corrupt("its checksum does not agree")
	}
	m := &Model{sum: strings.TrimPrefix(sum, "crc32\t")}
	features, signs := map[string]*[passes]*float32{}, map[string]*float32{}
	for f, name := range featureNames {
		features[name] = &[passes]*float32{&m.Passes[0][f], &m.Passes[1][f], &m.Passes[2][f]}
	}
	for s, name := range signNames {
		signs[name] = &m.Confidence[s]
	}
	scanner := bufio.NewScanner(bytes.NewReader(body))
	for line := 0; scanner.Scan(); line++ {
		fields := strings.Split(scanner.Text(), "\t")
		var targets []*float32
		switch {
		case line == 0 && len(fields) == 2 && fields[0] == modelMagic:
			m.Version = fields[1]
			continue
		case line > 0 && len(fields) == 2+passes && fields[0] == "rank" && features[fields[1]] != nil:
			targets = features[fields[1]][:]
			delete(features, fields[1])
		case line > 0 && len(fields) == 3 && fields[0] == "confidence" && signs[fields[1]] != nil:
			targets = []*float32{signs[fields[1]]}
			delete(signs, fields[1])
		default:
			return nil, corrupt(fmt.Sprintf("line %d is not known to this version", line+1))
		}
		for i, target := range targets {
			x, err := strconv.ParseFloat(fields[2+i], 32)
			if err != nil || x != x || x > 1e6 || x < -1e6 {
				return nil, corrupt(fmt.Sprintf("line %d has a number that is none", line+1))
			}
			*target = float32(x)
		}
	}
	if len(features)+len(signs) > 0 {
		return nil, corrupt("weights are missing")
	}
	return m, nil
}

func corrupt(why string) error {
	return geo.Errorf(geo.ErrCorrupt, "reading the resolver's model: %s; train it anew with \"dateline train resolver\"", why)
}

// cutLastLine splits the last line off, without its line end.
func cutLastLine(b []byte) (body []byte, last string, ok bool) {
	t, ok := bytes.CutSuffix(b, []byte{'\n'})
	i := bytes.LastIndexByte(t, '\n')
	if !ok || i < 0 {
		return nil, "", false
	}
	return b[:i+1], string(t[i+1:]), true
}

// Encode writes the model as a table that people can read: a line for each
// feature with its weight in each pass, a line for each sign of the confidence,
// and a checksum.
func (m *Model) Encode() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\t%s\n", modelMagic, m.Version)
	for f, name := range featureNames {
		fmt.Fprintf(&b, "rank\t%s", name)
		for pass := range m.Passes {
			fmt.Fprintf(&b, "\t%.5g", m.Passes[pass][f])
		}
		b.WriteByte('\n')
	}
	for s, name := range signNames {
		fmt.Fprintf(&b, "confidence\t%s\t%.5g\n", name, m.Confidence[s])
	}
	fmt.Fprintf(&b, "crc32\t%08x\n", crc32.ChecksumIEEE(b.Bytes()))
	return b.Bytes()
}
