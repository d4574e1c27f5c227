package cue

import (
	"testing"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
)

// TestLexicon checks the categories that this package parses.
func TestLexicon(t *testing.T) {
	for _, category := range []string{"designator", "type-cue", "list-type-cue", "title-type-cue"} {
		entries := lexicon.Entries("en", category)
		if len(entries) == 0 {
			t.Errorf("no word has the category %s", category)
		}
		for _, e := range entries {
			if kinds, err := parseKinds(e.Value); err != nil || kinds == 0 {
				t.Errorf("%s of %q: kinds %b, error %v", category, e.Word, kinds, err)
			}
		}
	}
	for name, words := range map[string]map[string]bool{"part": PartWords, "container": ContainerModifiers, "facility": FacilityWords, "joiner": NameJoiners, "blocker": cueBlockers} {
		if len(words) == 0 {
			t.Errorf("the lexicon has no %s words", name)
		}
	}
}

func TestParseKinds(t *testing.T) {
	for value, want := range map[string]Kinds{
		"areas":           AreaKinds,
		"regions|areas":   WideKinds | AreaKinds,
		"settlements|sea": SettlementKinds | KindsOf(geo.KindSea),
	} {
		if got, err := parseKinds(value); err != nil || got != want {
			t.Errorf("%s: %b, error %v, want %b", value, got, err, want)
		}
	}
	if _, err := parseKinds("areas|bogus"); err == nil {
		t.Error("an unknown kind is accepted")
	}
}
