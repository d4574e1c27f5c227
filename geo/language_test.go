package geo_test

import (
	"slices"
	"testing"

	"dateline/geo"
)

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{"ar": "rtl", "fa-AF": "rtl", "ur": "rtl", "he": "rtl", "ckb": "rtl", "en": "ltr", "zh-Hant": "ltr", "az-Arab": "rtl", "ku-Latn": "ltr", "ks-Latn-IN": "ltr", "und": "", "": ""} {
		if got := geo.Direction(tag); got != want {
			t.Errorf("Direction(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestLanguagesOfParsed(t *testing.T) {
	p := geo.Parsed{Language: "en", Model: "tagger", Parts: []geo.LanguagePart{
		{Span: geo.Span{End: 10}, Language: "en", Model: "tagger"}, {Span: geo.Span{Start: 10, End: 20}, Language: "el", Model: geo.MethodStrict}, {Span: geo.Span{Start: 20, End: 30}, Language: "en", Model: "tagger"},
	}}
	if got := p.Languages(); !slices.Equal(got, []string{"en", "el"}) {
		t.Errorf("the languages are %q", got)
	}
	if got := p.StrictLanguages(); !slices.Equal(got, []string{"el"}) {
		t.Errorf("the strict languages are %q", got)
	}
	for offset, want := range map[int]string{0: "en", 10: "el", 19: "el", 20: "en", 99: "en"} {
		if got := p.LanguageAt(offset); got != want || p.StrictAt(offset) != (want == "el") {
			t.Errorf("at byte %d: %s, strictly: %t", offset, got, p.StrictAt(offset))
		}
	}
}
