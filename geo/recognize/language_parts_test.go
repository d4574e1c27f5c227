package recognize_test

import (
	"context"
	"testing"

	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/recognize"
	"dateline/geo/recognize/recognizetest"
)

// multilingual returns a recognizer with the embedded models and the small gazetteer.
func multilingual(t *testing.T) *recognize.Recognizer {
	t.Helper()
	m, err := recognize.LoadModel(model.Recognizer)
	if err != nil {
		t.Fatal(err)
	}
	return recognize.New(m, recognizetest.Gazetteer(t), recognize.WithLanguages(model.Language))
}

const (
	englishParagraph = "The governor of the province said on Tuesday that the fighting had spread to the villages around Kabul and that the people had fled."
	frenchParagraph  = "Le gouverneur de la province a déclaré mardi que les combats ont gagné les villages autour de Kaboul et que les habitants ont fui."
	russianParagraph = "Губернатор провинции сказал во вторник, что бои перекинулись на деревни вокруг Кабула и что жители бежали."
)

func TestLanguageParts(t *testing.T) {
	r := multilingual(t)
	text := englishParagraph + "\n\n" + frenchParagraph + "\n\n" + englishParagraph + " " + englishParagraph + "\n\n" + russianParagraph
	rec, err := r.Recognize(context.Background(), &geo.Article{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	if rec.Language != "en" || len(rec.Parts) != 4 {
		t.Fatalf("language %s, parts %+v", rec.Language, rec.Parts)
	}
	end := 0
	for i, want := range []string{"en", "fr", "en", "ru"} {
		p := rec.Parts[i]
		if p.Language != want || p.Model != "tagger" || p.Start != end {
			t.Errorf("part %d is %+v, want the language %s from byte %d", i, p, want, end)
		}
		end = p.End
		if got := rec.LanguageAt((p.Start + p.End) / 2); got != want {
			t.Errorf("the language in part %d is %s", i, got)
		}
	}
	if end != len(text) {
		t.Errorf("the parts end at byte %d of %d", end, len(text))
	}
	for i, tok := range rec.Tokens {
		if i > 0 && tok.Start < rec.Tokens[i-1].End || tok.Sentence >= len(rec.Sentences) {
			t.Fatalf("token %d is %+v", i, tok)
		}
	}
	var phrases []string
	for _, m := range rec.Mentions {
		if m.Phrase != m.Text(text) {
			t.Errorf("the span of %q contains %q", m.Phrase, m.Text(text))
		}
		if m.Passage.Start > m.Start || m.Passage.End < m.End {
			t.Errorf("the passage of %q does not contain it", m.Phrase)
		}
		phrases = append(phrases, m.Phrase)
	}
	if len(phrases) != 5 || phrases[0] != "Kabul" || phrases[1] != "Kaboul" || phrases[4] != "Кабула" {
		t.Errorf("the mentions are %q", phrases)
	}
}

func TestOneLanguageHasNoParts(t *testing.T) {
	r := multilingual(t)
	rec, err := r.Recognize(context.Background(), &geo.Article{Text: englishParagraph + "\n\nRio de Janeiro\n\n" + englishParagraph})
	if err != nil || rec.Language != "en" || rec.Parts != nil {
		t.Errorf("language %s, parts %+v, error %v", rec.Language, rec.Parts, err)
	}
}

// TestEnglishWithForeignNames checks that letters of another language in names do not make an English text one in that
// language.
func TestEnglishWithForeignNames(t *testing.T) {
	r := multilingual(t)
	text := "The road from Şəki to Qəbələ was closed on Monday, and by the evening the buses to Gəncə had stopped. The mayor of Ağdaş " +
		"said that the bridge at Mingəçevir would be open in a week. The people of the town had to wait for bread from Bərdə."
	rec, err := r.Recognize(context.Background(), &geo.Article{Text: text})
	if err != nil || rec.Language != "en" {
		t.Errorf("language %s, error %v", rec.Language, err)
	}
}

// TestLanguages checks for each language with a trained model that it finds a place and neither a common word nor a
// person.
func TestLanguages(t *testing.T) {
	r := multilingual(t)
	for _, c := range []struct{ language, text, want string }{
		{"es", "El presidente Juan Pérez viajó ayer a Kabul.", "Kabul"},
		{"pt", "O presidente João Silva viajou ontem para Cabul.", "Cabul"},
		{"fr", "Le président Jean Dupont s'est rendu hier à Kaboul.", "Kaboul"},
		{"de", "Präsident Hans Müller reiste gestern nach Kabul.", "Kabul"},
		{"it", "Il presidente Mario Rossi è arrivato ieri a Kabul.", "Kabul"},
		{"ru", "Президент Иван Петров прибыл вчера в Кабул.", "Кабул"},
		{"tr", "Cumhurbaşkanı Ahmet Yılmaz dün Ankara'ya gitti.", "Ankara"},
		{"fa", "رئیس جمهور دیروز به کابل رفت.", "کابل"},
		{"ar", "وصل الرئيس أمس إلى كابول.", "كابول"},
	} {
		rec, err := r.Recognize(context.Background(), &geo.Article{Language: c.language, Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		if len(rec.Mentions) != 1 || rec.Mentions[0].Phrase != c.want || rec.Model != "tagger" {
			t.Errorf("%s: %q has the mentions %+v", c.language, c.text, rec.Mentions)
		}
	}
}

// TestPlaceBeforePerson checks that a place right before the name of a person is not taken for a given name elsewhere in
// the text.
func TestPlaceBeforePerson(t *testing.T) {
	r := multilingual(t)
	for _, c := range []struct{ language, text, place string }{
		{"ha", "Shugaban Najeriya Muhammadu Buhari ya isa Abuja. Gwamnatin Najeriya ta ce haka ne.", "Najeriya"},
	} {
		rec, err := r.Recognize(context.Background(), &geo.Article{Language: c.language, Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, m := range rec.Mentions {
			if m.Phrase == c.place {
				found++
			}
		}
		if found != 2 {
			t.Errorf("%s: %q is mentioned %d times in %q, want 2", c.language, c.place, found, c.text)
		}
	}
}
