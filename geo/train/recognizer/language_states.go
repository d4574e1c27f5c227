package recognizer

import (
	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// relabelStates labels names of states as places that a corpus labels as organizations where they act:
// a reader expects "Francia votó" on the map.
func (t *languageTrainer) relabelStates(s *sentence) {
	if t.Gazetteer == nil {
		return
	}
	for i := range s.names {
		n := &s.names[i]
		if n.label == tagger.BeginOrganization && t.isState(n.Span, s.text) {
			n.label = tagger.BeginPlace
		}
	}
}

// isState reports whether a span is the name of a state.
func (t *languageTrainer) isState(span geo.Span, text string) bool {
	if t.states == nil {
		t.states = newAugmenter(t.Gazetteer, t.persons, nil, 1)
	}
	return t.states.typeOf(span.Text(text)) == tagger.TypeCountry
}
