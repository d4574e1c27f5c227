package server_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/server/internal/browser"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// frame returns a page of another site that embeds a page in a width and applies the height that it posts.
func frame(t *testing.T) string {
	t.Helper()
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>host</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>body{margin:0}</style>
<iframe width="%s" height="200" style="border:0;display:block" src="%s"></iframe><p style="height:3000px">A story.</p>
<script>addEventListener("message", e => { if (e.data?.type === "dateline:height") { globalThis.posted = e.data.height; document.querySelector("iframe").height = e.data.height } })</script>`,
			q.Get("width"), q.Get("show"))
	}))
	t.Cleanup(host.Close)
	return host.URL
}

const framed = `document.querySelector('iframe').contentDocument`

// An embedded map posts its height, and the chosen place is in the view and not below its card, in the columns of phones, articles and desktops.
func TestEmbedsInColumns(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t, "disable-web-security", "disable-site-isolation-trials")
	host := frame(t)
	for _, width := range []int{320, 680, 1200} {
		checkEmbed(t, tab, fmt.Sprintf("%s/?width=%d&show=%s/embed/c/talks", host, width, url), width)
	}
}

func checkEmbed(t *testing.T, tab *browser.Tab, address string, width int) {
	t.Helper()
	tab.Do(chromedp.EmulateViewport(int64(width), 900))
	tab.Go(address)
	tab.Wait(`globalThis.posted >= 320 && document.querySelector('iframe').clientHeight === posted`)
	tab.Wait(framed + `?.querySelector('button.pin` + kabul + `')`)
	browser.Eval[bool](tab, framed+`.querySelector('button.pin`+kabul+`').click() === undefined`)
	tab.Wait(framed + `.querySelector('#detail .passage')`)
	tab.Wait(`(() => {
		const inside = ` + framed + `
		const card = inside.querySelector('#detail').getBoundingClientRect()
		const pin = inside.querySelector('button.pin` + kabul + `')?.getBoundingClientRect()
		const map = inside.querySelector('#map').getBoundingClientRect()
		if (!pin) return false
		const [x, y] = [pin.left + pin.width / 2, pin.top + pin.height / 2]
		const covered = x > card.left && x < card.right && y > card.top && y < card.bottom
		return !covered && x > map.left && x < map.right && y > map.top && y < map.bottom
	})()`)
	if wide := browser.Eval[bool](tab, framed+`.documentElement.scrollWidth > innerWidth`); wide {
		t.Errorf("%d px: the embedded page is wider than its frame", width)
	}
}

// One finger on an embedded map scrolls the page around it, and the map gives a hint; two fingers move the map.
func TestEmbedsDoNotTrapFingers(t *testing.T) {
	url := serve(t)
	tab := browser.Open(t, "disable-web-security", "disable-site-isolation-trials")
	tab.Do(chromedp.EmulateViewport(320, 600, chromedp.EmulateTouch))
	tab.Go(frame(t) + "/?width=320&show=" + url + "/embed/c/talks")
	tab.Wait(framed + `?.querySelector('button.pin` + kabul + `')`)
	tab.Wait(`document.querySelector('iframe').clientHeight === globalThis.posted`)
	tab.Wait(framed + `.querySelector('.touch-hint')`)
	before := browser.Eval[string](tab, framed+`.querySelector('.leaflet-map-pane').style.transform`)
	tab.Do(chromedp.Func(func(ctx context.Context, page *chromedp.Target) error {
		touch := func(kind string, points ...*input.TouchPoint) error {
			if points == nil {
				points = []*input.TouchPoint{}
			}
			_, err := cdp.Call(ctx, page, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventType(kind), TouchPoints: points})
			return err
		}
		err := touch("touchStart", &input.TouchPoint{X: 160, Y: 280})
		for y := 270.0; err == nil && y >= 60; y -= 15 {
			err = touch("touchMove", &input.TouchPoint{X: 160, Y: y})
		}
		return errors.Join(err, touch("touchEnd"))
	}))
	tab.Wait(`scrollY > 50`)
	if after := browser.Eval[string](tab, framed+`.querySelector('.leaflet-map-pane').style.transform`); after != before {
		t.Errorf("the map was moved with one finger: %s, before %s", after, before)
	}
	if got := browser.Eval[string](tab, `getComputedStyle(`+framed+`.querySelector('#map')).touchAction`); !strings.Contains(got, "pan-y") {
		t.Errorf("the touch action of the map is %s", got)
	}
	if browser.Eval[bool](tab, framed+`.querySelector('#map').matches('.leaflet-touch-drag')`) {
		t.Error("one finger drags the map")
	}
}
