package feature

import (
	"strings"
	"testing"
)

func TestFeatureNames(t *testing.T) {
	seen := map[string]bool{}
	for f := range NumFeatures {
		name := f.String()
		if name == "" || seen[name] || strings.ContainsAny(name, "\t\n") {
			t.Errorf("feature %d is named %q", f, name)
		}
		seen[name] = true
		if got, ok := FeatureNamed(name); !ok || got != f {
			t.Errorf("the feature named %q is %d, not %d", name, got, f)
		}
		if f.Group() == GroupNone && !strings.HasPrefix(name, "nearby") && !strings.HasPrefix(name, "actor") && name != "partial" && name != "only" {
			t.Errorf("feature %s explains nothing", name)
		}
	}
	if _, ok := FeatureNamed("bogus"); ok {
		t.Error("there is a feature named bogus")
	}
	seen = map[string]bool{}
	for f := range NumCalibrationFeatures {
		if name := f.String(); name == "" || seen[name] {
			t.Errorf("calibration feature %d is named %q", f, name)
		} else {
			seen[name] = true
		}
	}
}
