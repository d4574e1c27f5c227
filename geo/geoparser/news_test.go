package geoparser_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/eval/news"
)

// newsFloors are the least shares of the names in the news of a language, CODE.test.txt, that are handled right, of 1.
var newsFloors = map[string]newsShares{
	"az": {found: 0.97, country: 0.97, others: 0.92},
	"ar": {found: 0.90, country: 0.92, others: 0.92},
	"be": {found: 0.88, country: 0.89, others: 0.99},
	"bg": {found: 0.85, country: 0.95, others: 0.99},
	"bn": {found: 0.80, country: 0.94, others: 0.91},
	"ca": {found: 0.71, country: 0.97, others: 0.90},
	"cs": {found: 0.93, country: 0.93, others: 0.91},
	"de": {found: 0.89, country: 0.93, others: 0.93},
	"el": {found: 0.93, country: 0.89, others: 0.94},
	"es": {found: 0.90, country: 0.91, others: 0.95},
	"fa": {found: 0.92, country: 0.96, others: 0.92},
	"fr": {found: 0.90, country: 0.93, others: 0.90},
	"he": {found: 0.93, country: 0.90, others: 0.86},
	"hi": {found: 0.90, country: 0.94, others: 0.89},
	"hu": {found: 0.92, country: 0.97, others: 0.99},
	"id": {found: 0.93, country: 0.93, others: 0.94},
	"it": {found: 0.91, country: 0.93, others: 0.94},
	"ja": {found: 0.87, country: 0.94, others: 0.92},
	"ko": {found: 0.81, country: 0.95, others: 0.86},
	"nl": {found: 0.87, country: 0.95, others: 0.95},
	"pl": {found: 0.90, country: 0.97, others: 0.97},
	"ps": {found: 0.65, country: 0.93, others: 0.79},
	"pt": {found: 0.91, country: 0.91, others: 0.96},
	"ro": {found: 0.95, country: 0.93, others: 0.94},
	"ru": {found: 0.93, country: 0.90, others: 0.93},
	"sv": {found: 0.92, country: 0.95, others: 0.99},
	"sw": {found: 0.91, country: 0.92, others: 0.96},
	"tr": {found: 0.94, country: 0.95, others: 0.94},
	"sr": {found: 0.80, country: 0.89, others: 0.99},
	"uk": {found: 0.91, country: 0.91, others: 0.98},
	"ur": {found: 0.85, country: 0.94, others: 0.96},
	"vi": {found: 0.92, country: 0.95, others: 0.87},
	"zh": {found: 0.90, country: 0.94, others: 0.92},
}

// newsShares are shares of the names in news.
type newsShares struct {
	// found is the share of the places and actors that a mention overlaps.
	found float64
	// country is the share of the places found whose resolution is in the country that the news has.
	country float64
	// others is the share of the organizations, persons, works and events that are not on the map.
	others float64
}

// TestNews parses news that no model was trained on and compares the mentions with the marked names. The texts are
// annotated by rules of their own, so the shares are not those of a corpus: they keep a change from losing places.
func TestNews(t *testing.T) {
	p := parser(t)
	files, err := filepath.Glob(newsPattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no news in %s: %v", newsPattern, err)
	}
	for _, file := range files {
		language, part, _ := strings.Cut(filepath.Base(file), ".")
		floor, ok := newsFloors[language]
		if !ok || part != "test.txt" {
			continue
		}
		t.Run(language, func(t *testing.T) {
			docs, err := news.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var count newsCount
			for i := range docs {
				parsed, err := p.Parse(context.Background(), geo.Article{Text: docs[i].Text})
				if err != nil {
					t.Fatal(err)
				}
				count.add(parsed, docs[i].Names)
			}
			got := count.shares()
			t.Logf("of %d places and actors %.3f are found; of those %.3f are in their country; of %d other names %.3f are not on the map",
				count.places, got.found, got.country, count.others, got.others)
			if got.found < floor.found || got.country < floor.country || got.others < floor.others {
				t.Errorf("%+.3v, want at least %+.3v", got, floor)
			}
		})
	}
}

// newsCount counts the names in news.
type newsCount struct{ places, found, located, inCountry, others, hidden int }

// add adds the names of a parsed document.
func (c *newsCount) add(p *geo.Parsed, marked []news.Name) {
	for _, n := range marked {
		i := mentionOf(p.Mentions, n.Span)
		if n.Kind == news.Organization || n.Kind == news.Person {
			c.others++
			if i < 0 || p.Mentions[i].Role != geo.RoleLiteral || !names(p, i) {
				c.hidden++
			}
			continue
		}
		c.places++
		if i < 0 {
			continue
		}
		c.found++
		if n.Country == "" {
			continue
		}
		c.located++
		if place := p.Resolutions[i].Place; place != nil && place.Country == n.Country {
			c.inCountry++
		}
	}
}

func (c *newsCount) shares() newsShares {
	share := func(n, of int) float64 { return float64(n) / float64(max(1, of)) }
	return newsShares{found: share(c.found, c.places), country: share(c.inCountry, c.located), others: share(c.hidden, c.others)}
}
