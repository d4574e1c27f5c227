package server_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	"dateline/server/view"
	"dateline/static"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// serve starts a server of the fixture with the built front end.
func serve(t *testing.T) string {
	t.Helper()
	t.Parallel()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	handler, err := server.New(server.Config{Store: s, Static: static.Files(), Gazetteer: fixture.Gazetteer(t), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(handler)
	t.Cleanup(web.Close)
	return web.URL
}

const kabul = `[data-place="geonames:1138958"]`

func TestPinOpensItsPassages(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)

	tab.Click(`button.pin` + kabul)
	tab.Wait(`document.querySelector('#detail .passage')`)
	for selector, want := range map[string]string{
		"#detail h2": "Kabul", "#detail .passage mark": "Kabul", "#detail .count": "1 of 3",
		"#detail .from": "The Frontier Post-Courier · 6 September 2021", "#detail .why": fixture.KabulReason(),
	} {
		if got := tab.Text(selector); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q", selector, got, want)
		}
	}
	if got := browser.Eval[string](tab, "location.search"); !strings.Contains(got, "show=place:geonames:1138958") {
		t.Errorf("the address does not name the place: %s", got)
	}

	tab.Click(`#detail button[aria-label="Next passage"]`)
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '2 of 3'`)
	tab.Wait(`document.title.startsWith('Kabul · ')`)
	tab.Do(chromedp.NavigateBack())
	tab.Wait(`document.querySelector('#detail').hidden && document.querySelector('#places a')`)
	tab.Do(chromedp.NavigateForward())
	tab.Wait(`document.querySelector('#detail h2 bdi')?.textContent === 'Kabul'`)

	tab.Click("#detail a.context")
	tab.Wait(`document.title.startsWith('Border talks in Kabul')`)
	tab.Wait(`document.querySelector('#detail .story .m.chosen')?.textContent === 'Kabul' && location.search.includes('show=article:talks')`)
	tab.Wait(`(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('.m.chosen').getBoundingClientRect())`)
}

func TestKeyboard(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)

	tab.Do(chromedp.Focus(chromedp.CSS("#places a" + kabul)))
	tab.Wait(`document.querySelector('.ring.highlighted:not([hidden])')`) // the list highlights the symbol
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '1 of 3'`)
	if got := browser.Eval[string](tab, "document.activeElement.textContent"); !strings.HasPrefix(got, "Kabul") {
		t.Errorf("the focus is on %q, not on the heading of the passages", got)
	}
	tab.Do(chromedp.KeyEvent(kb.ArrowLeft))
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '3 of 3'`)
	tab.Do(chromedp.KeyEvent(kb.Escape))
	tab.Wait(`document.querySelector('#detail').hidden`)
	if !browser.Eval[bool](tab, `document.activeElement.matches('#places a`+kabul+`')`) {
		t.Error("the focus did not return to the list")
	}

	// The map is one tab stop; n and p step through the symbols in view.
	tab.Do(chromedp.Focus(chromedp.CSS("#map")))
	walker{tab, t}.press("n", `document.querySelector('#map > [role="status"]').textContent.startsWith('Torkham, border crossing')`)
	tab.Wait(`document.querySelector('#places a.highlighted')?.dataset.place === 'dateline:torkham-crossing'`) // the symbol highlights its row
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('#detail h2 bdi')?.textContent === 'Torkham'`)
	tab.Do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("?"))
	tab.Wait(`document.querySelector('dialog.help').open`)
}

func TestAreaOpensItsPassages(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelectorAll('path.area').length === 2`)
	tab.Wait(`[...document.querySelectorAll('.area-label')].some(e => e.textContent === 'BALOCHISTAN')`)
	tab.Click(`#places a[data-place="geonames:1183606"]`)
	tab.Wait(`document.querySelector('#detail h2 bdi')?.textContent === 'Balochistan' && document.querySelector('#detail .passage')`)
	tab.Wait(`document.querySelector('path.area-outline.selected')`)
	if n := browser.Eval[int](tab, `document.querySelectorAll('button.pin[data-place="geonames:1183606"], button.pin[data-place="geonames:1168579"]').length`); n != 0 {
		t.Error("an area or a country has a symbol")
	}
}

