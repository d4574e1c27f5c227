package suite

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// waters are rivers or lakes that are called like a country or first-level area.
func (b *builder) waters(kind geo.Kind, words ...string) []slot {
	var out []slot
	seen := map[string]bool{}
	for _, w := range b.pools.waters {
		if w.kind != kind {
			continue
		}
		name := w.name
		for _, word := range words {
			name = strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(name, " "+word), word+" "))
		}
		if seen[name] || hash(name)&1 != uint64(b.half) {
			continue
		}
		for _, n := range b.pools.lookup(name) {
			if k := b.pools.gaz.Record(n.Ref).Kind; k == geo.KindCountry || k == geo.KindAdmin1 && n.Kind <= gazetteer.NameASCII {
				seen[name] = true
				out = append(out, slot{text: name, place: gazetteer.NoRef, not: n.Ref})
				break
			}
		}
	}
	return out
}

func river(b *builder, n int) { b.water(b.waters(geo.KindRiver, "River"), n) }

func lake(b *builder, n int) { b.water(b.waters(geo.KindLake, "Lake"), n) }

func (b *builder) water(pool []slot, n int) {
	for i := range min(n, len(pool)*len(b.patterns)) {
		s := pool[i%len(pool)]
		b.fill(b.patterns[(i/len(pool))%len(b.patterns)], map[string]slot{"water": s})
	}
}

// plural draws lists of first-level areas before the word that their country calls
// them by.
func plural(b *builder, n int) {
	byCountry := map[string][]place{}
	for _, x := range b.pools.admin1 {
		if !strings.ContainsAny(x.name, "(),/") && plainName(x.name) && x.name != "North" && x.name != "South" && x.name != "Central" {
			byCountry[x.country] = append(byCountry[x.country], x)
		}
	}
	list := words("area")
	for i := 0; len(b.cases) < n && i < 4*n; i++ {
		w := list[i%len(list)]
		areas, country := byCountry[w[0]], b.pools.byCode[w[0]]
		if len(areas) < 6 || country.name == "" || hash(w[0])&1 != uint64(b.half) {
			continue
		}
		at := i / len(list) * 3
		a, a2, a3 := areas[at%len(areas)], areas[(at+1)%len(areas)], areas[(at+2)%len(areas)]
		name := w[1] + "s"
		if before, ok := strings.CutSuffix(w[1], "y"); ok {
			name = before + "ies"
		}
		for _, x := range []*place{&a, &a2, &a3} {
			x.name = strings.TrimSuffix(x.name, " "+strings.ToUpper(w[1][:1])+w[1][1:])
		}
		b.add(map[string]slot{
			"admin": named(a), "admin2": named(a2), "admin3": named(a3), "country": named(country),
			"words": plain(name), "Words": plain(strings.ToUpper(name[:1]) + name[1:]),
		})
	}
}

func offset(b *builder, n int) {
	pool := of(b.pools.world, b.half)
	for i := range n {
		city := pool[i%len(pool)]
		nation, country := b.pools.nations[city.country], b.pools.byCode[city.country]
		if nation == "" || country.name == "" || country.name == city.name {
			continue
		}
		b.add(map[string]slot{"city": named(city), "nation": backdrop(nation, country), "country": named(country)})
	}
}

func headline(b *builder, n int) {
	cities, countries := of(b.pools.world, b.half), of(b.pools.countries, b.half)
	upper := func(x place) slot {
		return slot{text: strings.ToUpper(x.name), place: x.ref, not: gazetteer.NoRef}
	}
	for i := range n {
		city, country := cities[i%len(cities)], countries[i%len(countries)]
		country2 := countries[(i+1)%len(countries)]
		b.add(map[string]slot{"city": named(city), "country": named(country), "country2": named(country2), "CITY": upper(city), "COUNTRY": upper(country)})
	}
}

// wrapped breaks names of several words across a line's end.
func wrapped(b *builder, n int) {
	var pool []place
	for _, x := range append(append([]place(nil), b.pools.world...), b.pools.countries...) {
		if strings.Count(x.name, " ") > 0 {
			pool = append(pool, x)
		}
	}
	pool = of(pool, b.half)
	for i := range min(n, len(pool)*len(b.patterns)) {
		x := pool[i%len(pool)]
		at := strings.LastIndexByte(x.name, ' ')
		b.fill(b.patterns[(i/len(pool))%len(b.patterns)], map[string]slot{"wrap": {text: x.name[:at] + "\n" + x.name[at+1:], place: x.ref, not: gazetteer.NoRef}})
	}
}

// person draws people who are called like a place, by their first or last name.
func person(b *builder, n int) {
	given, surnames := words("given"), words("surname")
	places := append(of(b.pools.world, b.half), of(b.pools.countries, b.half)...)
	shuffle(places)
	for i := 0; len(b.cases) < n && i < len(places)*2; i++ {
		x := places[i%len(places)]
		if strings.ContainsAny(x.name, " -'’.") {
			continue
		}
		name := given[i%len(given)][0] + " " + x.name
		if i%2 == 1 {
			name = x.name + " " + surnames[i%len(surnames)][0]
		}
		b.none("person", name, n)
	}
}

