package compile

import (
	"math"

	"dateline/geo"
)

// sumPopulations sets the population of areas for which no source has one to the
// sum of their settlements, so that areas can be compared.
func (b *builder) sumPopulations() {
	byCode := make([]uint64, len(b.codeTexts))
	byCountry := make([]uint64, len(b.countries.texts))
	for at := range b.places {
		p := &b.places[at]
		if p.mergedInto != 0 || p.kind != geo.KindSettlement {
			continue
		}
		byCode[p.admin1] += uint64(p.population)
		byCode[p.admin2] += uint64(p.population)
		byCountry[p.country] += uint64(p.population)
	}
	for at := range b.places {
		p := &b.places[at]
		switch {
		case p.population != 0:
		case p.kind == geo.KindCountry && p.country != 0:
			p.population = uint32(min(byCountry[p.country], math.MaxUint32))
		case p.ownCode != 0:
			p.population = uint32(min(byCode[p.ownCode], math.MaxUint32))
		}
	}
}
