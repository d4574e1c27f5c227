package article_test

import (
	"archive/zip"
	"bytes"
	"context"
	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/pdf"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
)

// FuzzRead fuzzes the detection of formats. Each reader has a target of its own.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{documenttest.Page, documenttest.Message, "From a\n" + documenttest.Message, `{"id":1,"text":"x"}`, "---\ntitle: x\n---\n# y", "text;id\nx;1", `{\rtf1\u-10?\bin3 abc}`, "PK\x03\x04", "Kabul\n\nx"} {
		f.Add([]byte(seed))
	}
	p := pdf.NewReader(documenttest.PDFCache())
	f.Cleanup(func() { _ = p.Close() })
	f.Fuzz(func(t *testing.T, b []byte) {
		for a, err := range article.Read(context.Background(), bytes.NewReader(b), article.Options{Name: "fuzz", MaxBytes: 1 << 20, PDF: p}) {
			var input *article.InputError
			if (a == nil) == (err == nil) || err != nil && !errors.As(err, &input) {
				t.Errorf("article %v, error %v", a, err)
			}
			if a != nil {
				documenttest.CheckArticle(t, a)
			}
		}
	})
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"Flood closes the Khyber Pass\n\nThe road is closed.", "\xef\xbb\xbfKabul", "\xff\xfeK\x00a\x00", "\x82\xa0\x93\x8c\x8b\x9e", "caf\xe9 in K\xf6ln", "\x1b$B%F\x1b(B"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkAs(t, "text", b) })
}

func FuzzZip(f *testing.F) {
	var plain bytes.Buffer
	z := zip.NewWriter(&plain)
	for _, name := range []string{"a.txt", "b.html"} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = w.Write([]byte("<p>Kabul"))
		}
		if err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{plain.String(), "PK\x03\x04", "PK\x05\x06" + strings.Repeat("\x00", 18)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkAs(t, "zip", b) })
}

// checkAs reads a document as one format, whatever it looks like.
func checkAs(t *testing.T, format string, b []byte) {
	documenttest.Check(t, func(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
		return article.ReadAs(ctx, format, r, article.Options{Name: o.Name, URL: o.URL, MaxBytes: o.MaxBytes})
	}, b)
}
