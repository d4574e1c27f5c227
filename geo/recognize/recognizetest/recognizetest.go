// Package recognizetest provides a small gazetteer and a small model for tests that need no accuracy.
//
// The files in testdata were written for this package: places.csv has some cities and countries,
// sentences.tsv and articles.jsonl have sentences that combine them, and invented names, at random, so
// that they state no facts. small.bin.gz is the model that these commands make in testdata:
//
//	dateline gazetteer build --base none --table places.csv -o places.dlg
//	dateline-train recognizer --gazetteer places.dlg --corpus sentences.tsv --names "" --gold articles.jsonl --synthetic 0 -o small.bin
//	gzip -9n small.bin
package recognizetest

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/table"
	"dateline/geo/recognize"
)

//go:embed testdata/places.csv
var places []byte

//go:embed testdata/small.bin.gz
var model []byte

// modelFile decompresses the model.
var modelFile = sync.OnceValues(func() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(model))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
})

// ModelFile returns the file of the small model.
func ModelFile(tb testing.TB) []byte {
	tb.Helper()
	b, err := modelFile()
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// Model returns the small model.
func Model(tb testing.TB) *recognize.Model {
	tb.Helper()
	m, err := recognize.LoadModel(ModelFile(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// openPlaces compiles and opens the small gazetteer.
var openPlaces = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	dir, err := os.MkdirTemp("", "recognizetest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "places.csv")
	if err := os.WriteFile(path, places, 0o600); err != nil {
		return nil, err
	}
	t, err := table.New(path, nil)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if _, err := compile.Gazetteer(context.Background(), &file, []source.Source{t}, compile.Options{}); err != nil {
		return nil, err
	}
	return gazetteer.FromBytes(file.Bytes())
})

// Open returns the small gazetteer, which must not be closed, for examples.
func Open() (*gazetteer.Gazetteer, error) { return openPlaces() }

// Gazetteer returns the small gazetteer, which must not be closed.
func Gazetteer(tb testing.TB) *gazetteer.Gazetteer {
	tb.Helper()
	g, err := openPlaces()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// New returns a recognizer with the small model and the small gazetteer.
func New(tb testing.TB) *recognize.Recognizer {
	tb.Helper()
	return recognize.New(Model(tb), Gazetteer(tb))
}
