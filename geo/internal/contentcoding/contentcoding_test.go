package contentcoding_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/contentcoding"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// encoders encode content by coding; "deflate, raw" is deflate without zlib's header.
var encoders = map[string]func(w io.Writer) (io.WriteCloser, error){
	"gzip":         func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
	"x-gzip":       func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
	"deflate":      func(w io.Writer) (io.WriteCloser, error) { return zlib.NewWriter(w), nil },
	"deflate, raw": func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 6) },
	"br":           func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriter(w), nil },
	"zstd":         func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
}

func encode(t testing.TB, coding, content string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := encoders[coding](&b)
	if err == nil {
		_, err = io.WriteString(w, content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNewReader(t *testing.T) {
	want := strings.Repeat("Rain fell on Kabul all day. ", 10_000)
	for coding := range encoders {
		name, _, _ := strings.Cut(coding, ",")
		r, err := contentcoding.NewReader(" "+strings.ToUpper(name)+" ", strings.NewReader(encode(t, coding, want)))
		if err != nil {
			t.Errorf("%s: %v", coding, err)
			continue
		}
		got, err := io.ReadAll(r)
		if string(got) != want || err != nil || r.Close() != nil {
			t.Errorf("%s: %d bytes, error %v", coding, len(got), err)
		}
	}
	for _, coding := range []string{"", "identity"} {
		r, err := contentcoding.NewReader(coding, strings.NewReader(want))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); string(got) != want || err != nil {
			t.Errorf("%q: %d bytes, error %v", coding, len(got), err)
		}
	}
}

func TestNewReaderOfDamagedContent(t *testing.T) {
	for coding := range encoders {
		name, _, _ := strings.Cut(coding, ",")
		whole := encode(t, coding, strings.Repeat("Rain. ", 1000))
		for _, content := range []string{"", whole[:len(whole)/2], "not compressed at all"} {
			r, err := contentcoding.NewReader(name, strings.NewReader(content))
			if err == nil {
				_, err = io.ReadAll(r)
			}
			if !errors.Is(err, geo.ErrInput) && (content != "" || err != nil) {
				t.Errorf("%s of %.10q: %v", coding, content, err)
			}
		}
	}
	if _, err := contentcoding.NewReader("compress", strings.NewReader("")); !errors.Is(err, geo.ErrInput) {
		t.Errorf("compress: %v", err)
	}
}

// A frame with a window beyond the limit of RFC 9659 is not decoded.
func TestNewReaderLimitsTheWindow(t *testing.T) {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, zstd.WithWindowSize(64<<20))
	if err == nil {
		_, err = io.CopyN(w, zeros{}, 20<<20)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := contentcoding.NewReader("zstd", &b)
	if err == nil {
		_, err = io.Copy(io.Discard, r)
	}
	if !errors.Is(err, geo.ErrInput) {
		t.Errorf("error %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func FuzzNewReader(f *testing.F) {
	for coding := range encoders {
		name, _, _ := strings.Cut(coding, ",")
		f.Add(name, encode(f, coding, "Rain fell on Kabul."))
	}
	f.Fuzz(func(t *testing.T, coding, content string) {
		r, err := contentcoding.NewReader(coding, strings.NewReader(content))
		if err == nil {
			_, err = io.Copy(io.Discard, io.LimitReader(r, 1<<20))
		}
		if err != nil && !errors.Is(err, geo.ErrInput) {
			t.Errorf("an error without a category: %v", err)
		}
	})
}
