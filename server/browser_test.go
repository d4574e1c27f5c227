package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/static"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// serve starts a server of the fixture with the browser's part that was built.
func serve(t *testing.T) string {
	t.Helper()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	kept, err := store.NewMemory(store.Collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := server.New(server.Config{Store: kept, Static: static.Files(), Gazetteer: fixture.Gazetteer(t), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

const kabul = `[data-place="geonames:1138958"]`

func TestPinOpensItsPassages(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)

	tab.Do(chromedp.Click(chromedp.CSS(`button.pin` + kabul)))
	tab.Wait(`document.querySelector('#detail .passage')`)
	for selector, want := range map[string]string{
		"#detail h1": "Kabul", "#detail .passage mark": "Kabul", "#detail .count": "1 of 4",
		"#detail .from": "The Frontier Post-Courier · 6 September 2021", "#detail .reasons": "by far the largest place of this name",
	} {
		if got := tab.Text(selector); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	if got := browser.Eval[string](tab, "location.hash"); !strings.Contains(got, "place=geonames:1138958") {
		t.Errorf("the address does not say what is open: %s", got)
	}

	tab.Do(chromedp.Click(chromedp.CSS(`#detail button[aria-label="Next passage"]`)))
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '2 of 4'`)
	tab.Do(chromedp.NavigateBack())
	tab.Wait(`document.querySelector('#detail').hidden && !document.querySelector('#overview').hidden`)
	tab.Do(chromedp.NavigateForward())
	tab.Wait(`document.querySelector('#detail h1')?.textContent === 'Kabul'`)

	tab.Do(chromedp.Click(chromedp.CSS("#detail a.context")))
	tab.Wait(`document.querySelector('.story .m.chosen')?.textContent === 'Kabul' && location.pathname === '/c/talks/articles/talks'`)
	tab.Wait(`(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('.m.chosen').getBoundingClientRect())`)
}

func TestEverythingByKeyboard(t *testing.T) {
	tab := browser.Open(t)
	tab.Go(serve(t) + "/c/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)

	tab.Do(chromedp.Focus(chromedp.CSS("#places a" + kabul)))
	tab.Wait(`document.querySelector('button.pin.lit` + kabul + `')`) // the list shows the pin
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '1 of 4'`)
	if got := browser.Eval[string](tab, "document.activeElement.textContent"); got != "Kabul" {
		t.Errorf("the focus is on %q, not on the heading of the passages", got)
	}
	tab.Do(chromedp.KeyEvent(kb.ArrowLeft))
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '4 of 4'`)
	tab.Do(chromedp.KeyEvent(kb.Escape))
	tab.Wait(`document.querySelector('#detail').hidden`)
	if !browser.Eval[bool](tab, `document.activeElement.matches('#places a`+kabul+`')`) {
		t.Error("the focus did not go back to the list")
	}

	tab.Do(chromedp.Focus(chromedp.CSS(`button.pin[data-place="dateline:torkham-crossing"]`)))
	tab.Wait(`document.querySelector('#places a.lit')?.dataset.place === 'dateline:torkham-crossing'`) // and the pin its entry
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('#detail h1')?.textContent === 'Torkham'`)
}

func TestAreaOpensItsPassages(t *testing.T) {
	tab := browser.Open(t)
	tab.Go(serve(t) + "/c/talks")
	tab.Wait(`document.querySelector('path.area[aria-label^="Balochistan, area"]')`)
	tab.Do(chromedp.Focus(chromedp.CSS(`path.area[aria-label^="Balochistan, area"]`)), chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('#detail h1')?.textContent === 'Balochistan' && document.querySelector('#detail .passage')`)
	tab.Wait(`document.querySelector('path.area.selected')`)
	if n := browser.Eval[int](tab, `document.querySelectorAll('button.pin[data-place="geonames:1183606"], button.pin[data-place="geonames:1168579"]').length`); n != 0 {
		t.Error("an area or a country has a pin")
	}
	if n := browser.Eval[int](tab, `document.querySelectorAll('path.country').length`); n != 2 {
		t.Errorf("%d countries are outlined, want 2", n)
	}
}

func TestPlacePageLeadsToOtherPlaces(t *testing.T) {
	tab := browser.Open(t)
	tab.Go(serve(t) + "/c/talks/places/geonames:1167528")
	tab.Wait(`document.querySelector('button.pin.selected')?.dataset.place === 'geonames:1167528'`)
	tab.Do(chromedp.Click(chromedp.CSS(`button.pin[data-place="geonames:1181096"]`)))
	tab.Wait(`location.pathname === '/c/talks/places/geonames:1181096' && document.querySelector('h1')?.textContent === 'Chaman'`)
}

func TestSharedAddressOpensTheSameView(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks#place=geonames:1181096&map=9/31/66.5")
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '1 of 2'`)
	tab.Do(chromedp.KeyEvent(kb.Tab), chromedp.Click(chromedp.CSS(`#detail button[aria-label="Next passage"]`)))
	tab.Wait(`location.hash.includes('mention=') && location.hash.includes('map=9/31.000/66.500')`)
	shared := browser.Eval[string](tab, "location.href")
	tab.Go("about:blank")
	tab.Go(shared)
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '2 of 2'`)
}

func TestListFilters(t *testing.T) {
	tab := browser.Open(t)
	tab.Go(serve(t) + "/c/talks")
	tab.Wait(`document.querySelector('button.pin')`)
	tab.Do(chromedp.SendKeys(chromedp.CSS(".filter input"), "balóch"))
	tab.Wait(`[...document.querySelectorAll('#places .name')].map(e => e.textContent).join() === 'Balochistan,Chaman,Quetta'`)
	if got := tab.Text("#count"); got != "3 places match" {
		t.Errorf("a screen reader hears %q", got)
	}
}

func TestMentionsAndPinsShowEachOther(t *testing.T) {
	tab := browser.Open(t)
	tab.Go(serve(t) + "/c/talks/articles/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)
	tab.Do(chromedp.Focus(chromedp.CSS(".story .m" + kabul)))
	tab.Wait(`document.querySelector('button.pin.lit` + kabul + `')`)
	tab.Do(chromedp.Focus(chromedp.CSS("button.pin" + kabul)))
	tab.Wait(`document.querySelectorAll('.story .m.lit` + kabul + `').length === 4`)
	tab.Do(chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelector('.m.chosen')?.dataset.place === 'geonames:1138958' && document.querySelector('.note .reasons')`)
	if got := tab.Text(".note"); !strings.Contains(got, "by far the largest place of this name") {
		t.Errorf("the note says %q", got)
	}
}

func TestHostileNamesStayText(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin')`)
	tab.Do(chromedp.Click(chromedp.CSS("#places li:nth-child(2) a")))
	tab.Wait(`document.querySelector('#detail .passage')`)
	if got, want := tab.Text("#detail h1"), fixture.Place("hostile").Name; got != want {
		t.Errorf("the heading is %q, want %q", got, want)
	}
	if browser.Eval[int](tab, `document.querySelectorAll('img[src="x"], #detail script, #detail b').length`) != 0 {
		t.Error("a name was taken as HTML")
	}
	tab.Go(url + "/c/talks/articles/hostile")
	tab.Wait(`document.querySelector('button.pin')`)
	if browser.Eval[int](tab, `document.querySelectorAll('img[src="x"], .story script').length`) != 0 {
		t.Error("an article was taken as HTML")
	}
}

func TestEmbedIsFramedByOtherSites(t *testing.T) {
	url := serve(t)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>host</title><link rel="icon" href="data:,"><iframe width="640" height="420" src="%s%s"></iframe>`, url, r.URL.Query().Get("show"))
	}))
	t.Cleanup(host.Close)
	// One process for all frames, and no guard between them, so that the test can look inside.
	tab := browser.Open(t, "disable-web-security", "disable-site-isolation-trials")
	inside := `document.querySelector('iframe').contentDocument`
	tab.Go(host.URL + "/?show=/embed/c/talks")
	tab.Wait(inside + `?.querySelector('button.pin` + kabul + `')`)
	if got := browser.Eval[string](tab, inside+`.querySelector('.embed-line').textContent`); !strings.Contains(got, "27 mentions: 20 placed") || !strings.Contains(got, "full map") {
		t.Errorf("the embedded map's line says %q", got)
	}
	if got := browser.Eval[string](tab, inside+`.querySelector('.embed-line a').href`); got != url+"/c/talks" {
		t.Errorf("the full map is said to be at %q", got)
	}
	browser.Eval[bool](tab, inside+`.querySelector('button.pin`+kabul+`').click() === undefined`)
	tab.Wait(inside + `.querySelector('#detail .count')?.textContent === '1 of 4'`)

	tab.Go(host.URL + "/?show=/c/talks")
	tab.Wait(`document.readyState === 'complete'`)
	if browser.Eval[bool](tab, `Boolean(`+inside+`?.querySelector('#map'))`) {
		t.Error("another page than the embedded map was framed")
	}
	refused := strings.Join(tab.Faults(), " ")
	if !strings.Contains(refused, "frame") {
		t.Errorf("the browser did not say that it refused the frame: %q", refused)
	}
}
