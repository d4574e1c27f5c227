package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	"dateline/server/mapfile"
	"dateline/static"
)

// state is a page in one of its states, with a condition for its being shown. A plain page has the same
// elements on a phone.
type state struct{ name, address, shown string }

func (s *state) plain() bool { return s.shown == anyPage }

const anyPage = `document.readyState === 'complete' && document.querySelector('main')`

// pageStates returns all kinds of pages of a server.
func pageStates(base, file, mention string) []state {
	const pins = `document.querySelectorAll('button.pin').length > 1`
	return []state{
		{"home", base + "/", anyPage},
		{"map", base + "/c/talks", pins},
		{"filtered", base + "/c/talks?country=AF", pins},
		{"passages", base + "/c/talks?show=place:geonames:1138958", `document.querySelector('#detail .passage')`},
		{"reading", base + "/c/talks?show=article:talks", `document.querySelector('#detail .story')`},
		{"article", base + "/c/talks/articles/talks", pins},
		{"place", base + "/c/talks/places/geonames:1138958", pins},
		{"articles", base + "/c/talks/articles", anyPage},
		{"ledger", base + "/c/talks/ledger", anyPage},
		{"search", base + "/c/talks/search?q=gate", anyPage},
		{"review", base + "/c/talks/review", anyPage},
		{"likely", base + "/c/talks/review?tab=likely", anyPage},
		{"decided", base + "/c/talks/review?tab=done", anyPage},
		{"changes", base + "/c/talks/changes?since=2020-01-01", anyPage},
		{"compared", base + "/c/talks/changes?compare=talks&compare=empty", anyPage},
		{"series", base + "/c/talks/changes?compare=talks", anyPage},
		{"missed", base + "/c/talks/articles/talks/missed?phrase=gate", anyPage},
		{"mention", base + "/c/talks/articles/talks/mentions/" + mention, anyPage},
		{"gazetteer", base + "/c/talks/gazetteer?q=Kabul", anyPage},
		{"add", base + "/c/talks/add", anyPage},
		{"settings", base + "/c/talks/settings", anyPage},
		{"edit", base + "/c/talks/articles/talks/edit", anyPage},
		{"share", base + "/c/talks/share", anyPage},
		{"trash", base + "/trash", anyPage},
		{"about", base + "/about", anyPage},
		{"api", base + "/api/v1", anyPage},
		{"embed", base + "/embed/c/talks", pins},
		{"not-found", base + "/c/nothing", anyPage},
		{"file", file, pins},
	}
}

// writeMapFile writes the articles of the fixture as one file and returns its address.
func writeMapFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "map.html")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set := &layer.Set{Title: "Border talks", Parsed: fixture.Parsed()}
	if err := mapfile.Write(f, &mapfile.Config{Set: set, Title: "Border talks", Gazetteer: fixture.Gazetteer(t), Static: static.Files()}); err != nil {
		t.Fatal(err)
	}
	return "file://" + name
}

// postForm sends a form as a page of the server does, and returns the path to which it is redirected.
func postForm(t *testing.T, base, path string, pairs ...string) string {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	w, err := http.PostForm(base+path, form)
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	if w.StatusCode >= http.StatusBadRequest {
		t.Fatalf("POST %s answered %s", path, w.Status)
	}
	return w.Request.URL.Path
}

// colorRules are the rules of axe-core that depend on the colors, which are all that dark mode changes.
var colorRules = []string{"color-contrast", "link-in-text-block"}

// layoutRules are the rules of axe-core that depend on the layout.
var layoutRules = []string{"color-contrast", "target-size", "scrollable-region-focusable", "meta-viewport"}

// publish publishes an edition in a publication of its own and returns its address.
func publish(t *testing.T, base, title string) string {
	t.Helper()
	return base + postForm(t, base, "/c/talks/publish", "title", title, "pick", "geonames:1138958", "pick", "geonames:1167528", "label-geonames:1138958", "The capital")
}

