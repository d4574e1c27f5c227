package tagger

import (
	"strings"
	"testing"

	"dateline/geo/internal/tagger/crf"

	"pgregory.net/rapid"
)

// TestScoreToken compares the scores of tokens, whose sums are partly remembered, with those of all features.
func TestScoreToken(t *testing.T) {
	words := []string{"Kabul", "kabul", "KABUL", "U.S.", "US", "in", "the", "of", ",", ".", "(", "New", "York", "1,500", "M25", "Quetta's",
		"Newcastle-upon-Tyne", "Kyrgyz", "Zürich", "«", "Llanfairpwllgwyngyll", "St.", "said", "\n\n"}
	field := crf.CRF{Scale: 0.25, Table: crf.NewTable(1 << 12)}
	lexicon := NewLexicon(16)
	for i, w := range words {
		lexicon.Add(HashLower(w), WordLists(1<<(i%20)|i<<clusterShift))
	}
	d := NewDocument(nil)
	stored := map[Feature]bool{}
	rapid.Check(t, func(t *rapid.T) {
		d.ReadSentence(lexicon, strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 30).Draw(t, "words"), " "))
		d.cache.use(&field)
		for k := range d.Chunks {
			c := &d.Chunks[k]
			for i := c.First; i <= c.Last; i++ {
				style := uint32(k % 3)
				features := d.TokenFeatures(nil, c, i, style)
				if want, got := field.Score(features), d.scoreToken(&field, c, i, style); got != want {
					t.Fatalf("scores of %q are %v, want %v", d.Tokens[i].Text(d.Text), got, want)
				}
				if f := features[int(i)%len(features)]; !stored[f] && len(stored) < 2000 {
					stored[f] = true
					field.Table.Add(f, [LabelCount]int8{int8(i), int8(k), int8(f), 10: -9})
					d.cache = sumCache{field: &field} // the weights have changed
				}
			}
		}
	})
}
