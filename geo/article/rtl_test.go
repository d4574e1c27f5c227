package article_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo/article"
)

// Texts from right to left come in the order in which they are read. The documents
// are one page of HTML, with dir="rtl", printed by Chromium and by LibreOffice, which
// leaves out the first lines.
func TestReadPDFFromRightToLeft(t *testing.T) {
	o := article.Options{PDF: openPDF(t)}
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
		b, err := os.ReadFile(filepath.Join("pdf", "testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		articles, errs := all(t, string(b), o)
		if len(articles) != 1 || len(errs) != 0 {
			t.Fatalf("%s: articles %v, errors %v", file, articles, errs)
		}
		if got := articles[0].Text; got != strings.Join(want, "\n\n") {
			t.Errorf("%s:\n%s\nwant\n%s", file, got, strings.Join(want, "\n\n"))
		}
	}
}
