package recognizer

import "dateline/geo"

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
