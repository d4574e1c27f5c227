package article_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"dateline/geo"
	"dateline/geo/article"
)

// folder writes files below a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestInputs(t *testing.T) {
	dir := folder(t, map[string]string{"b.txt": "x", "a.md": "x", ".git/config": "x", ".hidden": "x", "sub/c.txt": "x"})
	if err := os.Symlink(filepath.Join(dir, "b.txt"), filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	var got []string
	args := []string{"-", filepath.Join(dir, "missing"), dir, "https://news.example/a", filepath.Join(dir, "link.txt"), filepath.Join(dir, ".hidden")}
	for in, err := range article.Inputs(t.Context(), args) {
		if err != nil {
			var input *article.InputError
			if !errors.As(err, &input) || !errors.Is(err, geo.ErrNotFound) || in.Name != input.Input {
				t.Errorf("%+v: error %v", in, err)
			}
			got = append(got, "missing")
			continue
		}
		got = append(got, fmt.Sprint(in.Kind, filepath.Base(in.Name)))
	}
	if want := "[2- missing 0a.md 0b.txt 0c.txt 1a 0link.txt 0.hidden]"; fmt.Sprint(got) != want {
		t.Errorf("inputs %v, want %s", got, want)
	}
}

func TestInputsEndWithTheContext(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "x", "b.txt": "x", "c.txt": "x"})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range article.Inputs(ctx, []string{dir, dir}) {
		if n++; n == 2 && !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		cancel()
	}
	if n != 2 {
		t.Errorf("%d inputs, want one and the error", n)
	}
	article.Inputs(t.Context(), []string{dir})(func(article.Input, error) bool { return false })
}

func TestReadInputsContinuesAfterAFailure(t *testing.T) {
	dir := folder(t, map[string]string{"b.txt": "Fire in Quetta.", "a.md": "# Kabul\n\nRain.", "sub/c.txt": "Snow in Chaman.", "sub/d.bin": "\x00\x00\x00\x01"})
	var got, failed []string
	args := []string{filepath.Join(dir, "missing.txt"), dir, "https://news.example/x", "-"}
	for a, err := range article.ReadInputs(t.Context(), args, strings.NewReader("From standard input."), article.Options{}) {
		if input, ok := errors.AsType[*article.InputError](err); ok {
			failed = append(failed, filepath.Base(input.Input))
		} else if a != nil {
			got = append(got, filepath.Base(a.Source))
		}
	}
	if want := "[a.md b.txt c.txt -]"; fmt.Sprint(got) != want {
		t.Errorf("read %v, want %s", got, want)
	}
	if want := "[missing.txt d.bin x]"; fmt.Sprint(failed) != want {
		t.Errorf("failed %v, want %s", failed, want)
	}
}

func TestReadInputsFetches(t *testing.T) {
	unavailable := errors.New("unavailable")
	fetch := func(_ context.Context, url string) (io.ReadCloser, error) {
		if strings.HasSuffix(url, "gone") {
			return nil, unavailable
		}
		return io.NopCloser(strings.NewReader("<p>Rain in Kabul.</p>")), nil
	}
	var got []string
	for a, err := range article.ReadInputs(t.Context(), []string{"https://news.example/gone", "https://news.example/a"}, nil, article.Options{Fetch: fetch}) {
		if err != nil && !errors.Is(err, unavailable) {
			t.Errorf("error %v", err)
		}
		if a != nil {
			got = append(got, a.URL+" "+a.Text)
		}
	}
	if want := "[https://news.example/a Rain in Kabul.]"; fmt.Sprint(got) != want {
		t.Errorf("articles %v, want %s", got, want)
	}
}

func TestDocument(t *testing.T) {
	const opml = `<opml><body><outline text="The Frontier Post" xmlUrl="https://frontier.example/feed"/></body></opml>`
	dir := folder(t, map[string]string{"feeds.opml": opml, "a.txt": "Rain in Kabul."})
	open := func(name string) *article.Document {
		d, err := article.Input{Name: filepath.Join(dir, name)}.Open(t.Context(), nil, article.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	}
	d := open("a.txt")
	sum := sha256.Sum256([]byte("Rain in Kabul."))
	if hash, err := d.Hash(); hash != hex.EncodeToString(sum[:]) || err != nil {
		t.Errorf("hash %q, error %v", hash, err)
	}
	n := 0
	for a, err := range d.Articles(t.Context()) {
		if n++; err != nil || a.Text != "Rain in Kabul." {
			t.Errorf("article %+v, error %v", a, err)
		}
	}
	if n != 1 || d.Format != "text" {
		t.Errorf("%d articles of format %q", n, d.Format)
	}
	d = open("feeds.opml")
	feeds, err := d.Feeds()
	if d.Format != article.FormatOPML || len(feeds) != 1 || feeds[0].FeedURL != "https://frontier.example/feed" || err != nil {
		t.Errorf("format %q, feeds %v, error %v", d.Format, feeds, err)
	}
	if _, err := open("a.txt").Feeds(); !errors.Is(err, geo.ErrInput) {
		t.Errorf("feeds of a text: %v", err)
	}
}

// A stream has no hash, and a document of unknown format fails when it is read.
func TestDocumentOfAStream(t *testing.T) {
	d := article.NewDocument(io.NopCloser(strings.NewReader("\x00\x00\x01\x02")), article.Options{Name: "x"})
	if hash, err := d.Hash(); hash != "" || err != nil {
		t.Errorf("hash %q, error %v", hash, err)
	}
	for _, err := range d.Articles(t.Context()) {
		if !errors.Is(err, geo.ErrInput) || d.Format != "" {
			t.Errorf("format %q, error %v", d.Format, err)
		}
	}
	if _, err := d.Feeds(); !errors.Is(err, geo.ErrInput) {
		t.Errorf("feeds: %v", err)
	}
	broken := errors.New("broken")
	for _, err := range article.NewDocument(iotest.ErrReader(broken), article.Options{}).Articles(t.Context()) {
		if !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
	}
}

// A missing file is an error of opening, not of the walk.
func TestOpenAMissingFile(t *testing.T) {
	_, err := article.Input{Name: filepath.Join(t.TempDir(), "missing")}.Open(t.Context(), nil, article.Options{})
	if !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("error %v", err)
	}
}
