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

// report returns a situation report of a series.
func report(n int, published, text string) *geo.Parsed {
	p := fixture.Placed(fmt.Sprint("report-", n), fmt.Sprintf("Flood: Situation Report No. %d", n), text)
	p.Article.Publisher, p.Article.Published = "Relief Office", published
	return p
}

// Reports of a series are compared, changes are listed by period, and a corrected reading names who corrected it, by mouse.
func TestSeriesPeriodsAndAuthors(t *testing.T) {
	first, second := report(1, "2021-09-01", "Water rose in Kabul."), report(2, "2021-09-08", "Water fell in Kabul. It fell in Kabul for days.")
	other := report(9, "2021-09-09", "Snow fell in Kabul.")
	other.Article.Title = "Snow: a first report"
	url := serveImporting(t, func(c *server.Config) {
		fillStore(t, c.Importer.(*testImporter).DB, collection{Name: "flood", Title: "Flood", Parsed: []*geo.Parsed{first, second, other}})
	})
	w := walker{browser.Open(t), t}
	w.Go(url + "/c/flood/articles/report-2")
	w.Click(`.story header a[href*="compare=report-2"]`)
	w.Wait(`location.pathname === '/c/flood/changes' && document.querySelector('main').textContent.includes('Situation Report No. 1')`)
	if got := browser.Eval[[]string](w.Tab, `[...document.querySelectorAll('main a[href*="compare="]')].map(a => a.closest('li').textContent)`); len(got) != 1 {
		t.Errorf("the other reports of the series are %q", got)
	}
	w.Click(`main a[href*="compare=report-1"][href*="compare=report-2"]`)
	w.Wait(`location.search.includes('compare=report-1') && location.search.includes('compare=report-2')`)
	if got := w.Text("main"); !strings.Contains(got, "Kabul") || !strings.Contains(got, "In both") {
		t.Errorf("the comparison is %q", got)
	}

	// A person corrects a reading: its mark and its note name the person.
	id := geo.MentionID(&second.Article, second.Mentions[0].Span)
	postForm(t, url, "/c/flood/decisions", "article", "report-2", "mention", id, "choice", "none", "scope", "mention", "author", "Åsa", "back", "/c/flood")
	w.Go(url + "/c/flood/articles/report-2")
	w.Wait(`getComputedStyle(document.querySelector('.story .m.decided'), '::after').content.includes('✎')`)
	w.Click(".story .m.decided")
	w.Wait(`document.querySelector('.note .decided-by')?.textContent.includes('Corrected by Åsa on ')`)

	// The change is among those of each period that has it.
	w.Go(url + "/c/flood/changes")
	for _, period := range []string{"yesterday", "a week ago", "a month ago"} {
		browser.Eval[bool](w.Tab, fmt.Sprintf(`[...document.querySelectorAll('.periods a')].find(a => a.textContent === %q).setAttribute('id', 'period') === undefined`, period))
		w.Click("#period")
		w.Wait(`location.search.includes('since=') && !document.querySelector('#period') && document.querySelector('.events tbody')`)
		if got := w.Text(".events tbody"); !strings.Contains(got, "Åsa") || !strings.Contains(got, "not a place") {
			t.Errorf("%s: the changes are %q", period, got)
		}
	}
	w.Go(url + "/c/flood/changes?since=2100-01-01")
	w.Wait(`document.querySelector('.periods') && !document.querySelector('.events tbody')`)
}

// The panes, the list and the reading pane are walked through by keyboard, and the focus comes back.
func TestScreenByKeyboard(t *testing.T) {
	url := serve(t)
	w := walker{browser.Open(t), t}
	w.Go(url + "/c/talks")
	w.Wait(`document.querySelector('button.pin` + kabul + `')`)
	w.press(kb.Tab, `document.activeElement.matches('select[name="sort"]')`)
	w.Do(chromedp.KeyEvent("n")) // name
	w.Wait(`location.search === '?sort=name' && document.querySelectorAll('#places .name').length === 13`)
	w.Settle()
	w.press(kb.Tab, `document.activeElement.matches('#places a')`)
	w.Settle()
	w.Do(chromedp.KeyEvent(kb.End))
	w.Wait(`document.activeElement.matches('#places li:last-of-type a')`)
	w.Do(chromedp.KeyEvent(kb.Home))
	w.Wait(`document.activeElement.matches('#places li:first-of-type a')`)
	w.press(kb.ArrowDown, `document.activeElement.textContent.includes('Bagram')`)
	w.Do(chromedp.KeyEvent(kb.Enter))
	w.Wait(`document.activeElement.matches('#detail h2') && document.querySelector('#detail h2 bdi').textContent.includes('Bagram')`)
	for _, pane := range []string{"#time, #time *", "#list *, .list-pane, .list-pane *", "#map", "#detail, #detail *"} {
		w.press(kb.F6, "document.activeElement.matches(`"+pane+"`)")
	}
	w.Do(chromedp.KeyEvent(kb.Escape))
	w.Wait(`document.querySelector('#detail').hidden && document.activeElement.textContent.includes('Bagram')`)
	w.Do(chromedp.KeyEvent("/"))
	w.Wait(`document.activeElement.name === 'q'`)
}
