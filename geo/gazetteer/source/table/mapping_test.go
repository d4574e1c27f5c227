package table

import (
	"errors"
	"testing"

	"dateline/geo"
)

func TestKindsOfTables(t *testing.T) {
	given := &fields{given: map[string]bool{"kind": true}}
	guessed := &fields{given: map[string]bool{}}
	for _, test := range []struct {
		word, feature string
		want          geo.Kind
		code          string
	}{
		{"", "", geo.KindSite, ""},
		{"Village", "", geo.KindSettlement, ""},
		{"admin2", "", geo.KindAdmin2, ""},
		{"Refugee camp", "", geo.KindQuarter, ""},
		{"", "T.PASS", geo.KindPass, "PASS"},
		{"", "ppla", geo.KindSettlement, "PPLA"},
		{"ADM1", "", geo.KindAdmin1, ""},
		{"ADM5", "", geo.KindAdmin3, "ADM5"},
	} {
		kind, code, err := given.kindOf(test.word, test.feature)
		if kind != test.want || code != test.code || err != nil {
			t.Errorf("kindOf(%q, %q) = %v, %q, %v, want %v, %q", test.word, test.feature, kind, code, err, test.want, test.code)
		}
	}
	if _, _, err := given.kindOf("Tier 2", ""); !errors.Is(err, geo.ErrInput) {
		t.Errorf("an unknown kind in the column that the user named: %v", err)
	}
	if kind, _, err := guessed.kindOf("Tier 2", ""); err != nil || kind != geo.KindSite {
		t.Errorf("an unknown kind in a column that was guessed: %v, %v", kind, err)
	}
}
