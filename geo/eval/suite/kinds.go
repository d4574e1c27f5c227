package suite

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// generators make the cases of each kind; their order is that of the report.
var generators = []struct {
	kind     string
	generate func(b *builder, n int)
}{
	{"bare", bare}, {"two", several}, {"three", several}, {"summit", summit}, {"report", report}, {"dispatch", dispatch},
	{"first.city", bare}, {"first.country", oneCountry}, {"first.town", oneTown},
	{"nation", nation}, {"origin", origin}, {"state.country", stateCountry}, {"us.country", oneCountry}, {"ministry", nation},
	{"actor", twoCountries}, {"place", twoCountries}, {"possessive", oneCountry},
	{"town.country", townCountry}, {"comma", townArea}, {"bracket", townArea}, {"postal", postal}, {"twins", twins},
	{"words", smallWords}, {"abbreviation", abbreviation}, {"compass", compass},
	{"water", river}, {"lake", lake}, {"plural", plural}, {"offset", offset},
	{"headline", headline}, {"wrapped", wrapped},
	{"person", person}, {"firm", firm}, {"institute", institute}, {"team", team}, {"ship", ship}, {"storm", storm}, {"disease", disease}, {"treaty", treaty}, {"street", street},
	{"common", given}, {"grid", given},
	{"local.county", local}, {"local.state", local}, {"local.neighbor", local},
}

func named(x place) slot {
	return slot{text: x.name, place: x.ref, not: gazetteer.NoRef, article: x.kind == geo.KindCountry && needsArticle(x.name)}
}

// needsArticle reports whether a country is written with "the" in a sentence.
func needsArticle(name string) bool {
	for _, beginning := range [...]string{"United ", "Netherlands", "Philippines", "Maldives", "Bahamas", "Gambia", "Comoros", "Seychelles", "Central African", "Dominican Republic", "Democratic ", "Republic ", "Solomon "} {
		if strings.HasPrefix(name, beginning) {
			return true
		}
	}
	return false
}

func plain(text string) slot { return slot{text: text, place: gazetteer.NoRef, not: gazetteer.NoRef} }

// backdrop is a slot of words that stand for a place that is not scored.
func backdrop(text string, x place) slot { return slot{text: text, place: x.ref, not: gazetteer.NoRef} }

func given(b *builder, _ int) { b.given() }

func bare(b *builder, n int) {
	pool := of(b.pools.world, b.half)
	for i := range min(n, len(pool)*len(b.patterns)) {
		b.add(map[string]slot{"city": named(pool[i%len(pool)])})
	}
}

// several draws two or three cities of different countries.
func several(b *builder, n int) {
	pool := of(b.pools.world, b.half)
	for i := range n {
		first := pool[i%len(pool)]
		rest := b.pools.abroad(pool, i*7+3, first.country)
		second := rest[0]
		third := b.pools.abroad(pool, i*11+5, first.country, second.country)[0]
		b.add(map[string]slot{"city": named(first), "city2": named(second), "city3": named(third)})
	}
}

// summit draws five cities of different countries.
func summit(b *builder, n int) {
	pool := of(b.pools.world, b.half)
	for i := range n {
		slots := map[string]slot{}
		var countries []string
		for k, name := range [...]string{"city", "city2", "city3", "city4", "city5"} {
			x := b.pools.abroad(pool, i*(2*k+1)+k*17, countries...)[0]
			countries = append(countries, x.country)
			slots[name] = named(x)
		}
		b.add(slots)
	}
}

// report draws a town with its country and capital, and cities abroad.
func report(b *builder, n int) {
	capitals := map[string]place{}
	for _, x := range b.pools.world {
		if x.feature == "PPLC" {
			capitals[x.country] = x
		}
	}
	towns, world := of(b.pools.towns, b.half), of(b.pools.world, b.half)
	perCountry := map[string]int{}
	for i := 0; len(b.cases) < n && i < len(towns); i++ {
		town := towns[i]
		country, capital := b.pools.byCode[town.country], capitals[town.country]
		if country.name == "" || capital.name == "" || perCountry[town.country] >= max(3, n/25) {
			continue
		}
		perCountry[town.country]++
		city := b.pools.abroad(world, i*7, town.country)[0]
		city2 := b.pools.abroad(world, i*11+5, town.country, city.country)[0]
		b.add(map[string]slot{"town": named(town), "country": named(country), "capital": named(capital), "city": named(city), "city2": named(city2)})
	}
}

// abroad returns places outside the countries given, beginning at a position.
func (p *pools) abroad(pool []place, from int, countries ...string) []place {
	for i := range pool {
		x := pool[(from+i)%len(pool)]
		if !contains(countries, x.country) {
			return []place{x}
		}
	}
	return pool[:1]
}

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}

