package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/pdf"
)

// childVariable makes the test program behave like a process that reads PDF documents.
const childVariable = "DATELINE_TEST_PDF_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "":
		os.Exit(m.Run())
	case "read":
		if err := pdf.Serve(context.Background(), os.Stdin, os.Stdout, documenttest.PDFCache()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "memory":
		fmt.Fprintln(os.Stderr, "fatal error: runtime: out of memory")
		os.Exit(2)
	case "crash":
		os.Exit(2)
	}
}

func openChild(t *testing.T, behavior string) *pdf.Reader {
	t.Helper()
	t.Setenv(childVariable, behavior)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := pdf.NewChildReader(program)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// A child process returns what this process would, one document after another.
func TestChildReadsLikeThisProcess(t *testing.T) {
	r := openChild(t, "read")
	here := openPDF(t)
	for _, name := range []string{"report.pdf", "blank.pdf", "arabic-chromium.pdf", "report.pdf"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		want, wantErrs := documenttest.All(t, here, string(b), document.Options{Name: name})
		got, gotErrs := documenttest.All(t, document.Whole(r.Read), string(b), document.Options{Name: name})
		if len(got) != len(want) || fmt.Sprint(gotErrs) != fmt.Sprint(wantErrs) {
			t.Fatalf("%s: %d articles, errors %v, want %d, %v", name, len(got), gotErrs, len(want), wantErrs)
		}
		for i := range got {
			if got[i].Text != want[i].Text || got[i].Title != want[i].Title || fmt.Sprint(got[i].Pages) != fmt.Sprint(want[i].Pages) {
				t.Errorf("%s: %+v, want %+v", name, got[i], want[i])
			}
		}
		for _, err := range gotErrs {
			if !errors.Is(err, geo.ErrInput) {
				t.Errorf("%s: %v has another category", name, err)
			}
		}
	}
}

func TestChildThatEndsFailsItsDocumentOnly(t *testing.T) {
	for behavior, words := range map[string]string{"memory": "split it", "crash": "failed on it"} {
		r := openChild(t, behavior)
		for range 2 {
			_, err := r.Read(t.Context(), []byte("%PDF-1.7"), document.Options{})
			if err == nil || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "goroutine") {
				t.Errorf("%s: error %v, want %q", behavior, err, words)
			}
		}
	}
}

func TestChildThatCannotBeStarted(t *testing.T) {
	r := pdf.NewChildReader(filepath.Join(t.TempDir(), "missing"))
	if _, err := r.Read(t.Context(), []byte("%PDF-1.7"), document.Options{}); !errors.Is(err, geo.ErrUnavailable) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := openChild(t, "read").Read(ctx, bytes.Repeat([]byte("%PDF-1.7"), 1000), document.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v of a document that was cancelled", err)
	}
}
