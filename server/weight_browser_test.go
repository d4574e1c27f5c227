package server_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	"dateline/server/internal/generate"
	"dateline/server/view"
	"dateline/static"
)

// maxFirstWeight is the maximum of the compressed bytes of a collection of 5,000 articles before its first pin.
const maxFirstWeight = 340_000

// The first pin of a large collection needs little: outlines come after it, and each only once.
func TestWeightBeforeTheFirstPin(t *testing.T) {
	t.Parallel()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	// 5,000 real articles of 300 words had 3,006 places; what is loaded depends on these.
	o := generate.Options{Collection: "large", Articles: 3100, Mentions: 8, Places: 4000, Batch: 500}
	if err := generate.Fill(t.Context(), s, o); err != nil {
		t.Fatal(err)
	}
	h, err := server.New(server.Config{Store: s, Static: static.Files(), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	for _, name := range []string{"large", "talks"} {
		tab := browser.Open(t)
		tab.Go(web.URL + "/c/" + name)
		tab.Wait(`document.querySelector('button.pin') && watched.firstPin > 0`)
		tab.Settle()
		first, all := tab.Weight()
		before, areas := 0, map[string]bool{}
		for address, n := range all {
			if strings.HasPrefix(address, "/areas.json") {
				for _, id := range strings.Split(address, "&id=")[1:] {
					if areas[id] {
						t.Errorf("%s: the outline of %s is requested twice", name, id)
					}
					areas[id] = true
				}
				if first[address] > 0 {
					t.Errorf("%s: an outline is requested before the first pin", name)
				}
				continue
			}
			before += n // even what may come later, in whatever order the machine does it
		}
		if before > maxFirstWeight {
			t.Errorf("%s has %d compressed bytes before its first pin: %v", name, before, all)
		}
		t.Logf("%s: %d bytes before the first pin", name, before)
		if name == "large" {
			checkLargeMap(t, tab)
		}
	}
}

// checkLargeMap walks by mouse through the map of a collection that the server clusters: the key, the labels, and clusters down to a place.
func checkLargeMap(t *testing.T, tab *browser.Tab) {
	t.Helper()
	if n := browser.Eval[int](tab, `document.querySelectorAll('button.pin').length`); n > 2000 {
		t.Errorf("%d symbols are drawn", n)
	}
	if sizes := browser.Eval[[]float64](tab, `[...document.querySelectorAll('.key-circle')].map(e => e.getBoundingClientRect().width)`); len(sizes) != 3 || sizes[0] >= sizes[1] || sizes[1] >= sizes[2] {
		t.Errorf("the circles of the key have the widths %v", sizes)
	}
	const labels = `[...document.querySelectorAll('.symbol-labels span:not(.leader)')].map(e => [e.textContent, e.getBoundingClientRect()]).filter(([, r]) => r.width > 0)`
	if doubled := browser.Eval[[]string](tab, labels+`.filter(([name, r], i, all) => all.some(([other, s], k) => k < i && other === name && Math.hypot(r.x - s.x, r.y - s.y) < 60)).map(([name]) => name)`); len(doubled) > 0 {
		t.Errorf("labels are there twice: %q", doubled)
	}
	// reach marks the first symbol of a kind that nothing covers, and reports whether there is one.
	reach := func(selector string) bool {
		tab.Settle()
		return browser.Eval[bool](tab, fmt.Sprintf(`(() => {
			document.getElementById('reached')?.removeAttribute('id')
			const found = [...document.querySelectorAll(%q)].find(e => (r => document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)?.closest('button') === e)(e.getBoundingClientRect()))
			if (found) found.id = 'reached'
			return Boolean(found)
		})()`, selector))
	}
	const closed = `document.querySelector('#detail').hidden`
	for browser.Eval[bool](tab, closed) && reach("button.pin.cluster") { // each click zooms in, or opens a place at the last zoom
		before := browser.Eval[string](tab, `location.hash`)
		tab.Click("#reached")
		tab.Wait(fmt.Sprintf(`location.hash !== %q || !%s`, before, closed))
	}
	if browser.Eval[bool](tab, closed) {
		if !reach("button.pin:not(.cluster)") {
			t.Fatal("no place can be reached")
		}
		tab.Click("#reached")
	}
	tab.Wait(`document.querySelector('#detail .passage mark')`)
}
