package recognizer

import (
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/tagger"

	"pgregory.net/rapid"
)

// marked returns a sentence with the words in brackets as places.
func marked(language, text string) sentence {
	s := sentence{corpus: corpus{language: language, weight: 1}}
	for part := range strings.SplitAfterSeq(text, "]") {
		before, name, ok := strings.Cut(part, "[")
		s.text += before
		if ok {
			name = strings.TrimSuffix(name, "]")
			s.names = append(s.names, labeledName{geo.Span{Start: len(s.text), End: len(s.text) + len(name)}, tagger.BeginPlace})
			s.text += name
		}
	}
	return s
}

func TestExchange(t *testing.T) {
	news := marked("ru", "Пожар в [Москве] и в [Киеве], сообщил мэр [Москвы]")
	x := newExchanger([]sentence{
		news, marked("ru", "жил в [Казани]"), marked("ru", "дом В  [Нижней Туре]"), marked("uk", "жив в [Одеcе]"), marked("ru", "мэр [Калуги]"),
	})
	seen := map[string]bool{}
	for range 50 {
		s, ok := x.exchange(&news)
		if !ok {
			continue
		}
		for _, n := range s.names {
			seen[n.Text(s.text)] = true
		}
		if len(s.names) != 3 || s.weight != 1 || s.language != "ru" {
			t.Fatalf("the copy is %+v", s)
		}
	}
	for name, want := range map[string]bool{"Москве": true, "Киеве": true, "Нижней Туре": true, "Москвы": true, "Казани": false, "Одеcе": false, "Калуги": false} {
		if seen[name] != want {
			t.Errorf("the copies contain %s: %t, want %t", name, seen[name], want)
		}
	}
	single := marked("ru", "мэр [Омска]")
	if _, ok := newExchanger([]sentence{single}).exchange(&single); ok {
		t.Error("a copy of a sentence without other names")
	}
}

// TestExchangedNames tests that the names of copies are names of the sentences.
func TestExchangedNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"in", "[Rom]", "[New York]", "a,", "[Köln]", "zu"}), 1, 12)
		sentences := []sentence{marked("de", strings.Join(words.Draw(t, "a"), " ")), marked("de", strings.Join(words.Draw(t, "b"), " "))}
		s, ok := newExchanger(sentences).exchange(&sentences[0])
		if !ok {
			return
		}
		if len(s.names) != len(sentences[0].names) {
			t.Fatalf("%d names instead of %d", len(s.names), len(sentences[0].names))
		}
		for _, n := range s.names {
			if name := n.Text(s.text); name != "Rom" && name != "New York" && name != "Köln" {
				t.Fatalf("the name %q in %q", name, s.text)
			}
		}
	})
}
