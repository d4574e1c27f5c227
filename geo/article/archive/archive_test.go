package archive_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article/archive"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
)

// readZIP reads an archive whose files are articles as they are.
func readZIP(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return archive.Read(ctx, r, o, document.Whole(func(_ context.Context, b []byte, o document.Options) (*geo.Article, error) {
		return &geo.Article{Title: o.Name, Text: string(b)}, nil
	}))
}

func TestReadFilesByName(t *testing.T) {
	articles, errs := documenttest.All(t, readZIP, documenttest.Zip(t, "b.txt", "Fire", "a.txt", "Rain", ".hidden", "x", "__MACOSX/a", "x", "sub/", "", "sub/c.txt", "Snow"), document.Options{Name: "z.zip"})
	var got []string
	for _, a := range articles {
		got = append(got, a.Source+" "+a.Text)
	}
	if want := "z.zip!a.txt Rain, z.zip!b.txt Fire, z.zip!sub/c.txt Snow"; strings.Join(got, ", ") != want || len(errs) != 0 {
		t.Errorf("articles %q, errors %v", got, errs)
	}
}

func TestReadADocument(t *testing.T) {
	docx := documenttest.Zip(t, "word/document.xml", `<w:document xmlns:w="w"><w:p><w:t>Flood in Sindh.</w:t></w:p></w:document>`)
	if a := documenttest.One(t, readZIP, docx); a.Text != "Flood in Sindh." {
		t.Errorf("text %q", a.Text)
	}
	empty := documenttest.Zip(t, "word/document.xml", `<w:document xmlns:w="w"/>`)
	if articles, errs := documenttest.All(t, readZIP, empty, document.Options{}); len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) {
		t.Errorf("articles %v, errors %v", articles, errs)
	}
}

// All that an archive unpacks to has one limit; a file that is too large alone is an
// error of its own.
func TestReadLimitsTheArchive(t *testing.T) {
	half := strings.Repeat("Rain. ", 100)
	articles, errs := documenttest.All(t, readZIP, documenttest.Zip(t, "a", half, "b", strings.Repeat(half, 3), "c", half, "d", half), document.Options{Name: "z", MaxBytes: 1300})
	if len(articles) != 2 || len(errs) != 2 || !errors.Is(errs[0], geo.ErrTooLarge) || !errors.Is(errs[1], geo.ErrTooLarge) {
		t.Errorf("%d articles, errors %v", len(articles), errs)
	}
	if _, errs := documenttest.All(t, readZIP, "PK\x03\x04 not an archive", document.Options{}); len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) {
		t.Errorf("errors %v", errs)
	}
	if _, errs := documenttest.All(t, readZIP, strings.Repeat("PK\x03\x04", 100), document.Options{MaxBytes: 10}); len(errs) != 1 || !errors.Is(errs[0], geo.ErrTooLarge) {
		t.Errorf("errors %v", errs)
	}
}

func FuzzZIP(f *testing.F) {
	documenttest.Fuzz(f, readZIP, documenttest.Zip(f, "a.txt", "Kabul", "b", "Herat"), "PK\x03\x04", "PK\x05\x06"+strings.Repeat("\x00", 18))
}
