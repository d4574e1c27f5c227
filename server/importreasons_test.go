package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/server/importer"
	. "dateline/server/internal/htmlcheck"
)

// An import that is retried is counted apart from those that wait, and its reason is a
// sentence without addresses of an inner network.
func TestReasonsOfImports(t *testing.T) {
	h, m := importing(t)
	m.paused = true
	next := time.Now().Add(30 * time.Second)
	for _, i := range []importer.Import{
		{ID: 1, State: importer.Waiting, Step: importer.StepParse, Name: "report.txt"},
		{ID: 2, State: importer.Retrying, Step: importer.StepFetch, Name: "https://nonexistent.invalid/a", Next: next, Reason: "no website answers at nonexistent.invalid: there is no such host; check the address"},
		{ID: 3, State: importer.Failed, Step: importer.StepFetch, Name: "https://news.example/b", Reason: "connecting to news.example: 10.0.0.7 is not a public address; allow it with --allow-private-address 10.0.0.7:443 if this is intended"},
	} {
		m.imports["talks"] = append(m.imports["talks"], &testImport{Import: i})
	}
	w := get(h, "http://localhost/c/talks/add", "Accept", "text/html")
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page := w.Body.String()
	if err := Run(strings.NewReader(page),
		In(`[data-import="2"].retrying .state`, Text("cannot be reached, next try in 1 minute")),
		In(`[data-import="2"] .reason`, Text("No website answers at nonexistent.invalid: there is no such host; check the address.")),
		In(`[data-import="3"] .reason`, Text("This link leads to a private network, from which this server fetches nothing.")),
		Count(`[data-import="1"] .reason`, 0),
	); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"1 waiting", "1 to be tried again", "1 failed"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "10.0.0.7") {
		t.Error("the page has an address of an inner network")
	}
}
