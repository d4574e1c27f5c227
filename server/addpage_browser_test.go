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
	"dateline/server/view"
	"dateline/static"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// serveImporting starts a server to which articles can be added.
func serveImporting(t *testing.T, change ...func(*server.Config)) string {
	t.Helper()
	t.Parallel()
	return startImporting(t, change...)
}

// startImporting is serveImporting for a test that runs alone.
func startImporting(t testing.TB, change ...func(*server.Config)) string {
	t.Helper()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	m := newTestImporter(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	c := server.Config{Store: m.DB, Importer: m, AllowURLImport: true, Static: static.Files(), Gazetteer: fixture.Gazetteer(t)}
	for _, f := range change {
		f(&c)
	}
	h, err := server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	return web.URL
}

const imported = `document.querySelector('#queue .done a')`

func TestPastedArticleIsOnTheMap(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/")
	tab.Click(".new-empty summary")
	tab.Do(chromedp.SendKeys(chromedp.CSS("#new-title"), "Rain, 2024"), chromedp.KeyEvent(kb.Enter))
	tab.Wait(`location.pathname === '/c/rain-2024/add' && document.readyState === 'complete' && document.querySelector('.drop-here')`)
	tab.Do(chromedp.SendKeys(chromedp.CSS("#title"), "Late report"), chromedp.SendKeys(chromedp.CSS("#text"), "Rain fell in Kabul."))
	tab.Click(`form[action$="/add/text"] button`)
	tab.Wait(imported)
	if got := tab.Text(".notice"); got != "1 added, reading it now." {
		t.Errorf("the notice is %q", got)
	}
	tab.Wait(`document.querySelector('#import-news').textContent.includes('Late report: added.')`) // for screen readers
	tab.Click("#queue .done a")
	tab.Wait(`document.querySelector('h1').textContent === 'Late report' && document.querySelector('button.pin` + kabul + `')`)
	tab.Click(".sections .collection")
	tab.Wait(`location.pathname === '/c/rain-2024' && document.querySelector('#places a` + kabul + `')`)
}

// drop drops files on the page. Names and JavaScript expressions of their contents are
// given as pairs.
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

func TestDroppedFilesAreImported(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/add")
	tab.Wait(`document.querySelector('.drop-here')`)
	drop(tab, "kabul.txt", `'From Kabul'`, "scan.pdf", `'unreadable'`)
	tab.Wait(imported + ` && document.querySelector('#queue .failed .reason')`)
	if got := tab.Text("#queue .failed .reason"); got != "This is not a document." {
		t.Errorf("the reason is %q", got)
	}
	tab.Do(chromedp.Focus(chromedp.CSS("#queue .failed button")), chromedp.KeyEvent(kb.Enter))
	tab.Wait(`document.querySelectorAll('#queue .done').length === 2`)
	if got := browser.Eval[string](tab, "document.activeElement.textContent"); got != "scan.pdf" {
		t.Errorf("after its button was removed, the focus is on %q", got)
	}
	drop(tab, "huge.pdf", `new Uint8Array(64 * 1024 * 1024 + 1)`)
	tab.Wait(`document.querySelector('#queue .failed .reason')?.textContent === 'The file is larger than 64 MB.'`)
}

func TestFilesDroppedOnTheMap(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('.drop-here') && document.querySelector('button.pin')`)
	drop(tab, "late.txt", `'From Kabul'`)
	tab.Wait(`document.querySelector('#import-status a[href="/c/talks"]')?.textContent === 'Refresh the map (1 new article)'`)
	tab.Click(`#import-status a[href="/c/talks"]`)
	tab.Wait(`document.querySelector('#places a` + kabul + ` .num')?.textContent.startsWith('4')`)
}

func TestFeedIsFollowedAndUnfollowed(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/add")
	tab.Do(chromedp.SendKeys(chromedp.CSS("#links"), "news.example/feed"))
	tab.Click(`form[action$="/add/links"] button`)
	tab.Wait(`document.querySelector('#feeds + ul .what')?.textContent === 'News of the border'`)
	tab.Wait(imported)
	tab.Click(`#feeds + ul button`)
	tab.Wait(`document.querySelector('#queue') && !document.querySelector('#feeds')`)
}

func TestFailuresAreLinkedToTheirFields(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	tab.Go(url + "/c/talks/add")
	tab.Do(chromedp.SendKeys(chromedp.CSS("#links"), "notaurl"))
	tab.Click(`form[action$="/add/links"] button`)
	tab.Wait(`document.title.startsWith('Error: ') && document.activeElement?.id === 'failures'`)
	tab.Click("#failures a")
	tab.Wait(`location.hash === '#links' && document.querySelector('#links').value === 'notaurl'`)
	tab.Faults() // the browser logs status 400
}

func TestTemporaryArticlesAreKept(t *testing.T) {
	url := serveImporting(t, func(c *server.Config) {
		c.Temporary = storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	})
	tab := browser.Open(t)
	tab.Go(url + "/c/talks")
	tab.Wait(`document.querySelector('button.pin')`)
	if browser.Eval[bool](tab, `Boolean(document.querySelector('.sections a[href$="/add"], #import-status'))`) {
		t.Error("the page offers to add articles to a collection in memory")
	}
	tab.Click("form.keep button")
	tab.Wait(`location.pathname === '/c/border-talks/add' && document.querySelectorAll('#queue li').length === 4`)
}

func TestImportWithoutJavaScript(t *testing.T) {
	url := serveImporting(t)
	file := filepath.Join(t.TempDir(), "kabul.txt")
	if err := os.WriteFile(file, []byte("From Kabul"), 0o600); err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t)
	tab.WithoutScripts()
	tab.Go(url + "/c/talks/add")
	tab.Do(chromedp.SetUploadFiles(chromedp.CSS("#files"), []string{file}))
	tab.Click("#add-files button")
	tab.Wait(`document.querySelector('#queue .working, #queue .waiting')`)
	tab.Click(`.imports a[href="/c/talks/add#imports"]`)
	tab.Wait(imported)
}
