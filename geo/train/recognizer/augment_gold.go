package recognizer

import (
	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// article is a gold article as training text.
type article struct {
	text     string
	mentions []goldMention
	// hidden are the spans in which names of the gazetteer are ignored.
	hidden []geo.Span
}

// goldMention is a gold mention. An ignored one is neither a positive nor a negative example.
type goldMention struct {
	geo.Span
	role   geo.Role
	ignore bool
}

// newArticle returns a gold article as training text.
func newArticle(gold *goldArticle) *article {
	a := &article{text: gold.Text, mentions: make([]goldMention, len(gold.Toponyms))}
	for i, s := range gold.Spans() {
		t := &gold.Toponyms[i]
		a.mentions[i] = goldMention{s, t.Role, t.Ignore}
	}
	return a
}

// augmentArticle returns an augmented copy of an article, with the same replacement for all
// occurrences of a phrase.
func (a *augmenter) augmentArticle(gold *article) *article {
	known := map[string]replacement{} // with spans relative to the phrase
	var replacements []replacement
	last := 0
	for _, m := range gold.mentions {
		if m.Start < last || m.Len() == 0 {
			continue
		}
		phrase := m.Text(gold.text)
		r, ok := known[phrase]
		if !ok {
			label := tagger.BeginPlace
			if a.typeOf(phrase) == tagger.TypeDemonym {
				label = tagger.BeginAdjective
			}
			r, _ = a.replace(gold.text, labeledName{m.Span, label})
			r.Start -= m.Start
			r.End -= m.Start
			known[phrase] = r
		}
		if r.name == "" {
			continue
		}
		r.Start += m.Start
		r.End += m.Start
		replacements = append(replacements, r)
		last = m.End
	}
	e := newEdit(gold.text, replacements)
	out := &article{text: e.text, mentions: make([]goldMention, len(gold.mentions)), hidden: e.hidden()}
	for i, m := range gold.mentions {
		m.Span = e.move(m.Span)
		out.mentions[i] = m
	}
	return out
}
