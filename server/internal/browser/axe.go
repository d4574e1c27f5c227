package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axeSource returns the script of axe-core from the packages of the front end.
var axeSource = sync.OnceValues(func() (string, error) {
	_, file, _, _ := runtime.Caller(0)
	b, err := os.ReadFile(filepath.Join(filepath.Dir(file), "../../../static/node_modules/axe-core/axe.min.js"))
	return string(b), err
})

// axeRun runs rules, which are JSON, and returns the violations that are serious or critical, a line each.
const axeRun = `axe.run(document, {runOnly: %s, resultTypes: ['violations']}).then(r =>
	r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.help + ': ' +
		v.nodes.slice(0, 4).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 120) + ' ' + (n.any[0]?.message ?? '')).join(' | ')))`

// axeTags are the groups of rules that Axe runs without others: those of WCAG 2.2 AA, and best practice.
var axeTags = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}

// Axe returns the serious and critical violations that axe-core finds on the page, a line
// each: of the given rules, or of WCAG 2.2 AA. The test is skipped if the packages of the front end are not installed,
// and fails if DATELINE_REQUIRE_BROWSER is set.
func (t *Tab) Axe(rules ...string) []string {
	t.tb.Helper()
	source, err := axeSource()
	if errors.Is(err, fs.ErrNotExist) && os.Getenv(required) == "" {
		t.tb.Skip("axe-core is not installed; make build installs it")
	}
	if err != nil {
		t.tb.Fatalf("read axe-core: %v", err)
	}
	if !Eval[bool](t, "typeof axe === 'object'") {
		Eval[bool](t, source+"; true")
	}
	if len(rules) == 0 {
		rules = axeTags
	}
	list, err := json.Marshal(rules)
	if err != nil {
		t.tb.Fatal(err)
	}
	violations, err := chromedp.Run(t.ctx, chromedp.Evaluate[[]string](fmt.Sprintf(axeRun, list), chromedp.EvalAwaitPromise))
	if err != nil {
		t.tb.Fatalf("run axe-core: %v", err)
	}
	return violations
}

// Viewport sets the size of the viewport in CSS pixels. A phone has a touch screen.
func (t *Tab) Viewport(width, height int64, phone bool) {
	t.tb.Helper()
	metrics := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: phone}
	if _, err := chromedp.Call(t.ctx, emulation.SetDeviceMetricsOverride, metrics); err != nil {
		t.tb.Fatalf("set the viewport to %d by %d: %v", width, height, err)
	}
	if _, err := chromedp.Call(t.ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: phone}); err != nil {
		t.tb.Fatalf("emulate a touch screen: %v", err)
	}
}

// Media sets features of the media, such as "prefers-color-scheme: dark", and resets all others.
func (t *Tab) Media(features ...string) {
	t.tb.Helper()
	var p emulation.SetEmulatedMediaParams
	for _, f := range features {
		name, value, ok := strings.Cut(f, ": ")
		if !ok {
			t.tb.Fatalf("the media feature %q has no value", f)
		}
		p.Features = append(p.Features, &emulation.MediaFeature{Name: name, Value: value})
	}
	if _, err := chromedp.Call(t.ctx, emulation.SetEmulatedMedia, p); err != nil {
		t.tb.Fatalf("emulate %s: %v", fmt.Sprint(features), err)
	}
}