func TestPlacePageLinksToOtherPlaces(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/places/geonames:1167528")
	tab.Wait(`document.querySelector('button.pin[aria-current]')?.dataset.place === 'geonames:1167528'`)
	tab.Click(`button.pin[data-place="geonames:1181096"]`)
	tab.Wait(`location.pathname === '/c/talks/places/geonames:1181096' && document.querySelector('h1')?.textContent === 'Chaman'`)
}

func TestSharedLinkOpensTheSameView(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks#place=geonames:1181096&map=9/31/66.5") // an address of earlier versions
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '1 of 2'`)
	tab.Click(`#detail button[aria-label="Next passage"]`)
	tab.Wait(`location.search.includes('show=place:geonames:1181096/') && location.hash === '#9/31.000/66.500'`)
	link := browser.Eval[string](tab, "location.href")
	tab.Go("about:blank")
	tab.Go(link)
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '2 of 2'`)
}

// A filter is one state of list, map, counts and address.
func TestFilterDrivesEverything(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin')`)
	tab.Click("#filters summary")
	tab.Click(`[data-facet="country"] summary`)
	browser.Eval[bool](tab, `[...document.querySelectorAll('[data-facet="country"] a')].find(a => a.textContent.includes('Afghanistan')).click() === undefined`)
	tab.Wait(`location.search === '?country=AF'`)
	tab.Wait(`[...document.querySelectorAll('#places .name')].map(e => e.textContent).sort().join() === 'Afghanistan,Bagram Airfield,Kabul'`)
	tab.Wait(`[...document.querySelectorAll('button.pin')].map(e => e.ariaLabel.split(',')[0]).sort().join() === 'Bagram Airfield,Kabul'`)
	tab.Wait(`document.querySelector('#counts').textContent.startsWith('3 of 13 places') && document.querySelector('#announce').textContent.startsWith('3 of 13 places')`)
	if !browser.Eval[bool](tab, `document.querySelector('[data-facet="country"]').open`) {
		t.Error("the open filter was closed")
	}
	tab.Do(chromedp.NavigateBack())
	tab.Wait(`document.querySelectorAll('#places .name').length === 13`)
	tab.Do(chromedp.SendKeys(chromedp.CSS(".filter input"), "gate\r"))
	tab.Wait(`location.search === '?q=gate' && document.querySelector('.chip')?.textContent.includes('gate')`)
	browser.Eval[bool](tab, `document.querySelector('.chip').click() === undefined`)
	tab.Wait(`location.search === '' && document.querySelector('.filter input').value === ''`)
}

// differentPixels counts the pixels in which two pictures differ by more than the
// rounding of the corners of layers, which Chromium composites anew.
func differentPixels(t *testing.T, a, b []byte) int {
	t.Helper()
	decode := func(picture []byte) image.Image {
		decoded, err := png.Decode(bytes.NewReader(picture))
		if err != nil {
			t.Fatal(err)
		}
		return decoded
	}
	first, second := decode(a), decode(b)
	if first.Bounds() != second.Bounds() {
		t.Fatalf("the pictures have the bounds %v and %v", first.Bounds(), second.Bounds())
	}
	n := 0
	const rounding = 4 << 8
	for y := first.Bounds().Min.Y; y < first.Bounds().Max.Y; y++ {
		for x := first.Bounds().Min.X; x < first.Bounds().Max.X; x++ {
			r, g, bl, _ := first.At(x, y).RGBA()
			r2, g2, bl2, _ := second.At(x, y).RGBA()
			if max(r, r2)-min(r, r2) > rounding || max(g, g2)-min(g, g2) > rounding || max(bl, bl2)-min(bl, bl2) > rounding {
				n++
			}
		}
	}
	return n
}

