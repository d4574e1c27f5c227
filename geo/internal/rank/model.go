package rank

import (
	"bufio"
	"bytes"
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
	m.Calibration = CalibrationRow{cLogit: 1}
}

// LoadModel parses a model file, see [Model.Encode]. The error wraps [geo.ErrCorrupt]
// if the bytes are not a model or have other features.
func LoadModel(b []byte) (*Model, error) {
	body, sum, ok := cutLastLine(b)
	if want := checksumLine(body); !ok || sum != want {
		return nil, corrupt("the checksum is wrong")
	}
	m := &Model{checksum: strings.TrimPrefix(sum, "crc32\t")}
	features, calibration := map[string]Feature{}, map[string]CalibrationFeature{}
	for f := range NumFeatures {
		features[f.String()] = f
	}
	for f := range NumCalibrationFeatures {
		calibration[f.String()] = f
	}
	scanner := bufio.NewScanner(bytes.NewReader(body))
	for line := 1; scanner.Scan(); line++ {
		fields := strings.Split(scanner.Text(), "\t")
		if line == 1 {
			if len(fields) != 2 || fields[0] != magic {
				return nil, corrupt("the format is not " + magic)
			}
			m.Version = fields[1]
			continue
		}
		var targets []*float32
		if len(fields) == 2+NumPasses && fields[0] == "rank" {
			if f, ok := features[fields[1]]; ok {
				for pass := range m.Passes {
					targets = append(targets, &m.Passes[pass][f])
				}
				delete(features, fields[1])
			}
		} else if len(fields) == 3 && fields[0] == "confidence" {
			if f, ok := calibration[fields[1]]; ok {
				targets = append(targets, &m.Calibration[f])
				delete(calibration, fields[1])
			}
		}
		if targets == nil {
			return nil, corrupt(fmt.Sprintf("line %d is unknown or repeated", line))
		}
		for i, target := range targets {
			x, err := strconv.ParseFloat(fields[2+i], 32)
			if err != nil || x != x || x > 1e6 || x < -1e6 {
				return nil, corrupt(fmt.Sprintf("line %d contains an invalid number", line))
			}
			*target = float32(x)
		}
	}
	if len(features)+len(calibration) > 0 {
		return nil, corrupt("weights are missing")
	}
	return m, nil
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
