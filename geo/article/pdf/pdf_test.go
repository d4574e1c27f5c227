package pdf_test

import (
	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/pdf"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// openPDF starts a reader for a test and returns its function.
func openPDF(t *testing.T) document.ReadFunc {
	t.Helper()
	p := pdf.NewReader(documenttest.PDFCache())
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return document.Whole(p.Read)
}

func TestReadPDF(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "report.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	a := documenttest.One(t, openPDF(t), string(b))
	if a.Title != "Flood report number 3" || len(a.Pages) != 3 {
		t.Fatalf("article %+v", a)
	}
	for phrase, page := range map[string]int{
		"Sindh and on the east of Balochistan from Friday to Sunday, and the river rose": 1,
		"The cross-border trade at Chaman":                                               1,
		"Dadu: the road to Khairpur Nathan Shah is cut":                                  1,
		"the first relief flight from Karachi landed at noon":                            2,
		"Kābul and Peshāwar":                                                             3,
	} {
		at := strings.Index(a.Text, phrase)
		if at < 0 || a.Page(at) != page {
			t.Errorf("%q is at %d, on page %d, want page %d", phrase, at, a.Page(max(at, 0)), page)
		}
	}
	for _, running := range []string{"Relief desk bulletin", "page 2 of"} {
		if strings.Contains(a.Text, running) {
			t.Errorf("the running line %q is left in the text: %q", running, a.Text)
		}
	}
}

func TestReadPDFReportsWhatCannotBeRead(t *testing.T) {
	read := openPDF(t)
	blank, err := os.ReadFile(filepath.Join("testdata", "blank.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ document, says string }{
		"without text": {string(blank), "OCR"},
		"cut short":    {string(blank[:200]), "damaged"},
		"no PDF":       {"%PDF-1.7 and nothing else", "not a PDF"},
		// a page tree that is its own child
		"a loop": {"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n", "OCR"},
	} {
		articles, errs := documenttest.All(t, read, c.document, document.Options{Name: name})
		if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), c.says) {
			t.Errorf("%s: %d articles, errors %v", name, len(articles), errs)
		}
	}
}

func TestReadPDFAfterClose(t *testing.T) {
	p := pdf.NewReader("")
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Read(t.Context(), []byte("%PDF-1.7"), document.Options{}); !errors.Is(err, geo.ErrUnavailable) {
		t.Errorf("a closed reader returns %v", err)
	}
}

// The documents are one page of HTML with dir="rtl", printed by Chromium and by
// LibreOffice, which leaves out the first lines.
func TestReadPDFFromRightToLeft(t *testing.T) {
	read := openPDF(t)
	for file, want := range map[string][]string{
		"arabic-chromium.pdf": {
			"وصلت قافلة من 25 شاحنة إلى مدينة حلب يوم الاثنين (14 نوفمبر) بعد أن عبرت من تركيا، وقال متحدث باسم برنامج WFP إن المساعدات الإسلامية والدولية ستصل إلى إدلب خلال أسبوع.",
			"قال مسؤول في صنعاء إن الطريق بين تعز وعدن لا يزال مغلقا.",
			"در کابل ۱۲ نفر زخمی شدند و راه قندهار به هرات بسته شد.",
			"רכבות מתל אביב לחיפה לא יצאו ביום שני, אמרה דוברת Rail של החברה.",
			"Trucks crossed from Gaziantep to حلب on Monday.",
		},
		"arabic-libreoffice.pdf": {
			"WFP إن المساعدات الإسلامية والدولية ستصل إلى إدلب خلال أسبوع. قال مسؤول في صنعاء إن الطريق بين تعز وعدن لا يزال مغلقا. " +
				"در کابل ۱۲ نفر زخمی شدند و راه قندهار به هرات بسته شد. רכבות מתל אביב לחיפה לא יצאו ביום שני, אמרה דוברת Rail של החברה.",
			"Trucks crossed from Gaziantep to حلب on Monday.",
		},
	} {
		b, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		articles, errs := documenttest.All(t, read, string(b), document.Options{})
		if len(articles) != 1 || len(errs) != 0 {
			t.Fatalf("%s: articles %v, errors %v", file, articles, errs)
		}
		if got := articles[0].Text; got != strings.Join(want, "\n\n") {
			t.Errorf("%s:\n%s\nwant\n%s", file, got, strings.Join(want, "\n\n"))
		}
	}
}

func TestGoldenPDF(t *testing.T) {
	documenttest.Golden(t, openPDF(t), "testdata/*.pdf")
}

// FuzzPDF reads all documents with one instance of PDFium.
func FuzzPDF(f *testing.F) {
	p := pdf.NewReusingReader(documenttest.PDFCache())
	f.Cleanup(func() { _ = p.Close() })
	documenttest.Fuzz(f, document.Whole(p.Read), smallPDFs...)
}
