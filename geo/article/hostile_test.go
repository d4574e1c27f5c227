package article_test

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/pdf"
)

const (
	// hostileLimit is the limit on one document in these tests, in bytes.
	hostileLimit = 4 << 20
	// hostileMost is how many times the limit may be allocated in all, counting
	// what was freed again, while a hostile document and its neighbours are read.
	hostileMost = 40
	// sparse is the length of a hostile file that is mostly a hole.
	sparse = 64 << 20
)

// hostile is a document that is made to do harm.
type hostile struct {
	document string
	length   int64 // of the file, where it is longer than the document
	category error // of the one error, or nil where it is read
	articles int
}

// Each hostile document stands in a folder between two others. It is one error of
// the right category, or is read, within bounds; the others come through.
func TestHostileDocuments(t *testing.T) {
	pdfs := pdf.NewReader(documenttest.PDFCache())
	defer pdfs.Close()
	for name, h := range hostileDocuments(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "1.txt"), "Rain in Kabul.", 0)
			write(t, filepath.Join(dir, "2"), h.document, h.length)
			write(t, filepath.Join(dir, "3.txt"), "Snow in Quetta.", 0)
			h.document = ""
			articles, errs, allocated := measured(dir, article.Options{MaxBytes: hostileLimit, PDF: pdfs})
			if len(articles) != h.articles+2 || articles[0] != "Rain in Kabul." || articles[len(articles)-1] != "Snow in Quetta." {
				t.Errorf("%d articles, want %d: %.200q", len(articles), h.articles+2, articles)
			}
			if h.category == nil && len(errs) != 0 || h.category != nil && (len(errs) != 1 || !errors.Is(errs[0], h.category)) {
				t.Errorf("errors %v, want %v", errs, h.category)
			}
			if allocated > hostileMost*hostileLimit {
				t.Errorf("%d MB were allocated", allocated>>20)
			}
		})
	}
}

// laterPart matches the title of a part of a long text but for the first.
var laterPart = regexp.MustCompile(`\(part ([2-9]|1\d+) of \d+\)$`)

// measured reads a folder and returns the beginnings of the texts and how many bytes that
// allocated.
func measured(dir string, o article.Options) (texts []string, errs []error, allocated uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for a, err := range article.ReadInputs(context.Background(), []string{dir}, nil, o) {
		if err != nil {
			errs = append(errs, err)
		} else if !laterPart.MatchString(a.Title) {
			texts = append(texts, a.Text[:min(len(a.Text), 100)])
		}
	}
	runtime.ReadMemStats(&after)
	return texts, errs, after.TotalAlloc - before.TotalAlloc
}

// write makes a file, with a hole behind its content where it is to be longer.
func write(t *testing.T, path, content string, length int64) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if length > 0 {
		if err := os.Truncate(path, length); err != nil {
			t.Fatal(err)
		}
	}
}

