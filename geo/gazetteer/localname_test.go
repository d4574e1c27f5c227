package gazetteer_test

import (
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/internal/gaztest"
)

func TestLocalName(t *testing.T) {
	g := gaztest.Open(t, gaztest.Afghan())
	for _, c := range []struct {
		id                   geo.PlaceID
		tag, name, nameInTag string
	}{
		{"geonames:1138958", "fr", "Kaboul", "fr"},
		{"geonames:1138958", "fr-CA", "Kaboul", "fr"},
		{"geonames:1138958", "FR_ca", "Kaboul", "fr"},
		{"geonames:1138958", "de", "Kabul", ""},
		{"geonames:1138958", "pt", "Cabul", "pt"},
		{"geonames:1138958", "pt-PT", "Kabul", "pt-PT"},
		{"geonames:1138958", "zh", "喀布尔", "zh"},
		{"geonames:1138958", "zh-Hans-CN", "喀布尔", "zh"},
		{"geonames:1138958", "zh-HK", "喀布爾", "zh-Hant"},
		{"geonames:1138958", "zh-Hant-HK", "喀布爾", "zh-Hant"},
		{"geonames:1138958", "sr", "Кабул", "sr"},
		{"geonames:1138958", "sr-Latn", "Kabul", ""},
		{"geonames:1138958", "", "Kabul", ""},
		{"geonames:1138958", "-", "Kabul", ""},
		{"geonames:1149361", "zh-TW", "阿富汗", "zh"},
		{"geonames:1149361", "ar-EG-u-nu-latn", "أفغانستان", "ar"},
		{"geonames:1149361", "en", "Afghanistan", ""},
		{"dateline:torkham", "fr", "Torkham", ""},
	} {
		got := g.LocalName(gaztest.Find(t, g, c.id), c.tag)
		if want := (gazetteer.LocalName{Text: c.name, Language: c.nameInTag}); got != want {
			t.Errorf("%s is %+v to readers of %q, want %+v", c.id, got, c.tag, want)
		}
	}
	if got := g.LocalName(gazetteer.NoRef, "fr"); got != (gazetteer.LocalName{}) {
		t.Errorf("no place is %+v", got)
	}
}

// TestLocalNamesOfBase checks that a gazetteer built on another one has its local names, and that the names of the
// sources before it are preferred.
func TestLocalNamesOfBase(t *testing.T) {
	base := gaztest.Open(t, gaztest.Afghan())
	g := gaztest.Open(t, compile.Base(base))
	var got, want []gazetteer.LocalName
	for _, n := range g.LocalNames() {
		got = append(got, n)
	}
	for _, n := range base.LocalNames() {
		want = append(want, n)
	}
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("the local names are %v, want %v", got, want)
	}
	for range g.LocalNames() {
		break
	}
}