// none adds a case in which a phrase must not be placed.
func (b *builder) none(name, phrase string, n int) {
	if len(b.cases) < n {
		b.add(map[string]slot{name: plain(phrase)})
	}
}

// compose pairs places with the words that follow them.
func (b *builder) compose(name string, n int, before, after []string) {
	places := of(b.pools.world, b.half)
	for i := range n {
		if len(before) > 0 {
			b.none(name, before[i%len(before)]+" "+places[i%len(places)].name, n)
		} else {
			b.none(name, places[i%len(places)].name+" "+after[i%len(after)], n)
		}
	}
}

func firm(b *builder, n int) {
	b.compose("firm", n, nil, []string{"Steel", "Airlines", "Electric", "Insurance Group", "Telecom", "Motors", "Capital Partners"})
}

// institute draws bodies that are called after a person, many of whose surnames are towns.
func institute(b *builder, n int) {
	given, surnames := words("given"), words("surname")
	var names []string
	for _, list := range b.pools.named {
		if x := list[0]; x.country == "US" && x.population > 2_000 && strings.HasSuffix(x.name, "son") && hash(x.name)&1 == uint64(b.half) {
			names = append(names, x.name)
		}
	}
	for _, s := range surnames {
		names = append(names, s[0])
	}
	slices.Sort(names)
	bodies := []string{"Center", "Institute", "Foundation", "Fund", "Library", "Museum"}
	for i := range n {
		name := names[i%len(names)] + " " + bodies[(i+i/len(names))%len(bodies)]
		if i%4 == 3 {
			name = given[i%len(given)][0] + " " + name
		}
		b.none("institute", name, n)
	}
}

func team(b *builder, n int) {
	b.compose("team", n, nil, []string{"United", "Rovers", "Wanderers", "Tigers", "City FC", "Dynamo"})
}

func ship(b *builder, n int) {
	b.compose("ship", n, []string{"MV", "USS", "HMS", "frigate", "tanker", "submarine"}, nil)
}

func storm(b *builder, n int) {
	b.compose("storm", n, []string{"Hurricane", "Tropical Storm", "Typhoon", "Cyclone"}, nil)
}

func disease(b *builder, n int) {
	b.compose("disease", n, nil, []string{"fever", "virus", "syndrome", "disease"})
}

func treaty(b *builder, n int) {
	b.compose("treaty", n, nil, []string{"Convention", "Agreement", "Accord", "Protocol", "Declaration", "Treaty"})
}

func street(b *builder, n int) {
	b.compose("street", n, nil, []string{"Street", "Avenue", "Road", "Boulevard"})
}

// local draws American towns that share their name with a city of the world, and says
// so by their county, their state or their neighbors.
func local(b *builder, n int) {
	famous := map[string]bool{}
	for _, x := range append(of(b.pools.world, b.half), of(b.pools.countries, b.half)...) {
		famous[x.name] = true
	}
	var pool []place
	for name, list := range b.pools.named {
		if !famous[name] {
			continue
		}
		for _, x := range list {
			if x.country == "US" && x.population > 500 && x.population < 200_000 && x.admin2 != gazetteer.NoRef {
				pool = append(pool, x)
			}
		}
	}
	shuffle(pool)
	for _, x := range pool {
		if len(b.cases) >= n {
			return
		}
		near := b.pools.neighbors(x)
		county, ok := b.pools.admin2[x.admin2]
		if len(near) < 2 || !ok || !strings.HasSuffix(county.name, " County") {
			continue
		}
		b.add(map[string]slot{
			"town": named(x), "county": named(county), "neighbor": named(near[0]), "neighbor2": named(near[1]),
			"area": named(place{ref: x.admin1, name: b.pools.gaz.Name(x.admin1)}),
		})
	}
}

// neighbors are settlements within 40 km of a town, in its state, that share their
// name with no city of the world.
func (p *pools) neighbors(x place) []place {
	var out []place
	for _, near := range p.gaz.Nearest(p.gaz.Record(x.ref).Point, gazetteer.KindsOf(geo.KindSettlement), 40) {
		r := p.gaz.Record(near.Ref)
		y := place{ref: near.Ref, name: p.gaz.Name(near.Ref)}
		if near.KM > 5 && near.KM < 40 && r.Admin1 == x.admin1 && r.Population > 1_500 && len(p.lookup(y.name)) < 12 && plainName(y.name) && !commonWord(y.name) && len(p.named[y.name]) > 0 && p.named[y.name][0].population < 150_000 {
			out = append(out, y)
		}
	}
	return out
}
