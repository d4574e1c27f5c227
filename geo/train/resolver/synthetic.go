package resolver

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/gazetteer"
)

// SyntheticCorpus is the name of the corpus of [SyntheticReports].
const SyntheticCorpus = "synthetic"

// SyntheticReports generates n short reports of world news, set in one country, with
// the bare names of capitals and large cities abroad. The other corpora, of local news
// and of one war, have hardly any of these, so that a ranker trained on them alone is
// uncertain about Berlin. The same gazetteer gives the same reports.
func SyntheticReports(g *gazetteer.Gazetteer, n int) []eval.Document {
	s := newGenerator(g)
	docs := make([]eval.Document, n)
	for i := range docs {
		s.text.Reset()
		s.toponyms = nil
		s.report()
		docs[i] = eval.Document{ID: fmt.Sprint(SyntheticCorpus, "-", i), Text: s.text.String(), Toponyms: s.toponyms}
	}
	return docs
}

// generator generates reports.
type generator struct {
	gaz       *gazetteer.Gazetteer
	random    *rand.Rand
	countries []country
	settings  distribution // of indices of countries, by population
	capitals  distribution
	cities    distribution // large ones
	text      strings.Builder
	toponyms  []eval.Toponym
}

// country is a country with its towns.
type country struct {
	ref, capital gazetteer.Ref
	towns        []gazetteer.Ref
	homonyms     []gazetteer.Ref // towns with the name of a capital or large city abroad
	population   float64
}

// distribution is a discrete distribution over places.
type distribution struct {
	refs []gazetteer.Ref
	sums []float64 // cumulative weights
}

func (p *distribution) add(r gazetteer.Ref, weight float64) {
	last := 0.
	if n := len(p.sums); n > 0 {
		last = p.sums[n-1]
	}
	p.refs, p.sums = append(p.refs, r), append(p.sums, last+weight)
}

// sample returns a random place, NoRef from an empty distribution.
func (p *distribution) sample(random *rand.Rand) gazetteer.Ref {
	if len(p.refs) == 0 {
		return gazetteer.NoRef
	}
	i, _ := slices.BinarySearch(p.sums, random.Float64()*p.sums[len(p.sums)-1])
	return p.refs[min(i, len(p.refs)-1)]
}

func newGenerator(g *gazetteer.Gazetteer) *generator {
	s := &generator{gaz: g, random: rand.New(rand.NewPCG(1, 161))}
	index := map[gazetteer.Ref]int{}
	for r := range gazetteer.Ref(g.Len()) {
		if rec := g.Record(r); rec.Kind == geo.KindCountry && rec.Population > 300_000 {
			index[r] = len(s.countries)
			s.countries = append(s.countries, country{ref: r, capital: gazetteer.NoRef, population: float64(rec.Population)})
		}
	}
	for r := range gazetteer.Ref(g.Len()) {
		rec := g.Record(r)
		i, ok := index[rec.CountryRef]
		if !ok || rec.Kind != geo.KindSettlement || rec.Population < 3000 {
			continue
		}
		s.countries[i].towns = append(s.countries[i].towns, r)
		switch {
		case rec.Feature == "PPLC":
			s.countries[i].capital = r
		case rec.Population > 500_000:
			s.cities.add(r, float64(rec.Population)*float64(rec.NameCount))
		}
	}
	s.countries = slices.DeleteFunc(s.countries, func(c country) bool { return len(c.towns) < 8 || c.capital == gazetteer.NoRef })
	for i, c := range s.countries {
		s.settings.add(gazetteer.Ref(i), math.Sqrt(c.population))
		s.capitals.add(c.capital, float64(g.Record(c.capital).NameCount)*math.Sqrt(c.population))
	}
	s.findHomonyms()
	return s
}

// findHomonyms finds the towns with the name of a capital or large city abroad.
func (s *generator) findHomonyms() {
	countryOf := map[string]gazetteer.Ref{} // of capitals and large cities, by name
	for _, p := range []distribution{s.cities, s.capitals} {
		for _, r := range p.refs {
			countryOf[s.gaz.Name(r)] = s.gaz.Record(r).CountryRef
		}
	}
	for i := range s.countries {
		c := &s.countries[i]
		for _, r := range c.towns {
			if other, ok := countryOf[s.gaz.Name(r)]; ok && other != c.ref {
				c.homonyms = append(c.homonyms, r)
			}
		}
	}
}

// sentence appends a sentence in which {} is replaced by the next place.
func (s *generator) sentence(template string, places ...gazetteer.Ref) {
	if s.text.Len() > 0 {
		s.text.WriteByte(' ')
	}
	for i, part := range strings.Split(template, "{}") {
		if i > 0 {
			s.toponym(places[i-1])
		}
		s.text.WriteString(part)
	}
}

