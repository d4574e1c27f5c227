package server_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/static"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// frame returns a page of another site that embeds a page in a width, and in a height or else that which the page posts.
func frame(t *testing.T) string {
	t.Helper()
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>host</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>body{margin:0}</style>
<iframe width="%s" height="%s" style="border:0;display:block" src="%s"></iframe><p style="height:3000px">A story.</p>
<script>addEventListener("message", e => { if (e.data?.type === "dateline:height") { globalThis.posted = e.data.height; if (%t) document.querySelector("iframe").height = e.data.height } })</script>`,
			q.Get("width"), cmp.Or(q.Get("height"), "200"), q.Get("show"), q.Get("height") == "")
	}))
	t.Cleanup(host.Close)
	return host.URL
}

const framed = `document.querySelector('iframe').contentDocument`

// An embedded map posts its height, and the chosen place is in the view and not below its card, in the columns of phones, articles and desktops.
func TestEmbedsInColumns(t *testing.T) {
	server := serve(t)
	tab := browser.Open(t, "disable-web-security", "disable-site-isolation-trials")
	host := frame(t)
	for _, width := range []int{320, 680, 1200} {
		checkEmbed(t, tab, fmt.Sprintf("%s/?width=%d&show=%s/embed/c/talks", host, width, server), width)
	}
	// In a frame whose height the host sets, the card is between the map and the line with the source.
	for _, options := range []string{"", "?list=1&time=1"} {
		checkEmbed(t, tab, fmt.Sprintf("%s/?width=361&height=420&show=%s/embed/c/talks%s", host, server, url.QueryEscape(options)), 361)
		overlap := browser.Eval[[]float64](tab, `(box => [box('.embed-line').top - box('#detail').bottom, box('#detail').top - box('#map').bottom, box('#map').height])(s => `+framed+`.querySelector(s).getBoundingClientRect())`)
		if overlap[0] < 0 || overlap[1] < 0 || overlap[2] < 80 {
			t.Errorf("361 x 420%s: the line is %.0f below the card, the card %.0f below the map, which has the height %.0f", options, overlap[0], overlap[1], overlap[2])
		}
	}
}

func checkEmbed(t *testing.T, tab *browser.Tab, address string, width int) {
	t.Helper()
	tab.Do(chromedp.EmulateViewport(int64(width), 900))
	tab.Go(address)
	tab.Wait(`globalThis.posted >= 320 && [posted, 420].includes(document.querySelector('iframe').clientHeight)`)
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
	server := serve(t)
	tab := browser.Open(t, "disable-web-security", "disable-site-isolation-trials")
	tab.Do(chromedp.EmulateViewport(320, 600, chromedp.EmulateTouch))
	address := frame(t) + "/?width=320&show=" + server + "/embed/c/talks"
	tab.Go(address)
	tab.Wait(framed + `?.querySelector('button.pin` + kabul + `')`)
	tab.Wait(`document.querySelector('iframe').clientHeight === globalThis.posted`)
	tab.Wait(framed + `.querySelector('.touch-hint')`)
	tab.Settle()
	before := browser.Eval[string](tab, framed+`.querySelector('.leaflet-map-pane').style.transform`)
	drag(tab, 280, 60, 160)
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
	// In a page that nothing has scrolled yet:
	tab.Go("about:blank")
	tab.Go(address)
	tab.Wait(framed + `?.querySelector('button.pin` + kabul + `')`)
	tab.Wait(`document.querySelector('iframe').clientHeight === globalThis.posted && scrollY === 0`)
	tab.Settle()
	const top = framed + `.querySelector('button.pin` + kabul + `').getBoundingClientRect().top`
	from := browser.Eval[float64](tab, top)
	drag(tab, 200, 140, 110, 210)
	tab.Wait(top + ` < ` + strconv.FormatFloat(from-20, 'f', 1, 64))
	if y := browser.Eval[float64](tab, `scrollY`); y != 0 {
		t.Errorf("two fingers on the map scrolled the page around it by %.0f pixels", y)
	}
}

// drag moves fingers at some distances from the left up or down the screen. The touch is canceled at its end: the
// page around the map would go on scrolling after fingers that are lifted in motion.
func drag(tab *browser.Tab, from, to float64, fingers ...float64) {
	tab.Do(chromedp.Func(func(ctx context.Context, page *chromedp.Target) error {
		touch := func(kind string, y float64, fingers ...float64) error {
			points := make([]*input.TouchPoint, 0, len(fingers))
			for i, x := range fingers {
				id := float64(i)
				points = append(points, &input.TouchPoint{X: x, Y: y, ID: &id})
			}
			_, err := cdp.Call(ctx, page, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventType(kind), TouchPoints: points})
			return err
		}
		err := touch("touchStart", from, fingers...)
		const steps = 15
		for i := 1.0; err == nil && i <= steps; i++ {
			err = touch("touchMove", from+(to-from)*i/steps, fingers...)
		}
		return errors.Join(err, touch("touchCancel", to))
	}))
}

// servePublishing starts a server of the fixture that can publish, and returns its store, its handler and its address.
func servePublishing(t *testing.T) (s *store.DB, h http.Handler, address string) {
	t.Helper()
	t.Parallel()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	s = storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	h, err := server.New(server.Config{Store: s, Importer: &testImporter{DB: s}, Static: static.Files(), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	return s, h, web.URL
}

// The previews of the share page follow its forms: those of the embedded map its options, that of the edition its title and labels.
func TestPreviewsFollowTheForms(t *testing.T) {
	s, _, address := servePublishing(t)
	tab := browser.Open(t)
	tab.Go(address + "/c/talks/share?country=PK")
	tab.Wait(`document.querySelector('#embed-code').value.includes('country=PK')`)
	history := browser.Eval[int](tab, `history.length`)
	browser.Eval[bool](tab, `document.querySelector('input[name=controls]').click() === undefined`)
	tab.Wait(`['#embed-code', '#embed-preview'].every(s => (document.querySelector(s).src ?? document.querySelector(s).value).includes('controls=0'))`)
	browser.Eval[bool](tab, `document.querySelector('#edition-preview').scrollIntoView() === undefined`)
	const page = `document.querySelector('#edition-preview:not([hidden])')?.contentDocument`
	tab.Wait(page + `?.querySelector('h1')?.textContent === 'Border talks' && ` + page + `.querySelector('img').naturalWidth > 0`)
	browser.Eval[bool](tab, `(() => {
		const title = document.querySelector('#publish input[name=title]')
		title.value = 'Crossings'
		document.querySelector('#publish details').open = true
		const box = document.querySelector('input[name="pick"][value="geonames:1167528"]')
		if (!box.checked) box.click()
		document.querySelector('input[name="label-geonames:1167528"]').value = 'The city of Quetta'
		return title.dispatchEvent(new Event('input', { bubbles: true }))
	})()`)
	tab.Wait(page + `?.querySelector('h1')?.textContent === 'Crossings' && ` + page + `.querySelector('.places').textContent.includes('The city of Quetta')`)
	if n := browser.Eval[int](tab, `history.length`); n != history {
		t.Errorf("the previews added %d pages to the history", n-history)
	}
	if faults := tab.Faults(); len(faults) > 0 {
		t.Errorf("the browser reports %v", faults)
	}
	all, err := s.Publications(t.Context(), "talks")
	if err != nil || len(all) > 0 {
		t.Errorf("a preview was published: %v, %v", all, err)
	}
}

// The embed of an edition is a map as well, with the labels of the edition, and a picture without JavaScript.
func TestEmbedsOfEditions(t *testing.T) {
	_, h, root := servePublishing(t)
	form := url.Values{
		"title": {"Talks"}, "pick": {"geonames:1138958", "geonames:1167528"}, "label-geonames:1138958": {"The capital"}, "number-geonames:1138958": {"1"},
	}
	w := submitForm(h, "/c/talks/publish", form)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	address := root + w.Header().Get("Location") + "/1/embed"
	tab := browser.Open(t, "disable-web-security", "disable-site-isolation-trials")
	host := frame(t)
	for _, width := range []int{320, 680, 1200} {
		checkEmbed(t, tab, fmt.Sprintf("%s/?width=%d&show=%s", host, width, url.QueryEscape(address+"?list=1&time=1&theme=dark")), width)
	}
	for selector, want := range map[string]string{"#detail h2 bdi": "1 The capital", ".embed-list": "The capital", ".embed-line": "edition 1"} {
		if got := browser.Eval[string](tab, framed+`.querySelector('`+selector+`').textContent`); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q", selector, got, want)
		}
	}
	if hidden := browser.Eval[bool](tab, framed+`.querySelector('.embed-list').hidden || `+framed+`.querySelector('.period').hidden`); hidden {
		t.Error("the list and the period are hidden")
	}
	if faults := tab.Faults(); len(faults) > 0 {
		t.Errorf("the browser reports %v", faults)
	}
	tab = browser.Open(t)
	tab.WithoutScripts()
	tab.Go(address)
	tab.Wait(`document.querySelector('noscript img')?.naturalWidth > 0`)
}
