package geoparser_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/geoparser"
)

// finder and decider are a recognizer and a resolver with fixed results.
type finder struct {
	mentions []geo.Mention
	err      error
}

func (f finder) Recognize(_ context.Context, a *geo.Article) (*geo.Recognition, error) {
	return &geo.Recognition{Language: "en", Model: "tagger", Mentions: f.mentions}, f.err
}

type decider struct {
	resolutions []geo.Resolution
	err         error
}

func (d decider) Resolve(context.Context, *geo.Article, *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	return d.resolutions, nil, d.err
}

func TestParserRunsTheSteps(t *testing.T) {
	var order []string
	p := geoparser.Parser{
		Recognizer: finder{mentions: make([]geo.Mention, 2)},
		Annotate:   []func(*geo.Article, *geo.Recognition){func(*geo.Article, *geo.Recognition) { order = append(order, "annotate") }},
		Resolver:   decider{resolutions: []geo.Resolution{{Outcome: geo.OutcomePlaced}, {Outcome: geo.OutcomeCountry}}},
		Finish:     []func(*geo.Parsed){func(p *geo.Parsed) { order = append(order, "finish") }},
		Versions:   geo.Versions{Gazetteer: "g1"},
	}
	got, err := p.Parse(context.Background(), geo.Article{Text: "Kabul, Afghanistan"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Ledger != (geo.Ledger{Mentions: 2, Placed: 1, Countries: 1}) || got.Versions.Gazetteer != "g1" || got.Language != "en" {
		t.Errorf("parsed: %+v", got)
	}
	if got.Article.Hash != geo.HashText("Kabul, Afghanistan") || got.Article.ID == "" {
		t.Errorf("the article has hash %q and id %q", got.Article.Hash, got.Article.ID)
	}
	if strings.Join(order, " ") != "annotate finish" {
		t.Errorf("steps ran as %v", order)
	}
}

func TestParserReportsWhichArticleFailed(t *testing.T) {
	broken := errors.New("broken")
	for name, p := range map[string]geoparser.Parser{
		"recognizer":          {Recognizer: finder{err: broken}, Resolver: decider{}},
		"resolver":            {Recognizer: finder{}, Resolver: decider{err: broken}},
		"missing resolutions": {Recognizer: finder{mentions: make([]geo.Mention, 1)}, Resolver: decider{}},
	} {
		_, err := p.Parse(context.Background(), geo.Article{ID: "story-7"})
		if err == nil || !strings.Contains(err.Error(), "story-7") {
			t.Errorf("%s: error %v does not name the article", name, err)
		}
	}
}
