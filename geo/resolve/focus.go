package resolve

import (
	"cmp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

const (
	// focusFrom is the least weight of a focus and focusMost their number by
	// level.
	focusFrom = .1
	focusMost = 5
)

// attention is how much of an article goes to one place, area or country.
type attention struct {
	ref      gazetteer.Ref
	weight   float32
	mentions int
}

// focus sums the mentions' weights by country, first-level area and place, and
// returns those that the article is about, the weightiest first.
func (w *work) focus() []geo.Focus {
	var byCountry, byArea, byPlace []attention
	var total float32
	lead := strings.Index(w.text, "\n")
	if lead < 0 || lead > 800 {
		lead = min(len(w.text), 400)
	}
	for i := range w.groups {
		g := &w.groups[i]
		if g.best < 0 {
			continue
		}
		c := &w.cands[g.best]
		weight := c.p * g.attention(lead)
		if c.level >= levelPartial {
			weight /= 2
		}
		total += weight
		country := w.gaz.Record(c.ref).CountryRef
		if c.class == classCountry {
			country = c.ref
		}
		byCountry = attend(byCountry, country, weight, g.count)
		byArea = attend(byArea, c.admin1, weight, g.count)
		if c.class != classCountry && c.class != classAdmin1 && c.level < levelPartial {
			byPlace = attend(byPlace, c.ref, weight, g.count)
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
			if share := a.weight / total; i < focusMost && share >= focusFrom {
				out = append(out, geo.Focus{Place: w.gaz.Place(a.ref), Weight: float64(share), Level: level.name, Mentions: a.mentions})
			}
		}
	}
	return out
}

func attend(all []attention, ref gazetteer.Ref, weight float32, mentions int) []attention {
	if ref == noRef {
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

// attention is a group's weight by how often, where and in which role its
// mentions stand: lead is where the first paragraph ends.
func (g *group) attention(lead int) float32 {
	associative := g.count - g.literal - g.boilerplate
	a := float32(g.literal) + .4*float32(associative) + .05*float32(g.boilerplate)
	if g.literal > 0 || g.inTitle {
		if int(g.places[0]) < lead {
			a++
		}
		if g.inTitle {
			a += 2
		}
		if g.dateline {
			a += .5
		}
	}
	return a
}
