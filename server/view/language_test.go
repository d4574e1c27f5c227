package view

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dateline/geo"
	"dateline/static"
)

// languages returns the languages of the program by their tag.
func languages(t *testing.T) map[string]*Language {
	t.Helper()
	all, err := Languages(static.Files())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*Language{}
	for _, l := range all {
		out[l.Tag] = l
	}
	return out
}

// templateWords are the calls of the functions "w" and "n" in templates.
var templateWords = []*regexp.Regexp{regexp.MustCompile(`[{(]\s*w "((?:[^"\\]|\\.)*)"`), regexp.MustCompile(`\bn (?:\([^)]*\)|\S+) "([^"]*)" "([^"]*)"`)}

// textsOfPages returns every text of the templates and every word that this package puts into them.
func textsOfPages(t *testing.T) []string {
	t.Helper()
	var want []string
	names, err := fs.Glob(static.Files(), "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "ogc.html") {
			continue // pages for programs
		}
		b, err := fs.ReadFile(static.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, pattern := range templateWords {
			for _, m := range pattern.FindAllStringSubmatch(string(b), -1) {
				want = append(want, strings.Join(m[1:], "|"))
			}
		}
	}
	if len(want) < 120 {
		t.Errorf("only %d texts were found in the templates", len(want))
	}
	for _, o := range geo.Outcomes() {
		l := outcomeLabels[o]
		want = append(want, l.one+"|"+l.many, l.one, l.note, capitalize(l.many))
	}
	for _, k := range append(geo.Kinds(), geo.KindUnknown) {
		want = append(want, k.Label(), string(k.Precision()))
	}
	for _, words := range roleLabels {
		want = append(want, words)
	}
	for _, words := range associationLabels {
		want = append(want, words)
	}
	for _, options := range [][]Option{placeSorts, placeGroups, optionsOf(articleSorts)} {
		for _, o := range options {
			want = append(want, o.Label)
		}
	}
	return want
}

// TestTranslationsAreComplete checks that every language has a translation of every text, with the same parameters and the plural forms of
// the language.
func TestTranslationsAreComplete(t *testing.T) {
	want := textsOfPages(t)
	source, err := os.ReadFile("../../static/messages/viewer.en.json")
	if err != nil {
		t.Fatal(err)
	}
	all := languages(t)
	for tag, forms := range map[string]int{"fr": 2, "ar": 6} {
		l := all[tag]
		if l == nil {
			t.Fatalf("there is no language %s", tag)
		}
		for _, text := range want {
			if l.words[text] == "" {
				t.Errorf("%q has no translation in static/messages/pages.%s.json", text, tag)
			}
		}
		var english, viewer map[string]any
		if err := errors.Join(json.Unmarshal(source, &english), json.Unmarshal(l.Viewer, &viewer)); err != nil {
			t.Fatal(err)
		}
		for key := range english {
			if viewer[key] == nil {
				t.Errorf("the message %q has no translation in static/messages/viewer.%s.json", key, tag)
			}
		}
		for text, translation := range l.words {
			for _, parameter := range []string{"{1}", "{2}", "{3}"} {
				if strings.Contains(text, parameter) != strings.Contains(translation, parameter) {
					t.Errorf("the translation of %q lacks %s: %q", text, parameter, translation)
				}
			}
			if n := strings.Count(translation, "|"); strings.Contains(text, "|") && n != forms-1 {
				t.Errorf("the translation of %q has %d forms, want %d", text, n+1, forms)
			}
		}
	}
}

// messages finds the messages for readers in the code of the pages: constants, and formats with their parameters.
var messages = regexp.MustCompile(`(?:\bErrorf\(\s*[\w.]+,|Explain\(err,|Message:|Problem\{"\w+",)((?:\s*"(?:[^"\\]|\\.)*"\s*\+?)+)[,)}]`)

