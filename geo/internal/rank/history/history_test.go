package history_test

import (
	"math"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/rank/history"
	"dateline/geo/internal/refsum"
	"dateline/geo/recognize/recognizetest"
)

// parsed returns an article of a publisher that names the places with the given names.
func parsed(t *testing.T, g *gazetteer.Gazetteer, publisher, hash string, names ...string) *geo.Parsed {
	t.Helper()
	p := &geo.Parsed{Article: geo.Article{Publisher: publisher, Hash: hash}}
	for _, name := range names {
		refs := g.Lookup(nil, gazetteer.Normalize(nil, name))
		if len(refs) == 0 {
			t.Fatalf("%s is not in the gazetteer", name)
		}
		place := g.Place(refs[0].Ref)
		p.Mentions = append(p.Mentions, geo.Mention{Phrase: name})
		p.Resolutions = append(p.Resolutions, geo.Resolution{Place: &place, Probability: .9, Outcome: geo.OutcomePlaced})
	}
	return p
}

// shares returns the shares of a place in a profile.
func shares(g *gazetteer.Gazetteer, p *history.Profile, name string) (country, admin1, near float32) {
	rec := g.Record(g.Lookup(nil, gazetteer.Normalize(nil, name))[0].Ref)
	return p.Shares(refsum.CountryCode(rec.Country), rec.Admin1, geometry.NewVector(rec.Point[0], rec.Point[1]))
}

// TestProfile checks the shares of a publisher's other articles: one more than their number is the denominator.
func TestProfile(t *testing.T) {
	g, err := recognizetest.Open()
	if err != nil {
		t.Fatal(err)
	}
	h := history.New(g)
	first := parsed(t, g, "paper", "1", "Quetta")
	for _, p := range []*geo.Parsed{first, parsed(t, g, "paper", "2", "Quetta"), parsed(t, g, "paper", "3", "Kabul"), parsed(t, g, "", "4", "Kabul"), parsed(t, g, "other", "5", "Kabul")} {
		h.Add(p)
	}
	h.Finalize()
	p := h.Profile(&first.Article)
	if p == nil {
		t.Fatal("the publisher has no profile")
	}
	for _, test := range []struct {
		name                  string
		country, admin1, near float32 // of two other articles, one names it or a place in its country; the small gazetteer has no areas of them
	}{{"Quetta", 1. / 3, 0, 1. / 3}, {"Kabul", 1. / 3, 0, 1. / 3}, {"Peshawar", 1. / 3, 0, 0}} {
		country, admin1, near := shares(g, p, test.name)
		for what, pair := range map[string][2]float32{"country": {country, test.country}, "area": {admin1, test.admin1}, "near": {near, test.near}} {
			if math.Abs(float64(pair[0]-pair[1])) > 1e-6 {
				t.Errorf("%s: share by %s %v, want %v", test.name, what, pair[0], pair[1])
			}
		}
	}
	if p.Focus() <= 0 || p.Focus() > 1 {
		t.Errorf("focus %v", p.Focus())
	}
	single := &geo.Article{Publisher: "other", Hash: "5"}
	if h.HasOthers(single) || h.Profile(single) != nil || h.Profile(&geo.Article{Publisher: "unknown"}) != nil {
		t.Error("a publisher without other articles has a profile")
	}
}
