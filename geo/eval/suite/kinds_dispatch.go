package suite

import (
	"fmt"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// dispatchTowns is the number of towns in the patterns of a dispatch.
const dispatchTowns = 8

// dispatch draws a report about many towns of one country that names two cities far
// away, of which some share their name with a state: New York.
func dispatch(b *builder, n int) {
	capitals, towns := map[string]place{}, map[string][]place{}
	for _, x := range b.pools.world {
		if x.feature == "PPLC" {
			capitals[x.country] = x
		}
	}
	var countries []string
	for _, x := range of(b.pools.towns, b.half) {
		if len(towns[x.country]) == 0 {
			countries = append(countries, x.country)
		}
		towns[x.country] = append(towns[x.country], x)
	}
	world := append(of(b.pools.world, b.half), b.pools.namedLikeStates()...)
	shuffle(world)
	perCountry := map[string]int{}
	for i := 0; len(b.cases) < n && i < 4*n; i++ {
		code := countries[i%len(countries)]
		country, capital, at := b.pools.byCode[code], capitals[code], perCountry[code]*dispatchTowns
		if country.name == "" || capital.name == "" || at+dispatchTowns > len(towns[code]) {
			continue
		}
		perCountry[code]++
		city := b.pools.abroad(world, i*7, code)[0]
		city2 := b.pools.abroad(world, i*11+5, code, city.country)[0]
		slots := map[string]slot{"country": named(country), "capital": named(capital), "city": named(city), "city2": named(city2)}
		for k, town := range towns[code][at : at+dispatchTowns] {
			slots[fmt.Sprintf("town%d", k+1)] = named(town)
		}
		b.add(slots)
	}
}

// namedLikeStates returns the world cities that have the name of a state or province
// that contains them. The name is that of the city in news about other countries.
func (p *pools) namedLikeStates() []place {
	var list []place
	for _, x := range p.admin1 {
		for _, n := range p.lookup(x.name) {
			r := p.gaz.Record(n.Ref)
			if r.Kind == geo.KindSettlement && n.Kind != gazetteer.NameDemonym && r.Admin1 == x.ref && r.Population > 3_000_000 && p.gaz.Name(n.Ref) != x.name {
				list = append(list, place{ref: n.Ref, name: x.name, country: r.Country, countryRef: r.CountryRef, admin1: r.Admin1, population: r.Population, kind: r.Kind})
				break
			}
		}
	}
	return list
}
