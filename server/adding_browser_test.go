package server_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
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

// serveAdding starts a server to which articles can be added.
func serveAdding(t *testing.T) string {
	t.Helper()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	s := newShelf(store.Collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	h, err := server.New(server.Config{Store: s, Importer: s, Fetching: true, Static: static.Files(), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	return web.URL
}

const arrived = `document.querySelector('#queue .done a')`

func TestPastedArticleArrivesOnTheMap(t *testing.T) {
	url := serveAdding(t)
	tab := browser.Open(t)
	tab.Go(url + "/")
	tab.Do(chromedp.SendKeys(chromedp.CSS("#new-title"), "Rain, 2024"), chromedp.KeyEvent(kb.Enter))
	tab.Wait(`location.pathname === '/c/rain-2024/add' && document.readyState === 'complete' && document.querySelector('.drop-here')`)
	tab.Do(chromedp.SendKeys(chromedp.CSS("#title"), "Late report"), chromedp.SendKeys(chromedp.CSS("#text"), "Rain fell in Kabul."))
	tab.Do(chromedp.Click(chromedp.CSS(`form[action$="/add/text"] button`)))
	tab.Wait(arrived)
	if got := tab.Text(".said"); got != "1 input was taken." {
		t.Errorf("the page says %q", got)
	}
	tab.Wait(`document.querySelector('#arrival-news').textContent.includes('Late report: arrived.')`) // what a screen reader hears
	tab.Do(chromedp.Click(chromedp.CSS("#queue .done a")))
	tab.Wait(`document.querySelector('h1').textContent === 'Late report' && document.querySelector('button.pin` + kabul + `')`)
	tab.Do(chromedp.Click(chromedp.CSS(".sections .collection")))
	tab.Wait(`location.pathname === '/c/rain-2024' && document.querySelector('#places a` + kabul + `')`)
}

// drop drops files on the page; content that is long is made there.
func drop(tab *browser.Tab, files ...string) {
	for i := 0; i+1 < len(files); i += 2 {
		browser.Eval[bool](tab, fmt.Sprintf(`(() => {
			const data = new DataTransfer()
			data.items.add(new File([%[2]s], %[1]q))
			document.body.dispatchEvent(new DragEvent('dragover', {dataTransfer: data, bubbles: true, cancelable: true}))
			const shown = !document.querySelector('.drop-here').hidden
			document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))
			return shown && document.querySelector('.drop-here').hidden
		})()`, files[i], files[i+1]))
	}
}

func TestDroppedFilesArrive(t *testing.T) {
	url := serveAdding(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/add")
	tab.Wait(`document.querySelector('.drop-here')`)
	drop(tab, "kabul.txt", `'From Kabul'`, "scan.pdf", `'unreadable'`)
	tab.Wait(arrived + ` && document.querySelector('#queue .failed .reason')`)
	if got := tab.Text("#queue .failed .reason"); got != "reading scan.pdf: it is not a document: bad input" {
		t.Errorf("the reason is said to be %q", got)
	}
	tab.Do(chromedp.Focus(chromedp.CSS("#queue .failed button")), chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelectorAll('#queue .done').length === 2`)
	if got := browser.Eval[string](tab, "document.activeElement.textContent"); got != "scan.pdf" {
		t.Errorf("when its button went, the focus went to %q", got)
	}
	drop(tab, "huge.pdf", `new Uint8Array(64 * 1024 * 1024 + 1)`)
	tab.Wait(`document.querySelector('#queue .failed .reason')?.textContent === 'the file is larger than 64 MB'`)
}

func TestFilesDroppedOnTheMap(t *testing.T) {
	url := serveAdding(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('.drop-here') && document.querySelector('button.pin')`)
	drop(tab, "late.txt", `'From Kabul'`)
	tab.Wait(`document.querySelector('#incoming').textContent.includes('1 article has arrived.')`)
	tab.Do(chromedp.Click(chromedp.CSS(`#incoming a[href="/c/talks"]`)))
	tab.Wait(`document.querySelector('#places a` + kabul + ` .n')?.textContent.startsWith('5')`)
}

func TestFeedIsFollowedAndLeft(t *testing.T) {
	url := serveAdding(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/add")
	tab.Do(chromedp.SendKeys(chromedp.CSS("#address"), "news.example/feed"), chromedp.Click(chromedp.CSS(`form[action$="/addresses"] button`)))
	tab.Wait(`document.querySelector('#feeds + ul .what')?.textContent === 'News of the border'`)
	tab.Wait(arrived)
	tab.Do(chromedp.Click(chromedp.CSS(`#feeds + ul button`)))
	tab.Wait(`document.querySelector('#queue') && !document.querySelector('#feeds')`)
}

func TestAddingWithScriptsTurnedOff(t *testing.T) {
	url := serveAdding(t)
	file := filepath.Join(t.TempDir(), "kabul.txt")
	if err := os.WriteFile(file, []byte("From Kabul"), 0o600); err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t)
	tab.WithoutScripts()
	tab.Go(url + "/c/talks/add")
	tab.Do(chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{file}), chromedp.Click(chromedp.CSS("#add-files button")))
	tab.Wait(`document.querySelector('#queue .working, #queue .waiting')`)
	tab.Do(chromedp.Click(chromedp.CSS(`.arrivals a[href="/c/talks/add#arrivals"]`)))
	tab.Wait(arrived)
}
