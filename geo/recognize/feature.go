package recognize

import (
	"slices"
	"strings"
	"sync"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// featureNouns has the hashes of the common nouns of natural features before names by language: "mar", "lac".
var featureNouns = sync.OnceValue(func() map[string]map[uint32]bool {
	m := map[string]map[uint32]bool{}
	for _, language := range lexicon.Languages("type-noun-before") {
		m[language] = map[uint32]bool{}
		for _, w := range lexicon.Words(language, "type-noun-before") {
			if w = strings.TrimSuffix(w, "*"); cue.KindsBefore(language, w)&featureKinds != 0 {
				m[language][tagger.HashLower(w)] = true
			}
		}
	}
	return m
})

// featureKinds are the kinds of natural features whose common nouns are part of their names.
const featureKinds = 1<<geo.KindSea | 1<<geo.KindLake | 1<<geo.KindRiver | 1<<geo.KindIsland | 1<<geo.KindRange | 1<<geo.KindDesert | 1<<geo.KindPeninsula

// probabilityFeature is the probability of the name of a natural feature that begins with its common noun.
const probabilityFeature = 0.9

// maxFeature is the number of tokens of the longest name of a natural feature.
const maxFeature = 5

// addFeatures adds the names of natural features that begin with a common noun in small letters and have no mention: "mar Nero".
func (f *nameFixer) addFeatures() {
	nouns := featureNouns()[f.language]
	if nouns == nil {
		return
	}
	tokens := f.d.Tokens
	for i := range tokens {
		if tokens[i].Class != tagger.ClassLower || !nouns[tokens[i].Lower] {
			continue
		}
		end := i
		for end+1 < len(tokens) && end-i < maxFeature-1 && tokens[end+1].Sentence == tokens[i].Sentence {
			end++
		}
		n := multilingual.Name{First: int32(i), Last: int32(end)}
		start := int(tokens[i].Start)
		found, ok := f.matcher.finder.Longest(f.language, f.d.Text[start:tokens[end].End])
		if !ok || found.Start != 0 || !slices.ContainsFunc(found.Names, f.isFeature) {
			continue
		}
		for n.Last > n.First && int(tokens[n.Last].End) > start+found.End {
			n.Last--
		}
		s := f.spanOf(&n)
		if at, to := f.overlapping(s); at == to && tokens[n.Last].Cased() && s.End == start+found.End {
			f.insert(at, &n, s, probabilityFeature)
		}
	}
}

// isFeature reports whether a name is that of a natural feature.
func (f *nameFixer) isFeature(n gazetteer.NameRef) bool {
	return featureKinds>>f.matcher.gaz.Record(n.Ref).Kind&1 != 0
}
