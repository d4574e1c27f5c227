package recognize

import (
	"slices"
	"strings"

	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// lowerAreas are the beginnings of the common nouns of Polish areas whose names are adjectives in small letters, and whether the gazetteer
// must have the name: it lacks the former areas of the first two.
var lowerAreas = []lowerArea{{"województw", false}, {"powiat", false}, {"powieci", false}, {"obwod", true}, {"obwód", true}}

type lowerArea struct {
	noun  string
	known bool
}

// lowerAdjectives are the endings of such adjectives.
var lowerAdjectives = strings.Fields("skie skiego skiemu skim ckie ckiego ckiemu ckim ski cki")

// maxLowerArea is the number of words of the longest name of such an area: "powiat warszawski zachodni".
const maxLowerArea = 4

// addLowerAreas adds the names of Polish areas in small letters: "w województwie łódzkim".
func (f *nameFixer) addLowerAreas() {
	if f.language != "pl" {
		return
	}
	tokens, text := f.d.Tokens, f.d.Text
	for i := range int32(max(len(tokens)-1, 0)) {
		next := &tokens[i+1]
		if tokens[i].Class != tagger.ClassLower || next.Class != tagger.ClassLower || next.Sentence != tokens[i].Sentence {
			continue
		}
		word := tokens[i].Text(text)
		k := slices.IndexFunc(lowerAreas, func(a lowerArea) bool { return strings.HasPrefix(word, a.noun) })
		if k < 0 || !slices.ContainsFunc(lowerAdjectives, func(end string) bool { return strings.HasSuffix(next.Text(text), end) }) {
			continue
		}
		n := multilingual.Name{First: i, Last: i + 1}
		last := i + 1
		for int(last)+1 < len(tokens) && last-i < maxLowerArea-1 && tokens[last+1].Sentence == tokens[i].Sentence {
			last++
		}
		start := int(tokens[i].Start)
		found, ok := f.matcher.finder.Longest(f.language, text[start:tokens[last].End])
		known := ok && found.Start == 0 && start+found.End >= int(next.End)
		for known && n.Last < last && int(tokens[n.Last+1].End) <= start+found.End {
			n.Last++
		}
		if known || !lowerAreas[k].known {
			f.addUnlabeled(&n, probabilityCertain)
		}
	}
}
