package resolve

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"dateline/geo"
)

func TestModelRoundTrip(t *testing.T) {
	m := shippedModel(t)
	again, err := LoadModel(m.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if *again != *m {
		t.Error("a model changed on its way through its file")
	}
}

func TestModelRefuses(t *testing.T) {
	whole := shippedModel(t).Encode()
	for name, b := range map[string][]byte{
		"empty":       nil,
		"cut off":     whole[:len(whole)/2],
		"one digit":   bytes.Replace(whole, []byte("1"), []byte("2"), 1),
		"other file":  []byte("crc32\t00000000\n"),
		"no last end": whole[:len(whole)-1],
	} {
		if _, err := LoadModel(b); !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// Every feature and sign has a name of its own, and every feature that can decide
// a ground or a reason to have none.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for f, name := range featureNames {
		if name == "" || seen[name] || strings.ContainsAny(name, "\t\n") {
			t.Errorf("feature %d is named %q", f, name)
		}
		seen[name] = true
		if groundOf[f] == groundNone && !strings.HasPrefix(name, "nearby") && name != "partial" && name != "only" {
			t.Errorf("feature %s gives no reason", name)
		}
	}
	seen = map[string]bool{}
	for s, name := range signNames {
		if name == "" || seen[name] {
			t.Errorf("sign %d is named %q", s, name)
		}
		seen[name] = true
	}
}

func FuzzLoadModel(f *testing.F) {
	f.Add([]byte("dateline-resolver-1\tx\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := LoadModel(b); err == nil && !bytes.Equal(m.Encode(), b) {
			if _, err := LoadModel(m.Encode()); err != nil {
				t.Error(err)
			}
		}
	})
}
