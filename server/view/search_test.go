package view

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestExcerpt(t *testing.T) {
	for text, want := range map[string][]Fragment{
		"":                         nil,
		"rain":                     {{"rain", false}},
		"in [Kabul] and [Quetta]":  {{"in ", false}, {"Kabul", true}, {" and ", false}, {"Quetta", true}},
		"[Kabul][Quetta] was [cut": {{"Kabul", true}, {"Quetta", true}, {" was ", false}, {"cut", true}},
	} {
		if got := splitExcerpt(text, "[", "]"); !slices.Equal(got, want) {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func FuzzExcerptKeepsTheText(f *testing.F) {
	f.Add("in \x02Kabul\x03 and \x02Quetta")
	f.Fuzz(func(t *testing.T, text string) {
		var b strings.Builder
		for _, piece := range splitExcerpt(text, "\x02", "\x03") {
			b.WriteString(piece.Text)
		}
		bare := strings.NewReplacer("\x02", "", "\x03", "").Replace
		if bare(b.String()) != bare(text) {
			t.Errorf("%q became %q", text, b.String())
		}
	})
}

func FuzzNamesStandInAddresses(f *testing.F) {
	f.Add("Border talks, 2021")
	f.Add("Ĳsland كابل ﬁ --")
	name := regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)
	f.Fuzz(func(t *testing.T, title string) {
		if got := Slug(title); !name.MatchString(got) || len(got) > maxSlug {
			t.Errorf("%q is named %q", title, got)
		}
	})
}
