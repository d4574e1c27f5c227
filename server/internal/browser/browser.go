// Package browser opens pages in Chromium for tests.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// required is the environment variable that turns a missing browser into a failure.
const required = "DATELINE_REQUIRE_BROWSER"

// Tab is a tab of a browser. It is closed when its test ends.
type Tab struct {
	ctx context.Context
	tb  testing.TB
	// noScripts is set if JavaScript is disabled.
	noScripts bool

	mu     sync.Mutex
	faults []string
}

// browsers are the browsers of all tabs by their flags: functions that start each when it is first needed. They end with the test
// process.
var browsers sync.Map

// shared returns the browser with these flags.
func shared(flags []string) (context.Context, error) {
	started := sync.OnceValues(func() (context.Context, error) { return start(context.Background(), flags...) })
	browser, _ := browsers.LoadOrStore(strings.Join(flags, " "), started)
	return browser.(func() (context.Context, error))()
}

// start starts Chromium. It stops when the context is cancelled.
func start(ctx context.Context, flags ...string) (context.Context, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 800),
		chromedp.WSURLReadTimeout(2*time.Minute), chromedp.Flag("force-prefers-reduced-motion", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-proxy-server", true),
	)
	for _, f := range flags {
		name, value, ok := strings.Cut(f, "=")
		if ok {
			options = append(options, chromedp.Flag(name, value))
		} else {
			options = append(options, chromedp.Flag(name, true))
		}
	}
	ctx, _ = chromedp.NewExecAllocator(ctx, options...)
	ctx, _ = chromedp.NewContext(ctx)
	return ctx, chromedp.Do(ctx, chromedp.Navigate("about:blank"))
}

// timeout is the maximum time of a step in the browser. It only ends tests that hang: no test depends on how fast the machine is.
const timeout = 3 * time.Minute

// watcher is run in every document before its own scripts. It counts what the document is fetching, and notes when the first symbol
// of the map was there.
const watcher = `(() => {
	const watched = { pending: 0, firstPin: 0 }
	Object.defineProperty(window, 'watched', { value: watched })
	const count = promise => {
		watched.pending++
		const done = () => { watched.pending-- }
		promise.then(done, done)
		return promise
	}
	const { fetch } = window
	window.fetch = (...args) => count(fetch(...args))
	for (const name of ['json', 'text', 'blob', 'arrayBuffer']) {
		const read = Response.prototype[name]
		Response.prototype[name] = function () { return count(read.call(this)) }
	}
	const observer = new MutationObserver(() => {
		if (!document.querySelector('button.pin')) return
		watched.firstPin = performance.now()
		observer.disconnect()
	})
	observer.observe(document, { childList: true, subtree: true })
})()`

// Open opens a tab. Tabs with the same flags of Chromium share one browser but no cookies or storage, so that tests
// may run in parallel. Nothing is animated. The
// test is skipped without Chromium, and fails if DATELINE_REQUIRE_BROWSER is set. At
// its end it fails if a page wrote an error to the console.
func Open(tb testing.TB, flags ...string) *Tab {
	tb.Helper()
	browser, err := shared(flags)
	switch {
	case errors.Is(err, exec.ErrNotFound) && os.Getenv(required) == "":
		tb.Skip("there is no chromium in the PATH; Debian's package chromium has it")
	case errors.Is(err, exec.ErrNotFound):
		tb.Fatalf("%s is set, but there is no chromium in the PATH: install Debian's package chromium", required)
	case err != nil:
		tb.Fatalf("start chromium: %v", err)
	}
	ctx, cancelTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	tb.Cleanup(cancelTab)
	t := &Tab{ctx: ctx, tb: tb}
	// The first action opens the tab, for as long as its context lasts.
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		tb.Fatalf("open a tab: %v", err)
	}
	// Tabs in the background do not get the focus, which elements would not see.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		tb.Fatalf("emulate the focus: %v", err)
	}
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watcher}); err != nil {
		tb.Fatalf("watch the requests of documents: %v", err)
	}
	t.watchConsole()
	return t
}

