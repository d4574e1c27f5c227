package article_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"dateline/geo/article"

	"golang.org/x/text/unicode/norm"
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
		b, err := os.ReadFile(filepath.Join("testdata", file))
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

// Whatever a document says of where its characters stand, none is lost and none made up.
func FuzzLogical(f *testing.F) {
	f.Add("حلب on 14 (12) شاحنة.\r\nKabul كابل.", []byte{9, 8, 7, 1, 2, 3, 200, 100})
	f.Add("لا إله 5%", []byte{})
	f.Fuzz(func(t *testing.T, text string, at []byte) {
		var texts []string
		var left []float64
		for i, r := range []rune(text) {
			texts, left = append(texts, string(r)), append(left, float64(i))
			if i < len(at) {
				left[i] = float64(at[i])
			}
		}
		plain := func(s string) string {
			letters := []rune(norm.NFKC.String(strings.Map(func(r rune) rune {
				if unicode.IsLetter(r) {
					return r
				}
				return -1
			}, s)))
			slices.Sort(letters)
			return string(letters)
		}
		if got := article.Logical(texts, left); plain(got) != plain(text) {
			t.Errorf("%q of %q", got, text)
		}
	})
}
