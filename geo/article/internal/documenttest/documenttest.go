// Package documenttest helps to test the readers of document formats.
package documenttest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/article/internal/document"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// All reads every article and error of a document.
func All(t testing.TB, read document.ReadFunc, content string, o document.Options) (articles []*geo.Article, errs []error) {
	t.Helper()
	for a, err := range read(context.Background(), strings.NewReader(content), o) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		articles = append(articles, a)
	}
	return articles, errs
}

// One reads a document that must be one article.
func One(t testing.TB, read document.ReadFunc, content string) *geo.Article {
	t.Helper()
	articles, errs := All(t, read, content, document.Options{Name: "document"})
	if len(articles) != 1 || len(errs) != 0 {
		t.Fatalf("%d articles, errors %v", len(articles), errs)
	}
	if a := articles[0]; a.Source != "document" {
		t.Errorf("source %q", a.Source)
	}
	CheckArticle(t, articles[0])
	return articles[0]
}

// CheckArticle reports violations of what the type of an article promises.
func CheckArticle(t testing.TB, a *geo.Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) || a.Hash != geo.HashText(a.Text) || a.ID == "" {
		t.Errorf("text %.200q, hash %q, id %q", a.Text, a.Hash, a.ID)
	}
	for _, offset := range a.Pages {
		if offset < 0 || offset > len(a.Text) {
			t.Errorf("a page begins at %d of %d bytes", offset, len(a.Text))
		}
	}
}

// fuzzBytes is the limit on a fuzzed document, low enough to be reached.
const fuzzBytes = 1 << 20

// Fuzz fuzzes a reader: every step yields a valid article or an error with a category.
func Fuzz(f *testing.F, read document.ReadFunc, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) { Check(t, read, b) })
}

// Check reads a document to its end and reports violations of the contract of readers.
func Check(t testing.TB, read document.ReadFunc, b []byte) {
	t.Helper()
	for a, err := range read(context.Background(), bytes.NewReader(b), document.Options{Name: "fuzz", URL: "https://news.example/a", MaxBytes: fuzzBytes}) {
		switch {
		case (a == nil) == (err == nil):
			t.Fatalf("article %v, error %v", a, err)
		case err != nil:
			if !errors.Is(err, geo.ErrInput) && !errors.Is(err, geo.ErrTooLarge) {
				t.Errorf("an error without a category: %v", err)
			}
		default:
			CheckArticle(t, a)
		}
	}
}

// Golden reads the files that match a pattern and compares the articles with those in
// the file of the same name with ".golden" appended. The flag -update rewrites these.
func Golden(t *testing.T, read document.ReadFunc, pattern string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.FromSlash(pattern))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files match %q: %v", pattern, err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, ".golden") {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			CompareGolden(t, path+".golden", Describe(read, string(b), filepath.Base(path)))
		})
	}
}

// CompareGolden compares a text with a golden file, or rewrites the file with -update.
func CompareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; -update rewrites it. Got:\n%s\nwant:\n%s", path, got, want)
	}
}

// Describe returns the articles and errors of a document in words.
func Describe(read document.ReadFunc, content, name string) string {
	var b strings.Builder
	for a, err := range read(context.Background(), strings.NewReader(content), document.Options{Name: name}) {
		if b.Len() > 0 {
			b.WriteString("\n\n========\n\n")
		}
		if err != nil {
			fmt.Fprintf(&b, "error: %v", err)
			continue
		}
		for _, field := range []struct{ name, value string }{
			{"source", a.Source}, {"title", a.Title}, {"publisher", a.Publisher}, {"author", a.Author}, {"url", a.URL},
			{"published", a.Published}, {"language", a.Language},
		} {
			if field.value != "" {
				fmt.Fprintf(&b, "%s: %s\n", field.name, field.value)
			}
		}
		text := a.Text
		for i, v := range slices.Backward(a.Pages) { // from the end, so that offsets stay valid
			text = fmt.Sprintf("%s[page %d]%s", text[:v], i+1, text[v:])
		}
		fmt.Fprintf(&b, "\n%s", text)
	}
	return b.String() + "\n"
}

// Zip returns an archive of pairs of names and contents.
func Zip(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Gzip compresses each part and concatenates them.
func Gzip(t testing.TB, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
