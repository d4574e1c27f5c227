package suite_test

import (
	"context"
	"testing"
	"unicode/utf8"

	"dateline/data"
	"dateline/data/build"
	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/eval/suite"
	"dateline/geo/geoparser"
)

// TestLanguages checks that the embedded models read the cases in other languages.
func TestLanguages(t *testing.T) {
	g, err := data.Gazetteer()
	if err != nil {
		if len(build.Gazetteer) == 0 {
			return // a bare clone
		}
		t.Fatal(err)
	}
	p, err := geoparser.New(g, geoparser.Models{Recognizer: model.Recognizer, Resolver: model.Resolver, Languages: model.Language})
	if err != nil {
		t.Fatal(err)
	}
	cases := suite.GenerateLanguages(g)
	languages := map[string]bool{}
	for i := range cases {
		languages[cases[i].Kind[:2]] = true
		for _, target := range cases[i].Targets {
			if got := string([]rune(cases[i].Text)[target.Start:target.End]); got != target.Phrase || !utf8.ValidString(got) {
				t.Errorf("%s: the target %q is %q", cases[i].ID, target.Phrase, got)
			}
		}
	}
	if len(languages) != 18 {
		t.Errorf("cases in %d languages, want 18", len(languages))
	}
	report, err := suite.Run(context.Background(), parser{p}, g, cases)
	if err != nil {
		t.Fatal(err)
	}
	if all := report.All; float64(all.Right) < 0.93*float64(all.Targets) || float64(all.Wrong) > 0.02*float64(all.Targets) {
		t.Errorf("%d of %d right, %d wrong", all.Right, all.Targets, all.Wrong)
	}
}

// parser is a geoparser.Parser.
type parser struct{ *geoparser.Parser }

// Parse finds the places of one article.
func (p parser) Parse(ctx context.Context, a geo.Article) (*geo.Parsed, error) {
	return p.Parser.Parse(ctx, a)
}