func oneCountry(b *builder, n int) {
	pool := of(b.pools.countries, b.half)
	for i := 0; len(b.cases) < n && i < len(pool)*len(b.patterns); i++ {
		if x := pool[i%len(pool)]; b.kind != "us.country" || x.country != "US" {
			b.add(map[string]slot{"country": named(x)})
		}
	}
}

func twoCountries(b *builder, n int) {
	pool := of(b.pools.countries, b.half)
	for i := range n {
		first, second := pool[i%len(pool)], pool[(i*5+2)%len(pool)]
		if first.ref == second.ref {
			second = pool[(i*5+3)%len(pool)]
		}
		b.add(map[string]slot{"country": named(first), "country2": named(second)})
	}
}

func oneTown(b *builder, n int) {
	pool := of(b.pools.towns, b.half)
	for i := range min(n, len(pool)) {
		b.add(map[string]slot{"town": named(pool[i])})
	}
}

// nation puts a nationality beside a city abroad; where a settlement of that nation
// bears the city's name, it is preferred.
func nation(b *builder, n int) {
	pool := of(b.pools.world, b.half)
	for i := range n {
		city := pool[i%len(pool)]
		c := b.pools.misleading(b.pools.countries, i, city, func(c place) func(gazetteer.Record) bool {
			return func(r gazetteer.Record) bool { return r.Country == c.country }
		}, func(c place) bool { return c.country != city.country && b.pools.nations[c.country] != "" })
		b.add(map[string]slot{"nation": backdrop(b.pools.nations[c.country], c), "city": named(city)})
	}
}

// misleading chooses, among the places that may stand beside a city, one in which a
// settlement of the same name lies; every third time, or where there is none, any.
func (p *pools) misleading(list []place, i int, city place, in func(place) func(gazetteer.Record) bool, may func(place) bool) place {
	var allowed, hard []place
	for _, c := range list {
		if !may(c) {
			continue
		}
		allowed = append(allowed, c)
		if i%3 != 0 && p.bears(city.name, in(c), city.ref) {
			hard = append(hard, c)
		}
	}
	if len(hard) > 0 {
		return hard[i%len(hard)]
	}
	return allowed[(i*13+1)%len(allowed)]
}

func (p *pools) usStates() []place {
	var list []place
	for _, w := range words("postal") {
		if x, ok := p.states[w[0]]; ok && w[0] != "Georgia" && w[0] != "Washington" && w[0] != "New York" {
			list = append(list, x)
		}
	}
	return list
}

func inState(c place) func(gazetteer.Record) bool {
	return func(r gazetteer.Record) bool { return r.Admin1 == c.ref }
}

func origin(b *builder, n int) {
	states := b.pools.usStates()
	pool := b.pools.withNamesakes(of(b.pools.world, b.half), states, n/2)
	for i := range n {
		city := pool[i%len(pool)]
		s := b.pools.misleading(states, i, city, inState, func(place) bool { return city.country != "US" })
		b.add(map[string]slot{"state": backdrop(s.name, s), "city": named(city)})
	}
}

// withNamesakes puts the places that share their name with a settlement of one of the
// states first, each once, and keeps at most n others.
func (p *pools) withNamesakes(list, states []place, n int) []place {
	var hard, others []place
	for _, c := range list {
		if c.country == "US" {
			continue
		}
		found := false
		for _, s := range states {
			found = found || p.bears(c.name, inState(s), c.ref)
		}
		if found {
			hard = append(hard, c)
		} else if len(others) < n {
			others = append(others, c)
		}
	}
	return append(hard, others[:min(len(others), len(hard))]...)
}

func stateCountry(b *builder, n int) {
	states := b.pools.usStates()
	pool := b.pools.withNamesakes(of(b.pools.countries, b.half), states, n)
	for i := range n {
		c := pool[i%len(pool)]
		s := b.pools.misleading(states, i, c, inState, func(s place) bool { return s.name != c.name })
		b.add(map[string]slot{"state": backdrop(s.name, s), "country": named(c)})
	}
}

func townCountry(b *builder, n int) {
	pool := of(b.pools.towns, b.half)
	for i := 0; len(b.cases) < n && i < len(pool); i++ {
		if c, ok := b.pools.byCode[pool[i].country]; ok && !strings.HasPrefix(c.name, "The ") {
			b.add(map[string]slot{"town": named(pool[i]), "country": named(c)})
		}
	}
}

// homonyms are settlements that share their name with a larger place, each with an area
// that holds no other settlement of the name.
func (b *builder) homonyms(countries ...string) []place {
	var out []place
	for name, list := range b.pools.named {
		if len(list) < 2 || hash(name)&1 != uint64(b.half) || commonWord(name) {
			continue
		}
		for _, x := range list[1:] {
			if x.population < 2_000 || x.admin1 == gazetteer.NoRef || len(countries) > 0 && !contains(countries, x.country) {
				continue
			}
			if b.pools.bears(name, func(r gazetteer.Record) bool { return r.Admin1 == x.admin1 }, x.ref) || b.pools.gaz.Name(x.admin1) == name {
				continue
			}
			out = append(out, x)
			break
		}
	}
	shuffle(out)
	return out
}

