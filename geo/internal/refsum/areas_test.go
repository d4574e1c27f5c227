package refsum_test

import (
	"testing"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/refsum"

	"pgregory.net/rapid"
)

func TestAreas(t *testing.T) {
	af, pk, us := refsum.CountryCode("AF"), refsum.CountryCode("PK"), refsum.CountryCode("US")
	var w refsum.Areas
	w.Reset()
	w.Add(af, 5, gazetteer.NoRef, 1)
	w.Add(pk, gazetteer.NoRef, 6, 1)
	w.Add(0, gazetteer.NoRef, gazetteer.NoRef, 1) // a place without a country
	if w.Country(af) != 1 || w.Country(us) != 0 || w.Country(0) != 0 || w.Area(5) != 1 || w.Area(6) != 1 {
		t.Errorf("weights %+v", w)
	}
	if got := w.Spread(2); got != .5 {
		t.Errorf("the spread of two countries is %v, want .5", got)
	}
	w.RaiseArea(5, .5) // smaller than the weight
	w.RaiseArea(7, .5)
	w.RaiseArea(gazetteer.NoRef, .5)
	w.RaiseCountry(us, .25)
	w.RaiseCountry(0, .25)
	if w.Area(5) != 1 || w.Area(7) != .5 || w.Country(us) != .25 || w.Country(0) != 0 {
		t.Errorf("raised to %v, %v, %v", w.Area(5), w.Area(7), w.Country(us))
	}
	w.Reset()
	if w.Country(af) != 0 || w.Area(5) != 0 {
		t.Error("weights remain")
	}
}

// TestSpreadIsThatOfAllCountries compares the spread with the sum over all pairs of letters, also after a reset.
func TestSpreadIsThatOfAllCountries(t *testing.T) {
	var w refsum.Areas
	rapid.Check(t, func(t *rapid.T) {
		w.Reset()
		sum := float32(0)
		for range rapid.IntRange(0, 12).Draw(t, "places") {
			code := refsum.CountryCode(rapid.StringMatching("[A-Z]{2}").Draw(t, "country"))
			weight := rapid.Float32Range(0, 1).Draw(t, "weight")
			if rapid.Bool().Draw(t, "raise") {
				w.RaiseCountry(code, weight)
			} else {
				w.Add(code, gazetteer.NoRef, gazetteer.NoRef, weight)
			}
			sum += weight
		}
		var same float32
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				n := w.Country(refsum.CountryCode(string([]rune{a, b})))
				same += n * n
			}
		}
		if got, want := w.Spread(sum+1), max(0, 1-same/((sum+1)*(sum+1))); got != want {
			t.Errorf("the spread is %v, want %v", got, want)
		}
	})
}

func TestCountryCode(t *testing.T) {
	for code, want := range map[string]uint16{"AF": 'A'<<8 | 'F', "": 0, "AFG": 0} {
		if got := refsum.CountryCode(code); got != want {
			t.Errorf("%q is %d, want %d", code, got, want)
		}
	}
}
