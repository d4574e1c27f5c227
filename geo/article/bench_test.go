package article_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo/article"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/pdf"
)

// BenchmarkRead reads a document of each kind, about as long as they mostly are.
func BenchmarkRead(b *testing.B) {
	prose := strings.Repeat("Rain fell on Kabul all day, officials said. ", 60)
	report, err := os.ReadFile(filepath.Join("pdf", "testdata", "report.pdf"))
	if err != nil {
		b.Fatal(err)
	}
	pdfs := pdf.NewReader(documenttest.PDFCache())
	b.Cleanup(func() { _ = pdfs.Close() })
	item := "<item><title>Rain</title><link>https://news.example/1</link><description><![CDATA[<p>" + prose + "</p>]]></description></item>"
	for name, document := range map[string]string{
		"text":     prose,
		"markdown": "# Rain\n\n" + prose,
		"html":     strings.Replace(documenttest.Page, "<script>", "<p>"+prose+"</p><script>", 1),
		"rtf":      `{\rtf1 ` + prose + `}`,
		"email":    strings.Replace(documenttest.Message, "The caf", prose+"The caf", 1),
		"feed":     "<rss><channel>" + strings.Repeat(item, 30) + "</channel></rss>",
		"warc":     documenttest.Gzip(b, documenttest.WARCRecords(b)...),
		"pdf":      string(report),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(document)))
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range article.Read(context.Background(), strings.NewReader(document), article.Options{PDF: pdfs}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
