package refsum

import (
	"iter"
	"math/bits"

	"dateline/geo/gazetteer"
)

// countryCodes is the number of codes of two letters.
const countryCodes = 26 * 26

// CountryCode returns an ISO 3166-1 alpha-2 code as a number, 0 for none.
func CountryCode(code string) uint16 {
	if len(code) != 2 {
		return 0
	}
	return uint16(code[0])<<8 | uint16(code[1])
}

// countryIndex returns the position of a code among all pairs of letters, or -1 for none.
func countryIndex(code uint16) int {
	a, b := int(code>>8)-'A', int(code&0xff)-'A'
	if a < 0 || a >= 26 || b < 0 || b >= 26 {
		return -1
	}
	return a*26 + b
}

// Areas are weights by country and by first- and second-level area. Reset makes them empty and usable.
type Areas struct {
	// Total is the sum of the weights, which the caller keeps.
	Total     float32
	byCountry [countryCodes]float32
	used      [(countryCodes + 63) / 64]uint64 // a bit for each country that may have a weight
	areas     Table
}

// Reset removes all weights.
func (w *Areas) Reset() {
	w.Total = 0
	for i := range w.countries() {
		w.byCountry[i] = 0
	}
	clear(w.used[:])
	w.areas.Reset()
}

// Add adds weight to the country and the areas of a place. It does not change the total.
func (w *Areas) Add(country uint16, admin1, admin2 gazetteer.Ref, weight float32) {
	if i := countryIndex(country); i >= 0 {
		w.byCountry[i] += weight
		w.used[i/64] |= 1 << (i % 64)
	}
	if admin1 != gazetteer.NoRef {
		w.areas.Add(admin1, weight)
	}
	if admin2 != gazetteer.NoRef {
		w.areas.Add(admin2, weight)
	}
}

// RaiseCountry raises the weight of a country to p, if it is less.
func (w *Areas) RaiseCountry(country uint16, p float32) {
	if i := countryIndex(country); i >= 0 {
		w.byCountry[i] = max(w.byCountry[i], p)
		w.used[i/64] |= 1 << (i % 64)
	}
}

// RaiseArea raises the weight of an area to p, if it is less.
func (w *Areas) RaiseArea(ref gazetteer.Ref, p float32) {
	if old := w.areas.Get(ref); ref != gazetteer.NoRef && old < p {
		w.areas.Add(ref, p-old)
	}
}

// countries returns the indices of the countries that may have a weight, in order.
func (w *Areas) countries() iter.Seq[int] {
	return func(yield func(int) bool) {
		for k, rest := range w.used {
			for ; rest != 0; rest &= rest - 1 {
				if !yield(64*k + bits.TrailingZeros64(rest)) {
					return
				}
			}
		}
	}
}

// Country returns the weight of a country.
func (w *Areas) Country(code uint16) float32 {
	if i := countryIndex(code); i >= 0 {
		return w.byCountry[i]
	}
	return 0
}

// Area returns the weight of a first- or second-level area.
func (w *Areas) Area(ref gazetteer.Ref) float32 { return w.areas.Get(ref) }

// Spread returns the probability that two draws from a sum of weights are in different countries.
func (w *Areas) Spread(sum float32) float32 {
	var same float32
	for i := range w.countries() {
		same += w.byCountry[i] * w.byCountry[i]
	}
	return max(0, 1-same/(sum*sum))
}
