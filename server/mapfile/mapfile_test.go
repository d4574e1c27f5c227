package mapfile_test

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
	"dateline/server/mapfile"
	"dateline/static"
)

const (
	style  = "body{content:'</style>'}"
	script = `"</script><b>"`
)

// files returns the real templates with a minimal front end.
func files(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{
		"dist/manifest.json":           {Data: []byte(`{"viewer.js":"a1","style.css":"b2","basemap/":"c3"}`)},
		"dist/viewer.js":               {Data: []byte(script)},
		"dist/style.css":               {Data: []byte(style)},
		"dist/basemap/world.json":      {Data: []byte(`{"v":1,"levels":[{"grid":5,"from":7,"tiles":"22/12"}],"countries":[[1,2,"</script>"]]}`)},
		"dist/basemap/5/22/12.json":    {Data: []byte(`{"land":"x"}`)},
		"dist/basemap/5/other/12.json": {Data: []byte(`{}`)},
	}
	names, err := fs.Glob(static.Files(), "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(static.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: b}
	}
	return out
}

func write(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	set := &layer.Set{Title: "Talks", Parsed: fixture.Parsed()}
	if err := mapfile.Write(&b, &mapfile.Config{Set: set, Title: `Talks </title><script>alert(1)</script>`, Gazetteer: fixture.Gazetteer(t), Static: files(t)}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFileHoldsEverything(t *testing.T) {
	page := write(t)
	if err := Run(strings.NewReader(page),
		In("h1", Text(`Talks </title><script>alert(1)</script>`)), Count("#places li", 13), Count("body > script", 9), Count("style", 1), Count("link, img, iframe, script[src]", 0),
		In(`#places a`, Attribute("href", "#place=geonames%3A1138958")), In(".ledger-line a.o-missing", Attribute("href", "#ledger=missing")),
		Count(`#annex-passages [id^="place="]`, 13), Count("#annex-passages .passage", 27), Count("#annex .story", 4), In("#annex .story .m[data-place]", Attribute("data-place", "geonames:1149361")), In(`#annex [id="ledger=missing"]`, Text("Lwara Pass")),
		In(`#annex .story`, Text("Nobody in Kabul")), In(`a[download]`, Attribute("href", "#download=/places.geojson")), Count("noscript img, .print-map", 0),
	); err != nil {
		t.Error(err)
	}
	for id, want := range map[string]string{
		"data": `"id":"geonames:1138958"`, "passages": `\u003cdl class=\"reasons\"`, "outlines": "{}", "basemap": `"detail":{"5/22/12":`, "dateline": `"file"`,
	} {
		_, data, _ := strings.Cut(page, `id="`+id+`">`)
		data, _, _ = strings.Cut(data, "</script>")
		if !json.Valid([]byte(data)) || !strings.Contains(data, want) {
			t.Errorf("%s is no JSON with %q: %.200s", id, want, data)
		}
	}
}

// The downloads are compressed in the file.
func TestDownloadsAreCompressed(t *testing.T) {
	page := write(t)
	for id, want := range map[string]string{"places-layer": "geonames:1138958", "mentions-layer": "Lwara Pass", "mentions-csv": "mention,place"} {
		_, data, _ := strings.Cut(page, `id="`+id+`">`)
		data, _, _ = strings.Cut(data, "</script>")
		var compressed []byte
		if err := json.Unmarshal([]byte(data), &compressed); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(compressed)))
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s does not contain %q: %v", id, want, err)
		}
	}
}

func TestPolicyNamesTheCode(t *testing.T) {
	page := write(t)
	for open, end := range map[string]string{"<style>": "</style>", "<script>": "</script>"} {
		_, code, ok := strings.Cut(page, open)
		code, _, _ = strings.Cut(code, end)
		sum := sha256.Sum256([]byte(code))
		// The template writes "+" as a reference.
		hash := strings.ReplaceAll(base64.StdEncoding.EncodeToString(sum[:]), "+", "&#43;")
		if !ok || !strings.Contains(page, "sha256-"+hash) {
			t.Errorf("the policy does not name the code in %s: %s", open, code)
		}
	}
}

func TestSameContentSameBytes(t *testing.T) {
	first, second := write(t), write(t)
	if first != second {
		t.Error("two files of the same articles differ")
	}
}

func TestWriteErrors(t *testing.T) {
	set := &layer.Set{Parsed: fixture.Parsed()}
	for name, c := range map[string]struct {
		change func(fstest.MapFS)
		want   error
	}{
		"not built":     {func(f fstest.MapFS) { delete(f, "dist/manifest.json") }, geo.ErrUnavailable},
		"bad manifest":  {func(f fstest.MapFS) { f["dist/manifest.json"].Data = []byte("x") }, geo.ErrCorrupt},
		"no base map":   {func(f fstest.MapFS) { delete(f, "dist/basemap/world.json") }, geo.ErrUnavailable},
		"no viewer":     {func(f fstest.MapFS) { delete(f, "dist/viewer.js") }, fs.ErrNotExist},
		"no such space": {nil, errFull},
	} {
		files := files(t)
		var b bytes.Buffer
		var err error
		if c.change == nil {
			err = mapfile.Write(full{}, &mapfile.Config{Set: set, Static: files})
		} else {
			c.change(files)
			err = mapfile.Write(&b, &mapfile.Config{Set: set, Static: files})
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// The outline of an area is in the page once, for its map and its layer.
func TestOutlinesAreOnce(t *testing.T) {
	var b bytes.Buffer
	if err := mapfile.Write(&b, &mapfile.Config{Set: layertest.Set(), Static: files(t)}); err != nil {
		t.Fatal(err)
	}
	block := func(id string, v any) {
		_, data, _ := strings.Cut(b.String(), `id="`+id+`">`)
		data, _, _ = strings.Cut(data, "</script>")
		if err := json.Unmarshal([]byte(data), v); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
	}
	var outlines map[string][]string
	block("outlines", &outlines)
	if len(outlines["iso:AF"]) != 1 || len(outlines["geonames:1131054"]) != 1 || len(outlines["test:fiji"]) != 1 || len(outlines["geonames:1138958"]) != 0 {
		t.Errorf("the outlines are %v", outlines)
	}
	var compressed []byte
	block("places-layer", &compressed)
	layer, err := io.ReadAll(flate.NewReader(bytes.NewReader(compressed)))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"geometry":"iso:AF"`, `"geometry":"geonames:1131054"`, `"geometry":{"type":"Point",`, `"geometry":{"type":"MultiPolygon",`} {
		if !bytes.Contains(layer, []byte(want)) {
			t.Errorf("the places layer does not contain %s", want)
		}
	}
}