// watchConsole records the errors that pages write to the console.
func (t *Tab) watchConsole() {
	messages := chromedp.Console(t.ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == "error" {
				t.mu.Lock()
				t.faults = append(t.faults, m.String())
				t.mu.Unlock()
			}
		}
	}()
	t.tb.Cleanup(func() {
		if faults := t.Faults(); len(faults) > 0 {
			t.tb.Errorf("the console has errors:\n%s", strings.Join(faults, "\n"))
		}
	})
}

// Faults returns the errors on the console since the last call.
func (t *Tab) Faults() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.faults
	t.faults = nil
	return out
}

// WithoutScripts disables JavaScript.
func (t *Tab) WithoutScripts() {
	t.tb.Helper()
	off := emulation.SetScriptExecutionDisabledParams{Value: true}
	if _, err := chromedp.Call(t.ctx, emulation.SetScriptExecutionDisabled, off); err != nil {
		t.tb.Fatalf("disable scripts: %v", err)
	}
	t.noScripts = true
}

// Do runs actions; the test fails when one does.
func (t *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	t.tb.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, timeout)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.tb.Fatalf("in the browser: %v", err)
	}
}

// Go opens an address.
func (t *Tab) Go(address string) {
	t.tb.Helper()
	t.Do(chromedp.Navigate(address))
}

// Click clicks the middle of the first element that a CSS selector finds, when it is there and the page has settled.
func (t *Tab) Click(selector string) {
	t.tb.Helper()
	t.Wait(fmt.Sprintf("document.querySelector(%q)", selector))
	if !t.noScripts {
		t.Settle()
	}
	t.Do(chromedp.Click(chromedp.CSS(selector)))
}

// Wait waits until the document is loaded with its scripts and a JavaScript expression is true. It polls,
// because the pages' Content-Security-Policy forbids to evaluate code inside of them.
func (t *Tab) Wait(expression string) {
	t.tb.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, timeout)
	defer cancel()
	tick := time.NewTicker(25 * time.Millisecond)
	defer tick.Stop()
	for {
		loaded := "document.readyState === 'complete' && Boolean(" + expression + ")"
		if done, err := chromedp.Run(ctx, chromedp.Evaluate[bool](loaded)); err == nil && done {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			text, _ := chromedp.Run(t.ctx, chromedp.Evaluate[string]("location.href + ' ' + (document.body?.innerText ?? '')"))
			t.tb.Fatalf("timeout waiting for %s\nthe page: %.800s", expression, text)
		}
	}
}

// Text returns the text of the first element that a CSS selector finds.
func (t *Tab) Text(selector string) string {
	t.tb.Helper()
	return Eval[string](t, fmt.Sprintf("document.querySelector(%q)?.textContent ?? '(no such element)'", selector))
}

// Eval evaluates a JavaScript expression.
func Eval[T any](t *Tab, expression string) T {
	t.tb.Helper()
	v, err := chromedp.Run(t.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.tb.Fatalf("evaluate %s: %v", expression, err)
	}
	return v
}

// Hover moves the pointer to the middle of the n-th element that a CSS selector finds,
// from 0.
func (t *Tab) Hover(selector string, n int) {
	t.tb.Helper()
	at := Eval[[]float64](t, fmt.Sprintf("(e => { e.scrollIntoView({block: 'nearest'}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })(document.querySelectorAll(%q)[%d])", selector, n))
	move := input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: at[0], Y: at[1]}
	if _, err := chromedp.Call(t.ctx, input.DispatchMouseEvent, move); err != nil {
		t.tb.Fatalf("hover over %s: %v", selector, err)
	}
}

