package translit

import (
	"testing"

	"dateline/data/datatest"
)

// BenchmarkFirst measures the first search in the places of countries.
func BenchmarkFirst(b *testing.B) {
	g := datatest.Gazetteer(b)
	for _, countries := range [][]string{{"IR"}, {"IR", "AF"}, {"IN"}, {"US", "IN", "PK", "CN", "RU", "IR"}} {
		b.Run(countries[0], func(b *testing.B) {
			for b.Loop() {
				New(g).Find("فیروزآباد", countries)
			}
		})
	}
}
