package article_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article"
)

// warcRecord writes a record of a web archive whose length is right unless length
// says otherwise.
func warcRecord(kind, address, contentType, block string, length ...int) string {
	n := len(block)
	if len(length) > 0 {
		n = length[0]
	}
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2021-09-06T10:00:00Z\r\nWARC-Target-URI: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, address, contentType, n, block)
}

const httpResponse = "application/http; msgtype=response"

// webPage is the record of a page of one sentence.
func webPage(name string, length ...int) string {
	return warcRecord("response", "https://news.example/"+name, httpResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Rain in "+name+".", length...)
}

// packed compresses each part by gzip and puts them one after another.
func packed(t testing.TB, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// crawl is a web archive of many kinds of record.
func crawl(t testing.TB) []string {
	t.Helper()
	chunked := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
	body := packed(t, "<p>Caf\xe9 in K\xf6ln.")
	chunked += fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", 10, body[:10], len(body)-10, body[10:])
	return []string{
		warcRecord("warcinfo", "", "application/warc-fields", "software: by hand\r\n"),
		warcRecord("request", "https://frontier.example/border", "application/http; msgtype=request", "GET /border HTTP/1.1\r\nHost: frontier.example\r\n\r\n"),
		warcRecord("response", "https://frontier.example/border?from=crawl", httpResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nLast-Modified: Mon, 06 Sep 2021 09:00:00 GMT\r\n\r\n"+page),
		warcRecord("response", "<https://koeln.example/>", httpResponse, chunked),
		warcRecord("response", "https://frontier.example/logo.png", httpResponse, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"),
		warcRecord("response", "https://frontier.example/gone", httpResponse, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Not here."),
		warcRecord("response", "https://frontier.example/robots.txt", httpResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\n"),
		warcRecord("revisit", "https://frontier.example/border", httpResponse, "HTTP/1.1 200 OK\r\n\r\n"),
		warcRecord("resource", "file:///notes.txt", "text/plain", "Snow in Chaman."),
		warcRecord("conversion", "https://frontier.example/report.pdf", "text/plain", "Wind in Herat."),
		warcRecord("metadata", "https://frontier.example/border", "application/warc-fields", "fetchTimeMs: 12\r\n"),
	}
}

func TestReadWARC(t *testing.T) {
	records := crawl(t)
	for name, archive := range map[string]string{
		"plain": strings.Join(records, ""), "compressed by record": packed(t, records...), "compressed whole": packed(t, strings.Join(records, "")),
		"with bare line ends": strings.ReplaceAll(strings.Join(slices.Delete(slices.Clone(records), 3, 4), ""), "\r\n\r\nWARC", "\n\nWARC"),
	} {
		articles, errs := all(t, archive, article.Options{Name: "crawl.warc"})
		if name == "with bare line ends" && len(articles) == 3 {
			articles = slices.Insert(articles, 1, nil)
		}
		if len(articles) != 4 || len(errs) != 0 {
			t.Fatalf("%s: %d articles, errors %v", name, len(articles), errs)
		}
		if a := articles[0]; a.URL != "https://frontier.example/border" || a.Published != "2021-09-06T10:00:00Z" || a.Publisher != "The Frontier Post" ||
			a.Source != "crawl.warc!2021-09-06T10:00:00Z/https://frontier.example/border?from=crawl" || !strings.HasPrefix(a.Text, "Border reopens") {
			t.Errorf("%s: first: %+v", name, a)
		}
		if a := articles[1]; a != nil && (a.Text != "Café in Köln." || a.URL != "https://koeln.example/" || a.Published != "") {
			t.Errorf("%s: second: %+v", name, a)
		}
		if a := articles[2]; a.Text != "Snow in Chaman." || a.URL != "" || a.Source != "crawl.warc!2021-09-06T10:00:00Z/file:///notes.txt" {
			t.Errorf("%s: third: %+v", name, a)
		}
		if a := articles[3]; a.Text != "Wind in Herat." || a.URL != "https://frontier.example/report.pdf" {
			t.Errorf("%s: fourth: %+v", name, a)
		}
	}
}

// A broken record is one error, and those around it are read.
func TestReadWARCGoesOnAfterABrokenRecord(t *testing.T) {
	before, after := webPage("Kabul"), webPage("Quetta")
	damaged := []byte(packed(t, webPage("Herat")))
	damaged[len(damaged)/2] ^= 0xff
	for name, c := range map[string]struct {
		archive  string
		category error
	}{
		"too short a length":      {before + webPage("Herat", 60) + after, geo.ErrInput},
		"too long a length":       {before + webPage("Herat", 150) + after, geo.ErrInput},
		"a length beyond the end": {before + webPage("Herat", 100_000) + after, geo.ErrInput},
		"a huge length":           {before + webPage("Herat", 1<<50) + after, geo.ErrInput},
		"a negative length":       {before + webPage("Herat", -1) + after, geo.ErrInput},
		"no length":               {before + "WARC/1.1\r\nWARC-Type: response\r\n\r\n<p>Herat\r\n\r\n" + after, geo.ErrInput},
		"no header":               {before + "WARC/1.1\r\n<p>Herat\r\n\r\n" + after, geo.ErrInput},
		"no HTTP":                 {before + warcRecord("response", "https://news.example/", httpResponse, "Herat") + after, geo.ErrInput},
		"bad HTTP":                {before + warcRecord("response", "https://news.example/", httpResponse, "HTTP/x\r\n\r\nHerat") + after, geo.ErrInput},
		"no text":                 {before + warcRecord("response", "https://news.example/", httpResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>") + after, geo.ErrInput},
		"bad compression":         {before + warcRecord("response", "https://news.example/", httpResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08rubbish") + after, geo.ErrInput},
		"unknown compression":     {before + warcRecord("response", "https://news.example/", httpResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\nx") + after, geo.ErrInput},
		"bomb in a response":      {before + warcRecord("response", "https://news.example/", httpResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"+packed(t, strings.Repeat("Herat ", 1<<20))) + after, geo.ErrTooLarge},
		"too large a page":        {before + warcRecord("resource", "https://news.example/", "text/html", strings.Repeat("Herat ", 1<<18)) + after, geo.ErrTooLarge},
		"damaged member":          {packed(t, before) + string(damaged) + packed(t, after), geo.ErrInput},
		"member cut short":        {packed(t, before) + string(damaged[:100]) + packed(t, after), geo.ErrInput},
		"bomb in a member":        {packed(t, before) + packed(t, warcRecord("resource", "https://news.example/", "image/png", strings.Repeat("Herat ", 2<<20))) + packed(t, after), geo.ErrTooLarge},
	} {
		articles, errs := all(t, c.archive, article.Options{Name: "x.warc", MaxBytes: 1 << 20})
		if len(articles) != 2 || articles[0].Text != "Rain in Kabul." || articles[1].Text != "Rain in Quetta." {
			t.Errorf("%s: %d articles, errors %v", name, len(articles), errs)
		}
		if len(errs) != 1 || !errors.Is(errs[0], c.category) || !strings.Contains(errs[0].Error(), "x.warc") {
			t.Errorf("%s: errors %v, want %v", name, errs, c.category)
		}
	}
}

func TestReadWARCWithoutPages(t *testing.T) {
	_, errs := all(t, warcRecord("warcinfo", "", "application/warc-fields", "software: by hand\r\n"), article.Options{Name: "x.warc"})
	if len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "no page") {
		t.Errorf("errors %v", errs)
	}
}

func TestReadWARCStopsWhenAsked(t *testing.T) {
	archive := webPage("Kabul") + webPage("Herat") + webPage("Quetta")
	for _, err := range article.Read(context.Background(), strings.NewReader(archive), article.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err := range article.Read(ctx, strings.NewReader(strings.Repeat(archive, 10_000)), article.Options{}) {
		if n++; n == 1 {
			cancel()
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if n > 1000 {
		t.Errorf("%d pages were read after the context had ended", n)
	}
}
