package conll

import (
	"errors"
	"strings"
	"testing"

	"dateline/geo"
)

func TestJoin(t *testing.T) {
	for _, c := range []struct {
		tokens  string
		options Options
		want    string // names in brackets
	}{
		{"He/O said/O :/O ``/O Kabul/B-LOC fell/O ./O ''/O", Options{}, `He said: "[Kabul] fell."`},
		{"the/O Pakistan/B-GPE 's/O army/O (/O ISI/B-ORG )/O", Options{}, `the [Pakistan]'s army ([ISI])`},
		{"al/B-ORG -/I-ORG Zaman/I-ORG says/O", Options{SplitHyphens: true}, `[al-Zaman] says`},
		{"New/B-LOC York/I-LOC Paris/B-LOC", Options{}, `[New York] [Paris]`},
		{"on/O Monday/B-TIM in/O Rome/I-LOC", Options{}, `on Monday in [Rome]`},
		{"Lincoln/B-FAC 's/I-FAC Inn/I-FAC -LRB-/O x/O -RRB-/O", Options{}, `[Lincoln's Inn] (x)`},
		{"$/O 5/O and/O or/O /O", Options{}, `$5 and or `},
		{"l'/O Europe/B-LOC et/O l/O '/O Asie/B-LOC «/O oui/O »/O", Options{Language: "fr"}, `l'[Europe] et l'[Asie] «oui»`},
		{"他/O 在/O 纽约/B-GPE 说/O Hello/O World/O", Options{Language: "zh"}, `他在[纽约]说Hello World`},
		{"سرمایہ_کاروں/O نے/O ہندوستان/B-LOC ۔/O", Options{Language: "ur"}, `سرمایہ کاروں نے [ہندوستان]۔`},
	} {
		var words, tags []string
		for f := range strings.FieldsSeq(c.tokens) {
			i := strings.LastIndex(f, "/")
			words, tags = append(words, f[:i]), append(tags, f[i+1:])
		}
		s := join(words, tags, c.options)
		got, end := "", 0
		for _, n := range s.Names {
			got += s.Text[end:n.Start] + "[" + n.Text(s.Text) + "]"
			end = n.End
		}
		if got += s.Text[end:]; got != c.want {
			t.Errorf("%s\nis joined to %q, want %q", c.tokens, got, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	for name, text := range map[string]string{"no tab": "Kabul\n", "invalid UTF-8": "Kab\xff\tO\n"} {
		if _, err := Read(strings.NewReader(text), Options{}); !errors.Is(err, geo.ErrInput) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	docs, err := Read(strings.NewReader("# doc train/a\nKabul\tB-LOC\nfell\tO\n\n#\tO\n# doc b\nIn\tO\nRome\tB-LOC\n"), Options{})
	if err != nil || len(docs) != 2 || docs[0].ID != "a" || docs[1].ID != "b" || len(docs[0].Sentences) != 2 {
		t.Fatalf("read %v, error %v", docs, err)
	}
	if docs[0].Sentences[1].Text != "#" || docs[1].Sentences[0].Text != "In Rome" {
		t.Errorf("read the sentences %v and %v", docs[0].Sentences, docs[1].Sentences)
	}
}

func TestPolishAdjectives(t *testing.T) {
	docs, err := Read(strings.NewReader("rząd\tO\npolski\tB-GPE\nw\tO\nWarszawie\tB-GPE\n"), Options{Language: "pl"})
	if err != nil || len(docs) != 1 {
		t.Fatalf("read %v, error %v", docs, err)
	}
	if names := docs[0].Sentences[0].Names; len(names) != 2 || names[0].Type != "NORP" || names[1].Type != "GPE" {
		t.Errorf("the names are %v", names)
	}
}

func TestCzechPlaces(t *testing.T) {
	docs, err := Read(strings.NewReader("z\tO\nMariánských\tB-LOC\nLázní\tB-LOC\n,\tO\npraha\tB-LOC\nBrno\tB-LOC\nBrno\tB-LOC\nJan\tB-PER\n"), Options{Language: "cs"})
	if err != nil || len(docs) != 1 {
		t.Fatalf("read %v, error %v", docs, err)
	}
	var got []string
	for _, n := range docs[0].Sentences[0].Names {
		got = append(got, n.Text(docs[0].Sentences[0].Text))
	}
	if s := strings.Join(got, "|"); s != "Mariánských Lázní|praha|Brno Brno|Jan" {
		t.Errorf("the names are %s", s)
	}
}

func TestUnlabeled(t *testing.T) {
	long := strings.Repeat("palabra ", 700)
	for _, c := range []struct {
		document Document
		want     bool
	}{
		{Document{Sentences: []Sentence{{Text: long}}}, true},
		{Document{Sentences: []Sentence{{Text: "breve"}}}, false},
		{Document{Sentences: []Sentence{{Text: long}, {Text: "Lima", Names: []Name{{geo.Span{End: 4}, "LOC"}}}}}, false},
	} {
		if got := c.document.Unlabeled(); got != c.want {
			t.Errorf("a document of %d sentences is unlabeled: %t, want %t", len(c.document.Sentences), got, c.want)
		}
	}
}
