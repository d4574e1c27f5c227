package article_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/feed"
	"dateline/geo/article/pdf"
	"dateline/geo/text"
)

// The fuzz targets: one for each reader, and FuzzRead for what tells them apart.
// Seeds are made in code. BENCHMARKS.md says which ran for how long.

// fuzzBytes bounds a fuzzed document, so that the limit is met as well.
const fuzzBytes = 1 << 20

// check reads a document to its end: each step yields an article that keeps what
// its type promises, or an error with a category.
func check(t *testing.T, format string, b []byte, o article.Options) {
	o.Name, o.MaxBytes = "fuzz", fuzzBytes
	articles := article.Read(context.Background(), bytes.NewReader(b), o)
	if format != "" {
		articles = article.ReadAs(context.Background(), format, bytes.NewReader(b), o)
	}
	for a, err := range articles {
		switch {
		case (a == nil) == (err == nil):
			t.Fatalf("article %v, error %v", a, err)
		case err != nil:
			checkError(t, err)
		default:
			checkArticle(t, a)
		}
	}
}

func checkError(t *testing.T, err error) {
	var input *article.InputError
	if !errors.As(err, &input) || !errors.Is(err, geo.ErrInput) && !errors.Is(err, geo.ErrTooLarge) {
		t.Errorf("an error without an input or a category: %v", err)
	}
}

func checkArticle(t *testing.T, a *geo.Article) {
	if a.Text != strings.ToValidUTF8(a.Text, "�") {
		t.Errorf("%q is not UTF-8", a.Text)
	}
	if a.Hash != geo.HashText(a.Text) || a.ID == "" {
		t.Errorf("hash %q, id %q", a.Hash, a.ID)
	}
	for _, offset := range a.Pages {
		if offset < 0 || offset > len(a.Text) {
			t.Errorf("a page begins at %d of %d bytes", offset, len(a.Text))
		}
	}
}

// fuzz fuzzes the reader of one format; an empty name stands for Read itself.
func fuzz(f *testing.F, format string, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) { check(t, format, b, article.Options{URL: "https://news.example/a"}) })
}

func FuzzRead(f *testing.F) {
	fuzz(f, "", page, message, "From a\n"+message, `{"id":1,"text":"x"}`, "---\ntitle: x\n---\n# y", "text;id\nx;1", `{\rtf1\u-10?\bin3 abc}`, "PK\x03\x04", "Kabul\n\nx")
}

func FuzzText(f *testing.F) {
	fuzz(f, "text", "Flood closes the Khyber Pass\n\nThe road is closed.", "\xef\xbb\xbfKabul", "\xff\xfeK\x00a\x00", "\x82\xa0\x93\x8c\x8b\x9e", "caf\xe9 in K\xf6ln", "\x1b$B%F\x1b(B")
}

func FuzzMarkdown(f *testing.F) {
	fuzz(f, "markdown", "---\ntitle: x\npublished: 2021-09-06\n---\n# y\n\n*a* [b](c) `d`\n\n- e\n  - f\n", "| a | b |\n|---|---|\n| c | d |\n", "x[^1]\n\n[^1]: y\n", "---\na: &a [*a, *a]\n---\n", "> > > 1. * + x\n```\ny")
}

func FuzzHTML(f *testing.F) {
	fuzz(f, "html", page, "<p>Fire in <b>Quetta</b>.<table><tr><td>a<td>b</table>", "<!DOCTYPE html><svg><p><math><mi><b><p></b>x", "<meta charset=shift_jis><p>\x93\x8c\x8b\x9e", "<b a=1><b a=2><p>x<p>y", "<select><template><frameset>")
}

func FuzzRTF(f *testing.F) {
	fuzz(f, "rtf", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title R}{\author S}}\f0 Caf\'e9 \u257?\par{\footnote n}\cell\row}`, `{\rtf1\u-10?\bin3 abc}`, `{\rtf1\ansicpg932\'93\'8c}`, `{\rtf1\uc2\u9999xx{{{{`)
}

