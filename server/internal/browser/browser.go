// Package browser opens pages in Debian's Chromium for tests.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// required is set where tests must not be skipped for want of a browser.
const required = "DATELINE_REQUIRE_BROWSER"

// Tab is a tab of a browser that is closed when its test ends.
type Tab struct {
	ctx context.Context
	tb  testing.TB

	mu     sync.Mutex
	faults []string
}

// Open starts a browser with one tab. The test is skipped when Chromium is not
// there, and fails instead when DATELINE_REQUIRE_BROWSER is set. At its end the
// test fails if a page wrote an error to the console. flags are further flags of
// Chromium.
func Open(tb testing.TB, flags ...string) *Tab {
	tb.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv(required) != "" {
			tb.Fatalf("%s is set, but there is no chromium in the PATH: install Debian's package chromium", required)
		}
		tb.Skip("there is no chromium in the PATH; Debian's package chromium has it")
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
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	tb.Cleanup(cancel)
	ctx, cancelAllocator := chromedp.NewExecAllocator(ctx, options...)
	tb.Cleanup(cancelAllocator)
	ctx, cancelTab := chromedp.NewContext(ctx)
	tb.Cleanup(cancelTab)
	t := &Tab{ctx: ctx, tb: tb}
	t.Do(chromedp.Navigate("about:blank"))
	// Without a screen no window is in front, and elements would hear nothing of their focus.
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		tb.Fatalf("telling the browser that its window is in front: %v", err)
	}
	messages := chromedp.Console(ctx)
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
	tb.Cleanup(func() {
		if faults := t.Faults(); len(faults) > 0 {
			tb.Errorf("the console has errors:\n%s", strings.Join(faults, "\n"))
		}
	})
	return t
}

// Faults takes the errors that were written to the console so far.
func (t *Tab) Faults() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.faults
	t.faults = nil
	return out
}

// WithoutScripts turns the scripts of pages off, as readers may.
func (t *Tab) WithoutScripts() {
	t.tb.Helper()
	off := emulation.SetScriptExecutionDisabledParams{Value: true}
	if _, err := chromedp.Call(t.ctx, emulation.SetScriptExecutionDisabled, off); err != nil {
		t.tb.Fatalf("turning the browser's scripts off: %v", err)
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

// Wait waits until a JavaScript expression is true, for at most 20 seconds. It
// asks again and again from outside, because the pages' policy forbids building
// code inside.
func (t *Tab) Wait(expression string) {
	t.tb.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(40 * time.Millisecond)
	defer tick.Stop()
	for {
		if done, err := chromedp.Run(t.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && done {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			text, _ := chromedp.Run(t.ctx, chromedp.Evaluate[string]("location.href + ' ' + (document.body?.innerText ?? '')"))
			t.tb.Fatalf("waited in vain for %s\nthe page says: %.800s", expression, text)
		case <-t.ctx.Done():
			t.tb.Fatalf("waiting for %s: %v", expression, t.ctx.Err())
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
		t.tb.Fatalf("evaluating %s: %v", expression, err)
	}
	return v
}
