package source

import (
	"strings"
	"testing"

	"dateline/geo"
)

func TestKindOf(t *testing.T) {
	tests := []struct {
		class byte
		code  string
		want  geo.Kind
	}{
		{'A', "PCLI", geo.KindCountry},
		{'A', "PCLH", geo.KindRegion},
		{'A', "ADM1", geo.KindAdmin1},
		{'A', "ADM1H", geo.KindRegion},
		{'A', "ADM2", geo.KindAdmin2},
		{'A', "ADM4", geo.KindAdmin3},
		{'A', "", geo.KindAdmin3},
		{'H', "STM", geo.KindRiver},
		{'H', "STRT", geo.KindSea},
		{'H', "RSV", geo.KindLake},
		{'H', "FLLS", geo.KindSite},
		{'L', "CONT", geo.KindContinent},
		{'L', "RGN", geo.KindRegion},
		{'L', "MILB", geo.KindBase},
		{'L', "RESN", geo.KindPark},
		{'P', "PPLC", geo.KindSettlement},
		{'P', "PPLX", geo.KindQuarter},
		{'P', "STLMT", geo.KindSettlement},
		{'R', "RD", geo.KindSite},
		{'S', "AIRP", geo.KindAirport},
		{'S', "AIRB", geo.KindBase},
		{'S', "PSTB", geo.KindCrossing},
		{'S', "CMPRF", geo.KindQuarter},
		{'S', "DAM", geo.KindSite},
		{'T', "MTS", geo.KindRange},
		{'T', "MT", geo.KindPeak},
		{'T', "PASS", geo.KindPass},
		{'T', "VAL", geo.KindRiver},
		{'T', "ISLS", geo.KindIsland},
		{'T', "PEN", geo.KindPeninsula},
		{'T', "DSRT", geo.KindDesert},
		{'U', "SMU", geo.KindSea},
		{'V', "FRST", geo.KindDesert},
		{'V', "a code of tomorrow", geo.KindDesert},
		{'B', "PPL", geo.KindUnknown},
		{0, "", geo.KindUnknown},
		{'p', "PPL", geo.KindUnknown},
	}
	for _, test := range tests {
		if got := KindOf(test.class, test.code); got != test.want {
			t.Errorf("KindOf(%q, %q) = %v, want %v", test.class, test.code, got, test.want)
		}
	}
}

// Every class has a kind for other codes, and no code is listed twice.
func TestFeatureKindsIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range featureKinds {
		for code := range strings.FieldsSeq(row.codes) {
			key := string(row.class) + "." + code
			if seen[key] {
				t.Errorf("%s stands twice in featureKinds", key)
			}
			seen[key] = true
		}
	}
	for _, class := range []byte("AHLPRSTUV") {
		if KindOf(class, "") == geo.KindUnknown {
			t.Errorf("class %c has no kind of its own", class)
		}
	}
}
