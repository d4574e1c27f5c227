package article_test

import (
	"context"
	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/internal/documenttest"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

func all(t *testing.T, document string, o article.Options) (articles []*geo.Article, errs []error) {
	t.Helper()
	for a, err := range article.Read(context.Background(), strings.NewReader(document), o) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		articles = append(articles, a)
	}
	return articles, errs
}

func one(t *testing.T, document string) *geo.Article {
	t.Helper()
	articles, errs := all(t, document, article.Options{Name: "document"})
	if len(articles) != 1 || len(errs) != 0 {
		t.Fatalf("%d articles, errors %v", len(articles), errs)
	}
	a := articles[0]
	if a.Hash != geo.HashText(a.Text) || a.ID == "" || a.Source != "document" {
		t.Errorf("hash %q, id %q, source %q", a.Hash, a.ID, a.Source)
	}
	return a
}

func TestReadPlainText(t *testing.T) {
	a := one(t, "Skip to content\r\n\r\nFlood closes the Khyber Pass road\r\n\r\n\r\nThe road at Torkham\u200b was\u00a0closed on  Sunday. \r\n")
	if want := "Skip to content\n\nFlood closes the Khyber Pass road\n\nThe road at Torkham was closed on Sunday."; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
	if a.Title != "Flood closes the Khyber Pass road" {
		t.Errorf("title %q", a.Title)
	}
}

func TestReadLegacyEncodings(t *testing.T) {
	for name, c := range map[string]struct {
		encoding encoding.Encoding
		text     string
	}{
		"windows-1252": {charmap.Windows1252, "Überschwemmung in Köln: Straßen gesperrt, so die Behörden. Der Rhein führt „viel Wasser“, hieß es am Montag in Düsseldorf."},
		"windows-1251": {charmap.Windows1251, "В Киеве и Харькове объявили воздушную тревогу, сообщили власти. Жители спустились в метро, движение поездов остановлено."},
		"utf-16":       {unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "Kābul and Peshāwar: the road is open again."},
		"shift-jis":    {japanese.ShiftJIS, "東京と大阪で大雨の警報が出ています。気象庁が発表しました。住民は避難してください。"},
	} {
		b, err := c.encoding.NewEncoder().String(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := one(t, b).Text; got != c.text {
			t.Errorf("%s: %q, want %q", name, got, c.text)
		}
	}
}

func TestReadZIPReadsWhatItCan(t *testing.T) {
	articles, errs := all(t, documenttest.Zip(t, "b.txt", "Fire in Quetta.", "a.html", documenttest.Page, ".hidden", "no", "empty.txt", "", "inner.zip", documenttest.Zip(t, "c.txt", "Rain in Kabul.")), article.Options{Name: "z.zip"})
	if len(articles) != 3 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "z.zip!empty.txt") {
		t.Fatalf("%d articles, errors %v", len(articles), errs)
	}
	if articles[1].Source != "z.zip!b.txt" || articles[2].Source != "z.zip!inner.zip!c.txt" {
		t.Errorf("sources %q, %q", articles[1].Source, articles[2].Source)
	}
}

func TestReadBoundsHostileDocuments(t *testing.T) {
	bomb := documenttest.Zip(t, "word/document.xml", strings.Repeat("<a>", 100)+strings.Repeat(" ", 20<<20))
	deep := "Kabul"
	for range 6 {
		deep = documenttest.Zip(t, "d.zip", deep)
	}
	for name, c := range map[string]struct {
		document string
		category error
	}{
		"empty":            {"", geo.ErrInput},
		"binary":           {"\x7fELF\x00\x00\x00\x00\x01\x02\x03", geo.ErrInput},
		"zip bomb":         {bomb, geo.ErrTooLarge},
		"nested archives":  {deep, geo.ErrTooLarge},
		"deep XML":         {documenttest.Zip(t, "word/document.xml", strings.Repeat("<a>", 10_000)), geo.ErrTooLarge},
		"entities":         {documenttest.Zip(t, "word/document.xml", `<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`), geo.ErrInput},
		"broken zip":       {"PK\x03\x04 and nothing else", geo.ErrInput},
		"too long":         {strings.Repeat("Kabul ", 2<<20), geo.ErrTooLarge},
		"page of elements": {"<html>" + strings.Repeat("<p>", 600_000), geo.ErrTooLarge},
	} {
		articles, errs := all(t, c.document, article.Options{Name: "hostile", MaxBytes: 4 << 20})
		if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], c.category) {
			t.Errorf("%s: %d articles, errors %v, want %v", name, len(articles), errs, c.category)
		}
	}
}

func TestSniff(t *testing.T) {
	for document, want := range map[string]string{
		"<?xml version=\"1.0\"?><!-- x --><rss>": "feed", "<feed xmlns='a'>": "feed", `{"version": "https://jsonfeed.org/version/1.1"`: "feed", "\ufeff<rss>": "feed", "<opml>": "opml", documenttest.Page: "html", documenttest.Message: "email",
		"Kabul is calm. <feed> is a word here.": "text", `{"text": "x"}`: "jsonl", `{\rtf1}`: "rtf", "%PDF-1.7": "pdf", "PK\x03\x04": "zip",
		"text;id\nx;1": "csv", "# Kabul": "markdown", "\x00\x00\x01\x02": "", "": "",
		`<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml">`: "html",
	} {
		if got := article.Sniff([]byte(document)); got != want {
			t.Errorf("%.40q is taken for %q, want %q", document, got, want)
		}
	}
}
