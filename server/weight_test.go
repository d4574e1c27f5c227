package server_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"net/http"
	"testing"

	"dateline/server/view"
	"dateline/static"
)

// gzipped returns the size of data compressed as the server compresses it.
func gzipped(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, 5)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// Script and style have at most 110 kB compressed, and the base map of the world 65 kB:
// with a page and an answer of 10 kB each, the first view stays below 260 kB.
func TestWeight(t *testing.T) {
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	size := func(name string) int {
		b, err := fs.ReadFile(static.Files(), "dist/"+name)
		if err != nil {
			t.Fatal(err)
		}
		return gzipped(t, b)
	}
	if n := size("viewer.js") + size("import.js") + size("style.css"); n > 110_000 {
		t.Errorf("script and style have %d bytes compressed", n)
	}
	if n := size("basemap/world.json"); n > 65_000 {
		t.Errorf("the world has %d bytes compressed", n)
	}
	h := talks(t)
	for _, address := range []string{"/c/talks", "/c/talks/view.json"} {
		w := get(h, address)
		if n := gzipped(t, w.Body.Bytes()); w.Code != http.StatusOK || n > 10_000 {
			t.Errorf("%s has %d bytes compressed", address, n)
		}
	}
}
