package warc_test

import (
	"context"
	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/markup"
	"dateline/geo/article/warc"
	"dateline/geo/text"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
)

// readWARC reads a web archive of pages and plain texts.
func readWARC(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return warc.Read(ctx, r, o, warc.Readers{
		Page: func(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
			return func(yield func(*geo.Article, error) bool) {
				for a, err := range document.Whole(markup.ReadHTML)(ctx, r, o) {
					if err != nil {
						err = o.Fail(err)
					}
					if !yield(a, err) {
						return
					}
				}
			}
		},
		Document: document.Whole(func(_ context.Context, b []byte, _ document.Options) (*geo.Article, error) {
			return &geo.Article{Text: text.Normalize(string(b))}, nil
		}),
		Sniff: func([]byte) string { return "html" },
	})
}

func TestReadWARC(t *testing.T) {
	records := documenttest.WARCRecords(t)
	for name, archive := range map[string]string{
		"plain": strings.Join(records, ""), "compressed by record": documenttest.Gzip(t, records...), "compressed whole": documenttest.Gzip(t, strings.Join(records, "")),
		"with bare line ends": strings.ReplaceAll(strings.Join(slices.Delete(slices.Clone(records), 3, 4), ""), "\r\n\r\nWARC", "\n\nWARC"),
	} {
		articles, errs := documenttest.All(t, readWARC, archive, document.Options{Name: "crawl.warc"})
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

func TestReadWARCGoesOnAfterABrokenRecord(t *testing.T) {
	before, after := documenttest.WARCPage("Kabul"), documenttest.WARCPage("Quetta")
	damaged := []byte(documenttest.Gzip(t, documenttest.WARCPage("Herat")))
	damaged[len(damaged)/2] ^= 0xff
	for name, c := range map[string]struct {
		archive  string
		category error
	}{
		"too short a length":      {before + documenttest.WARCPage("Herat", 60) + after, geo.ErrInput},
		"too long a length":       {before + documenttest.WARCPage("Herat", 150) + after, geo.ErrInput},
		"a length beyond the end": {before + documenttest.WARCPage("Herat", 100_000) + after, geo.ErrInput},
		"a huge length":           {before + documenttest.WARCPage("Herat", 1<<50) + after, geo.ErrInput},
		"a negative length":       {before + documenttest.WARCPage("Herat", -1) + after, geo.ErrInput},
		"no length":               {before + "WARC/1.1\r\nWARC-Type: response\r\n\r\n<p>Herat\r\n\r\n" + after, geo.ErrInput},
		"no header":               {before + "WARC/1.1\r\n<p>Herat\r\n\r\n" + after, geo.ErrInput},
		"no HTTP":                 {before + documenttest.WARCRecord("response", "https://news.example/", documenttest.HTTPResponse, "Herat") + after, geo.ErrInput},
		"bad HTTP":                {before + documenttest.WARCRecord("response", "https://news.example/", documenttest.HTTPResponse, "HTTP/x\r\n\r\nHerat") + after, geo.ErrInput},
		"no text":                 {before + documenttest.WARCRecord("response", "https://news.example/", documenttest.HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>") + after, geo.ErrInput},
		"bad compression":         {before + documenttest.WARCRecord("response", "https://news.example/", documenttest.HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08rubbish") + after, geo.ErrInput},
		"unknown compression":     {before + documenttest.WARCRecord("response", "https://news.example/", documenttest.HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\nx") + after, geo.ErrInput},
		"bomb in a response":      {before + documenttest.WARCRecord("response", "https://news.example/", documenttest.HTTPResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"+documenttest.Gzip(t, strings.Repeat("Herat ", 1<<20))) + after, geo.ErrTooLarge},
		"too large a page":        {before + documenttest.WARCRecord("resource", "https://news.example/", "text/html", strings.Repeat("Herat ", 1<<18)) + after, geo.ErrTooLarge},
		"damaged member":          {documenttest.Gzip(t, before) + string(damaged) + documenttest.Gzip(t, after), geo.ErrInput},
		"member cut short":        {documenttest.Gzip(t, before) + string(damaged[:100]) + documenttest.Gzip(t, after), geo.ErrInput},
		"bomb in a member":        {documenttest.Gzip(t, before) + documenttest.Gzip(t, documenttest.WARCRecord("resource", "https://news.example/", "image/png", strings.Repeat("Herat ", 2<<20))) + documenttest.Gzip(t, after), geo.ErrTooLarge},
	} {
		articles, errs := documenttest.All(t, readWARC, c.archive, document.Options{Name: "x.warc", MaxBytes: 1 << 20})
		if len(articles) != 2 || articles[0].Text != "Rain in Kabul." || articles[1].Text != "Rain in Quetta." {
			t.Errorf("%s: %d articles, errors %v", name, len(articles), errs)
		}
		if len(errs) != 1 || !errors.Is(errs[0], c.category) || !strings.Contains(errs[0].Error(), "x.warc") {
			t.Errorf("%s: errors %v, want %v", name, errs, c.category)
		}
	}
}

func TestReadWARCWithoutPages(t *testing.T) {
	_, errs := documenttest.All(t, readWARC, documenttest.WARCRecord("warcinfo", "", "application/warc-fields", "software: by hand\r\n"), document.Options{Name: "x.warc"})
	if len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "no page") {
		t.Errorf("errors %v", errs)
	}
}

func TestReadWARCStopsWhenAsked(t *testing.T) {
	archive := documenttest.WARCPage("Kabul") + documenttest.WARCPage("Herat") + documenttest.WARCPage("Quetta")
	for _, err := range readWARC(context.Background(), strings.NewReader(archive), document.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err := range readWARC(ctx, strings.NewReader(strings.Repeat(archive, 10_000)), document.Options{}) {
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

// readPlain reads a web archive whose pages are texts as they are, so that fuzzing spends
// its time on the archive.
func readPlain(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	plain := document.Whole(func(_ context.Context, b []byte, _ document.Options) (*geo.Article, error) {
		return &geo.Article{Text: strings.ToValidUTF8(string(b), "")}, nil
	})
	return warc.Read(ctx, r, o, warc.Readers{Page: plain, Document: plain, Sniff: func([]byte) string { return "html" }})
}

func FuzzWARC(f *testing.F) {
	records := documenttest.WARCRecords(f)
	documenttest.Fuzz(f, readPlain, strings.Join(records[:4], ""), documenttest.Gzip(f, records[2], records[8]), documenttest.WARCPage("Kabul", 3)+documenttest.WARCPage("Quetta", 200)+documenttest.WARCPage("Herat"),
		documenttest.Gzip(f, documenttest.WARCPage("Kabul"))[:60]+documenttest.Gzip(f, documenttest.WARCPage("Herat")), "WARC/1.0\nContent-Length: 0\nWARC-Type: resource\n\n\n\nWARC/1.0\n")
}

func TestGolden(t *testing.T) {
	documenttest.Golden(t, readWARC, "testdata/*.warc")
}