// Hovering every row and every symbol leaves the pixels of the map as they were.
func TestHoveringChangesNothing(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelectorAll('button.pin').length > 5 && document.querySelectorAll('path.area').length === 2`)
	tab.Settle()
	before := tab.Screenshot("#map")
	for _, selector := range []string{"#places a", "button.pin", "path.area"} {
		n := browser.Eval[int](tab, fmt.Sprintf("document.querySelectorAll(%q).length", selector))
		for i := range n {
			tab.Hover(selector, i)
		}
	}
	tab.Hover(".masthead .brand", 0)
	tab.Settle()
	if after := tab.Screenshot("#map"); differentPixels(t, before, after) > 0 {
		if dir := os.Getenv("DATELINE_SCREENSHOTS"); dir != "" {
			_ = os.WriteFile(filepath.Join(dir, "before.png"), before, 0o600)
			_ = os.WriteFile(filepath.Join(dir, "after.png"), after, 0o600)
		}
		t.Error("the map is not as it was before the pointer passed over it")
	}
}

func TestMentionsAndPinsHighlightEachOther(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/articles/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)
	tab.Do(chromedp.Focus(chromedp.CSS(".story .m" + kabul)))
	tab.Wait(`document.querySelector('.ring.highlighted:not([hidden])')`)
	tab.Hover("button.pin"+kabul, 0)
	tab.Wait(`document.querySelectorAll('.story .m.highlighted` + kabul + `').length === 4`)
	tab.Click("button.pin" + kabul)
	tab.Wait(`document.querySelector('.m.chosen')?.dataset.place === 'geonames:1138958' && document.querySelector('.note .reasons')`)
	if got := tab.Text(".note"); !strings.Contains(got, fixture.KabulReason()) {
		t.Errorf("the note is %q", got)
	}
}

func TestHostileNamesStayText(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin')`)
	tab.Click(`#places a[data-place^="own:"]`)
	tab.Wait(`document.querySelector('#detail .passage')`)
	if got, want := tab.Text("#detail h2 bdi"), fixture.Place("hostile").Name; got != want {
		t.Errorf("the heading is %q, want %q", got, want)
	}
	if browser.Eval[int](tab, `document.querySelectorAll('img[src="x"], #detail script, #detail b').length`) != 0 {
		t.Error("a name was parsed as HTML")
	}
	tab.Go(url + "/c/talks/articles/hostile")
	tab.Wait(`document.querySelector('button.pin')`)
	if browser.Eval[int](tab, `document.querySelectorAll('img[src="x"], .story script').length`) != 0 {
		t.Error("an article was parsed as HTML")
	}
}

