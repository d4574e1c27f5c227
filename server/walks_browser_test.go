package server_test

import (
	"fmt"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// walker walks through pages by keyboard.
type walker struct {
	*browser.Tab
	t *testing.T
}

// maxPresses is more than the elements of a page that can get the focus.
const maxPresses = 400

// press presses a key until a condition holds.
func (w walker) press(key, until string) {
	w.t.Helper()
	w.Settle()
	for range maxPresses {
		if browser.Eval[bool](w.Tab, "Boolean("+until+")") {
			return
		}
		w.Do(chromedp.KeyEvent(key))
	}
	w.t.Fatalf("%q is not reached: the focus is on %s", until, browser.Eval[string](w.Tab, `document.activeElement.outerHTML.slice(0, 200)`))
}

// fill replaces the value of a field.
func (w walker) fill(selector, value string) {
	w.t.Helper()
	browser.Eval[bool](w.Tab, fmt.Sprintf("(document.querySelector(%q).value = '', true)", selector))
	w.Do(chromedp.SendKeys(chromedp.CSS(selector), value))
}

// Filters, search, days and the box of the map by keyboard alone.
func TestFiltersByKeyboard(t *testing.T) {
	url := serve(t)
	w := walker{browser.Open(t), t}
	w.Go(url + "/c/talks")
	w.Wait(`document.querySelector('button.pin` + kabul + `')`)
	w.press(kb.Tab, `document.activeElement.name === 'q'`)
	w.Do(chromedp.KeyEvent("gate"), chromedp.KeyEvent(kb.Enter))
	w.Wait(`location.search === '?q=gate' && document.querySelector('.chip')`)
	w.press(kb.Tab, `document.activeElement.matches('.chip')`)
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.Wait(`location.search === '' && !document.querySelector('.chip')`)
	w.press(kb.Tab, `document.activeElement.matches('#filters summary')`)
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.press(kb.Tab, `document.activeElement.matches('[data-facet="country"] summary')`)
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.press(kb.Tab, `document.activeElement.matches('[data-facet="country"] a') && document.activeElement.textContent.includes('Afghanistan')`)
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.Wait(`location.search === '?country=AF' && document.querySelector('#announce').textContent.startsWith('3 of 13 places')`)
	w.Wait(`document.activeElement.matches('.facet-value[aria-current]')`) // the focus stays on the filter
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.Wait(`location.search === '' && document.querySelectorAll('#places .name').length === 13`)
	// Days: the handles are sliders.
	w.press(kb.Tab, `document.activeElement.matches('.time-handle')`)
	w.Do(chromedp.KeyEvent(kb.ArrowRight))
	w.Wait(`location.search.startsWith('?from=2021-09-') && document.querySelector('.chip')?.textContent.includes('2021')`)
	w.Wait(`document.activeElement.matches('.time-handle') && document.activeElement.ariaValueText !== ''`)
	w.press(kb.Tab, `document.activeElement.matches('.time-clear, .time-handle:last-of-type')`)
	w.Do(chromedp.NavigateBack())
	w.Wait(`location.search === '' && document.querySelectorAll('#places .name').length === 13`)
	// The map: "b" selects by what it shows.
	w.Do(chromedp.Focus(chromedp.CSS("#map")))
	w.press("n", `document.querySelector('#map > [role="status"]').textContent.startsWith('Chaman')`)
	w.Do(chromedp.KeyEvent("."))
	w.Wait(`location.hash.startsWith('#9')`)
	w.press("b", `location.search.startsWith('?bbox=')`)
	w.Wait(`document.querySelector('#places a[data-place="geonames:1181096"]') && !document.querySelector('#places a` + kabul + `')`)
}

// Days are selected by dragging over the histogram, and places by a box on the map.
func TestDaysAndBoxByMouse(t *testing.T) {
	url := serve(t)
	w := walker{browser.Open(t), t}
	w.Go(url + "/c/talks")
	w.Wait(`document.querySelector('button.pin` + kabul + `') && !document.querySelector('#time').hidden`)
	w.Wait(`document.querySelector('#places .sparkline path')`)
	w.Drag(".time-plot", 0.02, 0.3, 0.4, 0.3)
	w.Wait(`location.search.startsWith('?from=2021-09-0') && document.querySelector('#time.ranged')`)
	w.Wait(`document.querySelector('#counts').textContent.includes('1 of 4 articles')`)
	w.Click(".time-clear")
	w.Wait(`location.search === '' && !document.querySelector('#time.ranged')`)
	w.Click(".box-tool")
	w.Wait(`document.querySelector('.box-tool').ariaPressed === 'true'`)
	around := `(r => { const m = document.querySelector('#map').getBoundingClientRect(); return [(r.x - 25 - m.x) / m.width, (r.y - 25 - m.y) / m.height, (r.x + 40 - m.x) / m.width, (r.y + 40 - m.y) / m.height] })(document.querySelector('button.pin` + kabul + `').getBoundingClientRect())`
	box := browser.Eval[[]float64](w.Tab, around)
	w.Drag("#map", box[0], box[1], box[2], box[3])
	w.Wait(`location.search.startsWith('?bbox=') && document.querySelector('.box-tool').ariaPressed === 'false'`)
	w.Wait(`document.querySelector('#places a` + kabul + `') && !document.querySelector('#places a` + quetta + `')`)
	w.Click(".chip")
	w.Wait(`location.search === '' && document.querySelector('#places a` + quetta + `')`)
}

// A shared link opens the reading pane, beside which the least zoom of the map is smaller than without it.
func TestLandIsDrawnBesideThePane(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Viewport(1000, 700, false)
	tab.Go(url + "/c/talks?show=place:geonames:1138958#0.75/20/60")
	tab.Viewport(1280, 700, false)
	tab.Wait(`document.querySelector('#detail .passage') && document.querySelectorAll('#map canvas.leaflet-tile').length > 0`)
}

// Review, what changed, taking back and copies by mouse, on one server.
func TestWorkByMouse(t *testing.T) {
	talks := fixture.Parsed()[0]
	var rain strings.Builder
	rain.WriteString("Rain fell in Kabul for days.")
	for i := range 18 {
		fmt.Fprintf(&rain, " District %d measured %d millimeters and lost %d roofs.", i, 3*i+1, i*i)
	}
	storm := fixture.Placed("storm", "A storm", rain.String())
	roundup := fixture.Placed("roundup", "Round-up", talks.Article.Text+"\n\n"+rain.String())
	url := serveImporting(t, func(c *server.Config) {
		fillStore(t, c.Importer.(*testImporter).DB, collection{Name: "copies", Title: "Copies", Parsed: []*geo.Parsed{talks, storm, roundup}})
	})
	w := walker{browser.Open(t), t}

	// Review: a group is decided, and taken back in the list of decisions.
	w.Go(url + "/c/talks/review?tab=missing")
	w.Click(`.review-group input[value="none"]`)
	w.Click("#review-save")
	w.Wait(`document.querySelector('.done-notice, .toast')?.textContent.includes('not a place')`)
	w.Click(`.tabs a[href$="tab=done"]`)
	w.Wait(`document.querySelectorAll('.decisions li:not(.undone)').length === 1`)

	// What changed: the map names the change, and the page lists it with its cause.
	w.Click(".sections .collection")
	w.Click(".ledger-line .changed")
	w.Wait(`document.querySelector('h1')?.textContent === 'What changed' && document.querySelector('.events')?.textContent.includes('corrected by a person')`)
	if got := w.Text(".events tbody tr"); !strings.Contains(got, "Lwara Pass") || !strings.Contains(got, "not a place") {
		t.Errorf("the change is %q", got)
	}
	w.Click(".events tbody a")
	w.Wait(`location.pathname.startsWith('/c/talks/articles/talks/mentions/') && document.querySelector('h1')?.textContent.includes('Lwara Pass')`)
	w.Go(url + "/c/talks/review?tab=done")
	w.Click(".decisions button")
	w.Wait(`document.querySelector('.decisions li.undone')`)

	// Taking back: rename, edit, delete and restore.
	w.Go(url + "/c/talks/settings")
	w.fill("#title", "Talks at the border")
	w.Click(`form[action$="/rename"] button`)
	w.Wait(`document.querySelector('.sections .collection')?.textContent === 'Talks at the border' && document.querySelector('.done-notice')`)
	w.Go(url + "/c/talks/articles/empty")
	w.Click(".story .actions a")
	w.Wait(`document.querySelector('#published')`)
	w.fill("#title", "A long meeting")
	w.fill("#published", "2022-01-02")
	w.Click(`form[action$="/edit"] button`)
	w.Wait(`document.querySelector('.done-notice') && document.querySelector('.kicker').textContent.includes('A long meeting')`)
	w.Click(`form[action$="/delete"] button`)
	w.Wait(`document.querySelector('main') && !location.pathname.endsWith('/edit')`)
	w.Go(url + "/trash")
	w.Wait(`document.querySelector('.trash .what')?.textContent.includes('A long meeting')`)
	w.Click(`.trash form[action="/trash/restore"] button`)
	w.Wait(`document.querySelector('.done-notice') && !document.querySelector('.trash .what')`)
	w.Go(url + "/c/talks/settings")
	w.Click(`form[action$="/delete"] button`)
	w.Wait(`document.querySelector('main') && !location.pathname.endsWith('/settings')`)
	w.Go(url + "/trash")
	w.Click(`.trash form[action="/trash/restore"] button`)
	w.Wait(`document.querySelector('.done-notice')`)

	// Copies: a round-up of two stories is no third text, and joins them to no one.
	w.Go(url + "/c/copies")
	w.Wait(`document.querySelector('#counts').textContent.includes('3 articles (2 of them distinct)')`)
	w.Go(url + "/c/copies/articles/talks")
	w.Wait(`document.querySelector('.story header').textContent.includes('Quoted in full by Round-up')`)
	browser.Eval[bool](w.Tab, `[...document.querySelectorAll('.story header a')].find(a => a.textContent === 'Round-up').click() === undefined`)
	w.Wait(`document.querySelector('h1')?.textContent === 'Round-up' && document.querySelectorAll('.story header a').length >= 2`)
	if got := w.Text(".story header"); !strings.Contains(got, "Quotes in full: Border talks in Kabul") || !strings.Contains(got, "Quotes in full: A storm") {
		t.Errorf("the round-up is described as %q", got)
	}
}

// The passages of a place are stepped through beyond those that are loaded first, and are counted in all.
func TestMorePassagesAreLoadedByStepping(t *testing.T) {
	const n = 105
	many := fixture.Placed("many", "Many", strings.Repeat("It rained in Kabul.\n\n", n))
	url := serveImporting(t, func(c *server.Config) {
		fillStore(t, c.Importer.(*testImporter).DB, collection{Name: "many", Title: "Many", Parsed: []*geo.Parsed{many}})
	})
	w := walker{browser.Open(t), t}
	w.Go(url + "/c/many?show=place:geonames:1138958")
	count := func(at int) string {
		return fmt.Sprintf(`document.querySelector('#detail .count')?.textContent === '%d of %d'`, at, n)
	}
	w.Wait(count(1))
	w.Do(chromedp.Focus(chromedp.CSS("#detail h2")))
	w.press(kb.ArrowRight, count(100))
	w.Do(chromedp.KeyEvent(kb.ArrowRight))
	w.Wait(count(101) + ` && document.querySelectorAll('#detail .passage-item').length === ` + fmt.Sprint(n))
	w.press(kb.ArrowRight, count(n))
	w.Do(chromedp.KeyEvent(kb.ArrowRight))
	w.Wait(count(1))
}
