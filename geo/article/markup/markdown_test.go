package markup_test

import (
	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"errors"
	"strings"
	"testing"
)

func TestReadMarkdown(t *testing.T) {
	a := documenttest.One(t, readMarkdown, "---\ntitle: Talks in Kabul\npublisher: Dateline samples\nauthor: A. Writer\npublished: 2021-09-06\n---\n\n# Talks\n\nThe *envoys* met in [Kabul](https://example.org/kabul) and\nleft for **Torkham**.\n\n- Chaman: open\n- Torkham: closed\n\n| Place | State |\n|---|---|\n| Quetta | calm |\n\n<script>alert(1)</script>\n")
	if a.Title != "Talks in Kabul" || a.Publisher != "Dateline samples" || a.Author != "A. Writer" || a.Published != "2021-09-06" {
		t.Errorf("facts: %+v", a)
	}
	for _, want := range []string{"The envoys met in Kabul and left for Torkham.", "Chaman: open\nTorkham: closed", "Quetta; calm"} {
		if !strings.Contains(a.Text, want) {
			t.Errorf("text lacks %q: %q", want, a.Text)
		}
	}
	if strings.ContainsAny(a.Text, "*#<|[") {
		t.Errorf("markup is left in %q", a.Text)
	}
}

func TestReadMarkdownRefusesABadDate(t *testing.T) {
	_, errs := documenttest.All(t, readMarkdown, "---\ntitle: X\npublished: last Tuesday\n---\nText.", document.Options{Name: "x.md"})
	if len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) {
		t.Errorf("errors %v", errs)
	}
}

func FuzzMarkdown(f *testing.F) {
	documenttest.Fuzz(f, readMarkdown, "---\ntitle: x\npublished: 2021-09-06\n---\n# y\n\n*a* [b](c) `d`\n\n- e\n  - f\n", "| a | b |\n|---|---|\n| c | d |\n", "x[^1]\n\n[^1]: y\n", "---\na: &a [*a, *a]\n---\n", "> > > 1. * + x\n```\ny")
}
