package htmlcheck

import (
	"strings"
	"testing"
)

func TestCheckers(t *testing.T) {
	const page = `<!doctype html><title>x</title><main><h1 id="a">Hello
		world</h1><p>one</p><p>two</p><noscript><i>shown</i></noscript></main>`
	for _, c := range []struct {
		name  string
		check Checker
		want  string // the beginning of the error, empty for none
	}{
		{"text", In("h1", Text("Hello world")), ""},
		{"other text", In("h1", Text("Goodbye")), `h1: the text is "Hello world", want "Goodbye"`},
		{"count", Count("main p", 2), ""},
		{"other count", Count("p", 3), "p: 2 elements, want 3"},
		{"no element", In("h2", Text("")), "h2: no such element"},
		{"attribute", In("h1", Attribute("id", "a")), ""},
		{"other value", In("h1", Attribute("id", "b")), `h1: id is "a", want "b"`},
		{"no attribute", In("h1", Attribute("class", "b")), "h1: there is no attribute class"},
		{"scripts are disabled", Count("noscript i", 1), ""},
		{"several", All(Count("p", 3), Count("h1", 2)), "p: 2 elements, want 3\nh1: 1 elements, want 2"},
		{"nothing inline", NothingInline(), ""},
	} {
		err := Run(strings.NewReader(page), c.check)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestNothingInline(t *testing.T) {
	for page, clean := range map[string]bool{
		`<script src="/a.js"></script>`: true, `<script type="application/json">{}</script>`: true, `<p>text</p>`: true,
		`<script>alert(1)</script>`: false, `<style>p{}</style>`: false, `<p style="color:red">`: false, `<img onerror="x">`: false, `<a href=" JavaScript:x">`: false,
	} {
		if err := Run(strings.NewReader(page), NothingInline()); (err == nil) != clean {
			t.Errorf("%s: %v", page, err)
		}
	}
}
