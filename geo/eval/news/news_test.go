package news

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dateline/geo"
)

func TestRead(t *testing.T) {
	docs, err := Read(strings.NewReader("\ufeff[Kabul|AF] fell.\n\n##\n{Washington|US} told <Angela Merkel|P>.\nIn the [Alps|--], <Real Madrid|O>.\n## \n## a title\n [Köln|DE] \r\n"), "x.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := []Document{
		{1, "Kabul fell.", []Name{{geo.Span{End: 5}, Place, "AF"}}},
		{3, "Washington told Angela Merkel.\n\nIn the Alps, Real Madrid.", []Name{
			{geo.Span{End: 10}, Actor, "US"},
			{geo.Span{Start: 16, End: 29}, Person, ""},
			{geo.Span{Start: 39, End: 43}, Place, ""},
			{geo.Span{Start: 45, End: 56}, Organization, ""},
		}},
		{7, "Köln", []Name{{geo.Span{End: 5}, Place, "DE"}}},
	}
	if !reflect.DeepEqual(docs, want) {
		t.Errorf("read %+v\nwant %+v", docs, want)
	}
	var got []string
	docs[1].Paragraphs(func(text string, names []Name) {
		for _, n := range names {
			got = append(got, n.Text(text))
		}
		got = append(got, ".")
	})
	if s := strings.Join(got, "|"); s != "Washington|Angela Merkel|.|Alps|Real Madrid|." {
		t.Errorf("the paragraphs have the names %s", s)
	}
}

func TestReadErrors(t *testing.T) {
	for line, want := range map[string]string{
		"a ] b":           `closes no name`,
		"a > b":           `closes no name`,
		"in [Kabul":       `has no "]"`,
		"in [Kabul|AF}":   `has no "]"`,
		"[[Kabul|AF]]":    `has no "]"`,
		"[Kabul]":         `no code`,
		"[|AF]":           `is empty`,
		"[ Kabul|AF]":     `with a space`,
		"[Kabul|af]":      `two capital letters`,
		"[Kabul|AFG]":     `two capital letters`,
		"[Kabul|ÄF]":      `two capital letters`,
		"{Kabul|O}":       `two capital letters`,
		"<Merkel|DE>":     `neither O nor P`,
		"<Real|Madrid|O>": `neither O nor P`,
		"\xff":            `not UTF-8`,
	} {
		_, err := Read(strings.NewReader("fine\n\n"+line+"\n"), "de.train.txt")
		if !errors.Is(err, geo.ErrInput) || !strings.Contains(err.Error(), "de.train.txt, line 3: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", line, err, want)
		}
	}
	if _, err := Read(strings.NewReader(strings.Repeat("x", maxLine+1)), "x"); !errors.Is(err, geo.ErrInput) {
		t.Errorf("a line that is too long: error %v", err)
	}
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "de.test.txt")
	if _, err := ReadFile(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: error %v", err)
	}
	if err := os.WriteFile(path, []byte("[Köln|DE]"), 0o600); err != nil {
		t.Fatal(err)
	}
	if docs, err := ReadFile(path); err != nil || len(docs) != 1 || docs[0].Names[0].Country != "DE" {
		t.Errorf("read %+v, error %v", docs, err)
	}
}

// FuzzRead tests that names are in the text, in order, and that the text has no brackets.
func FuzzRead(f *testing.F) {
	f.Add("[Kabul|AF] fell.\n##\n{Washington|US} <Angela Merkel|P>.\n\n[Alps|--]")
	f.Add("## \n[ [|]")
	f.Fuzz(func(t *testing.T, s string) {
		docs, err := Read(strings.NewReader(s), "x")
		if err != nil {
			if !errors.Is(err, geo.ErrInput) {
				t.Errorf("error %v", err)
			}
			return
		}
		for _, d := range docs {
			if d.Text == "" || strings.ContainsAny(d.Text, "[]{}<>") {
				t.Errorf("the text is %q", d.Text)
			}
			end, count := 0, 0
			for _, n := range d.Names {
				if n.Start < end || n.End <= n.Start || n.End > len(d.Text) {
					t.Fatalf("the name %+v after %d in %q", n, end, d.Text)
				}
				end = n.End
			}
			d.Paragraphs(func(text string, names []Name) {
				for i := range names {
					if got, want := names[i].Text(text), d.Names[count].Text(d.Text); got != want {
						t.Errorf("the name %q in its paragraph, %q in the text", got, want)
					}
					count++
				}
			})
			if count != len(d.Names) {
				t.Errorf("%d names in paragraphs, %d in the text", count, len(d.Names))
			}
		}
	})
}
