package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func serve(t *testing.T, page string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><title>test</title><link rel="icon" href="data:,">`, page)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestTab(t *testing.T) {
	url := serve(t, `<p>before</p><button onclick="setTimeout(() => { document.querySelector('p').textContent = 'after' })">x</button>`)
	tab := Open(t)
	tab.Go(url)
	if got := tab.Text("p"); got != "before" {
		t.Errorf("the text is %q", got)
	}
	tab.Do(chromedp.Click(chromedp.CSS("button")))
	tab.Wait(`document.querySelector('p').textContent === 'after'`)
	if got := Eval[int](tab, "1 + 1"); got != 2 {
		t.Errorf("1 + 1 is %d", got)
	}
	if got := tab.Text("h1"); !strings.Contains(got, "no such element") {
		t.Errorf("the text of a missing element is %q", got)
	}
}

func TestTabsShareNothing(t *testing.T) {
	url := serve(t, "")
	first, second := Open(t), Open(t)
	first.Go(url)
	Eval[bool](first, "(document.cookie = 'a=1', true)")
	second.Go(url)
	if got := Eval[string](second, "document.cookie"); got != "" {
		t.Errorf("another tab has the cookie %q", got)
	}
}

func TestFaults(t *testing.T) {
	tab := Open(t)
	tab.Go(serve(t, `<script>console.error('a fault'); window.done = true</script>`))
	tab.Wait("window.done")
	var faults string
	for range 100 {
		if faults += strings.Join(tab.Faults(), " "); faults != "" {
			break
		}
		Eval[bool](tab, "true")
	}
	if !strings.Contains(faults, "a fault") {
		t.Errorf("faults: %q", faults)
	}
}

func TestWithoutScripts(t *testing.T) {
	tab := Open(t)
	tab.WithoutScripts()
	tab.Go(serve(t, `<p>text</p><script>document.querySelector('p').remove()</script>`))
	tab.Wait(`document.querySelector('p')`)
}
