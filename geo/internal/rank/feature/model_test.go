package feature_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/rank/feature"
	"dateline/geo/internal/rank/ranktest"
)

// The default model has the features of this version.
func TestDefaultModel(t *testing.T) {
	b, err := os.ReadFile("../../../../data/model/resolver.tsv")
	if err != nil {
		t.Fatal(err)
	}
	m, err := feature.LoadModel(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Encode(), b) {
		t.Error("the encoded model differs from its file")
	}
	if version, checksum, ok := strings.Cut(m.Name(), "-"); !ok || version != m.Version || len(checksum) != 8 {
		t.Errorf("the model's name is %q", m.Name())
	}
}

func TestModelRoundTrip(t *testing.T) {
	m := ranktest.Model(t)
	again, err := feature.LoadModel(m.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if *again != *m {
		t.Error("the model differs after a round trip")
	}
}

func TestLoadModelRejects(t *testing.T) {
	whole := ranktest.Model(t).Encode()
	for name, b := range map[string][]byte{
		"empty":       nil,
		"truncated":   whole[:len(whole)/2],
		"one digit":   bytes.Replace(whole, []byte("1"), []byte("2"), 1),
		"other file":  []byte("crc32\t00000000\n"),
		"no line end": whole[:len(whole)-1],
	} {
		if _, err := feature.LoadModel(b); !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// Files with a valid checksum and invalid content are rejected with the reason.
func TestLoadModelReasons(t *testing.T) {
	body := string(ranktest.Model(t).Encode())
	body, _, _ = strings.Cut(body, "crc32\t")
	for want, edited := range map[string]string{
		"format":       "other" + body,
		"unknown":      body + "rank\tbogus\t1\t2\t3\n",
		"repeated":     body + "rank\tonly\t1\t2\t3\n",
		"invalid":      strings.Replace(body, "rank\tonly\t", "rank\tonly\tx", 1),
		"are missing":  body[:strings.LastIndex(strings.TrimSuffix(body, "\n"), "\n")+1],
		"line 3 is un": strings.Replace(body, "rank\tpart", "rank\tfull", 1),
	} {
		_, err := feature.LoadModel(feature.WithChecksum(edited))
		if !errors.Is(err, geo.ErrCorrupt) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "dateline-train resolver") {
			t.Errorf("%s: error %v", want, err)
		}
	}
}

func FuzzLoadModel(f *testing.F) {
	f.Add([]byte("dateline-resolver-1\tx\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := feature.LoadModel(b); err == nil && !bytes.Equal(m.Encode(), b) {
			if _, err := feature.LoadModel(m.Encode()); err != nil {
				t.Error(err)
			}
		}
	})
}
