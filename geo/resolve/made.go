package resolve

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

// MadeCorpus is the corpus of [MadeReports].
const MadeCorpus = "made"

// MadeReports makes up short reports of world news, the same ones every time: of
// somewhere in a country, with the bare names of capitals and large cities abroad.
// The corpora at hand hardly have any, being of local news and of one war, so that a
// ranker that learns from them alone takes nobody's Berlin for granted.
func MadeReports(g *gazetteer.Gazetteer, n int) []eval.Document {
	m := newMaker(g)
	docs := make([]eval.Document, n)
	for i := range docs {
		m.begin()
		m.report()
		docs[i] = eval.Document{ID: fmt.Sprint("made-", i), Text: m.text.String(), Toponyms: m.toponyms}
	}
	return docs
}

// maker makes up reports.
type maker struct {
	gaz       *gazetteer.Gazetteer
	dice      *rand.Rand
	countries []land
	homes     pick // of countries, by their people
	capitals  pick
	cities    pick // large ones
	text      strings.Builder
	toponyms  []eval.Toponym
}

// land is a country and its places, by first-level area too.
type land struct {
	ref, capital gazetteer.Ref
	towns        []gazetteer.Ref
	// namesakes are those that are called like a capital or large city abroad.
	namesakes []gazetteer.Ref
	people    float64
}

// pick draws places by weight.
type pick struct {
	refs []gazetteer.Ref
	sums []float64
}

func (p *pick) add(r gazetteer.Ref, weight float64) {
	last := 0.
	if n := len(p.sums); n > 0 {
		last = p.sums[n-1]
	}
	p.refs, p.sums = append(p.refs, r), append(p.sums, last+weight)
}

func (p *pick) draw(d *rand.Rand) gazetteer.Ref {
	if len(p.refs) == 0 {
		return gazetteer.NoRef
	}
	i, _ := slices.BinarySearch(p.sums, d.Float64()*p.sums[len(p.sums)-1])
	return p.refs[min(i, len(p.refs)-1)]
}

func newMaker(g *gazetteer.Gazetteer) *maker {
	m := &maker{gaz: g, dice: rand.New(rand.NewPCG(1, 161))}
	index := map[gazetteer.Ref]int{}
	for r := range gazetteer.Ref(g.Len()) {
		if rec := g.Record(r); rec.Kind == geo.KindCountry && rec.Population > 300_000 {
			index[r] = len(m.countries)
			m.countries = append(m.countries, land{ref: r, capital: gazetteer.NoRef, people: float64(rec.Population)})
		}
	}
	for r := range gazetteer.Ref(g.Len()) {
		rec := g.Record(r)
		i, ok := index[rec.CountryRef]
		if !ok || rec.Kind != geo.KindSettlement || rec.Population < 3000 {
			continue
		}
		m.countries[i].towns = append(m.countries[i].towns, r)
		switch {
		case rec.Feature == "PPLC":
			m.countries[i].capital = r
		case rec.Population > 500_000:
			m.cities.add(r, float64(rec.Population)*float64(rec.NameCount))
		}
	}
	m.countries = slices.DeleteFunc(m.countries, func(l land) bool { return len(l.towns) < 8 || l.capital == gazetteer.NoRef })
	for i, l := range m.countries {
		m.homes.add(gazetteer.Ref(i), math.Sqrt(l.people))
		m.capitals.add(l.capital, float64(g.Record(l.capital).NameCount)*math.Sqrt(l.people))
	}
	m.findNamesakes()
	return m
}

func (m *maker) findNamesakes() {
	famous := map[string]gazetteer.Ref{} // the country of each
	for _, p := range []pick{m.cities, m.capitals} {
		for _, r := range p.refs {
			famous[m.gaz.Name(r)] = m.gaz.Record(r).CountryRef
		}
	}
	for i := range m.countries {
		l := &m.countries[i]
		for _, r := range l.towns {
			if of, ok := famous[m.gaz.Name(r)]; ok && of != l.ref {
				l.namesakes = append(l.namesakes, r)
			}
		}
	}
}

func (m *maker) begin() {
	m.text.Reset()
	m.toponyms = nil
}

// say writes words in which {} stands for the next place.
func (m *maker) say(words string, places ...gazetteer.Ref) {
	if m.text.Len() > 0 {
		m.text.WriteByte(' ')
	}
	for i, part := range strings.Split(words, "{}") {
		if i > 0 {
			m.name(places[i-1])
		}
		m.text.WriteString(part)
	}
}

