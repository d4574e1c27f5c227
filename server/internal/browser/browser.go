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

	mu     sync.Mutex
	faults []string
}

// shared is the browser of all tabs without flags of their own. It is started by the
// first test that needs it and ends with the test process.
var shared = sync.OnceValues(func() (context.Context, error) { return start(context.Background()) })

// start starts Chromium. It stops when the context is cancelled.
func start(ctx context.Context, flags ...string) (context.Context, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 800),
		chromedp.WSURLReadTimeout(45*time.Second), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-proxy-server", true),
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

// Open opens a tab. Tabs share one browser but no cookies or storage, so that tests
// may run in parallel; with flags of Chromium the tab gets a browser of its own. The
// test is skipped without Chromium, and fails if DATELINE_REQUIRE_BROWSER is set. At
// its end it fails if a page wrote an error to the console.
func Open(tb testing.TB, flags ...string) *Tab {
	tb.Helper()
	var browser context.Context
	var err error
	if len(flags) == 0 {
		browser, err = shared()
	} else {
		ctx, cancel := context.WithCancel(context.Background())
		tb.Cleanup(cancel)
		browser, err = start(ctx, flags...)
	}
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
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	tb.Cleanup(cancel)
	t := &Tab{ctx: ctx, tb: tb}
	t.Do(chromedp.Navigate("about:blank"))
	// Tabs in the background do not get the focus, which elements would not see.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		tb.Fatalf("emulate the focus: %v", err)
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
}

// Do runs actions; the test fails when one does.
func (t *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	t.tb.Helper()
	if err := chromedp.Do(t.ctx, actions...); err != nil {
		t.tb.Fatalf("in the browser: %v", err)
	}
}

// Go opens an address.
func (t *Tab) Go(address string) {
	t.tb.Helper()
	t.Do(chromedp.Navigate(address))
}

// Wait waits until a JavaScript expression is true, for at most 20 seconds. It polls,
// because the pages' Content-Security-Policy forbids to evaluate code inside of them.
func (t *Tab) Wait(expression string) {
	t.tb.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if done, err := chromedp.Run(t.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && done {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			text, _ := chromedp.Run(t.ctx, chromedp.Evaluate[string]("location.href + ' ' + (document.body?.innerText ?? '')"))
			t.tb.Fatalf("timeout waiting for %s\nthe page: %.800s", expression, text)
		case <-t.ctx.Done():
			t.tb.Fatalf("wait for %s: %v", expression, t.ctx.Err())
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

// Settle waits until nothing has been requested for half a second, and two frames more.
func (t *Tab) Settle() {
	t.tb.Helper()
	Eval[bool](t, `(window.settled = false, (function wait(n, quiet) {
		const now = performance.getEntriesByType('resource').length
		if (now !== n) quiet = 0
		if (quiet < 10) setTimeout(wait, 50, now, quiet + 1)
		else requestAnimationFrame(() => requestAnimationFrame(() => { window.settled = true }))
	})(-1, 0), true)`)
	t.Wait("window.settled")
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