// area is the state of a place in a large federation, and otherwise its country.
func (p *pools) area(x place) (place, bool) {
	switch x.country {
	case "US", "CA", "AU":
		return place{ref: x.admin1, name: p.gaz.Name(x.admin1)}, true
	}
	c, ok := p.byCode[x.country]
	return c, ok && !p.bears(x.name, func(r gazetteer.Record) bool { return r.Country == x.country }, x.ref)
}

func townArea(b *builder, n int) {
	for _, x := range b.homonyms() {
		if len(b.cases) == n {
			return
		}
		if a, ok := b.pools.area(x); ok && a.name != x.name {
			b.add(map[string]slot{"town": named(x), "area": named(a)})
		}
	}
}

func postal(b *builder, n int) {
	codes := map[string]string{}
	for _, w := range words("postal") {
		codes[w[0]] = w[1]
	}
	for _, x := range b.homonyms("US") {
		code := codes[b.pools.gaz.Name(x.admin1)]
		if len(b.cases) == n {
			return
		}
		if code != "" {
			b.add(map[string]slot{"town": named(x), "postal": {text: code, place: x.admin1, not: gazetteer.NoRef}})
		}
	}
}

// twins are two places of one name with an area each.
func twins(b *builder, n int) {
	for _, x := range b.homonyms() {
		if len(b.cases) == n {
			return
		}
		a, ok := b.pools.area(x)
		if !ok || a.name == x.name {
			continue
		}
		for _, y := range b.pools.named[x.name] {
			c, ok := b.pools.area(y)
			if y.ref == x.ref || !ok || c.ref == a.ref || y.country == "US" && b.pools.bears(y.name, func(r gazetteer.Record) bool { return r.Admin1 == y.admin1 }, y.ref) || c.name == y.name {
				continue
			}
			if y.country == x.country && a.ref == x.countryRef {
				continue
			}
			b.add(map[string]slot{"town": named(x), "area": named(a), "town2": named(y), "area2": named(c)})
			break
		}
	}
}

// smallWords are names of several parts of which one begins with a small letter.
func smallWords(b *builder, n int) {
	var pool []place
	for name, list := range b.pools.named {
		if hash(name)&1 == uint64(b.half) && hasSmallPart(name) && (len(list) == 1 || list[0].population > 5*list[1].population) && list[0].population > 1_000 {
			pool = append(pool, list[0])
		}
	}
	shuffle(pool)
	countries := map[string]int{}
	for _, x := range pool {
		if len(b.cases) < n && countries[x.country] < max(10, n/12) {
			countries[x.country]++
			b.add(map[string]slot{"town": named(x)})
		}
	}
}

func hasSmallPart(name string) bool {
	for i, part := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		if i > 0 && part[0] >= 'a' && part[0] <= 'z' {
			return true
		}
	}
	return false
}

func abbreviation(b *builder, n int) {
	list := words("abbreviation")
	for i := range min(n, len(list)*len(b.patterns)) {
		w := list[i%len(list)]
		c := b.pools.byCode[w[1]]
		pattern := b.patterns[(i/len(list))%len(b.patterns)]
		b.fill(pattern, map[string]slot{"abbr": {text: w[0], place: c.ref, not: gazetteer.NoRef}})
	}
}

func compass(b *builder, n int) {
	var pool []place
	for _, x := range append(append([]place(nil), b.pools.countries...), b.pools.admin1...) {
		word, rest, ok := strings.Cut(x.name, " ")
		if !ok || rest == "" || (x.kind == geo.KindAdmin1 && !contains([]string{"US", "AU", "GB", "CD", "CM", "SD"}, x.country)) {
			continue
		}
		switch word {
		case "North", "Northern", "South", "Southern", "East", "Eastern", "West", "Western":
			if !strings.HasPrefix(rest, "Territory") && !strings.HasPrefix(rest, "Cape") {
				pool = append(pool, x)
			}
		}
	}
	marks := []string{". ", ".", " "}
	for i := range min(n, len(pool)*len(b.patterns)*2) {
		x := pool[i%len(pool)]
		_, rest, _ := strings.Cut(x.name, " ")
		mark := marks[(i/len(pool))%2]
		b.fill(b.patterns[(i/len(pool))%len(b.patterns)], map[string]slot{"initial": {text: x.name[:1] + mark + rest, place: x.ref, not: gazetteer.NoRef}})
	}
}