func hostileDocuments(t *testing.T) map[string]hostile {
	prose := strings.Repeat("Rain fell on Kabul all day. ", 8000)
	head := "From: a@example.org\nTo: b@example.org\nSubject: Rain\n"
	all := map[string]hostile{
		"64 MB of nothing":          {document: "\x00", length: sparse, category: geo.ErrInput},
		"64 MB as text":             {document: prose, length: sparse, category: geo.ErrTooLarge},
		"64 MB as PDF":              {document: "%PDF-1.7\n", length: sparse, category: geo.ErrTooLarge},
		"64 MB as ZIP":              {document: "PK\x03\x04", length: sparse, category: geo.ErrTooLarge},
		"64 MB as RTF":              {document: `{\rtf1 Rain`, length: sparse, category: geo.ErrTooLarge},
		"64 MB as a message":        {document: head + "\n" + prose, length: sparse, category: geo.ErrTooLarge},
		"64 MB as a page":           {document: "<html>" + prose, length: sparse, category: geo.ErrTooLarge},
		"64 MB as a feed":           {document: "<rss>" + prose, length: sparse, category: geo.ErrTooLarge},
		"64 MB as Markdown":         {document: "# Rain\n\n" + prose, length: sparse, category: geo.ErrTooLarge},
		"64 MB as one line of JSON": {document: `{"text": "Rain"}` + "\n" + `{"text": "`, length: sparse, category: geo.ErrTooLarge, articles: 1},
		"a long object of JSON":     {document: `[{"text": "Rain"}, {"text": "` + strings.Repeat(prose, 22), category: geo.ErrTooLarge, articles: 1},
		"64 MB as one cell":         {document: "id,text\n1,Rain\n2,\"" + prose, length: sparse, category: geo.ErrTooLarge, articles: 1},
		"64 MB as one of messages":  {document: "From a\n" + head + "\nRain.\n\nFrom b\n" + head + "\n" + prose, length: sparse, category: geo.ErrTooLarge, articles: 1},
		"64 MB as one record":       {document: documenttest.WARCPage("Herat") + documenttest.WARCRecord("resource", "https://news.example/", "text/plain", prose, sparse), length: sparse, category: geo.ErrTooLarge, articles: 1},

		"bomb, nested":              {document: nestedBomb(t, 3), category: geo.ErrTooLarge, articles: 2},
		"bomb, wide":                {document: wideBomb(t), category: geo.ErrTooLarge, articles: 1},
		"bomb, overlapping":         {document: overlappingBomb(t), category: geo.ErrTooLarge, articles: 8},
		"bomb, many files":          {document: documenttest.Zip(t, make([]string, 2*10_500)...), category: geo.ErrTooLarge},
		"bomb, huge directory":      {document: "PK\x03\x04" + strings.Repeat("PK\x01\x02"+strings.Repeat("\x00", 42), 300_000), category: geo.ErrTooLarge},
		"bomb in a book":            {document: documenttest.Zip(t, "META-INF/container.xml", `<c><rootfile full-path="p"/></c>`, "p", `<p><item id="a" href="a"/>`+strings.Repeat(`<itemref idref="a"/>`, 1000)+`</p>`, "a", strings.Repeat(" ", 1<<20)), category: geo.ErrTooLarge},
		"bomb in a web archive":     {document: documenttest.Gzip(t, documenttest.WARCPage("Herat"), documenttest.WARCRecord("response", "https://news.example/", documenttest.HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"+documenttest.Gzip(t, strings.Repeat("\x00", 64<<20)))), category: geo.ErrTooLarge, articles: 1},
		"bomb as a member":          {document: documenttest.Gzip(t, documenttest.WARCPage("Herat"), documenttest.WARCRecord("resource", "https://news.example/", "image/png", strings.Repeat("\x00", 80<<20))), category: geo.ErrTooLarge, articles: 1},
		"web archive, wrong length": {document: documenttest.WARCPage("Herat") + documenttest.WARCPage("Zaranj", 1<<40), category: geo.ErrInput, articles: 1},

		"deep page":                         {document: "<html>" + strings.Repeat("<div>", 100_000) + "Rain", articles: 1},
		"deep documenttest.Page, long text": {document: "<html>" + strings.Repeat("<div>", 400) + strings.Repeat(prose, 15), articles: 1},
		"page opened anew":                  {document: "<html><p>" + numbered(400, "<b a=%d>") + strings.Repeat("<p>x", 100_000), category: geo.ErrTooLarge},
		"page of attributes":                {document: "<html><p " + numbered(300_000, "a%d ") + ">Rain", category: geo.ErrTooLarge},
		"page closed crosswise":             {document: "<html>" + strings.Repeat("<a><b><i><u><div></a></b></i></u></div>", 4_000), category: geo.ErrInput},
		"deep JSON":                         {document: `{"text": "Rain"}` + "\n" + `{"text": "x", "a": ` + strings.Repeat("[", 4_000_000), category: geo.ErrInput, articles: 1},
		"deep JSON array":                   {document: `[{"text": "Rain"}, {"text": "x", "a": ` + strings.Repeat("[", 4_000_000), category: geo.ErrInput, articles: 1},
		"deep RTF":                          {document: `{\rtf1` + strings.Repeat("{", 4_000_000) + "Rain", articles: 1},
		"deep message":                      {document: head + numbered(10_000, "Content-Type: multipart/mixed; boundary=b%[1]d\n\n--b%[1]d\n") + "\nRain.\n", category: geo.ErrTooLarge},
		"message of headers":                {document: head + strings.Repeat("a:b\n", 200_000) + "\nRain.\n", articles: 1},
		"deep Markdown":                     {document: "# Rain\n" + strings.Repeat("> ", 50_000) + strings.Repeat("- ", 50_000) + "Rain", articles: 1},
		"tangled Markdown":                  {document: "# Rain\n" + strings.Repeat("[a](", 200_000), articles: 1},
		"Markdown of emphasis":              {document: "# Rain\n" + strings.Repeat("**a __b", 300_000), articles: 1},
		"wide Markdown":                     {document: "# Rain\n\n" + strings.Repeat("|a", 1000) + "\n" + strings.Repeat("|-", 1000) + "\n" + strings.Repeat("|\n", 100_000), articles: 1},
		"front matter of aliases":           {document: "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + aliases("abcdefghij") + "title: x\n---\nRain", articles: 1},
		"deep front matter":                 {document: "---\na: " + strings.Repeat("[", 30_000) + "\n---\nRain", category: geo.ErrInput},
		"deep feed":                         {document: "<rss><channel>" + strings.Repeat("<a:b>", 100_000), category: geo.ErrTooLarge},
		"deep list of feeds":                {document: "<opml>" + strings.Repeat("<outline>", 100_000), category: geo.ErrInput},
		"feed of items":                     {document: "<rss><channel>" + strings.Repeat("<item/>", 500_000), category: geo.ErrTooLarge},
		"feed of entities":                  {document: `<!DOCTYPE rss [<!ENTITY a "laugh">` + entities("abcdefghij") + "]><rss><channel><item><title>Rain</title><description>&j;</description></item></channel></rss>", category: geo.ErrInput},
		"row of cells":                      {document: "id,text\n1,Rain\n" + strings.Repeat(",", 8_000_000), category: geo.ErrTooLarge, articles: 1},
		"header of cells":                   {document: "text" + strings.Repeat(",x", 4_000_000), category: geo.ErrTooLarge},
	}
	for name, objects := range map[string]string{
		"page tree":     "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n",
		"huge count":    "2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 2000000000>>endobj\ntrailer<</Root 1 0 R>>\n",
		"xref":          "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3/Prev 110>>\nstartxref\n110\n%%EOF\n",
		"object stream": "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n4 0 obj<</Type/ObjStm/N 1/First 4/Length 9/Extends 4 0 R>>stream\n4 0 4 0 R\nendstream endobj\ntrailer<</Root 4 0 R>>\n",
		"stream length": "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n4 0 obj<</Length 4 0 R>>stream\nx\nendstream endobj\ntrailer<</Root 1 0 R>>\n",
	} {
		all["PDF loop, "+name] = hostile{document: "%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + objects, category: geo.ErrInput}
	}
	return all
}

// numbered repeats a format with the numbers from 0.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// aliases and entities make each name stand for nine of the one before.
func aliases(names string) string {
	var b strings.Builder
	for i := 1; i < len(names); i++ {
		fmt.Fprintf(&b, "%c: &%c [%s]\n", names[i], names[i], strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", names[i-1]), 9), ","))
	}
	return b.String()
}

func entities(names string) string {
	var b strings.Builder
	for i := 1; i < len(names); i++ {
		fmt.Fprintf(&b, `<!ENTITY %c "%s">`, names[i], strings.Repeat(fmt.Sprintf("&%c;", names[i-1]), 9))
	}
	return b.String()
}

// nestedBomb is an archive of archives that each hold ten alike.
func nestedBomb(t *testing.T, depth int) string {
	inner := strings.Repeat("Rain. ", hostileLimit*3/8/6)
	for range depth {
		files := make([]string, 0, 20)
		for i := range 10 {
			files = append(files, fmt.Sprint(i), inner)
		}
		inner = documenttest.Zip(t, files...)
	}
	return inner
}

// wideBomb is an archive of many archives that each unpack to just the limit.
func wideBomb(t *testing.T) string {
	inner := documenttest.Zip(t, "a.txt", strings.Repeat("Rain. ", (hostileLimit-hostileLimit/16)/6))
	var files []string
	for i := range 50 {
		files = append(files, fmt.Sprintf("%d.zip", i), inner)
	}
	return documenttest.Zip(t, files...)
}

// overlappingBomb is an archive whose entries all unpack the same bytes, an eighth of the limit
// (after Fifield, "A better zip bomb", 2019).
func overlappingBomb(t *testing.T) string {
	text := []byte(strings.Repeat("Rain in Herat. ", hostileLimit/8/15))
	var data bytes.Buffer
	w, err := flate.NewWriter(&data, flate.BestCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	field := func(b []byte, values ...uint32) []byte {
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
		return b
	}
	sizes := []uint32{crc32.ChecksumIEEE(text), uint32(data.Len()), uint32(len(text))}
	out := append([]byte("PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00"), field(nil, sizes...)...)
	out = append(out, "\x05\x00\x00\x000.txt"...)
	out = append(out, data.Bytes()...)
	directory := len(out)
	const entries = 1000
	for range entries {
		out = append(out, "PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00"...)
		out = append(field(out, sizes...), "\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)
		out = append(out, "\x00\x00\x00\x000.txt"...)
	}
	size := len(out) - directory
	out = append(out, "PK\x05\x06\x00\x00\x00\x00"...)
	out = binary.LittleEndian.AppendUint16(out, entries)
	out = binary.LittleEndian.AppendUint16(out, entries)
	out = field(out, uint32(size), uint32(directory))
	return string(append(out, 0, 0))
}
