package server_test

import (
	"strings"
	"testing"

	"dateline/server/internal/browser"
)

// TestViewerInOtherLanguages checks the viewer in French and in Arabic: names in the list, on the map and in the reading pane, and the
// languages and directions of the page and of the passages.
func TestViewerInOtherLanguages(t *testing.T) {
	url := serve(t)
	for _, c := range []struct{ language, direction, kabul, country, original string }{
		{"fr", "ltr", "Kaboul", "Afghanistan", ""},
		{"ar", "rtl", "كابول", "أفغانستان", "Kabul"},
	} {
		tab := browser.Open(t)
		tab.Go(url + "/language/" + c.language)
		tab.Go(url + "/c/talks?sort=name")
		tab.Wait(`document.querySelector('.symbol-label')`)
		for expression, want := range map[string]string{
			"document.documentElement.lang":                                                                                      c.language,
			"document.documentElement.dir":                                                                                       c.direction,
			`document.querySelector('#places a` + kabul + ` .name').textContent`:                                                 c.kabul,
			`document.querySelector('#places a[data-place="geonames:1149361"] .name').textContent`:                               c.country,
			`[...document.querySelectorAll('.symbol-label')].map(e => e.textContent).includes('` + c.kabul + `') ? 'yes' : 'no'`: "yes",
		} {
			if got := browser.Eval[string](tab, expression); got != want {
				t.Errorf("in %s, %s is %q, want %q", c.language, expression, got, want)
			}
		}
		if got := browser.Eval[string](tab, `document.querySelector('button.pin`+kabul+`').getAttribute('aria-label')`); !strings.Contains(got, c.kabul) {
			t.Errorf("in %s, the pin of Kabul is called %q", c.language, got)
		}
		tab.Click(`button.pin` + kabul)
		tab.Wait(`document.querySelector('#detail .passage')`)
		for expression, want := range map[string]string{
			`document.querySelector('#detail h2 bdi').textContent`:                         c.kabul,
			`document.querySelector('#detail h2 .original')?.textContent ?? ''`:            c.original,
			`document.querySelector('#detail h2 .original')?.lang ?? 'en'`:                 "en",
			`document.querySelector('#detail .passage').lang`:                              "en",
			`document.querySelector('#detail .passage').dir`:                               "ltr",
			`document.querySelector('#detail .passage mark').textContent`:                  "Kabul",
			`getComputedStyle(document.querySelector('#detail .passage')).direction`:       "ltr",
			`getComputedStyle(document.querySelector('#detail .place-reading')).direction`: c.direction,
		} {
			if got := browser.Eval[string](tab, expression); got != want {
				t.Errorf("in %s, %s is %q, want %q", c.language, expression, got, want)
			}
		}
		if got := browser.Eval[string](tab, "document.title"); !strings.Contains(got, c.kabul) {
			t.Errorf("in %s, the title of the page is %q", c.language, got)
		}
	}
}
