package resolve

import (
	"cmp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank"
)

const (
	// minFocus is the minimum weight of a focus, maxFoci their maximum number by
	// level.
	minFocus = .1
	maxFoci  = 5
)

// attention is the weight of one place, area or country in an article.
type attention struct {
	ref      gazetteer.Ref
	weight   float32
	mentions int
}

// focus sums the weights of the clusters by country, first-level area and place, and
// returns those that the article is about, by falling weight.
func focus(d *rank.Document, places *placeCache) []geo.Focus {
	var byCountry, byArea, byPlace []attention
	var total float32
	lead := leadEnd(d.Text)
	for i := range d.Clusters {
		g := &d.Clusters[i]
		c := d.Best(g)
		if c == nil {
			continue
		}
		weight := c.P * attentionOf(g, lead)
		if c.Match >= rank.MatchPartial {
			weight /= 2
		}
		total += weight
		country := d.Gazetteer().Record(c.Ref).CountryRef
		if c.Class == rank.ClassCountry {
			country = c.Ref
		}
		byCountry = addAttention(byCountry, country, weight, g.Count)
		byArea = addAttention(byArea, c.Admin1, weight, g.Count)
		if c.Class != rank.ClassCountry && c.Class != rank.ClassAdmin1 && c.Match < rank.MatchPartial {
			byPlace = addAttention(byPlace, c.Ref, weight, g.Count)
		}
	}
	if total == 0 {
		return nil
	}
	var out []geo.Focus
	for _, level := range []struct {
		name string
		all  []attention
	}{{"country", byCountry}, {"admin1", byArea}, {"place", byPlace}} {
		slices.SortStableFunc(level.all, func(a, b attention) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.ref, b.ref))
		})
		for i, a := range level.all {
			if share := a.weight / total; i < maxFoci && share >= minFocus {
				out = append(out, geo.Focus{Place: *places.place(d.Gazetteer(), a.ref), Weight: float64(share), Level: level.name, Mentions: a.mentions})
			}
		}
	}
	return out
}

// leadEnd returns the byte offset at which the first paragraph ends.
func leadEnd(text string) int {
	if end := strings.Index(text, "\n"); end >= 0 && end <= 800 {
		return end
	}
	return min(len(text), 400)
}

func addAttention(all []attention, ref gazetteer.Ref, weight float32, mentions int) []attention {
	if ref == rank.NoRef {
		return all
	}
	for i := range all {
		if all[i].ref == ref {
			all[i].weight += weight
			all[i].mentions += mentions
			return all
		}
	}
	return append(all, attention{ref, weight, mentions})
}

// attentionOf returns the weight of a cluster by the number, position and roles of its
// mentions. lead is the byte offset at which the first paragraph ends.
func attentionOf(g *rank.Cluster, lead int) float32 {
	associative := g.Count - g.Literal - g.Boilerplate
	a := float32(g.Literal) + .4*float32(associative) + .05*float32(g.Boilerplate)
	if g.Literal > 0 || g.InTitle {
		if g.FirstPosition() < lead {
			a++
		}
		if g.InTitle {
			a += 2
		}
		if g.InDateline {
			a += .5
		}
	}
	return a
}