// French and Arabic have a translation for every message of the pages.
func TestMessagesAreTranslated(t *testing.T) {
	all := languages(t)
	n := 0
	for _, pattern := range []string{"../*.go", "../internal/site/*.go", "../internal/changes/*.go", "../internal/decisions/*.go", "editing/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "service.go") {
				continue // services are for programs
			}
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range messages.FindAllStringSubmatch(string(b), -1) {
				var text strings.Builder
				for _, literal := range regexp.MustCompile(`"(?:[^"\\]|\\.)*"`).FindAllString(m[1], -1) {
					part, err := strconv.Unquote(literal)
					if err != nil {
						t.Fatal(err)
					}
					text.WriteString(part)
				}
				message := text.String()
				if !strings.HasSuffix(message, ".") || strings.HasPrefix(message, "At most %d areas") || strings.HasPrefix(message, "The address of a tile") {
					continue // errors for the log, and those that only the viewer gets
				}
				n++
				message = strings.NewReplacer("%d", "7", "%s", "xyz", "%q", `"xyz"`).Replace(message)
				for _, tag := range []string{"fr", "ar"} {
					if _, ok := all[tag].Translated(message); !ok {
						t.Errorf("%s: %q has no translation in static/messages/pages.%s.json", name, message, tag)
					}
				}
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d messages were found", n)
	}
}

func TestSentences(t *testing.T) {
	all := languages(t)
	for got, want := range map[string]string{
		all["fr"].Sentence("You can upload 100 files at a time. Zip them, or upload the rest afterwards."): "Vous pouvez envoyer 100 fichiers à la fois. Compressez-les en ZIP, ou envoyez les autres ensuite.",
		all["fr"].Sentence("Taken back: “Kabul” → in or near Paktia."):                                     "Annulé : « Kabul » → dans ou près de Paktia.",
		all["fr"].Sentence("cannot be reached, next try in 5 minutes"):                                     "inaccessible, prochain essai dans 5 minutes",
		all["fr"].Sentence("No such text."):                                                                "No such text.", all["en"].Sentence("1 added, reading it now."): "1 added, reading it now.", all["ar"].Sentence("No such text."): "\u2066No such text.\u2069",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestLanguages(t *testing.T) {
	all := languages(t)
	english, french, arabic := all["en"], all["fr"], all["ar"]
	for got, want := range map[string]string{
		english.Count(1, "mention", "mentions"): "1 mention", english.Count(0, "mention", "mentions"): "0 mentions", english.Count(14039, "mention", "mentions"): "14,039 mentions",
		french.Count(0, "place", "places"): "0 lieu", french.Count(2, "place", "places"): "2 lieux", french.Number(14039): "14\u202f039",
		arabic.Count(2, "place", "places"): "2 مكانان", arabic.Count(5, "place", "places"): "5 أماكن", arabic.Count(100, "place", "places"): "100 مكان",
		english.Day("2021-09-06T14:00:00Z"): "6 September 2021", french.Day("2021-09-06"): "6 septembre 2021", french.Day("yesterday"): "yesterday", english.Day(""): "",
		french.Words("{1} of {2}", 1234, "x"): "1\u202f234 sur x", french.Words("no such text"): "no such text",
		french.DayAndTime(time.Date(2026, 11, 26, 14, 27, 0, 0, time.UTC)): "26 novembre 2026, 14:27 UTC",
		arabic.Direction: "rtl", french.Direction: "ltr",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	list := []*Language{english, french, arabic}
	for preference, want := range map[string]string{"fr-CA,en;q=0.5": "fr", "de,en;q=0.5": "en", "": "en", "ar": "ar", "zz": "en", ";;": "en"} {
		if got := Choose(list, preference).Tag; got != want {
			t.Errorf("%q gets %s, want %s", preference, got, want)
		}
	}
	if got := Choose(list, "ar", "fr").Tag; got != "ar" {
		t.Errorf("the first preference is ignored: %s", got)
	}
}

func TestFaultyLanguages(t *testing.T) {
	months := `"months":["1","2","3","4","5","6","7","8","9","10","11","12"]`
	for name, files := range map[string]fstest.MapFS{
		"no JSON":        {"messages/pages.fr.json": {Data: []byte("{")}},
		"no months":      {"messages/pages.fr.json": {Data: []byte("{}")}, "messages/viewer.fr.json": {Data: []byte("{}")}},
		"no language":    {"messages/pages.x?.json": {Data: []byte("{" + months + "}")}},
		"no viewer":      {"messages/pages.fr.json": {Data: []byte("{" + months + "}")}},
		"invalid viewer": {"messages/pages.fr.json": {Data: []byte("{" + months + "}")}, "messages/viewer.fr.json": {Data: []byte("{")}},
	} {
		if _, err := Languages(files); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
