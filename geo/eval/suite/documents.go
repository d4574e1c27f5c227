package suite

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dateline/geo/eval"
	"dateline/geo/gazetteer"
)

// Documents turns the cases that name places into gold documents, to train a resolver
// on; those with names that are no places are left out.
func Documents(g *gazetteer.Gazetteer, cases []Case) []eval.Document {
	var docs []eval.Document
	for i := range cases {
		c := &cases[i]
		if slices.ContainsFunc(c.Targets, func(t Target) bool { return t.Place == gazetteer.NoRef }) {
			continue
		}
		d := eval.Document{ID: c.ID, Text: c.Text}
		for _, t := range append(slices.Clone(c.Context), c.Targets...) {
			toponym := eval.NewToponym(t.Start, t.End, t.Phrase)
			toponym.SetPoint(g.Record(t.Place).Point)
			if id, ok := strings.CutPrefix(string(g.ID(t.Place)), "geonames:"); ok {
				toponym.GeoNameID, _ = strconv.ParseInt(id, 10, 64) // not a number: none
			}
			d.Toponyms = append(d.Toponyms, toponym)
		}
		slices.SortFunc(d.Toponyms, func(a, b eval.Toponym) int { return cmp.Compare(a.Start, b.Start) })
		docs = append(docs, d)
	}
	return docs
}

// Articles turns all cases into gold documents for a recognizer: names that are no
// places are not among the toponyms, and parts of the names of organizations and teams
// are to be ignored, since corpora differ in whether they are toponyms.
func Articles(g *gazetteer.Gazetteer, cases []Case) []eval.Document {
	docs := make([]eval.Document, 0, len(cases))
	for i := range cases {
		c := &cases[i]
		d := eval.Document{ID: c.ID, Text: c.Text}
		for _, t := range append(slices.Clone(c.Context), c.Targets...) {
			ignore := false
			switch c.Kind {
			case "firm", "team", "street", "treaty", "water", "lake":
				ignore = true
			}
			if t.Place == gazetteer.NoRef && !ignore {
				continue
			}
			toponym := eval.NewToponym(t.Start, t.End, t.Phrase)
			toponym.Ignore = ignore
			d.Toponyms = append(d.Toponyms, toponym)
		}
		slices.SortFunc(d.Toponyms, func(a, b eval.Toponym) int { return cmp.Compare(a.Start, b.Start) })
		docs = append(docs, d)
	}
	return docs
}
