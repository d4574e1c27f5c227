package view

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dateline/static"
)

// Every reason that the resolver gives about a place has a form, and every form has a French text.
func TestReasonsAreTranslated(t *testing.T) {
	languages, err := Languages(static.Files())
	if err != nil {
		t.Fatal(err)
	}
	french := Choose(languages, "fr")
	for _, f := range append(append([]string{}, reasonForms...), reasonPhrases...) {
		if french.words[f] == "" {
			t.Errorf("no French text of the reason %q", f)
		}
	}
	files, err := filepath.Glob("../../geo/resolve/reason_*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("the files of the reasons are not found", err)
	}
	literal := regexp.MustCompile(`return (?:fmt\.Sprintf\()?"([^"]+)"`)
	verb := regexp.MustCompile(`%[.0-9]*[sdfqv]`)
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range literal.FindAllStringSubmatch(string(source), -1) {
			text := verb.ReplaceAllString(found[1], "7")
			if strings.HasSuffix(text, " ") && slices.ContainsFunc(reasonForms, func(f string) bool { return strings.HasPrefix(f, text) }) {
				continue // more follows
			}
			reason, _ := match(reasonParts(), text)
			phrase, _ := match(phraseParts(), text)
			if reason == "" && phrase == "" {
				t.Errorf("%s: the reason %q has no form", name, text)
			}
		}
	}
}

func TestReasonInFrench(t *testing.T) {
	languages, err := Languages(static.Files())
	if err != nil {
		t.Fatal(err)
	}
	french := Choose(languages, "fr")
	for english, want := range map[string]string{
		"12 km from Rapides Parish, which the article mentions": "à 12 km de Rapides Parish, que l’article mentionne",
		"in Louisiana, like 2 other places in the article":      "dans Louisiana, comme 2 autres lieux de l’article",
		"in Afghanistan, which the article mentions 23 times":   "dans Afghanistan, que l’article mentionne 23 fois",
	} {
		if got := french.Reason(english); got != (Reason{Text: want}) {
			t.Errorf("%q is %q in French, want %q", english, got, want)
		}
	}
	if got := french.Reason("something new"); got.Language != "en" {
		t.Error("an unknown reason is not marked as English")
	}
}

func TestDecisiveWords(t *testing.T) {
	m := Mention{Why: []string{"12 km from Rapides Parish, which the article mentions", "in the United States, like 1 other place in the article", "3 times the population of Alexandria, Egypt"}}
	var got []string
	for _, f := range m.Decisive(" of Rapides Parish in the United States, 12 km away; 1 other place") {
		if f.Matched {
			got = append(got, f.Text)
		}
	}
	if strings.Join(got, "|") != "Rapides Parish|United States" {
		t.Errorf("the deciding words are %q", got)
	}
}