// toponym appends the name of a place.
func (s *generator) toponym(r gazetteer.Ref) {
	name := s.gaz.Name(r)
	start := utf8.RuneCountInString(s.text.String())
	s.text.WriteString(name)
	t := eval.NewToponym(start, start+utf8.RuneCountInString(name), name)
	t.SetPoint(s.gaz.Record(r).Point)
	if id, ok := strings.CutPrefix(string(s.gaz.ID(r)), "geonames:"); ok {
		t.GeoNameID, _ = strconv.ParseInt(id, 10, 64)
	}
	s.toponyms = append(s.toponyms, t)
}

// chance returns true with probability p.
func (s *generator) chance(p float64) bool { return s.random.Float64() < p }

// choose returns one of the templates.
func (s *generator) choose(templates ...string) string {
	return templates[s.random.IntN(len(templates))]
}

// report generates one report.
func (s *generator) report() {
	if s.chance(.15) {
		s.summit()
		return
	}
	setting := &s.countries[s.settings.sample(s.random)]
	if s.chance(.5) {
		setting = &s.countries[s.random.IntN(len(s.countries))]
	}
	town := s.town(setting, gazetteer.NoRef)
	if len(setting.homonyms) > 0 && s.chance(.3) {
		town = setting.homonyms[s.random.IntN(len(setting.homonyms))]
	}
	area := s.gaz.Record(town).Admin1
	local := func() gazetteer.Ref {
		if s.chance(.6) {
			return s.town(setting, area)
		}
		return s.town(setting, gazetteer.NoRef)
	}
	switch {
	case s.chance(.3):
		s.sentence("{}, {} — "+s.choose("Rain stopped the buses on Monday, officials said.", "Teachers went on strike on Tuesday, their union said."), town, setting.ref)
	case area != gazetteer.NoRef && s.chance(.4):
		s.sentence(s.choose("Police in {}, in {}, closed two roads on Friday.", "A market in {}, {}, burned down in the night."), town, area)
	default:
		s.sentence(s.choose("Police in {} closed two roads on Friday.", "Shops in {} stayed shut for a third day."), town)
	}
	s.sentence(s.choose("Buses to {} and {} did not run.", "People came from {} and {} to help.", "The road between {} and {} was cut."), local(), local())
	if s.chance(.6) {
		s.sentence(s.choose("The government of {} promised money.", "It was the third such day in {} this year."), setting.ref)
	}
	if s.chance(.5) {
		s.sentence(s.choose("Ministers in {} met in the evening.", "A court in {} is to hear the case."), setting.capital)
	}
	s.abroad()
	if s.chance(.4) {
		s.sentence(s.choose("In {} nothing was known of it.", "Trains from {} were late."), local())
	}
}

// abroad appends sentences about capitals and large cities.
func (s *generator) abroad() {
	if s.chance(.7) {
		s.sentence(s.choose("{} sent a note of concern.", "Diplomats in {} asked for calm.", "An envoy is to fly in from {} this week.", "The bank, which has its seat in {}, gave no answer."), s.capitals.sample(s.random))
	}
	if s.chance(.5) {
		s.sentence(s.choose("{} and {} offered help.", "Flights from {} and {} were turned back."), s.capitals.sample(s.random), s.capitals.sample(s.random))
	}
	if s.chance(.4) {
		s.sentence(s.choose("A study from {} had warned of it.", "The firm belongs to investors in {}.", "A team from {} arrived."), s.cities.sample(s.random))
	}
}

// summit generates a report of capitals only.
func (s *generator) summit() {
	c := func() gazetteer.Ref { return s.capitals.sample(s.random) }
	s.sentence(s.choose("{}, {} and {} agreed on a common line on Monday.", "Talks between {}, {} and {} ended without a text.", "Ministers came to {} from {} and {}."), c(), c(), c())
	s.sentence(s.choose("{} had no comment.", "Officials in {} were not surprised.", "The next round is to be held in {}."), c())
	s.abroad()
}

// town returns a random town of a country, or of one of its areas. Large ones are more
// probable.
func (s *generator) town(c *country, area gazetteer.Ref) gazetteer.Ref {
	var p distribution
	for _, r := range c.towns {
		if rec := s.gaz.Record(r); area == gazetteer.NoRef || rec.Admin1 == area {
			p.add(r, math.Sqrt(float64(rec.Population)))
		}
	}
	return p.sample(s.random)
}
