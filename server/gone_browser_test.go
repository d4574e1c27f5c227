package server_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	"dateline/server/view"
	"dateline/static"

	"github.com/chromedp/chromedp"
)

// While the server is gone, pages offer to try again, and a pasted story is not lost.
func TestServerGone(t *testing.T) {
	t.Parallel()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	m := newTestImporter(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	h, err := server.New(server.Config{Store: m.DB, Importer: m, Static: static.Files(), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	var gone atomic.Bool
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if gone.Load() {
			panic(http.ErrAbortHandler) // closes the connection without an answer
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	tab := browser.Open(t)
	tab.Go(web.URL + "/c/talks")
	tab.Wait(`document.querySelector('button.pin` + kabul + `')`)
	tab.Settle()
	gone.Store(true)
	tab.Click("#places a" + kabul)
	tab.Wait(`document.querySelector('#detail .problem') && document.querySelector('#detail button:not(.back)')?.textContent === 'Try again'`)
	gone.Store(false)
	tab.Click("#detail .problem + p button")
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '1 of 3'`)

	// A selection is loaded by itself when the server is back.
	gone.Store(true)
	tab.Click(`#detail .back`)
	tab.Do(chromedp.SendKeys(chromedp.CSS(".filter input"), "gate\r"))
	tab.Wait(`document.querySelector('#load-problem button')`)
	gone.Store(false)
	tab.Wait(`!document.querySelector('#load-problem') && document.querySelector('.chip')?.textContent.includes('gate')`)

	pasteStory(tab, web.URL)
	gone.Store(true)
	tab.Click(".door .primary")
	tab.Wait(`location.protocol === 'chrome-error:'`)
	gone.Store(false)
	tab.Go(web.URL + "/")
	tab.Wait(`document.querySelector('#add-input').value.includes('third day')`)
	mapStory(tab)
	tab.Go(web.URL + "/")
	tab.Wait(`document.querySelector('#add-input').value === ''`)
	tab.Faults() // the browser logs requests without an answer
}
