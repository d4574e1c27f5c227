package report_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/layer/layertest"
	"dateline/server/internal/browser"
	"dateline/server/report"
	"dateline/server/view"
	"dateline/static"
)

func config(t *testing.T) *report.Config {
	t.Helper()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	set := layertest.Set()
	return &report.Config{Set: set, Static: static.Files()}
}

func written(t *testing.T, extension string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Writers()[extension](&b, config(t)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReportsAreVerified(t *testing.T) {
	for _, extension := range []string{".html", ".zip"} {
		content := written(t, extension)
		if !bytes.Equal(content, written(t, extension)) {
			t.Errorf("%s: other bytes the second time", extension)
		}
		v, err := report.Verify(content)
		if err != nil {
			t.Fatalf("%s: %v", extension, err)
		}
		if extension == ".zip" && (v.Files != 12 || v.Title != "Two <stories>") {
			t.Errorf("the manifest has %d files and the title %q", v.Files, v.Title)
		}
		// A changed byte anywhere is found: at both ends and at many places between.
		step := max(1, len(content)/29)
		for at := 0; at < len(content); at += step {
			changed := bytes.Clone(content)
			changed[at] ^= 1
			if _, err := report.Verify(changed); err == nil {
				t.Errorf("%s: the change of byte %d of %d is not found", extension, at, len(content))
			}
		}
		changed := bytes.Clone(content)
		changed[len(changed)-1] ^= 1
		if _, err := report.Verify(changed); err == nil {
			t.Errorf("%s: the change of the last byte is not found", extension)
		}
		if _, err := report.Verify(content[:len(content)-1]); err == nil {
			t.Errorf("%s: a missing byte is not found", extension)
		}
	}
	if _, err := report.Verify([]byte("<!doctype html>")); !errors.Is(err, geo.ErrInput) {
		t.Errorf("a page without a seal: %v", err)
	}
}

// Verify names the files of a ZIP file that differ from its manifest.
func TestVerifyNamesChangedFiles(t *testing.T) {
	content := written(t, ".zip")
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		if f.Name == "annex.md" {
			continue
		}
		if f.Name == "places.csv" {
			g, err := w.Create(f.Name)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(g, "place,name\n")
			continue
		}
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Create("more.txt"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.SetComment(z.Comment), w.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = report.Verify(b.Bytes())
	if !errors.Is(err, geo.ErrCorrupt) {
		t.Fatal(err)
	}
	for _, want := range []string{"annex.md is missing", "places.csv differs", "more.txt was added"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestFiguresAndErrors(t *testing.T) {
	for extension, start := range map[string]string{".svg": "<svg", ".png": "\x89PNG", ".pdf": "%PDF"} {
		if b := written(t, extension); !bytes.HasPrefix(b, []byte(start)) {
			t.Errorf("%s begins with %q", extension, b[:8])
		}
	}
	if err := report.WriteHTML(full{}, config(t)); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
	if err := report.WriteZIP(full{}, config(t)); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// The compressed page opens from disk without a network as a map and, without JavaScript,
// contains the passages.
func TestPageOpensWithoutNetwork(t *testing.T) {
	page := written(t, ".html")
	if !bytes.Contains(page, []byte("Émissaires “met” in")) || bytes.Contains(page, []byte("<script src")) {
		t.Error("the page has no annex, or loads a script")
	}
	name := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(name, page, 0o600); err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t, "host-resolver-rules=MAP * ~NOTFOUND")
	tab.Go("file://" + name)
	tab.Wait(`document.querySelectorAll('button.pin').length >= 3`)
	tab.Wait(`document.querySelector('.leaflet-basemap-pane canvas, .leaflet-basemap-pane svg')`)
	tab.Click(`button.pin[data-place="geonames:1138958"]`)
	tab.Wait(`document.querySelector('#detail')?.textContent.includes('met')`)
	tab.Wait(`document.querySelector('#detail details.why')`)

	// The downloaded layer has the outlines that the page contains once.
	browser.Eval[bool](tab, `(URL.createObjectURL = file => { file.text().then(text => { globalThis.downloaded = JSON.parse(text) }); return '#' }) !== null`)
	browser.Eval[bool](tab, `document.querySelector('a[href="#download=/places.geojson"]').click() === undefined`)
	tab.Wait(`globalThis.downloaded`)
	got := browser.Eval[map[string]string](tab, `Object.fromEntries(downloaded.features.map(f => [f.id, JSON.stringify(f.geometry)]))`)
	var want bytes.Buffer
	if err := layertest.Set().WritePlaces(&want); err != nil {
		t.Fatal(err)
	}
	var layer struct {
		Features []struct {
			ID       string          `json:"id"`
			Geometry json.RawMessage `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(want.Bytes(), &layer); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(layer.Features) {
		t.Errorf("the layer has %d features, want %d", len(got), len(layer.Features))
	}
	for _, f := range layer.Features {
		if got[f.ID] != string(f.Geometry) {
			t.Errorf("the geometry of %s is %s, want %s", f.ID, got[f.ID], f.Geometry)
		}
	}
}