func FuzzEmail(f *testing.F) {
	fuzz(f, "email", message, "Subject: x\nFrom: a@b\nTo: c\nContent-Transfer-Encoding: base64\n\nS2FidWw=\n", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--a--\n", "Content-Type: text/html; charset=koi8-r\n\n<p>\xeb\xc9\xc5\xd7")
}

func FuzzMbox(f *testing.F) {
	fuzz(f, "mbox", "From a\n"+message, "From a\nSubject: x\n\n>From b\n\nFrom c\n\ny\n", "From \n\nFrom \n")
}

func FuzzCSV(f *testing.F) {
	fuzz(f, "csv", "text;id\nx;1", "id,title,text\n1,\"a\"\"b\",\"c\nd\"\n2,,\n", "text\tdate\nKabul\t2021-09-06\n", "text|url\n\"\n")
}

func FuzzJSONL(f *testing.F) {
	fuzz(f, "jsonl", `{"id":1,"text":"x"}`, "{\"text\":\"\\ud800\",\"id\":\"a\"}\n\n{\"id\":[],\"text\":\"y\"}\n{", `{"text":null}`)
}

func FuzzFeed(f *testing.F) {
	fuzz(f, "feed", rssFeed, atomFeed, jsonFeed, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>x</title></item></rdf:RDF>`,
		`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><content mode="escaped">&lt;p&gt;x</content><issued>2003</issued></entry></feed>`, `{"version":"https://jsonfeed.org/version/1","items":[null,{"id":7,"content_text":"x"}]}`)
}

func FuzzOPML(f *testing.F) {
	for _, seed := range []string{opml, "<opml><outline xmlUrl='feed://x'/>", "\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := feed.ReadOPML(bytes.NewReader(b))
		if err != nil && !errors.Is(err, geo.ErrInput) && !errors.Is(err, geo.ErrTooLarge) {
			t.Errorf("an error without a category: %v", err)
		}
		for _, o := range list {
			if !strings.HasPrefix(o.FeedURL, "http://") && !strings.HasPrefix(o.FeedURL, "https://") {
				t.Errorf("%q is not the address of a feed", o.FeedURL)
			}
		}
		if (err == nil) != (len(list) > 0) {
			t.Errorf("%d feeds, error %v", len(list), err)
		}
	})
}

func FuzzWARC(f *testing.F) {
	records := crawl(f)
	fuzz(f, "warc", strings.Join(records[:4], ""), packed(f, records[2], records[8]), webPage("Kabul", 3)+webPage("Quetta", 200)+webPage("Herat"),
		packed(f, webPage("Kabul"))[:60]+packed(f, webPage("Herat")), "WARC/1.0\nContent-Length: 0\nWARC-Type: resource\n\n\n\nWARC/1.0\n")
}

// FuzzPDF starts PDFium once; each document still gets an instance of its own.
func FuzzPDF(f *testing.F) {
	p := pdf.NewReader(pdfCache())
	f.Cleanup(func() { _ = p.Close() })
	for _, name := range []string{"blank.pdf", "report.pdf"} {
		b, err := os.ReadFile(filepath.Join("pdf", "testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n"))
	f.Fuzz(func(t *testing.T, b []byte) { check(t, "pdf", b, article.Options{PDF: p}) })
}

// FuzzOffice fuzzes what stands inside DOCX, ODT and EPUB files: mutations of the
// archives themselves, which FuzzZip makes, seldom pass their checksums.
func FuzzOffice(f *testing.F) {
	f.Add(uint8(0), []byte(`<w:document xmlns:w="w"><w:p><w:r><w:t>Flood</w:t><w:tab/></w:r><w:del><w:t>x</w:t></w:del></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:document>`), []byte(`<c><title>T</title><issued>2022-09-01T10:00:00Z</issued></c>`))
	f.Add(uint8(1), []byte(`<o:d xmlns:o="o" xmlns:t="t"><o:text><t:tracked-changes><t:p>x</t:p></t:tracked-changes><t:h>F</t:h><t:p>In<t:s/>S</t:p></o:text></o:d>`), []byte(`<m><creator>x</creator><date>2022</date></m>`))
	f.Add(uint8(2), []byte(`<p xmlns:dc="d"><dc:title>J</dc:title><item id="a" href="p.xhtml"/><itemref idref="a"/></p>`), []byte(`<html><body><p>Kabul.</p></body></html>`))
	f.Fuzz(func(t *testing.T, kind uint8, body, rest []byte) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		add := func(name string, content []byte) {
			if w, err := z.Create(name); err != nil {
				t.Fatal(err)
			} else if _, err := w.Write(content); err != nil {
				t.Fatal(err)
			}
		}
		switch kind % 3 {
		case 0:
			add("word/document.xml", body)
			add("docProps/core.xml", rest)
		case 1:
			add("mimetype", nil)
			add("content.xml", body)
			add("meta.xml", rest)
		case 2:
			add("META-INF/container.xml", []byte(`<c><rootfile full-path="p.opf"/></c>`))
			add("p.opf", body)
			add("p.xhtml", rest)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		check(t, "zip", b.Bytes(), article.Options{})
	})
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
	fuzz(f, "zip", plain.String(), "PK\x03\x04", "PK\x05\x06"+strings.Repeat("\x00", 18))
}

func FuzzNormalizeText(f *testing.F) {
	f.Add("a\u0301 b\r\n\r\n\r\nc\t d\u200b")
	f.Fuzz(func(t *testing.T, s string) {
		once := text.Normalize(s)
		if twice := text.Normalize(once); twice != once {
			t.Errorf("%q becomes %q, then %q", s, once, twice)
		}
	})
}
