package suite_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/data/build"
	"dateline/geo"
	"dateline/geo/eval/suite"
	"dateline/geo/gazetteer"
)

// builtin is the default gazetteer, which "make build" compiles.
func builtin(t *testing.T) *gazetteer.Gazetteer {
	t.Helper()
	if len(build.Gazetteer) == 0 {
		t.Skip("the default gazetteer was not built; run \"make build\"")
	}
	g, err := gazetteer.FromBytes(build.Gazetteer)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestEveryKindHasCasesInBothHalves(t *testing.T) {
	g := builtin(t)
	for _, half := range []suite.Half{suite.Train, suite.Measure} {
		count := map[string]int{}
		for _, c := range suite.Generate(g, half, 40) {
			count[c.Kind]++
		}
		for _, kind := range suite.Kinds() {
			if count[kind] < 4 {
				t.Errorf("half %d has %d cases of %s", half, count[kind], kind)
			}
		}
	}
}

func TestNoTextOfTheTrainingHalfMeasures(t *testing.T) {
	g := builtin(t)
	texts, names := map[string]string{}, map[string]bool{}
	for _, c := range suite.Generate(g, suite.Train, 100) {
		texts[c.Text] = c.ID
		if c.Kind == "bare" {
			names[c.Targets[0].Phrase] = true
		}
	}
	for _, c := range suite.Generate(g, suite.Measure, 100) {
		if id, ok := texts[c.Text]; ok {
			t.Errorf("%s is the text of %s: %q", c.ID, id, c.Text)
		}
		if c.Kind == "bare" && names[c.Targets[0].Phrase] {
			t.Errorf("%q trains and measures", c.Targets[0].Phrase)
		}
	}
}

func TestTheSameGazetteerGivesTheSameCases(t *testing.T) {
	g := builtin(t)
	a, b := suite.Generate(g, suite.Measure, 30), suite.Generate(g, suite.Measure, 30)
	if !slices.EqualFunc(a, b, func(x, y suite.Case) bool { return x.ID == y.ID && x.Text == y.Text }) {
		t.Error("two runs gave different cases")
	}
}

func TestTargetsAreSpansOfTheText(t *testing.T) {
	g := builtin(t)
	for _, c := range suite.Generate(g, suite.Measure, 60) {
		runes := []rune(c.Text)
		if len(c.Targets) == 0 || strings.ContainsAny(c.Text, "{}[]~@") {
			t.Errorf("%s has no target or a slot left: %q", c.ID, c.Text)
		}
		for _, target := range c.Targets {
			if got := string(runes[target.Start:target.End]); got != target.Phrase || utf8.RuneCountInString(got) == 0 {
				t.Errorf("%s: the target is %q, the span %q", c.ID, target.Phrase, got)
			}
		}
	}
}

// answer is a parser that gives every word with a capital the same place.
type answer struct {
	place   *geo.Place
	outcome geo.Outcome
	role    geo.Role
}

func (a answer) Parse(_ context.Context, article geo.Article) (*geo.Parsed, error) {
	p := &geo.Parsed{Article: article}
	at := strings.Index(article.Text, "Paris")
	p.Mentions = []geo.Mention{{Span: geo.Span{Start: at, End: at + 5}, Phrase: "Paris", Role: a.role}}
	p.Resolutions = []geo.Resolution{{Outcome: a.outcome, Place: a.place, Confidence: geo.ConfidenceCertain}}
	return p, nil
}

func TestStatusOfAnswers(t *testing.T) {
	g := builtin(t)
	find := func(id geo.PlaceID) (gazetteer.Ref, *geo.Place) {
		ref, ok := g.ByID(id)
		if !ok {
			t.Fatalf("the gazetteer has no %s", id)
		}
		p := g.Place(ref)
		return ref, &p
	}
	paris, parisPlace := find("geonames:2988507")
	_, texas := find("geonames:4717560") // Paris, Texas
	for _, test := range []struct {
		name   string
		target gazetteer.Ref
		answer answer
		want   suite.Status
	}{
		{"the place", paris, answer{parisPlace, geo.OutcomePlaced, geo.RoleLiteral}, suite.Right},
		{"another of the name", paris, answer{texas, geo.OutcomePlaced, geo.RoleLiteral}, suite.Wrong},
		{"left open", paris, answer{parisPlace, geo.OutcomeAmbiguous, geo.RoleLiteral}, suite.Open},
		{"without a place", paris, answer{nil, geo.OutcomeMissing, geo.RoleLiteral}, suite.Open},
		{"a pin for a person", gazetteer.NoRef, answer{parisPlace, geo.OutcomePlaced, geo.RoleLiteral}, suite.Wrong},
		{"a person left without a place", gazetteer.NoRef, answer{nil, geo.OutcomeMissing, geo.RoleLiteral}, suite.Right},
		{"named after", gazetteer.NoRef, answer{parisPlace, geo.OutcomePlaced, geo.RoleAssociative}, suite.Right},
	} {
		cases := []suite.Case{{ID: "x", Kind: "bare", Text: "In Paris.", Targets: []suite.Target{{Start: 3, End: 8, Phrase: "Paris", Place: test.target, Not: gazetteer.NoRef}}}}
		report, err := suite.Run(t.Context(), test.answer, g, cases)
		if err != nil {
			t.Fatal(err)
		}
		got := suite.Right
		if len(report.Failed) > 0 {
			got = report.Failed[0].Status
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
