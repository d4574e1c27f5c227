package recognizer

import (
	"slices"

	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// step is a chunk as a training example of the CRF.
type step struct {
	ids     [][]uint32 // by token: ids of its features
	allowed []labelSet // by token
	weight  float32
}

// labelSet is a set of labels, a bit each.
type labelSet uint16

// setOf returns the set of the given labels.
func setOf(labels ...tagger.Label) (s labelSet) {
	for _, l := range labels {
		s |= 1 << l
	}
	return s
}

// has reports whether l is in the set.
func (s labelSet) has(l tagger.Label) bool { return s&(1<<l) != 0 }

var (
	allLabels       = labelSet(1<<tagger.LabelCount - 1)
	adjectiveLabels = setOf(tagger.BeginAdjective, tagger.InsideAdjective)
)

// allowedLabels returns the labels that each token may have by the names of the sentence.
func allowedLabels(s *sentence, tokens []tagger.Token, chunks []tagger.Chunk) []labelSet {
	allowed := make([]labelSet, len(tokens))
	unnamed := setOf(tagger.LabelNone)
	if s.placesOnly {
		unnamed = allLabels &^ setOf(tagger.BeginPlace, tagger.InsidePlace)
	}
	for i := range allowed {
		allowed[i] = unnamed
	}
	names := coveringNames(s.names, tokens)
	for _, c := range chunks {
		for i := c.First; i <= c.Last; i++ {
			n := names[i]
			continues := n > 0 && i > c.First && names[i-1] == n
			switch {
			case tokens[i].Lists&tagger.ListAdjective != 0 && !s.placesOnly && (n == 0 || isSingleOther(s.names[n-1], names, i, continues)):
				allowed[i] = setOf(tagger.BeginAdjective)
				if i > c.First && allowed[i-1]&adjectiveLabels != 0 {
					allowed[i] = adjectiveLabels
				}
			case n > 0 && continues:
				allowed[i] = setOf(s.names[n-1].label + 1)
			case n > 0:
				allowed[i] = setOf(s.names[n-1].label)
			}
		}
	}
	return allowed
}

// isSingleOther reports whether token i by itself is a name of the type other.
func isSingleOther(n labeledName, names []int, i int32, continues bool) bool {
	return n.label == tagger.BeginOther && !continues && (int(i)+1 >= len(names) || names[i+1] != names[i])
}

// coveringNames returns for each token one more than the index of the name that covers it, or 0.
func coveringNames(names []labeledName, tokens []tagger.Token) []int {
	covering := make([]int, len(tokens))
	first := 0
	for n, name := range names {
		for first < len(tokens) && int(tokens[first].End) <= name.Start {
			first++
		}
		for k := first; k < len(tokens) && int(tokens[k].Start) < name.End; k++ {
			covering[k] = n + 1
		}
	}
	return covering
}

// featureCounts counts features approximately, in a hash table of saturating counters.
type featureCounts []uint8

const featureCountBits = 26

func (c featureCounts) at(f tagger.Feature) *uint8 { return &c[f>>(64-featureCountBits)] }

// chunkFunc is called with a chunk of a sentence with the given weight: the allowed labels and the features
// of its tokens, which are valid during the call.
type chunkFunc func(weight float32, allowed []labelSet, features [][]tagger.Feature)

// collectSteps returns the chunks that each calls its argument with, as training examples, and the features
// by id. Features with fewer than the given number of occurrences are left out.
func collectSteps(each func(chunkFunc), least uint8) ([]step, []tagger.Feature) {
	counts := make(featureCounts, 1<<featureCountBits)
	each(func(_ float32, _ []labelSet, features [][]tagger.Feature) {
		for _, token := range features {
			for _, f := range token {
				if p := counts.at(f); *p < 255 {
					*p++
				}
			}
		}
	})
	ids := make(map[tagger.Feature]uint32)
	var all []tagger.Feature
	var steps []step
	each(func(weight float32, allowed []labelSet, features [][]tagger.Feature) {
		st := step{weight: weight, allowed: slices.Clone(allowed), ids: make([][]uint32, len(features))}
		for i, token := range features {
			row := make([]uint32, 0, len(token))
			for _, f := range token {
				if *counts.at(f) < least {
					continue
				}
				id, ok := ids[f]
				if !ok {
					id = uint32(len(all))
					ids[f] = id
					all = append(all, f)
				}
				row = append(row, id)
			}
			st.ids[i] = row
		}
		steps = append(steps, st)
	})
	return steps, all
}

// forEachChunk calls f with every chunk of every sentence.
func forEachChunk(d *tagger.Document, x *tagger.Lexicon, sentences []sentence, f chunkFunc) {
	var features [][]tagger.Feature
	for n := range sentences {
		s := &sentences[n]
		d.ReadSentence(x, s.text)
		if len(d.Chunks) == 0 {
			continue
		}
		hideNames(&d.Extractor, s.hidden)
		allowed := allowedLabels(s, d.Tokens, d.Chunks)
		style := tagger.StyleOf(d.Tokens)
		for k := range d.Chunks {
			c := &d.Chunks[k]
			width := int(c.Last - c.First + 1)
			for len(features) < width {
				features = append(features, nil)
			}
			for i := c.First; i <= c.Last; i++ {
				features[i-c.First] = d.TokenFeatures(features[i-c.First][:0], c, i, style)
			}
			f(s.weight, allowed[c.First:c.Last+1], features[:width])
		}
	}
}

// hideNames removes the names of the gazetteer in the given spans.
func hideNames(x *tagger.Extractor, spans []geo.Span) {
	if len(x.Cover) == 0 {
		return
	}
	for _, s := range spans {
		in := func(i int32) bool { return int(x.Tokens[i].Start) < s.End && s.Start < int(x.Tokens[i].End) }
		for i := range x.Tokens {
			if in(int32(i)) {
				x.Cover[i] = tagger.Cover{}
			}
		}
		x.Names = slices.DeleteFunc(x.Names, func(n tagger.Name) bool { return in(n.First) || in(n.Last) })
	}
}
