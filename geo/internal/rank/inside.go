package rank

import (
	"strings"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
)

// inside is the kind of name that a mention is part of.
type inside uint8

const (
	insideNone     inside = iota
	insideFacility        // "Saudi Hospital", "Ankara Electric"
	insideStreet          // "London Road"
)

var (
	// streetWords are the last words of the names of streets.
	streetWords = lexicon.Set("en", "street")
	// bodyWords are words after a name that make it that of a firm or other body.
	bodyWords = lexicon.Set("en", "body")
)

// insideName returns the kind of longer name that mention i is part of: a capitalized word
// right after it tells.
func (d *Document) insideName(i int) inside {
	m := &d.Mentions[i]
	word, rest := wordAfter(d.Text[m.End:])
	capital := word != "" && d.Text[m.End+1] < 'a' && !(i+1 < len(d.Mentions) && d.Mentions[i+1].Start == m.End+1)
	if last := lastWord(m.Phrase); len(last) < len(m.Phrase) && streetWords[last] {
		return insideStreet
	}
	switch {
	case capital && streetWords[word]:
		return insideStreet
	case capital && (bodyWords[word] || facilityWords[word]), m.Association == geo.AssociationOrganization:
		return insideFacility
	case capital: // "Santa Cruz Insurance Group"
		if next, _ := wordAfter(rest); next != "" && rest[1] < 'a' && bodyWords[next] {
			return insideFacility
		}
	}
	return insideNone
}

// Inside reports whether all mentions of a cluster are parts of longer names, of facilities
// or bodies, that the gazetteer lacks: what they name is in or near the place at most.
func (g *Cluster) Inside() bool { return g.inside == g.Count }

// waterCue returns the kinds of the cue of a body of water, or of a mountain, next to
// mention i: "the Congo river", "lake Chad", "the river Jordan". before is the cue before
// the name, after the one behind it, or "".
func waterCue(text string, m *geo.Mention) (kinds kindSet, before, after string) {
	if next, _ := wordAfter(text[m.End:]); featureCues[next] != 0 {
		return featureCues[next], "", next
	}
	if !strings.HasSuffix(text[:m.Start], " ") {
		return 0, "", ""
	}
	word := lastWord(text[:m.Start-1])
	if k := featureCuesBefore[word]; k != 0 {
		return k, word, ""
	}
	return 0, "", ""
}

var (
	// featureCues are nouns of natural features after a name.
	featureCues = lexiconKinds("feature-cue")
	// featureCuesBefore are those before a name.
	featureCuesBefore = lexiconKinds("feature-cue-before")
)