// serveBroken starts a server whose store is closed, and returns its address.
func serveBroken(t *testing.T) string {
	t.Helper()
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	h, err := server.New(server.Config{Store: s, Static: static.Files()})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	return web.URL
}

// axe-core finds nothing serious on any page: in light, in dark, and on a phone, and none scrolls
// sideways at 400 % zoom. With DATELINE_SCREENSHOTS the pages are also photographed.
func TestPagesAreAccessible(t *testing.T) {
	base := serveImporting(t, func(c *server.Config) { c.AllowURLImport = true })
	postForm(t, base, "/c/talks/articles/hostile/delete")
	i := slices.IndexFunc(fixture.Parsed(), func(p *geo.Parsed) bool { return p.Article.ID == "talks" })
	p := fixture.Parsed()[i]
	id := geo.MentionID(&p.Article, p.Mentions[1].Span)
	states := pageStates(base, writeMapFile(t), id)
	edition, withdrawn := publish(t, base, "Border talks"), publish(t, base, "Talks to withdraw")
	postForm(t, withdrawn, "/withdraw", "reason", "A name was wrong.")
	states = append(states, state{"edition", edition + "/1", anyPage}, state{"newest-edition", edition, anyPage}, state{"withdrawn", withdrawn, anyPage},
		state{"server-error", serveBroken(t) + "/c/talks", anyPage})
	postForm(t, base, "/c/talks/decisions", "article", "talks", "mention", id, "choice", "none", "scope", "mention", "back", "/c/talks")
	check := func(t *testing.T, tab *browser.Tab, name string, rules ...string) {
		t.Helper()
		picture(t, tab, name)
		for _, v := range tab.Axe(rules...) {
			t.Errorf("%s: %s", name, v)
		}
	}
	for _, s := range states {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			tab := browser.Open(t)
			tab.Go(s.address)
			tab.Wait(s.shown)
			check(t, tab, s.name+"-light")
			tab.Media("prefers-color-scheme: dark")
			check(t, tab, s.name+"-dark", colorRules...)
			tab.Media()
			tab.Viewport(390, 844, true)
			if s.plain() {
				check(t, tab, s.name+"-phone", layoutRules...)
			} else {
				check(t, tab, s.name+"-phone")
			}
			tab.Viewport(320, 256, false) // 1280 by 1024 at 400 %
			picture(t, tab, s.name+"-zoomed")
			if width := browser.Eval[int](tab, `document.scrollingElement.scrollWidth`); width > 320 {
				t.Errorf("%s: the page is %d pixels wide at 400 %% zoom", s.name, width)
			}
			tab.Faults() // the browser logs the status of a page that does not exist
		})
	}
	t.Run("choosing", func(t *testing.T) {
		t.Parallel()
		tab := browser.Open(t)
		tab.Go(base + "/c/talks?show=place:geonames:1138958")
		tab.Wait(`document.querySelector('#detail a.correct')`)
		browser.Eval[bool](tab, `(document.querySelector('#filters').open = true, document.querySelector('#detail .why').open = true, document.querySelector('#detail a.correct').click(), true)`)
		tab.Wait(`document.querySelector('.choose-dialog[open] #choose')`)
		check(t, tab, "choosing-light")
		tab.Media("prefers-color-scheme: dark")
		check(t, tab, "choosing-dark", colorRules...)
		tab.Media()
		tab.Viewport(390, 844, true)
		check(t, tab, "choosing-phone")
	})
	t.Run("failed form", func(t *testing.T) {
		t.Parallel()
		tab := browser.Open(t)
		tab.Go(base + "/c/talks/add")
		browser.Eval[bool](tab, `(document.querySelector('#links').value = 'notaurl', document.querySelector('form[action$="/add/links"]').requestSubmit(), true)`)
		tab.Wait(`document.activeElement?.id === 'failures'`)
		check(t, tab, "failed-form-light")
		tab.Media("prefers-color-scheme: dark")
		check(t, tab, "failed-form-dark", colorRules...)
		tab.Faults()
	})
}
