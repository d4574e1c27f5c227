package server_test

import (
	"fmt"
	"os"
	"testing"

	"dateline/server/internal/browser"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	quetta = `[data-place="geonames:1167528"]`
	// mentionsOfQuetta is the number of mentions in the row of Quetta.
	mentionsOfQuetta = `parseInt(document.querySelector('#places a` + quetta + ` .num')?.textContent)`
)

// picture writes a screenshot to the folder that the variable DATELINE_SCREENSHOTS names.
func picture(t *testing.T, tab *browser.Tab, name string) {
	t.Helper()
	folder := os.Getenv("DATELINE_SCREENSHOTS")
	if folder == "" {
		return
	}
	if err := os.WriteFile(folder+"/"+name+".png", tab.Screenshot("html"), 0o600); err != nil {
		t.Error(err)
	}
}

func TestDecideOnTheMapByMouse(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)
	before := browser.Eval[int](tab, mentionsOfQuetta)
	tab.Click(`#places a` + kabul)
	tab.Wait(`document.querySelector('#detail .passage-item a.correct')`)
	tab.Click(`#detail .passage-item details.why summary`)
	tab.Click(`#detail .passage-item a.correct`)
	tab.Wait(`document.querySelector('.choose-dialog[open] #q') && document.querySelector('.ghost')`)
	tab.Do(chromedp.SendKeys(chromedp.CSS("#q"), "Quetta"))
	tab.Click(`.choose-dialog button[value="search"]`)
	tab.Wait(`document.querySelector('.choose-dialog input[value="place:geonames:1167528"]')`)
	tab.Click(`.choose-dialog input[value="place:geonames:1167528"]`)
	picture(t, tab, "choose")
	tab.Click(`.choose-dialog button[value="scope"]`)
	tab.Wait(`document.querySelector('.choose-dialog .choose-scope')`)
	tab.Click(`.choose-dialog input[value="mention"]`)
	picture(t, tab, "scope")
	tab.Click(`.choose-dialog .choose-scope button[type="submit"]`)
	tab.Wait(`document.querySelector('.toast')?.textContent.includes('“Kabul” → Quetta')`)
	tab.Wait(fmt.Sprintf(`%s > %d && !document.querySelector('.choose-dialog').open && !document.querySelector('.ghost')`, mentionsOfQuetta, before))
	picture(t, tab, "decided")
	tab.Click(`.toast .undo`)
	tab.Wait(fmt.Sprintf(`%s === %d && document.querySelector('.toast')?.textContent.includes('Taken back')`, mentionsOfQuetta, before))
}

func TestDecideByKeyboard(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)
	tab.Do(chromedp.Focus(chromedp.CSS("#places a"+kabul)), chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('#detail .passage-item a.correct')`)
	const passagesOfKabul = `document.querySelectorAll('#detail .passage-item').length`
	press := walker{tab, t}.press
	press(kb.Tab, `document.activeElement.matches('a.correct')`)
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.activeElement.id === 'choose'`)
	press(kb.Tab, `document.activeElement.name === 'choice'`)
	press(kb.ArrowDown, `document.activeElement.value === 'none'`)
	press(kb.Tab, `document.activeElement.value === 'scope'`)
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('.choose-scope') && document.activeElement.id === 'choose'`)
	press(kb.Tab, `document.activeElement.matches('.choose-scope button')`)
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('.toast')?.textContent.includes('not a place, 1 mention')`)
	tab.Wait(`document.querySelector('#detail .passage-item') && !document.querySelector('.choose-dialog').open`)
	tab.Wait(passagesOfKabul + ` === 2`)
	tab.Do(chromedp.KeyEvent("z"))
	tab.Wait(`document.querySelector('.toast')?.textContent.includes('Taken back')`)
	// Only the list that replaces this one, after the decision is taken back, has the third passage again.
	tab.Wait(passagesOfKabul + ` === 3`)
	// Escape closes the form; the focus returns to where it was opened.
	tab.Wait(`document.querySelector('#detail .passage-item a.correct')`)
	tab.Do(chromedp.Focus(chromedp.CSS("#detail a.correct")), chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.activeElement.id === 'choose'`)
	tab.Do(chromedp.KeyEvent(kb.Escape))
	tab.Wait(`!document.querySelector('.choose-dialog').open && document.activeElement.matches('a.correct')`)
}

func TestSelectedWordsBecomeAPlace(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/articles/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)
	browser.Eval[bool](tab, `(() => {
		const walker = document.createTreeWalker(document.querySelector('.story-text'), NodeFilter.SHOW_TEXT)
		for (let n = walker.nextNode(); n; n = walker.nextNode()) {
			const i = n.data.indexOf('delegation')
			if (i < 0) continue
			const range = document.createRange()
			range.setStart(n, i)
			range.setEnd(n, i + 'delegation'.length)
			getSelection().removeAllRanges()
			getSelection().addRange(range)
			return true
		}
	})()`)
	tab.Wait(`!document.querySelector('.this-is-a-place').hidden`)
	tab.Click(".this-is-a-place")
	tab.Wait(`document.querySelector('.choose-dialog[open] h2')?.textContent === 'Which place is “delegation”?'`)
	tab.Click(`.choose-dialog input[value="point"]`)
	tab.Click(".pick-point")
	tab.Click("#map")
	tab.Wait(`/^-?\d+\.\d{4}, -?\d+\.\d{4}$/.test(document.querySelector('#f-at').value) && document.querySelector('.chosen-point')`)
	picture(t, tab, "point")
	tab.Click(`.choose-dialog button[value="scope"]`)
	tab.Wait(`document.querySelector('.choose-dialog .choose-scope button')`)
	tab.Click(`.choose-dialog .choose-scope button`)
	tab.Wait(`[...document.querySelectorAll('.story .m')].some(m => m.textContent === 'delegation') && document.querySelector('.toast')`)
}

func TestReviewByKeyboard(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/review?tab=missing")
	tab.Wait(`document.querySelector('.review-group.chosen')`)
	picture(t, tab, "review")
	n := browser.Eval[int](tab, `document.querySelectorAll('.review-group').length`)
	first := tab.Text(".review-group.chosen legend bdi")
	tab.Do(chromedp.KeyEvent("0"), chromedp.KeyEvent("l"))
	tab.Wait(`document.querySelector('.review-group.chosen input[value="none"]').checked`)
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('.toast')?.textContent.includes('not a place')`)
	if n > 1 {
		tab.Wait(fmt.Sprintf(`document.querySelectorAll('.review-group').length === %d`, n-1))
	}
	tab.Do(chromedp.KeyEvent("z"))
	tab.Wait(fmt.Sprintf(`!document.querySelector('.toast') && document.querySelectorAll('.review-group').length === %d && document.querySelector('.review-group.chosen legend bdi').textContent === %q`, n, first))
	// j and k move between groups; a number chooses a candidate.
	tab.Go(url + "/c/talks/review?tab=likely")
	tab.Wait(`document.querySelector('.review-group.chosen')`)
	tab.Do(chromedp.KeyEvent("j"), chromedp.KeyEvent("k"), chromedp.KeyEvent("1"))
	tab.Wait(`document.querySelector('.review-group.chosen [data-number="1"] input').checked`)
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('.toast') || document.querySelector('#progress')?.value === 1`)
	tab.Go(url + "/c/talks/review?tab=done")
	tab.Wait(`document.querySelectorAll('.decisions li:not(.undone)').length === 1`)
}
