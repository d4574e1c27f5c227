package mapfile_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	"dateline/server/mapfile"
	"dateline/server/view"
	"dateline/static"
)

func TestFileOpensWithoutNetwork(t *testing.T) {
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	name := filepath.Join(t.TempDir(), "map.html")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	set := &layer.Set{Title: "Border talks", Parsed: fixture.Parsed()}
	if err := mapfile.Write(f, &mapfile.Config{Set: set, Title: "Border talks", Gazetteer: fixture.Gazetteer(t), Static: static.Files()}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	// No host name resolves: the page must contain everything that it shows.
	tab := browser.Open(t, "host-resolver-rules=MAP * ~NOTFOUND")
	tab.Go("file://" + name)
	tab.Wait(`document.querySelectorAll('button.pin').length >= 5`)
	tab.Wait(`document.querySelector('.leaflet-basemap-pane canvas, .leaflet-basemap-pane svg')`)

	tab.Click(`button.pin[data-place="geonames:1138958"]`)
	tab.Wait(`document.querySelector('#detail .count')?.textContent === '1 of 4'`)
	tab.Click("#detail a.context")
	tab.Wait(`document.querySelector('#detail .story .m.chosen')?.textContent === 'Kabul'`)
	if n := browser.Eval[int](tab, `document.querySelectorAll('#detail .story .m').length`); n != 19 {
		t.Errorf("%d mentions are marked, want 19", n)
	}
	tab.Wait(`(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('.m.chosen').getBoundingClientRect())`)
	if got := tab.Text("#detail .note"); !strings.Contains(got, fixture.KabulReason()) {
		t.Errorf("the chosen mention's note says %q", got)
	}

	tab.Click(`#detail .back`)
	tab.Click(`.ledger-line .o-missing`)
	tab.Wait(`document.querySelector('#detail .passage mark')?.textContent === 'Lwara Pass'`)
	tab.Click(`.sections a[href="#articles"]`)
	tab.Wait(`document.querySelectorAll('#detail .articles li').length === 4`)

	if browser.Eval[int](tab, `document.querySelectorAll('img[src="x"]').length`) != 0 {
		t.Error("a name was taken as HTML")
	}
	encoded := browser.Eval[string](tab, `JSON.parse(document.getElementById('mentions-csv').textContent)`)
	compressed, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(flate.NewReader(bytes.NewReader(compressed)))
	if err != nil {
		t.Fatal(err)
	}
	got, ok := bytes.CutPrefix(got, []byte("\ufeff"))
	if !ok {
		t.Error("the table has no byte order mark for Excel")
	}
	if rows, err := csv.NewReader(bytes.NewReader(got)).ReadAll(); err != nil || len(rows) != 1+27 {
		t.Errorf("the table has %d rows, want a header and 27: %v", len(rows), err)
	}
}
