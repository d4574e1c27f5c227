// Package sourcetest has helpers for tests of sources.
package sourcetest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/feature"
)

// WriteFiles writes files to a temporary folder and returns it.
func WriteFiles(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Zip returns a zip archive with files.
func Zip(t testing.TB, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, files[name])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Gzip returns compressed content.
func Gzip(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, content)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Collect returns all entries of a source by id, and the errors of the skipped ones.
func Collect(t testing.TB, s source.Source) (entries map[geo.PlaceID]source.Entry, bad []string) {
	t.Helper()
	entries = map[geo.PlaceID]source.Entry{}
	for e, err := range s.Entries() {
		var skipped *source.EntryError
		switch {
		case errors.As(err, &skipped):
			bad = append(bad, filepath.Base(skipped.File)+":"+skipped.Err.Error())
		case err != nil:
			t.Fatal(err)
		default:
			if _, duplicate := entries[e.Place.ID]; duplicate {
				t.Errorf("%s was yielded twice", e.Place.ID)
			}
			entries[e.Place.ID] = e
		}
	}
	return entries, bad
}

// HasName reports whether an entry has a further name.
func HasName(e source.Entry, want source.Name) bool { return slices.Contains(e.Names, want) }

// CheckEntry checks the values of an entry.
func CheckEntry(t *testing.T, e source.Entry) {
	t.Helper()
	if e.Place.ID == "" || e.Place.Name == "" {
		t.Errorf("entry without id or name: %+v", e)
	}
	if _, err := feature.CheckPoint(e.Place.Point); err != nil {
		t.Errorf("entry %s: %v", e.Place.ID, err)
	}
	for _, n := range e.Names {
		if n.Text == "" {
			t.Errorf("entry %s has an empty name", e.Place.ID)
		}
	}
}
