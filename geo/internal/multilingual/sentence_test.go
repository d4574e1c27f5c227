package multilingual

import (
	"strings"
	"testing"

	"dateline/geo/internal/tagger"
)

// TestSentences divides texts into sentences, which "|" separates, with abbreviations and ordinal numbers of their language.
func TestSentences(t *testing.T) {
	for _, c := range []struct{ language, text string }{
		{"de", "Am 3. November gab es eine Explosion in Halle. |Danach fuhr Dr. Müller nach Berlin."},
		{"de", "Sie kam auf Platz 3. |Der Zug hielt im 5. Bezirk."},
		{"fr", "Ils sont 3. |Novembre fut froid."},
		{"ru", "Взрыв прогремел в г. Казани и пос. Васильево. |Пострадал один человек."},
		{"ru", "Это было в 2026 г. |Казань не пострадала."},
		{"uk", "Обстріляно м. Харків та с. Липці. |Загинула людина."},
		{"pl", "Pożar przy ul. Nowej w woj. Mazowieckim. |Nikt nie zginął."},
	} {
		text := strings.ReplaceAll(c.text, "|", "")
		d := NewDocument(nil, nil, nil)
		d.Read(text, c.language, tagger.Tokenize(nil, text), Context{Frequencies: NewFrequencies([]string{"der", "die", "и", "в"})})
		var got []string
		end := 0
		for _, s := range d.Sentences {
			got = append(got, text[end:s.Start]+s.Text(text))
			end = s.End
		}
		if s := strings.Join(got, "|"); strings.ReplaceAll(s, "| ", " |") != c.text {
			t.Errorf("%q", s)
		}
		for i, tok := range d.Tokens {
			if s := d.Sentences[tok.Sentence]; int(tok.Start) < s.Start || int(tok.End) > s.End {
				t.Errorf("token %d is not in its sentence", i)
			}
		}
	}
}
