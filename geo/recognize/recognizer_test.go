package recognize_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"dateline/data"
	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/recognize"
	"dateline/geo/recognize/recognizetest"
)

// embedded returns a recognizer with the embedded model and the small gazetteer.
func embedded(t testing.TB) *recognize.Recognizer {
	t.Helper()
	m, err := recognize.LoadModel(model.Recognizer)
	if err != nil {
		t.Fatal(err)
	}
	return recognize.New(m, recognizetest.Gazetteer(t))
}

// recognizeText returns the recognition of a text, after checking it.
func recognizeText(t testing.TB, r *recognize.Recognizer, text string) *geo.Recognition {
	t.Helper()
	rec, err := r.Recognize(context.Background(), &geo.Article{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	check(t, text, rec)
	return rec
}

// fataler is a [testing.TB] or *rapid.T.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// check fails the test if a recognition violates an invariant: tokens, sentences and mentions are in
// order, do not overlap and are within the text on borders of code points; tokens are in their
// sentence, mentions in their passage.
func check(t fataler, text string, rec *geo.Recognition) {
	t.Helper()
	checkSpan := func(what string, s geo.Span, from int) {
		if s.Start < from || s.End <= s.Start || s.End > len(text) || !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			t.Fatalf("%s %v of a text of %d bytes overlaps the previous one or divides a code point", what, s, len(text))
		}
	}
	end := 0
	for _, tok := range rec.Tokens {
		checkSpan("token", tok.Span, end)
		end = tok.End
		if !rec.Sentences[tok.Sentence].Contains(tok.Span) {
			t.Fatalf("token %v is not in its sentence", tok)
		}
	}
	end = 0
	for _, s := range rec.Sentences {
		checkSpan("sentence", s, end)
		end = s.End
	}
	end = 0
	for _, m := range rec.Mentions {
		checkSpan("mention", m.Span, end)
		end = m.End
		if m.Phrase != m.Text(text) || !m.Passage.Contains(m.Span) || m.Recognized <= 0 || m.Recognized > 1 || m.Role == "" {
			t.Fatalf("mention %+v is not consistent with its text", m)
		}
	}
}

// phrases returns the phrases of the mentions, with their associations.
func phrases(rec *geo.Recognition) string {
	var all []string
	for _, m := range rec.Mentions {
		s := m.Phrase
		if m.Association != geo.AssociationNone {
			s += "/" + string(m.Association)
		}
		all = append(all, s)
	}
	return strings.Join(all, " | ")
}

func TestMentions(t *testing.T) {
	r := embedded(t)
	for _, c := range []struct{ text, want, never string }{
		{"Taliban fighters stand guard in Torkham, in Khyber district, Pakistan, Sept. 5, 2021.", "Torkham Khyber Pakistan", ""},
		{"Jordan Peterson met Paris Hilton in Islamabad on Sunday, officials said.", "Islamabad", "Jordan Paris Hilton"},
		{"Analysts at the Wilson Center said Austin Alvarez and Chad Smith had gone to Chaman.", "Chaman", "Wilson Austin Chad"},
		{"The prison at Bagram Airfield, 50 kilometers north of Kabul, was opened.", "Kabul", ""},
		{"People gather in the Pakistan-Afghanistan border town of Chaman, Pakistan.", "Pakistan Afghanistan Chaman", ""},
		{"The U.S.-led forces removed the movement from power nearly 20 years ago.", "U.S.", ""},
		{"He lives in Washington,D.C. and works in St. Louis, Mo., he said.", "Washington D.C. St. Louis", ""},
		{"Lt. Gen. Faiz Hameed flew to Kabul with Mr. Lincoln, a senior aide.", "Kabul", "Lincoln Faiz Hameed"},
		{"Fighting was reported in Nangarhar’s Torkham and in Quetta.", "Nangarhar Quetta", ""},
		{"Residents of Kabul fled to Iran and Turkey when the city fell.", "Kabul Iran Turkey", ""},
		{"On Monday, May Johnson and Will Reading had turkey and china for dinner in Boston.", "Boston", "May Reading turkey china"},
	} {
		rec := recognizeText(t, r, c.text)
		var got []string
		for _, m := range rec.Mentions {
			got = append(got, m.Phrase)
		}
		all := strings.Join(got, " ")
		for w := range strings.FieldsSeq(c.want) {
			if !strings.Contains(all, w) {
				t.Errorf("%q\nhas mentions %q, without %s", c.text, got, w)
			}
		}
		for w := range strings.FieldsSeq(c.never) {
			if slices.Contains(strings.Fields(all), w) {
				t.Errorf("%q\nhas mentions %q, with %s", c.text, got, w)
			}
		}
	}
}

func TestRoles(t *testing.T) {
	r := embedded(t)
	for _, c := range []struct {
		text, phrase string
		role         geo.Role
		association  geo.Association
	}{
		{"The Pakistani government said it would not send Afghan refugees home.", "Pakistani", geo.RoleAssociative, geo.AssociationAdjective},
		{"Officials said that 18 people were killed in Quetta on Sunday.", "Quetta", geo.RoleLiteral, ""},
		{"Tehran has accused Washington of breaking the deal, diplomats said.", "Washington", geo.RoleAssociative, geo.AssociationMetonym},
		{"KABUL, Sept. 6 (Reuters) - The Taliban said on Monday they had taken the city.", "KABUL", geo.RoleDateline, ""},
		{"ISLAMABAD — Officials said on Monday that the border would stay shut.", "ISLAMABAD", geo.RoleDateline, ""},
		{"The minister spoke.\n\nBy Jane Miller, ABC News, New York", "New York", geo.RoleBoilerplate, ""},
	} {
		rec := recognizeText(t, r, c.text)
		i := slices.IndexFunc(rec.Mentions, func(m geo.Mention) bool { return m.Phrase == c.phrase })
		if i < 0 {
			t.Errorf("%q\nhas mentions %s, without %s", c.text, phrases(rec), c.phrase)
			continue
		}
		if m := rec.Mentions[i]; m.Role != c.role || m.Association != c.association {
			t.Errorf("%q\n%s is %s %s, want %s %s", c.text, c.phrase, m.Role, m.Association, c.role, c.association)
		}
	}
}

func TestTextWithoutCapitals(t *testing.T) {
	r := embedded(t)
	for _, text := range []string{
		"taliban fighters took kabul on sunday and people fled across the border to pakistan, officials in the city said",
		"TALIBAN FIGHTERS TOOK KABUL ON SUNDAY AND PEOPLE FLED ACROSS THE BORDER TO PAKISTAN, OFFICIALS SAID",
	} {
		got := strings.ToLower(phrases(recognizeText(t, r, text)))
		if !strings.Contains(got, "kabul") || !strings.Contains(got, "pakistan") {
			t.Errorf("%q\nhas mentions %q", text, got)
		}
	}
}

func TestOtherLanguages(t *testing.T) {
	r := embedded(t)
	for _, c := range []struct{ language, text, want string }{
		{"fr", "Les talibans ont pris Kaboul dimanche, après la fuite du président. Des manifestants ont défilé à Paris avec Jean Lyon.", "Kaboul Paris"},
		{"de", "Die Taliban haben am Sonntag die Hauptstadt Kabul eingenommen. Das Essen war gut, sagte ein Mann in Berlin.", "Kabul Berlin"},
		{"es", "Los talibanes entraron en Kabul el domingo, según fuentes en Buenos Aires y en la capital.", "Kabul Buenos Aires"},
		{"ru", "Талибы вошли в Кабул в воскресенье, сообщили в Москве. Это было уже после того, как войска ушли.", "Кабул Москве"},
		{"ar", "دخلت حركة طالبان كابول يوم الأحد، وقال مسؤولون في القاهرة وبغداد إن الوضع في أفغانستان خطير.", "كابول القاهرة بغداد أفغانستان"},
		{"zh", "塔利班周日进入喀布尔。中国外交部在北京表示，企业将继续在阿富汗投资。", "喀布尔 中国 北京 阿富汗"},
		{"ja", "タリバンは日曜日にカブールに入った。東京で抗議が行われた。", "カブール 東京"},
	} {
		rec := recognizeText(t, r, c.text)
		if rec.Language != c.language || rec.Model != "gazetteer" {
			t.Errorf("%q\nis in %s by the %s, want %s by the gazetteer", c.text, rec.Language, rec.Model, c.language)
		}
		var got []string
		for _, m := range rec.Mentions {
			got = append(got, m.Phrase)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q\nhas mentions %s, want %s", c.text, s, c.want)
		}
	}
}

func TestRecognizeWithoutGazetteer(t *testing.T) {
	m, err := recognize.LoadModel(model.Recognizer)
	if err != nil {
		t.Fatal(err)
	}
	r := recognize.New(m, nil)
	if got := phrases(recognizeText(t, r, "Taliban fighters in Kabul said that Pakistan had closed the border.")); got != "Kabul | Pakistan/metonym" {
		t.Errorf("mentions %s", got)
	}
	for _, text := range []string{"", " \n\n ", "…", "A", "\u200b", strings.Repeat("A. ", 200), strings.Repeat("Kabul-", 300), "塔利班", strings.Repeat("و", 100_000)} {
		recognizeText(t, r, text)
	}
}

func TestArticleLanguageOverridesDetection(t *testing.T) {
	r := recognizetest.New(t)
	for language, want := range map[string]string{"en-GB": "tagger", "fr": "gazetteer", "": "tagger"} {
		rec, err := r.Recognize(context.Background(), &geo.Article{Text: "The fighters went to Kabul.", Language: language})
		if err != nil {
			t.Fatal(err)
		}
		if rec.Model != want {
			t.Errorf("article language %q: recognized by the %s, want %s", language, rec.Model, want)
		}
	}
}

func TestConcurrentRecognition(t *testing.T) {
	r := recognizetest.New(t)
	var texts []string
	for i := range 40 {
		texts = append(texts, strings.Repeat(fmt.Sprintf("Officials in Kabul told Reuters that %d Afghan soldiers had left Herat for Iran. ", i), 1+i%7))
	}
	want := make([]*geo.Recognition, len(texts))
	for i, text := range texts {
		want[i] = recognizeText(t, r, text)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, text := range texts {
				rec, err := r.Recognize(context.Background(), &geo.Article{Text: text})
				if err != nil || !reflect.DeepEqual(rec, want[i]) {
					t.Errorf("text %d: concurrent recognition gives another result (error %v)", i, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestCanceledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := recognizetest.New(t).Recognize(ctx, &geo.Article{Text: "Kabul"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestLoadModelErrors(t *testing.T) {
	whole := recognizetest.ModelFile(t)
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	older := slices.Clone(whole)
	older[7]++
	for name, b := range map[string][]byte{
		"empty": nil, "text": []byte(strings.Repeat("not a model ", 20)), "cut off": whole[:len(whole)-1],
		"longer": append(slices.Clone(whole), 0), "changed": flipped, "another version": older,
	} {
		if _, err := recognize.LoadModel(b); !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func FuzzRecognize(f *testing.F) {
	for _, seed := range []string{
		"Afghanistans Taliban said Monday they had met in Kabul, U.S.-led forces’ Lt. Gen. said.", "KABUL (Reuters) — St. Louis\n\nBy J. Doe",
		"塔利班进入喀布尔。Kabul كابول Кабул", "A.B.C. \u200b\u0301 é́ \xf0\x9f\x8c\x8d", "'s ’s -'s Paris's", "I\u0307stanbul İstanbul ıßẞ",
	} {
		f.Add(seed, "")
	}
	f.Add("Die Taliban in Kabul", "de")
	r := embedded(f)
	f.Fuzz(func(t *testing.T, text, language string) {
		if !utf8.ValidString(text) {
			return // the text of an article is UTF-8
		}
		rec, err := r.Recognize(context.Background(), &geo.Article{Text: text, Language: language})
		if err != nil {
			t.Fatal(err)
		}
		check(t, text, rec)
	})
}

func BenchmarkRecognize(b *testing.B) {
	text, err := os.ReadFile("testdata/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	m, err := recognize.LoadModel(model.Recognizer)
	if err != nil {
		b.Fatal(err)
	}
	words := len(strings.Fields(string(text)))
	for _, with := range []bool{true, false} {
		b.Run(fmt.Sprintf("gazetteer=%t", with), func(b *testing.B) {
			r := recognize.New(m, nil)
			if with {
				g, err := data.Gazetteer()
				if err != nil {
					b.Skip(err)
				}
				r = recognize.New(m, g)
			}
			a := &geo.Article{Text: string(text)}
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := r.Recognize(context.Background(), a); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}
