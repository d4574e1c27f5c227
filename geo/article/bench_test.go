package article_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo/article"
	"dateline/geo/article/pdf"
)

// BenchmarkRead reads a document of each kind, about as long as they mostly are.
func BenchmarkRead(b *testing.B) {
	prose := strings.Repeat("Rain fell on Kabul all day, officials said. ", 60)
	report, err := os.ReadFile(filepath.Join("pdf", "testdata", "report.pdf"))
	if err != nil {
		b.Fatal(err)
	}
	pdf := pdf.NewReader(pdfCache())
	b.Cleanup(func() { _ = pdf.Close() })
	item := "<item><title>Rain</title><link>https://news.example/1</link><description><![CDATA[<p>" + prose + "</p>]]></description></item>"
	for name, document := range map[string]string{
		"text":     prose,
		"markdown": "# Rain\n\n" + prose,
		"html":     strings.Replace(page, "<script>", "<p>"+prose+"</p><script>", 1),
		"rtf":      `{\rtf1 ` + prose + `}`,
		"email":    strings.Replace(message, "The caf", prose+"The caf", 1),
		"feed":     "<rss><channel>" + strings.Repeat(item, 30) + "</channel></rss>",
		"warc":     packed(b, crawl(b)...),
		"pdf":      string(report),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(document)))
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range article.Read(context.Background(), strings.NewReader(document), article.Options{PDF: pdf}) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
