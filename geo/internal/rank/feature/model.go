package feature

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"

	"dateline/geo"
)

// magic is the first word of a model file, including the version of the format.
const magic = "dateline-resolver-1"

// NumPasses is the number of times that the ranker passes over an article.
const NumPasses = 3

// Model is a trained ranker with its calibration.
type Model struct {
	// Version is the name of the training run.
	Version string
	// Passes contains the weights of the features by pass.
	Passes [NumPasses]Row
	// Calibration contains the weights of the calibration features.
	Calibration CalibrationRow

	checksum string // of the file that the model was loaded from
}

// Name returns a unique name of a model that was loaded from a file: its version and
// the checksum of the file.
func (m *Model) Name() string {
	return strings.TrimPrefix(m.Version+"-"+m.checksum, "-")
}

// SetUncalibrated sets the calibration to the identity: the probability of an answer
// is that of the ranker.
func (m *Model) SetUncalibrated() {
	m.Calibration = CalibrationRow{CalLogit: 1}
}

// LoadModel parses a model file, see [Model.Encode]. The error wraps [geo.ErrCorrupt]
// if the bytes are not a model or have other features.
func LoadModel(b []byte) (*Model, error) {
	body, sum, ok := cutLastLine(b)
	if want := checksumLine(body); !ok || sum != want {
		return nil, corrupt("the checksum is wrong")
	}
	m := &Model{checksum: strings.TrimPrefix(sum, "crc32\t")}
	weights := m.weights()
	scanner := bufio.NewScanner(bytes.NewReader(body))
	for line := 1; scanner.Scan(); line++ {
		if line == 1 {
			first, version, _ := strings.Cut(scanner.Text(), "\t")
			if first != magic {
				return nil, corrupt("the format is not " + magic)
			}
			m.Version = version
			continue
		}
		if err := setWeights(weights, scanner.Text()); err != nil {
			return nil, corrupt(fmt.Sprintf("line %d %v", line, err))
		}
	}
	if len(weights) > 0 {
		return nil, corrupt("weights are missing")
	}
	return m, nil
}

// weights returns the model's weights by the beginning of their line in the file.
func (m *Model) weights() map[string][]*float32 {
	w := map[string][]*float32{}
	for f := range NumFeatures {
		for pass := range m.Passes {
			w["rank\t"+f.String()] = append(w["rank\t"+f.String()], &m.Passes[pass][f])
		}
	}
	for f := range NumCalibrationFeatures {
		w["confidence\t"+f.String()] = []*float32{&m.Calibration[f]}
	}
	return w
}

// setWeights sets the weights of a line and removes them from the map.
func setWeights(weights map[string][]*float32, line string) error {
	fields := strings.Split(line, "\t")
	name := strings.Join(fields[:min(len(fields), 2)], "\t")
	targets := weights[name]
	if targets == nil || len(fields) != 2+len(targets) {
		return errors.New("is unknown or repeated")
	}
	delete(weights, name)
	for i, target := range targets {
		x, err := strconv.ParseFloat(fields[2+i], 32)
		if err != nil || x != x || x > 1e6 || x < -1e6 {
			return errors.New("contains an invalid number")
		}
		*target = float32(x)
	}
	return nil
}

func corrupt(why string) error {
	return geo.Errorf(geo.ErrCorrupt, "the resolver's model cannot be used: %s; train it again with \"dateline-train resolver\"", why)
}

// cutLastLine splits off the last line, without its line feed.
func cutLastLine(b []byte) (body []byte, last string, ok bool) {
	t, ok := bytes.CutSuffix(b, []byte{'\n'})
	i := bytes.LastIndexByte(t, '\n')
	if !ok || i < 0 {
		return nil, "", false
	}
	return b[:i+1], string(t[i+1:]), true
}

func checksumLine(body []byte) string {
	return fmt.Sprintf("crc32\t%08x", crc32.ChecksumIEEE(body))
}

// Encode returns the model file: a table with a line for each feature and its weight
// in each pass, a line for each calibration feature, and a checksum.
func (m *Model) Encode() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\t%s\n", magic, m.Version)
	for f := range NumFeatures {
		fmt.Fprintf(&b, "rank\t%s", f)
		for pass := range m.Passes {
			fmt.Fprintf(&b, "\t%.5g", m.Passes[pass][f])
		}
		b.WriteByte('\n')
	}
	for f := range NumCalibrationFeatures {
		fmt.Fprintf(&b, "confidence\t%s\t%.5g\n", f, m.Calibration[f])
	}
	fmt.Fprintf(&b, "%s\n", checksumLine(b.Bytes()))
	return b.Bytes()
}
