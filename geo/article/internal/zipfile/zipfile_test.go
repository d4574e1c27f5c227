package zipfile_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/internal/zipfile"
)

func TestArchive(t *testing.T) {
	content := documenttest.Zip(t, "a.txt", "Rain in Kabul.", "b.txt", strings.Repeat("x", 100))
	if !zipfile.Is([]byte(content)) || zipfile.Is([]byte("Rain")) {
		t.Error("a ZIP archive is not detected")
	}
	budget := int64(60)
	z, err := zipfile.New(t.Context(), []byte(content), &budget)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := z.ReadFile("a.txt"); string(b) != "Rain in Kabul." || err != nil || !z.Has("a.txt") || budget != 60-14 {
		t.Errorf("content %q, error %v, budget %d", b, err, budget)
	}
	if _, err := z.ReadFile("c.txt"); !errors.Is(err, geo.ErrInput) || z.Has("c.txt") {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := z.ReadFile("b.txt"); !errors.Is(err, geo.ErrTooLarge) || !z.Spent() {
		t.Errorf("beyond the budget: %v", err)
	}
}

func TestArchiveDamaged(t *testing.T) {
	content := documenttest.Zip(t, "a.txt", strings.Repeat("Rain in Kabul. ", 50))
	damaged := []byte(content)
	damaged[40] ^= 0xff
	budget := int64(1 << 20)
	z, err := zipfile.New(t.Context(), damaged, &budget)
	if err == nil {
		_, err = z.ReadFile("a.txt")
	}
	if !errors.Is(err, geo.ErrInput) {
		t.Errorf("damaged: %v", err)
	}
	if _, err := zipfile.New(t.Context(), []byte("PK\x03\x04"), &budget); !errors.Is(err, geo.ErrInput) {
		t.Errorf("no directory: %v", err)
	}
	many := make([]string, 2*(zipfile.MaxFiles+1))
	if _, err := zipfile.New(t.Context(), []byte(documenttest.Zip(t, many...)), &budget); !errors.Is(err, geo.ErrTooLarge) {
		t.Errorf("too many files: %v", err)
	}
	if _, err := zipfile.New(t.Context(), []byte(strings.Repeat("PK\x01\x02", 10*zipfile.MaxFiles+1)), &budget); !errors.Is(err, geo.ErrTooLarge) {
		t.Errorf("too large a directory: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if z, err = zipfile.New(ctx, []byte(content), &budget); err != nil {
		t.Fatal(err)
	}
	if _, err := z.ReadFile("a.txt"); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

func TestNumbered(t *testing.T) {
	content := documenttest.Zip(t, "sheet10.xml", "a", "sheet2.xml", "b", "sheet.xml", "c", "sheet1.txt", "d")
	budget := int64(100)
	z, err := zipfile.New(t.Context(), []byte(content), &budget)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(z.Numbered("sheet", ".xml"), " "); got != "sheet2.xml sheet10.xml" {
		t.Errorf("numbered files %q", got)
	}
}
