package server_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"dateline/server/internal/browser"
)

var update = flag.Bool("update", false, "write the golden files")

// The accessible names of rows, symbols, steps and marks, as a screen reader speaks
// them.
func TestAccessibleNames(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	var b strings.Builder
	section := func(title, expression string) {
		t.Helper()
		b.WriteString("# " + title + "\n")
		for _, name := range browser.Eval[[]string](tab, expression) {
			b.WriteString(strings.Join(strings.Fields(name), " ") + "\n")
		}
	}
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelectorAll('button.pin').length > 5`)
	section("rows", `[...document.querySelectorAll('#places a')].map(e => [...e.children].filter(c => !c.ariaHidden).map(c => c.textContent).join(' '))`)
	section("symbols", `[...document.querySelectorAll('button.pin')].map(e => e.ariaLabel).sort()`)
	section("controls of the map", `[document.querySelector('#map'), ...document.querySelectorAll('#map .leaflet-control-zoom a')].map(e => e.ariaLabel)`)
	section("filters", `[...document.querySelectorAll('[data-facet="country"] a')].map(e => e.textContent)`)
	browser.Eval[bool](tab, `document.querySelector('#places a`+kabul+`').click() === undefined`)
	tab.Wait(`document.querySelector('#detail .count')`)
	section("reading pane", `[...document.querySelectorAll('#detail button, #detail .passage-item.chosen a, #detail .passage-item.chosen summary')].map(e => e.ariaLabel || e.textContent)`)
	browser.Eval[bool](tab, `document.querySelector('#detail button[aria-label="Next passage"]').click() === undefined`)
	tab.Wait(`document.querySelector('#detail .count').textContent.startsWith('2')`)
	section("spoken at a step", `[document.querySelector('#detail > [role="status"]').textContent]`)
	tab.Go(url + "/c/talks/articles/talks")
	tab.Wait(`document.querySelector('button.pin')`)
	section("marks", `[...document.querySelectorAll('.story .m')].slice(0, 6).map(e => e.textContent)`)
	const golden = "testdata/accessible.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("the accessible names differ from %s (write it with -update):\n%s", golden, got)
	}
}

// From a mark to its note the keyboard needs one key: Enter moves the focus there, and
// Escape returns it. The note follows the paragraph of the mark.
func TestNoteIsNextToItsMark(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/articles/talks")
	tab.Wait(`document.querySelector('button.pin')`)
	browser.Eval[bool](tab, `document.querySelector('.story .m').focus() === undefined`)
	tab.Press("Enter")
	tab.Wait(`document.activeElement.matches('.note h2') && document.querySelector('.note .reasons')`)
	if !browser.Eval[bool](tab, `document.querySelector('.note').previousElementSibling.contains(document.querySelector('.m.chosen'))`) {
		t.Error("the note does not follow the paragraph of its mark")
	}
	tab.Press("Escape")
	tab.Wait(`document.activeElement.matches('.story .m') && document.querySelector('.note').hidden`)
}

// The selection is the same without JavaScript, in the answer for the viewer, and in the
// layers.
func TestPagesAndLayersSelectTheSame(t *testing.T) {
	h := talks(t)
	for _, query := range selections() {
		checkSameRows(t, h, query)
	}
}