func TestRightToLeftText(t *testing.T) {
	t.Parallel()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	article := fixture.Placed("ar", "أمطار في كابول", "Kabul أمطار غزيرة هطلت.")
	article.Language, article.Article.Text = "ar", "هطلت أمطار غزيرة في Kabul اليوم."
	m := &article.Mentions[0]
	m.Start = strings.Index(article.Article.Text, "Kabul")
	m.End = m.Start + len("Kabul")
	m.Passage.Start, m.Passage.End = 0, len(article.Article.Text)
	s := storeOf(t, collection{Name: "rain", Title: "مطر", Parsed: append(fixture.Parsed()[:1], article)})
	handler, err := server.New(server.Config{Store: s, Static: static.Files(), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(handler)
	t.Cleanup(web.Close)
	tab := browser.Open(t)
	direction := func(selector string) string {
		t.Helper()
		tab.Wait(fmt.Sprintf("document.querySelector(%q)", selector))
		return browser.Eval[string](tab, fmt.Sprintf("getComputedStyle(document.querySelector(%q)).direction", selector))
	}
	tab.Go(web.URL + "/c/rain/articles/ar")
	for selector, want := range map[string]string{".story h1": "rtl", ".story-text p": "rtl", ".story .ledger": "ltr", ".masthead": "ltr"} {
		if got := direction(selector); got != want {
			t.Errorf("the text of %s runs %s, want %s", selector, got, want)
		}
	}
	tab.Go(web.URL + "/c/rain/places/geonames:1138958")
	if got := direction(`.passage[lang="ar"] p`); got != "rtl" {
		t.Errorf("the Arabic passage of the place page runs %s", got)
	}
	tab.Go(web.URL + "/c/rain#place=geonames:1138958")
	tab.Wait(`document.querySelector('#detail .count')`)
	browser.Eval[bool](tab, `document.querySelector('#detail button[aria-label="Previous passage"]').click() === undefined`)
	tab.Wait(`document.querySelector('#detail .chosen .passage')?.textContent.includes('هطلت')`)
	if got := direction("#detail .chosen .passage"); got != "rtl" {
		t.Errorf("the Arabic passage of the card runs %s", got)
	}
}

func TestEmbedIsFramedByOtherSites(t *testing.T) {
	url := serve(t)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>host</title><link rel="icon" href="data:,"><iframe width="640" height="420" src="%s%s"></iframe>`, url, r.URL.Query().Get("show"))
	}))
	t.Cleanup(host.Close)
	// One process for all frames without isolation, so that the test can look inside.
	tab := browser.Open(t, "disable-web-security", "disable-site-isolation-trials")
	inside := `document.querySelector('iframe').contentDocument`
	tab.Go(host.URL + "/?show=/embed/c/talks")
	tab.Wait(inside + `?.querySelector('button.pin` + kabul + `')`)
	if got := browser.Eval[string](tab, inside+`.querySelector('.embed-line').textContent`); !strings.Contains(got, "24 mentions: 18 on the map") || !strings.Contains(got, "full map") {
		t.Errorf("the line below the embedded map is %q", got)
	}
	if got := browser.Eval[string](tab, inside+`.querySelector('.embed-line a').href`); got != url+"/c/talks" {
		t.Errorf("the link to the full map is %q", got)
	}
	browser.Eval[bool](tab, inside+`.querySelector('button.pin`+kabul+`').click() === undefined`)
	tab.Wait(inside + `.querySelector('#detail .count')?.textContent === '1 of 3'`)

	tab.Go(host.URL + "/?show=/c/talks")
	tab.Wait(`document.readyState === 'complete'`)
	if browser.Eval[bool](tab, `Boolean(`+inside+`?.querySelector('#map'))`) {
		t.Error("a page outside of /embed was framed")
	}
	if refused := strings.Join(tab.Faults(), " "); !strings.Contains(refused, "frame") {
		t.Errorf("the browser did not report the refused frame: %q", refused)
	}
}

// A page of another site must not read anything, as fetch or as a subresource.
func TestOtherSitesReadNothing(t *testing.T) {
	url := serve(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><title>any page</title><link rel="icon" href="data:,">`)
	}))
	t.Cleanup(other.Close)
	tab := browser.Open(t)
	tab.Go(strings.Replace(other.URL, "127.0.0.1", "localhost", 1))
	for _, address := range []string{"/c/talks/mentions.csv", "/c/talks/places.geojson", "/c/talks/places/geonames:1138958/mentions.geojson", "/c/talks/articles", "/embed/c/talks"} {
		browser.Eval[bool](tab, fmt.Sprintf(`(window.result = undefined, fetch(%q).then(r => r.text()).then(t => { result = 'read ' + t.length }, () => { result = 'refused' }), true)`, url+address))
		tab.Wait("window.result")
		if got := browser.Eval[string](tab, "window.result"); got != "refused" {
			t.Errorf("another site has %s characters of %s", got, address)
		}
	}
	tab.Faults() // the browser logs each refusal
}
