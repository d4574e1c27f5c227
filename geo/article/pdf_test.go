package article_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/pdf"
)

// pdfCache returns the folder in which the tests store PDFium's machine code.
func pdfCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "dateline", "pdfium")
}

// openPDF starts one PDF reader for a test.
func openPDF(t *testing.T) *pdf.Reader {
	t.Helper()
	p := pdf.NewReader(pdfCache())
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func TestReadPDF(t *testing.T) {
	o := article.Options{PDF: openPDF(t)}
	var got []*geo.Article
	for a, err := range article.ReadInputs(context.Background(), []string{filepath.Join("pdf", "testdata", "report.pdf")}, nil, o) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a)
	}
	if len(got) != 1 || got[0].Title != "Flood report number 3" || len(got[0].Pages) != 3 {
		t.Fatalf("read %+v", got)
	}
	a := got[0]
	for phrase, page := range map[string]int{
		"Sindh and on the east of Balochistan from Friday to Sunday, and the river rose": 1,
		"The cross-border trade at Chaman":                                               1,
		"Dadu: the road to Khairpur Nathan Shah is cut":                                  1,
		"the first relief flight from Karachi landed at noon":                            2,
		"Kābul and Peshāwar":                                                             3,
	} {
		at := strings.Index(a.Text, phrase)
		if at < 0 || a.Page(at) != page {
			t.Errorf("%q stands at %d, on page %d, want page %d", phrase, at, a.Page(max(at, 0)), page)
		}
	}
	for _, running := range []string{"Relief desk bulletin", "page 2 of"} {
		if strings.Contains(a.Text, running) {
			t.Errorf("the running line %q is left in the text: %q", running, a.Text)
		}
	}
}

func TestReadPDFReportsWhatCannotBeRead(t *testing.T) {
	p := openPDF(t)
	blank, err := os.ReadFile(filepath.Join("pdf", "testdata", "blank.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ document, says string }{
		"without text": {string(blank), "OCR"},
		"cut short":    {string(blank[:200]), "reading"},
		"no PDF":       {"%PDF-1.7 and nothing else", "reading"},
		// page tree that names itself as its child
		"a loop": {"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n", "reading"},
	} {
		articles, errs := all(t, c.document, article.Options{Name: name, PDF: p})
		if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), c.says) {
			t.Errorf("%s: %d articles, errors %v", name, len(articles), errs)
		}
	}
}

func TestReadPDFAfterClose(t *testing.T) {
	p := pdf.NewReader(pdfCache())
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	for _, err := range article.ReadInputs(context.Background(), []string{filepath.Join("pdf", "testdata", "report.pdf")}, nil, article.Options{PDF: p}) {
		if !errors.Is(err, geo.ErrUnavailable) {
			t.Errorf("a closed reader says %v", err)
		}
	}
}
