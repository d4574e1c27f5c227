package geoparser_test

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/data/datatest"
	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/geoparser"
)

// parser opens the default gazetteer and models; a test without them is skipped.
func parser(tb testing.TB) *geoparser.Parser {
	tb.Helper()
	g := datatest.Gazetteer(tb)
	p, err := geoparser.New(g, geoparser.Models{Recognizer: model.Recognizer, Resolver: model.Resolver, Languages: model.Language, LanguagesVersion: model.LanguagesVersion()})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

const story = `QUETTA, Pakistan, Sept. 6 (Dateline) — Trucks crossed the border at Chaman on Monday, officials said.

Drivers had waited for a week in Mastung, on the road to Karachi, while envoys from Islamabad met the Taliban in Kabul. "Islamabad wants the gate open," said Jordan Peterson of the University of Texas.

The prison at Bagram Airfield, 50 kilometers north of Kabul, stood empty on Sunday.`

func TestParseStory(t *testing.T) {
	got, err := parser(t).Parse(context.Background(), geo.Article{Text: story, Published: "2021-09-06"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]struct {
		lon, lat float64
		role     geo.Role
	}{
		"QUETTA":          {67.0, 30.2, geo.RoleDateline},
		"Chaman":          {66.45, 30.92, geo.RoleLiteral},
		"Karachi":         {67.01, 24.86, geo.RoleLiteral},
		"Kabul":           {69.17, 34.53, geo.RoleLiteral},
		"Bagram Airfield": {69.26, 34.95, geo.RoleLiteral},
	}
	seen := map[string]bool{}
	for i, m := range got.Mentions {
		res := got.Resolutions[i]
		if strings.Contains(m.Phrase, "Jordan") || strings.Contains(m.Phrase, "Peterson") || strings.Contains(m.Phrase, "Taliban") {
			t.Errorf("%q is not a place", m.Phrase)
		}
		w, ok := want[m.Phrase]
		if !ok {
			continue
		}
		seen[m.Phrase] = true
		if res.Place == nil || res.Outcome != geo.OutcomePlaced {
			t.Errorf("%s was not placed: %+v", m.Phrase, res)
			continue
		}
		if dx, dy := res.Place.Point[0]-w.lon, res.Place.Point[1]-w.lat; dx*dx+dy*dy > 0.1*0.1 {
			t.Errorf("%s is at %v, want about %v, %v", m.Phrase, res.Place.Point, w.lon, w.lat)
		}
		if m.Phrase != "Kabul" && m.Role != w.role {
			t.Errorf("%s has role %s, want %s", m.Phrase, m.Role, w.role)
		}
	}
	for phrase := range want {
		if !seen[phrase] {
			t.Errorf("%s was not found", phrase)
		}
	}
	if got.Ledger.Mentions != len(got.Mentions) || got.Versions.Gazetteer == "" || got.Versions.Recognizer == "" || got.Versions.Resolver == "" {
		t.Errorf("ledger %+v for %d mentions, versions %+v", got.Ledger, len(got.Mentions), got.Versions)
	}
}

func TestParseReadsRelationsAndDays(t *testing.T) {
	got, err := parser(t).Parse(context.Background(), geo.Article{Text: story, Published: "2021-09-06"})
	if err != nil {
		t.Fatal(err)
	}
	relations, days := 0, 0
	for _, m := range got.Mentions {
		if m.Relation != nil && m.Relation.Kind == geo.RelationOffset {
			relations++
			if m.Phrase != "Kabul" || m.Relation.DistanceKM != 50 || m.Relation.Point[1] < 34.9 {
				t.Errorf("%s carries %+v", m.Phrase, m.Relation)
			}
		}
		if m.When != nil && m.When.First == "2021-09-05" {
			days++
		}
	}
	if relations != 1 || days == 0 {
		t.Errorf("%d offsets and %d mentions on Sunday", relations, days)
	}
}

// check checks the invariants of every parsed text.
func check(t *testing.T, p *geo.Parsed) {
	t.Helper()
	text, end := p.Article.Text, 0
	for i, m := range p.Mentions {
		if m.Start < end || m.End <= m.Start || m.End > len(text) {
			t.Fatalf("mention %d spans %d to %d after %d of %d bytes", i, m.Start, m.End, end, len(text))
		}
		end = m.End
		for _, at := range []int{m.Start, m.End, m.Passage.Start, m.Passage.End} {
			if at < 0 || at > len(text) || at < len(text) && !utf8.RuneStart(text[at]) {
				t.Fatalf("mention %d cuts a character at %d of %q", i, at, text)
			}
		}
		if !m.Passage.Contains(m.Span) || m.Phrase != m.Text(text) {
			t.Fatalf("mention %q at %v is outside its passage %v", m.Phrase, m.Span, m.Passage)
		}
		res := p.Resolutions[i]
		if res.Probability < 0 || res.Probability > 1 || res.Probability != res.Probability {
			t.Fatalf("mention %q has probability %g", m.Phrase, res.Probability)
		}
		if (res.Outcome == geo.OutcomePlaced || res.Outcome == geo.OutcomeCountry) && res.Place == nil {
			t.Fatalf("mention %q is %s without a place", m.Phrase, res.Outcome)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{story[:200], strings.ToUpper(story[:100]), strings.ToLower(story[:100]), "Kabul كابل Кабул 喀布尔 🌍", "U.S.-led", "New\u00a0York’s", "\xff\xfeKabul\xc3", "St. Louis, Mo.; Ft. Worth/Dallas (Texas)", "100 miles off the coast of Yemen"} {
		f.Add(seed)
	}
	p := parser(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			return // longer ones add time, not cases
		}
		a := geo.Article{Text: strings.ToValidUTF8(text, "�"), Published: "2021-09-06"}
		first, err := p.Parse(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		check(t, first)
	})
}

// BenchmarkParse reports words a second on one core over a story of usual length.
func BenchmarkParse(b *testing.B) {
	p := parser(b)
	text := strings.Repeat(story+"\n\n", 6)
	words := len(strings.Fields(text))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Parse(context.Background(), geo.Article{Text: text, Published: "2021-09-06", Hash: "x", ID: "x"}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

func TestParseTextThatNamesNoPlace(t *testing.T) {
	const supper = "She set the china on the table with care. The turkey was dry, and nobody minded. A walk after supper helps more than a pill does, the doctor likes to say."
	got, err := parser(t).Parse(context.Background(), geo.Article{Text: supper})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range got.Mentions {
		t.Errorf("%q is not a place", m.Phrase)
	}
}

// Capitals named together are resolved by their names alone, and towns of the same names
// next to their state are not confused with them.
func TestParseResolvesCapitalsAndTownsOfTheirNames(t *testing.T) {
	for text, want := range map[string]string{
		"Athens and Ankara agreed to talk. Rome and Madrid sent ministers to Tripoli.":                           "GR TR IT ES LY",
		"Berlin and Paris urged restraint after the strike. Officials in Moscow and Kyiv gave no answer.":        "DE FR RU UA",
		"Athens, Georgia's Clarke County seat, and Rome, Ga., voted on Tuesday, while Macon and Augusta wait.":   "US US US US US US US",
		"Police in London, Ontario, arrested two men. The pair had driven from Toronto and Windsor, Canada.":     "CA CA CA CA CA",
		"Wildfires burned near Spokane and Yakima in eastern Washington. Crews came from Idaho and from Oregon.": "US US US US US",
	} {
		got, err := parser(t).Parse(context.Background(), geo.Article{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		var countries []string
		for _, r := range got.Resolutions {
			code := string(r.Outcome)
			if r.Place != nil && (r.Outcome == geo.OutcomePlaced || r.Outcome == geo.OutcomeCountry) {
				code = r.Place.Country
			}
			countries = append(countries, code)
		}
		if s := strings.Join(countries, " "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

// The name of a town and of the area around it means the type that the text gives, and the
// town if it gives none; towns with one name in two countries are distinguished by the
// text; a small place in a country that the article names is preferred to a large one
// elsewhere.
func TestParseUsesTypesInTheText(t *testing.T) {
	const report = `Buses from Khost to Gardez were cancelled, officials in Afghanistan said. In Khost province, two bridges fell.

Floods in the provinces of Herat and Farah cut roads; the city of Herat was spared.

In Lebanon, rain fell on Beirut and on Tripoli in northern Lebanon. In Libya, a port closed in Tripoli, Libya.

Refugees from Sudan reached Adré in Chad, across from El Geneina.`
	got, err := parser(t).Parse(context.Background(), geo.Article{Text: report})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Khost settlement AF", "Gardez settlement AF", "Khost admin1 AF", "Herat admin1 AF", "Farah admin1 AF", "Herat settlement AF",
		"Tripoli settlement LB", "Tripoli settlement LY", "Adré settlement TD",
	}
	for i, m := range got.Mentions {
		place := got.Resolutions[i].Place
		if len(want) == 0 || !strings.HasPrefix(want[0], strings.Fields(m.Phrase)[0]+" ") {
			continue
		}
		if place == nil || !strings.HasSuffix(want[0], " "+place.Kind.String()+" "+place.Country) {
			t.Errorf("%s at %d is %+v, want %s", m.Phrase, m.Start, place, want[0])
		}
		want = want[1:]
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

// A town and its country in small letters, or next to each other without a comma, are a whole text.
func TestParseTownAndCountryAlone(t *testing.T) {
	for text, want := range map[string]string{"haifa, israel": "IL IL", "Zurich Switzerland": "CH CH", "paris, france": "FR FR"} {
		got, err := parser(t).Parse(context.Background(), geo.Article{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		var countries []string
		for _, r := range got.Resolutions {
			if r.Place != nil {
				countries = append(countries, r.Place.Country)
			}
		}
		if s := strings.Join(countries, " "); s != want {
			t.Errorf("%q: %q, want %q", text, s, want)
		}
	}
}
