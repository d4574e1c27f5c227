package recognize_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/recognize"
	"dateline/geo/recognize/recognizetest"

	"pgregory.net/rapid"
)

// fragments are pieces of text with names, abbreviations, scripts and punctuation.
var fragments = []string{
	"Officials in Kabul said that Omar Khan fled to Iran.", "The Afghan army left Sar Hawza on Monday,", "KABUL, Sept. 6 (Reuters) -",
	"U.S.-led forces’", "Lt. Gen. Peter Otieno", "Washington,D.C.", "塔利班进入喀布尔。", "دخلت كابول", "Кабуле", "\n", "\n\n", " ", "(", "”", "—",
	"’s", "'s", "-", ".", ",", "and", "in", "Paris", "St. Louis", "é́", "\u200b", "ß", "🌍", "By Jane Miller, Reuters",
}

// texts generates texts of fragments and arbitrary characters.
func texts() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom(fragments), rapid.SampledFrom(fragments), rapid.StringN(0, 8, 24))
	return rapid.Custom(func(t *rapid.T) string {
		separator := rapid.SampledFrom([]string{"", " ", "\n"}).Draw(t, "separator")
		return strings.ToValidUTF8(strings.Join(rapid.SliceOfN(piece, 0, 20).Draw(t, "pieces"), separator), "?")
	})
}

var languages = []string{"", "en", "de", "ru", "ar", "zh"}

// TestSpansAreValid checks the invariants of spans in any text and language.
func TestSpansAreValid(t *testing.T) {
	r := recognizetest.New(t)
	rapid.Check(t, func(t *rapid.T) {
		a := &geo.Article{Text: texts().Draw(t, "text"), Language: rapid.SampledFrom(languages).Draw(t, "language")}
		rec, err := r.Recognize(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		check(t, a.Text, rec)
	})
}

// TestResultIsIndependentOfOtherTexts checks that a text has the same result by a new recognizer and
// by one that recognized other texts.
func TestResultIsIndependentOfOtherTexts(t *testing.T) {
	model, g := recognizetest.Model(t), recognizetest.Gazetteer(t)
	used := recognize.New(model, g)
	rapid.Check(t, func(t *rapid.T) {
		a := &geo.Article{Text: texts().Draw(t, "text"), Language: rapid.SampledFrom(languages).Draw(t, "language")}
		alone, err := recognize.New(model, g).Recognize(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		inBatch, err := used.Recognize(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(alone, inBatch) {
			t.Fatalf("%q has the result %+v alone, %+v after other texts", a.Text, alone, inBatch)
		}
	})
}

// TestJoiningShiftsSpans checks that the mentions of two texts, of which no evidence of the document is
// used, are those of the joined text, shifted.
func TestJoiningShiftsSpans(t *testing.T) {
	r := recognizetest.New(t)
	sentence := rapid.SampledFrom([]string{
		"Die Armee hat Kabul am Montag verlassen.", "Nach Angaben aus Berlin fiel Herat.", "In Paris und Lyon protestierten Menschen.",
		"Er lebt in Buenos Aires.", "Frankreich und Deutschland verhandeln.", "Das Wetter in Bremen ist gut.",
	})
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(sentence, 1, 6).Draw(t, "sentences"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		const separator = "\n\n"
		mentions := func(text string, shift int) (out []geo.Span) {
			rec, err := r.Recognize(context.Background(), &geo.Article{Text: text, Language: "de"})
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range rec.Mentions {
				out = append(out, geo.Span{Start: m.Start + shift, End: m.End + shift})
			}
			return out
		}
		want := append(mentions(a, 0), mentions(b, len(a)+len(separator))...)
		if got := mentions(a+separator+b, 0); len(want) == 0 || !reflect.DeepEqual(got, want) {
			t.Fatalf("%q and %q have the mentions %v, joined %v", a, b, want, got)
		}
	})
}