// settled resolves when the document is loaded, fetches nothing and animates nothing in some frames one after another.
const settled = `new Promise(resolve => {
	let quiet = 0
	const ends = a => a.playState === 'running' && Number.isFinite(a.effect?.getComputedTiming().endTime)
	const frame = () => {
		const busy = document.readyState !== 'complete' || watched.pending > 0 || document.getAnimations().some(ends)
		quiet = busy ? 0 : quiet + 1
		if (quiet < 5) requestAnimationFrame(() => setTimeout(frame))
		else resolve(true)
	}
	frame()
})`

// Settle waits until the page fetches and animates nothing, and has drawn what it fetched.
func (t *Tab) Settle() {
	t.tb.Helper()
	ctx, cancel := context.WithTimeout(t.ctx, timeout)
	defer cancel()
	for {
		done, err := chromedp.Run(ctx, chromedp.Evaluate[bool](settled, chromedp.EvalAwaitPromise))
		if err == nil && done {
			return
		}
		if ctx.Err() != nil { // another error is that of a page that was left
			t.tb.Fatalf("wait for the page to settle: %v", err)
		}
	}
}

// Weight returns the compressed bytes of the document and of what it requested, by their addresses without the server: until its first
// symbol of the map was there, and in all.
func (t *Tab) Weight() (first, all map[string]int) {
	t.tb.Helper()
	type resource struct {
		Name  string
		Bytes int
		First bool
	}
	first, all = map[string]int{}, map[string]int{}
	for _, r := range Eval[[]resource](t, `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(e =>
		({ Name: e.name.slice(location.origin.length), Bytes: e.transferSize, First: e.startTime <= watched.firstPin }))`) {
		all[r.Name] += r.Bytes
		if r.First {
			first[r.Name] += r.Bytes
		}
	}
	return first, all
}

// Screenshot returns a picture of the first element that a CSS selector finds, as PNG.
func (t *Tab) Screenshot(selector string) []byte {
	t.tb.Helper()
	box := Eval[[]float64](t, fmt.Sprintf("(r => [r.x, r.y, r.width, r.height])(document.querySelector(%q).getBoundingClientRect())", selector))
	clip := &page.Viewport{X: box[0], Y: box[1], Width: box[2], Height: box[3], Scale: 1}
	shot, err := chromedp.Call(t.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng, Clip: clip})
	if err != nil {
		t.tb.Fatalf("take a screenshot of %s: %v", selector, err)
	}
	return shot.Data
}

// Press presses a key by its name, such as "Enter" or "Escape".
func (t *Tab) Press(key string) {
	t.tb.Helper()
	codes := map[string]string{"Enter": kb.Enter, "Escape": kb.Escape, "Tab": kb.Tab}
	text, ok := codes[key]
	if !ok {
		text = key
	}
	t.Do(chromedp.KeyEvent(text))
}

// Drag drags the pointer within the first element that a CSS selector finds, from one position to another. These are shares of its width
// and height.
func (t *Tab) Drag(selector string, fromX, fromY, toX, toY float64) {
	t.tb.Helper()
	box := Eval[[]float64](t, fmt.Sprintf("(r => [r.x, r.y, r.width, r.height])(document.querySelector(%q).getBoundingClientRect())", selector))
	mouse := func(kind input.DispatchMouseEventType, buttons int64, share float64) {
		event := input.DispatchMouseEventParams{
			Type: kind, Button: input.MouseButtonLeft, Buttons: buttons, ClickCount: 1,
			X: box[0] + box[2]*(fromX+(toX-fromX)*share), Y: box[1] + box[3]*(fromY+(toY-fromY)*share),
		}
		if _, err := chromedp.Call(t.ctx, input.DispatchMouseEvent, event); err != nil {
			t.tb.Fatalf("drag over %s: %v", selector, err)
		}
	}
	mouse(input.DispatchMouseEventTypeMouseMoved, 0, 0)
	mouse(input.DispatchMouseEventTypeMousePressed, 1, 0)
	const steps = 4
	for i := 1.0; i <= steps; i++ {
		mouse(input.DispatchMouseEventTypeMouseMoved, 1, i/steps)
	}
	mouse(input.DispatchMouseEventTypeMouseReleased, 1, 1)
}