func (m *maker) name(r gazetteer.Ref) {
	name, p := m.gaz.Name(r), m.gaz.Record(r).Point
	start := utf8.RuneCountInString(m.text.String())
	m.text.WriteString(name)
	lat, lon := p.Lat(), p.Lon()
	t := eval.Toponym{Start: start, End: start + utf8.RuneCountInString(name), Phrase: name, Lat: &lat, Lon: &lon}
	if id, ok := strings.CutPrefix(string(m.gaz.ID(r)), "geonames:"); ok {
		t.GeoNameID, _ = strconv.ParseInt(id, 10, 64)
	}
	m.toponyms = append(m.toponyms, t)
}

func (m *maker) chance(p float64) bool { return m.dice.Float64() < p }

func (m *maker) one(of ...string) string { return of[m.dice.IntN(len(of))] }

// report makes up one report.
func (m *maker) report() {
	if m.chance(.15) {
		m.summit()
		return
	}
	home := &m.countries[m.homes.draw(m.dice)]
	if m.chance(.5) {
		home = &m.countries[m.dice.IntN(len(m.countries))]
	}
	town := m.local(home, gazetteer.NoRef)
	if len(home.namesakes) > 0 && m.chance(.3) {
		town = home.namesakes[m.dice.IntN(len(home.namesakes))]
	}
	area := m.gaz.Record(town).Admin1
	local := func() gazetteer.Ref {
		if m.chance(.6) {
			return m.local(home, area)
		}
		return m.local(home, gazetteer.NoRef)
	}
	switch {
	case m.chance(.3):
		m.say("{}, {} — "+m.one("Rain stopped the buses on Monday, officials said.", "Teachers went on strike on Tuesday, their union said."), town, home.ref)
	case area != gazetteer.NoRef && m.chance(.4):
		m.say(m.one("Police in {}, in {}, closed two roads on Friday.", "A market in {}, {}, burned down in the night."), town, area)
	default:
		m.say(m.one("Police in {} closed two roads on Friday.", "Shops in {} stayed shut for a third day."), town)
	}
	m.say(m.one("Buses to {} and {} did not run.", "People came from {} and {} to help.", "The road between {} and {} was cut."), local(), local())
	if m.chance(.6) {
		m.say(m.one("The government of {} promised money.", "It was the third such day in {} this year."), home.ref)
	}
	if m.chance(.5) {
		m.say(m.one("Ministers in {} met in the evening.", "A court in {} is to hear the case."), home.capital)
	}
	m.abroad()
	if m.chance(.4) {
		m.say(m.one("In {} nothing was known of it.", "Trains from {} were late."), local())
	}
}

// abroad adds what others say.
func (m *maker) abroad() {
	if m.chance(.7) {
		m.say(m.one("{} sent a note of concern.", "Diplomats in {} asked for calm.", "An envoy is to fly in from {} this week.", "The bank, which has its seat in {}, gave no answer."), m.capitals.draw(m.dice))
	}
	if m.chance(.5) {
		m.say(m.one("{} and {} offered help.", "Flights from {} and {} were turned back."), m.capitals.draw(m.dice), m.capitals.draw(m.dice))
	}
	if m.chance(.4) {
		m.say(m.one("A study from {} had warned of it.", "The firm belongs to investors in {}.", "A team from {} arrived."), m.cities.draw(m.dice))
	}
}

// summit makes up a report of capitals alone.
func (m *maker) summit() {
	c := func() gazetteer.Ref { return m.capitals.draw(m.dice) }
	m.say(m.one("{}, {} and {} agreed on a common line on Monday.", "Talks between {}, {} and {} ended without a text.", "Ministers came to {} from {} and {}."), c(), c(), c())
	m.say(m.one("{} had no comment.", "Officials in {} were not surprised.", "The next round is to be held in {}."), c())
	m.abroad()
}

// local draws a town of a country, or of an area of it; large ones more often.
func (m *maker) local(home *land, area gazetteer.Ref) gazetteer.Ref {
	var p pick
	for _, r := range home.towns {
		if rec := m.gaz.Record(r); area == gazetteer.NoRef || rec.Admin1 == area {
			p.add(r, math.Sqrt(float64(rec.Population)))
		}
	}
	return p.draw(m.dice)
}
