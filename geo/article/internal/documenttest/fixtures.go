package documenttest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Page is a web page with one article.
const Page = `<!DOCTYPE html><html lang="en"><head><title>Border reopens - The Frontier Post</title>
<meta property="og:site_name" content="The Frontier Post"><meta property="article:published_time" content="2021-09-06T10:00:00Z">
<meta name="author" content="Mina Sahak"><link rel="canonical" href="https://frontier.example/border"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/washington">Washington</a></nav>
<article><h1>Border reopens</h1>
<p>Trucks began to cross the border at Torkham on Monday morning after a week of talks, officials on both sides said, and queues reached back for several kilometres.</p>
<p>Drivers who had waited in Landi Kotal since the weekend said that they had run out of water, of food and of patience; <a href="/x">traders</a> put the losses in the millions.</p>
<p>Across the province, the crossing at Chaman was to follow within days, according to the chamber of commerce in Quetta, which had asked for longer opening hours.</p>
<script>var x = "Paris";</script></article>
<aside><h3>Most read</h3><ul><li>Ten days in London</li></ul></aside><footer>© The Frontier Post, Peshawar</footer></body></html>`

// Message is an e-mail message with text and HTML.
const Message = "From: Desk <desk@example.org>\r\nTo: all@example.org\r\nSubject: =?utf-8?q?Caf=C3=A9_in_Kabul?=\r\nDate: Mon, 06 Sep 2021 10:00:00 +0430\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 in Kabul is open.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>The café</p>\r\n--b--\r\n"

// WARCRecord returns a record of a web archive. length replaces its correct length.
func WARCRecord(kind, address, contentType, block string, length ...int) string {
	n := len(block)
	if len(length) > 0 {
		n = length[0]
	}
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2021-09-06T10:00:00Z\r\nWARC-Target-URI: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, address, contentType, n, block)
}

// HTTPResponse is the content type of a response record.
const HTTPResponse = "application/http; msgtype=response"

// WARCPage returns the record of a page of one sentence.
func WARCPage(name string, length ...int) string {
	return WARCRecord("response", "https://news.example/"+name, HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Rain in "+name+".", length...)
}

// WARCRecords returns a web archive of many kinds of record.
func WARCRecords(t testing.TB) []string {
	t.Helper()
	chunked := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
	body := Gzip(t, "<p>Caf\xe9 in K\xf6ln.")
	chunked += fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 10, body[:10], len(body)-10, body[10:])
	return []string{
		WARCRecord("warcinfo", "", "application/warc-fields", "software: by hand\r\n"),
		WARCRecord("request", "https://frontier.example/border", "application/http; msgtype=request", "GET /border HTTP/1.1\r\nHost: frontier.example\r\n\r\n"),
		WARCRecord("response", "https://frontier.example/border?from=crawl", HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nLast-Modified: Mon, 06 Sep 2021 09:00:00 GMT\r\n\r\n"+Page),
		WARCRecord("response", "<https://koeln.example/>", HTTPResponse, chunked),
		WARCRecord("response", "https://frontier.example/logo.png", HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
		WARCRecord("response", "https://frontier.example/gone", HTTPResponse, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Not here."),
		WARCRecord("response", "https://frontier.example/robots.txt", HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\n"),
		WARCRecord("revisit", "https://frontier.example/border", HTTPResponse, "HTTP/1.1 200 OK\r\n\r\n"),
		WARCRecord("resource", "file:///notes.txt", "text/plain", "Snow in Chaman."),
		WARCRecord("conversion", "https://frontier.example/report.pdf", "text/plain", "Wind in Herat."),
		WARCRecord("metadata", "https://frontier.example/border", "application/warc-fields", "fetchTimeMs: 12\r\n"),
	}
}

// PDFCache returns the folder in which tests store the machine code of the PDF reader.
func PDFCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "dateline", "pdfium")
}

// Workbook returns an Excel workbook of the sheets and shared strings, each the content of its XML element.
func Workbook(t testing.TB, shared string, sheets ...string) string {
	t.Helper()
	const main, relationships = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`, "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const part = `<Override PartName="/xl/%s" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.%s+xml"/>`
	types := []string{fmt.Sprintf(part, "workbook.xml", "sheet.main"), fmt.Sprintf(part, "sharedStrings.xml", "sharedStrings")}
	relation := func(id, kind, target string) string {
		return `<Relationship Id="` + id + `" Type="` + relationships + "/" + kind + `" Target="` + target + `"/>`
	}
	var list strings.Builder
	var targets strings.Builder
	targets.WriteString(relation("shared", "sharedStrings", "sharedStrings.xml"))
	files := []string{"xl/sharedStrings.xml", `<sst ` + main + `>` + shared + `</sst>`}
	for i, sheet := range sheets {
		n := strconv.Itoa(i + 1)
		fmt.Fprintf(&list, `<sheet name="Sheet%s" sheetId="%s" r:id="r%s"/>`, n, n, n)
		targets.WriteString(relation("r"+n, "worksheet", "worksheets/sheet"+n+".xml"))
		types = append(types, fmt.Sprintf(part, "worksheets/sheet"+n+".xml", "worksheet"))
		files = append(files, "xl/worksheets/sheet"+n+".xml", `<worksheet `+main+`><sheetData>`+sheet+`</sheetData></worksheet>`)
	}
	const packaged = "http://schemas.openxmlformats.org/package/2006/"
	return Zip(t, append(files,
		"[Content_Types].xml", `<Types xmlns="`+packaged+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+strings.Join(types, "")+`</Types>`,
		"_rels/.rels", `<Relationships xmlns="`+packaged+`relationships">`+relation("r1", "officeDocument", "xl/workbook.xml")+`</Relationships>`,
		"xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+packaged+`relationships">`+targets.String()+`</Relationships>`,
		"xl/workbook.xml", `<workbook `+main+` xmlns:r="`+relationships+`"><sheets>`+list.String()+`</sheets></workbook>`)...)
}
