package tagger

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTokenize(t *testing.T) {
	for text, want := range map[string]string{
		"Lt. Gen. Hameed flew to St. Louis.":         "Lt.|Gen.|Hameed|flew|to|St.|Louis|.",
		"Nangarhar's Torkham":                        "Nangarhar|'s|Torkham",
		"Pakistan’s long-running ties":               "Pakistan|’s|long|-|running|ties",
		"the Pakistan-Afghanistan border":            "the|Pakistan|-|Afghanistan|border",
		"U.S.-led forces left the U.S.":              "U.S.|-|led|forces|left|the|U.S.",
		"Washington,D.C. and N.Y.":                   "Washington|,|D.C.|and|N.Y.",
		"Baghlan/Takhar":                             "Baghlan|/|Takhar",
		"“Kabul,” he said":                           "“|Kabul|,|”|he|said",
		"near the border.The Taliban":                "near|the|border|.|The|Taliban",
		"Kabul:Police say":                           "Kabul|:|Police|say",
		"at 3.5 km, 1,000 dead; www.example.com":     "at|3.5|km|,|1,000|dead|;|www.example.com",
		"It ended in Ohio.":                          "It|ended|in|Ohio|.",
		"Calif. Gov. Smith":                          "Calif.|Gov.|Smith",
		"O'Brien didn't go":                          "O'Brien|didn't|go",
		"\u200bKabul\u00a0fell\n\nToday":             "Kabul|fell|Today",
		"":                                           "",
		"塔利班进入喀布尔":                                   "塔|利|班|进|入|喀|布|尔",
		"カブールに入った":                                   "カブール|に|入|っ|た",
		"كابول سقطت":                                 "كابول|سقطت",
		"Plan B. Then more":                          "Plan|B.|Then|more",
		"Ph.D. student, 3 p.m. today":                "Ph.D.|student|,|3|p.m.|today",
		"one...two":                                  "one|.|.|.|two",
		"Saint-Denis, l'Afghanistan, Côte d’Ivoire.": "Saint|-|Denis|,|l'Afghanistan|,|Côte|d’Ivoire|.",
	} {
		toks := Tokenize(nil, text)
		got := make([]string, len(toks))
		for i, tok := range toks {
			got[i] = text[tok.Start:tok.End]
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q is cut into\n%s, want\n%s", text, s, want)
		}
	}
}

func TestClassOf(t *testing.T) {
	for word, want := range map[string]Class{
		"afghan": ClassLower, "Kabul": ClassCapital, "KABUL": ClassUpper, "McLean": ClassMixed, "U.S.": ClassInitials, "J": ClassInitials,
		"1,000": ClassNumber, "1990s": ClassNumber, "M25": ClassAlnum, "—": ClassPunctuation, "喀布尔": ClassCaseless, "Élysée": ClassCapital,
		"St.": ClassCapital, "كابول": ClassCaseless, "Кабул": ClassCapital, "ÎLE": ClassUpper,
	} {
		if got := classOf(word); got != want {
			t.Errorf("%q has class %d, want %d", word, got, want)
		}
	}
}

func TestHashIgnoresCaseDigitsAndStops(t *testing.T) {
	for _, pair := range [][2]string{{"U.S.", "us"}, {"Kabul", "KABUL"}, {"1998", "2021"}, {"Élysée", "élysée"}, {"’s", "'s"}} {
		if HashLower(pair[0]) != HashLower(pair[1]) {
			t.Errorf("%q and %q are not one word", pair[0], pair[1])
		}
	}
	if HashLower("Kabul") == HashLower("Kabal") {
		t.Error("two words have one hash")
	}
}

func TestSplit(t *testing.T) {
	lex := NewLexicon(1)
	lex.AddHandwritten()
	for text, want := range map[string]string{
		"He went to Kabul. She stayed.":                                       "He went to Kabul.|She stayed.",
		"Lt. Gen. Smith spoke. Mr. Khan left.":                                "Lt. Gen. Smith spoke.|Mr. Khan left.",
		"They left the U.S. The army stayed.":                                 "They left the U.S.|The army stayed.",
		"The U.S. Army left.":                                                 "The U.S. Army left.",
		"“It fell.” He said so.":                                              "“It fell.”|He said so.",
		"Kabul\n\nTaliban seize city":                                         "Kabul|Taliban seize city",
		"A short line\nAnother line":                                          "A short line|Another line",
		"a long line that was wrapped at the margin of the page and\ngoes on": "a long line that was wrapped at the margin of the page and\ngoes on",
		"It was 3.5 km. \"No,\" he said!":                                     "It was 3.5 km.|\"No,\" he said!",
		"near the border.The Taliban":                                         "near the border.|The Taliban",
		"塔利班进入喀布尔。中国说。":                                                       "塔利班进入喀布尔。|中国说。",
		"": "",
	} {
		toks := Tokenize(nil, text)
		for i := range toks {
			toks[i].Lists = lex.Lookup(toks[i].Lower)
		}
		var got []string
		for _, s := range SplitSentences(nil, toks, text) {
			got = append(got, s.Text(text))
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q splits into\n%s, want\n%s", text, s, want)
		}
	}
}

// TestDescribe compares the pass over ASCII with the general functions.
func TestDescribe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.StringMatching(`[A-Za-z0-9.:'-]{1,12}`), rapid.StringN(1, 300, 400)).Draw(t, "text")
		token := Token{End: uint32(len(s))}
		token.Describe(s)
		if token.Lower != HashLower(s) || token.Class != classOf(s) {
			t.Fatalf("hash %x and class %d, want %x and %d", token.Lower, token.Class, HashLower(s), classOf(s))
		}
	})
}
