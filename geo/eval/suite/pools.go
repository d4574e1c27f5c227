package suite

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// place is a place of a pool.
type place struct {
	ref        gazetteer.Ref
	name       string
	country    string
	countryRef gazetteer.Ref
	admin1     gazetteer.Ref
	admin2     gazetteer.Ref
	population int64
	feature    string
	kind       geo.Kind
}

// pools are the places that cases are made of.
type pools struct {
	gaz       *gazetteer.Gazetteer
	countries []place
	byCode    map[string]place
	world     []place // cities that a reader knows by the bare name
	towns     []place // smaller settlements whose name no other settlement has
	admin1    []place
	states    map[string]place // US states by name
	admin2    map[gazetteer.Ref]place
	waters    []place
	named     map[string][]place // settlements by English name
	nations   map[string]string  // adjective by country code
	norm      []byte
	refs      []gazetteer.NameRef
}

const (
	worldCapital = 30_000  // people of a capital that counts as a world city
	worldCity    = 700_000 // people of any other
)

func newPools(g *gazetteer.Gazetteer) *pools {
	p := &pools{gaz: g, byCode: map[string]place{}, states: map[string]place{}, admin2: map[gazetteer.Ref]place{}, named: map[string][]place{}, nations: map[string]string{}}
	for _, r := range rows(nationTable) {
		p.nations[r[0]] = r[1]
	}
	for ref := range gazetteer.Ref(g.Len()) {
		p.collect(ref)
	}
	p.keepKnown()
	for _, list := range [][]place{p.countries, p.world, p.towns, p.admin1, p.waters} {
		shuffle(list)
	}
	return p
}

// collect puts a place into the pools that it may belong to.
func (p *pools) collect(ref gazetteer.Ref) {
	r := p.gaz.Record(ref)
	switch r.Kind {
	case geo.KindCountry, geo.KindAdmin1, geo.KindAdmin2, geo.KindSettlement, geo.KindRiver, geo.KindLake:
	default:
		return
	}
	x := place{
		ref: ref, name: p.gaz.Name(ref), country: r.Country, countryRef: r.CountryRef, admin1: r.Admin1, admin2: r.Admin2,
		population: r.Population, feature: r.Feature, kind: r.Kind,
	}
	switch r.Kind {
	case geo.KindCountry:
		if r.Population > 100_000 && r.Country != "" && !strings.ContainsAny(x.name, "(),") {
			p.countries = append(p.countries, x)
			p.byCode[r.Country] = x
		}
	case geo.KindAdmin1:
		p.admin1 = append(p.admin1, x)
		if r.Country == "US" {
			p.states[x.name] = x
		}
	case geo.KindAdmin2:
		p.admin2[ref] = x
	case geo.KindSettlement:
		if plainName(x.name) {
			p.named[x.name] = append(p.named[x.name], x)
		}
	default:
		p.waters = append(p.waters, x)
	}
}

// keepKnown chooses the world's cities and the towns that have their name alone.
func (p *pools) keepKnown() {
	countryNames := map[string]bool{}
	for _, c := range p.countries {
		countryNames[c.name] = true
	}
	for name, list := range p.named {
		slices.SortFunc(list, func(a, b place) int {
			return cmp.Or(cmp.Compare(b.population, a.population), cmp.Compare(a.ref, b.ref))
		})
		first, second := list[0], int64(0)
		if len(list) > 1 {
			second = list[1].population
		}
		capital := first.feature == "PPLC" && first.population > worldCapital
		switch {
		case countryNames[name] || p.isCountry(name):
		case (capital || first.population > worldCity) && first.population >= 2*second && !p.areaLarger(first):
			p.world = append(p.world, first)
		case len(list) == 1 && first.population > 8_000 && first.population < 300_000 && len(p.lookup(name)) <= 3 && !commonWord(name):
			p.towns = append(p.towns, first)
		}
	}
	slices.SortFunc(p.world, func(a, b place) int { return cmp.Compare(a.ref, b.ref) })
	slices.SortFunc(p.towns, func(a, b place) int { return cmp.Compare(a.ref, b.ref) })
}

// isCountry reports whether a country is also called by a name: "Panamá".
func (p *pools) isCountry(name string) bool {
	for _, n := range p.lookup(name) {
		if n.Kind != gazetteer.NameDemonym && p.gaz.Record(n.Ref).Kind == geo.KindCountry {
			return true
		}
	}
	return false
}

// areaLarger reports whether a first-level area elsewhere bears a city's name too.
func (p *pools) areaLarger(city place) bool {
	for _, n := range p.lookup(city.name) {
		r := p.gaz.Record(n.Ref)
		if r.Kind == geo.KindAdmin1 && n.Ref != city.admin1 && n.Kind <= gazetteer.NameASCII {
			return true
		}
	}
	return false
}

// lookup returns the places of a name.
func (p *pools) lookup(name string) []gazetteer.NameRef {
	p.norm = gazetteer.Normalize(p.norm[:0], name)
	p.refs = p.gaz.Lookup(p.refs[:0], p.norm)
	return p.refs
}

// bears reports whether a settlement in an area or country bears a name.
func (p *pools) bears(name string, in func(gazetteer.Record) bool, except gazetteer.Ref) bool {
	for _, n := range p.lookup(name) {
		r := p.gaz.Record(n.Ref)
		if r.Kind == geo.KindSettlement && n.Ref != except && in(r) {
			return true
		}
	}
	return false
}

// plainName reports whether a name is written in Latin letters without digits,
// brackets or commas.
func plainName(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '-' && r != '\'' && r != '’' && r != '.' && (!unicode.IsLetter(r) || !unicode.Is(unicode.Latin, r)) {
			return false
		}
	}
	return utf8.RuneCountInString(s) > 3
}

// common are English words that are also names of towns; a text's first word of this
// kind decides nothing.
var common = strings.Fields(`Reading Nice Mobile Bath Split Orange Hope Liberty Enterprise Independence Paradise Buffalo Normal Defiance Surprise Cork
	Police March Friendship Commerce Media Temple Best Most Male Victory Union Moon Bush Page Price Winter Rice Sandy Many Sale Deal Battle Young Marble Beacon
	Eagle Forest Garden Golden Green Grove Harbor Hunter Lake Manor Meadow Mission Mountain Palm Park Pleasant Ridge River Rock Spring Star Stone Summit Sunrise Valley
	View Wells Wood Ash Hull Deer Rugby Tours Lens Bulls Sisters Superior Crown Diamond Fork Image Logan Nation Plain Rose Opportunity Progress Van Man Bad Mal Most Same Central`)

func commonWord(name string) bool { return slices.Contains(common, name) }

// shuffle orders places by the hash of their names, so that no order of the
// gazetteer shows.
func shuffle(list []place) {
	slices.SortFunc(list, func(a, b place) int {
		return cmp.Or(cmp.Compare(hash(a.name), hash(b.name)), cmp.Compare(a.ref, b.ref))
	})
}

// of is the half of a pool.
func of(list []place, half Half) []place {
	return halfOf(list, half, func(x place) string { return x.name })
}
