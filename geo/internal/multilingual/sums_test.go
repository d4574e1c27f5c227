package multilingual

import (
	"testing"

	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"
)

// TestScoresAreThoseOfTheFeatures compares the scores of tokens, of which parts are remembered, with those of their
// features, also after the use of another model.
func TestScoresAreThoseOfTheFeatures(t *testing.T) {
	texts := map[string]string{
		"de": "Die Feuerwehr aus Bad Homburg fuhr am Montag nach Frankfurt. In Frankfurt und in Bad Homburg brannte es; FRANKFURT half.",
		"ar": "وصل الوفد إلى بيروت يوم الاثنين. وفي بيروت قال الوزير إن الوفد غادر دمشق إلى بيروت.",
		"zh": "代表团周一抵达北京。在北京，部长说代表团离开了 北京。",
		"ko": "대표단이 월요일 서울에 도착했다. 서울에서 장관이 말했다.",
	}
	d := NewDocument(nil, NewUnspacedNames(nil), nil)
	for range 2 {
		for language, text := range texts {
			d.Read(text, language, tagger.Tokenize(nil, text), Context{Frequencies: NewFrequencies([]string{"die", "in", "في"})})
			for i := 0; i < len(d.cover); i += 5 {
				d.cover[i] = cover{Meaning{Types: tagger.TypeTown, Size: 3}, tagger.PosSingle}
			}
			field := crf.CRF{Scale: 0.5, Table: crf.NewTable(4000)}
			n := 0
			for k := range d.Chunks {
				c := &d.Chunks[k]
				for i := c.First; i <= c.Last; i++ {
					for k, f := range d.TokenFeatures(nil, c, i) {
						if n++; k%2 == 0 && n < 3500 {
							field.Table.Add(f, [tagger.LabelCount]int8{int8(f), int8(f >> 8), int8(f >> 16), 5: int8(n), 10: int8(f >> 24)})
						}
					}
				}
			}
			d.sums.use(&field)
			for k := range d.Chunks {
				c := &d.Chunks[k]
				scores := make([]tagger.Scores, c.Last-c.First+1)
				d.scoreChunk(scores, c)
				for i := c.First; i <= c.Last; i++ {
					if got, want := scores[i-c.First], field.Score(d.TokenFeatures(nil, c, i)); got != want {
						t.Errorf("%q has the scores %v, want %v", d.Tokens[i].Text(text), got, want)
					}
				}
			}
		}
	}
}
