package press_test

import (
	"slices"
	"testing"

	"dateline/geo/internal/press"
)

func TestIn(t *testing.T) {
	for _, c := range []struct {
		language, country string
		want              bool
	}{{"de", "AT", true}, {"de", "DE", true}, {"de", "US", false}, {"tlh", "US", false}, {"de", "", false}} {
		if got := press.In(c.language, c.country); got != c.want {
			t.Errorf("the press of %s in %s: %t", c.country, c.language, got)
		}
	}
}

func TestMainIsACountryOfThePress(t *testing.T) {
	for _, language := range []string{"de", "el", "fr", "hr", "it", "ko", "nl", "ro", "ru", "sq", "sr", "sv", "tr", "zh"} {
		if main := press.Main(language); !press.In(language, main) {
			t.Errorf("%s: %q", language, main)
		}
	}
	if main := press.Main("es"); main != "" {
		t.Errorf("es: %q, want none", main)
	}
	if codes := slices.Collect(press.Countries("pt")); !slices.IsSorted(codes) || !slices.Contains(codes, "BR") {
		t.Errorf("pt: %v", codes)
	}
}
