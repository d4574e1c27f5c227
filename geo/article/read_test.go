package article_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/text"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// all reads every article and error of a document.
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

// one reads a document that must be one article.
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

func TestReadMarkdown(t *testing.T) {
	a := one(t, "---\ntitle: Talks in Kabul\npublisher: Dateline samples\nauthor: A. Writer\npublished: 2021-09-06\n---\n\n# Talks\n\nThe *envoys* met in [Kabul](https://example.org/kabul) and\nleft for **Torkham**.\n\n- Chaman: open\n- Torkham: closed\n\n| Place | State |\n|---|---|\n| Quetta | calm |\n\n<script>alert(1)</script>\n")
	if a.Title != "Talks in Kabul" || a.Publisher != "Dateline samples" || a.Author != "A. Writer" || a.Published != "2021-09-06" {
		t.Errorf("facts: %+v", a)
	}
	for _, want := range []string{"The envoys met in Kabul and left for Torkham.", "Chaman: open\nTorkham: closed", "Quetta; calm"} {
		if !strings.Contains(a.Text, want) {
			t.Errorf("text lacks %q: %q", want, a.Text)
		}
	}
	if strings.ContainsAny(a.Text, "*#<|[") {
		t.Errorf("markup is left in %q", a.Text)
	}
}

func TestReadMarkdownRefusesABadDate(t *testing.T) {
	_, errs := all(t, "---\ntitle: X\npublished: last Tuesday\n---\nText.", article.Options{Name: "x.md"})
	if len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "x.md") {
		t.Errorf("errors %v", errs)
	}
}

const page = `<!DOCTYPE html><html lang="en"><head><title>Border reopens - The Frontier Post</title>
<meta property="og:site_name" content="The Frontier Post"><meta property="article:published_time" content="2021-09-06T10:00:00Z">
<meta name="author" content="Mina Sahak"><link rel="canonical" href="https://frontier.example/border"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/washington">Washington</a></nav>
<article><h1>Border reopens</h1>
<p>Trucks began to cross the border at Torkham on Monday morning after a week of talks, officials on both sides said, and queues reached back for several kilometres.</p>
<p>Drivers who had waited in Landi Kotal since the weekend said that they had run out of water, of food and of patience; <a href="/x">traders</a> put the losses in the millions.</p>
<p>Across the province, the crossing at Chaman was to follow within days, according to the chamber of commerce in Quetta, which had asked for longer opening hours.</p>
<script>var x = "Paris";</script></article>
<aside><h3>Most read</h3><ul><li>Ten days in London</li></ul></aside><footer>© The Frontier Post, Peshawar</footer></body></html>`

func TestReadHTML(t *testing.T) {
	a := one(t, page)
	if a.Publisher != "The Frontier Post" || a.Author != "Mina Sahak" || a.URL != "https://frontier.example/border" || a.Language != "en" || a.Published != "2021-09-06T10:00:00Z" {
		t.Errorf("facts: publisher %q, author %q, url %q, language %q, published %q", a.Publisher, a.Author, a.URL, a.Language, a.Published)
	}
	if !strings.HasPrefix(a.Text, "Border reopens") || !strings.Contains(a.Text, "patience; traders put the losses") || !strings.Contains(a.Text, "Quetta") {
		t.Errorf("text %q", a.Text)
	}
	for _, furniture := range []string{"Washington", "London", "Paris", "©"} {
		if strings.Contains(a.Text, furniture) {
			t.Errorf("%q is no part of the article: %q", furniture, a.Text)
		}
	}
}

func TestReadHTMLWithoutAnArticle(t *testing.T) {
	if got := one(t, "<p>Fire in <b>Quetta</b>.</p><p>No one was hurt.</p>").Text; got != "Fire in Quetta.\n\nNo one was hurt." {
		t.Errorf("text %q", got)
	}
}

func TestReadJSONLKeepsTextsAsTheyAre(t *testing.T) {
	const document = `{"id": 7, "text": " Kabul \r\n\r\n\r\n soft\u00adhyphen ", "title": "T", "published": "2021-09-06", "other": [1]}

{"id": "x", "text": ""}
{"id": broken
{"title": "no text"}
{"text": "Quetta"}
`
	articles, errs := all(t, document, article.Options{Name: "in.jsonl"})
	if len(articles) != 3 || len(errs) != 2 {
		t.Fatalf("%d articles, errors %v", len(articles), errs)
	}
	if articles[0].ID != "7" || articles[0].Text != " Kabul \r\n\r\n\r\n soft\u00adhyphen " || articles[0].Published != "2021-09-06" {
		t.Errorf("first: %+v", articles[0])
	}
	for i, line := range []string{"in.jsonl line 4", "in.jsonl line 5"} {
		if !strings.Contains(errs[i].Error(), line) || !errors.Is(errs[i], geo.ErrInput) {
			t.Errorf("error %v does not name %s", errs[i], line)
		}
	}
}

func TestReadCSV(t *testing.T) {
	articles, errs := all(t, "id;Headline;Body;Date\n1;Fire;\"Fire in Quetta;\nno one hurt.\";2021-09-06\n2;Empty;;\n3;Rain;Rain in Kabul.;soon\n", article.Options{Name: "t.csv"})
	if len(articles) != 2 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "t.csv line 4") {
		t.Fatalf("articles %v, errors %v", articles, errs)
	}
	if a := articles[0]; a.Text != "Fire in Quetta;\nno one hurt." || a.Title != "Fire" || a.Published != "2021-09-06" || a.ID != "1" {
		t.Errorf("first: %+v", a)
	}
}

const message = "From: Desk <desk@example.org>\r\nTo: all@example.org\r\nSubject: =?utf-8?q?Caf=C3=A9_in_Kabul?=\r\nDate: Mon, 06 Sep 2021 10:00:00 +0430\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 in Kabul is open.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>The café</p>\r\n--b--\r\n"

func TestReadEmail(t *testing.T) {
	a := one(t, message)
	if a.Title != "Café in Kabul" || a.Author != "Desk" || a.Published != "2021-09-06T05:30:00Z" || a.Text != "The café in Kabul is open." {
		t.Errorf("message: %+v", a)
	}
}

func TestReadMbox(t *testing.T) {
	plain := "From: a@example.org\nSubject: Two\nDate: Tue, 07 Sep 2021 10:00:00 +0000\n\n>From Quetta, a report.\n"
	articles, errs := all(t, "From a Mon Sep  6 10:00:00 2021\n"+strings.ReplaceAll(message, "\r\n", "\n")+"\nFrom b Tue Sep  7 10:00:00 2021\n"+plain, article.Options{Name: "m.mbox"})
	if len(articles) != 2 || len(errs) != 0 {
		t.Fatalf("articles %v, errors %v", articles, errs)
	}
	if articles[1].Title != "Two" || articles[1].Text != "From Quetta, a report." {
		t.Errorf("second: %+v", articles[1])
	}
}

func TestReadRTF(t *testing.T) {
	a := one(t, `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times New Roman;}}{\info{\title Report}{\author Sahak}}{\*\generator Writer;}\f0 Caf\'e9 in K\u257?bul.\par The \b road\b0  to Quetta.{\footnote A note on Chaman.}\par}`)
	if a.Title != "Report" || a.Author != "Sahak" {
		t.Errorf("title %q, author %q", a.Title, a.Author)
	}
	if !strings.HasPrefix(a.Text, "Café in Kābul.\n\nThe road to Quetta.") || strings.Contains(a.Text, "Times") || strings.Contains(a.Text, "Writer") {
		t.Errorf("text %q", a.Text)
	}
}

// zipped makes an archive of names and contents.
func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadDOCX(t *testing.T) {
	a := one(t, zipped(t,
		"word/document.xml", `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Flood in </w:t></w:r><w:r><w:t>Sindh</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>Punjab</w:delText><w:t>Punjab</w:t></w:r></w:del><w:ins><w:r><w:t>Balochistan too.</w:t></w:r></w:ins></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Quetta</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`,
		"word/footnotes.xml", `<w:footnotes xmlns:w="w"><w:footnote><w:p><w:r><w:t>As of Sunday.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Situation report</dc:title><dc:creator>OCHA</dc:creator><dcterms:issued>2022-09-01T10:00:00Z</dcterms:issued><dcterms:created>2026-09-01T10:00:00Z</dcterms:created></cp:coreProperties>`))
	if want := "Flood in Sindh\n\nBalochistan too.\n\nQuetta 12\n\nAs of Sunday."; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
	if a.Title != "Situation report" || a.Author != "OCHA" || a.Published != "2022-09-01" {
		t.Errorf("facts: %+v", a)
	}
}

func TestReadODT(t *testing.T) {
	a := one(t, zipped(t, "mimetype", "application/vnd.oasis.opendocument.text",
		"content.xml", `<o:document-content xmlns:o="o" xmlns:t="t"><o:body><o:text><t:tracked-changes><t:p>gone</t:p></t:tracked-changes><t:h>Flood</t:h><t:p>In <t:span>Sindh</t:span><t:s/>today.</t:p></o:text></o:body></o:document-content>`,
		"meta.xml", `<o:document-meta xmlns:o="o" xmlns:dc="d"><o:meta><dc:title>Report</dc:title></o:meta></o:document-meta>`))
	if a.Text != "Flood\n\nIn Sindh today." || a.Title != "Report" {
		t.Errorf("text %q, title %q", a.Text, a.Title)
	}
}

func TestReadEPUBFollowsTheSpine(t *testing.T) {
	a := one(t, zipped(t, "META-INF/container.xml", `<container><rootfiles><rootfile full-path="OEBPS/p.opf"/></rootfiles></container>`,
		"OEBPS/p.opf", `<package xmlns:dc="d"><metadata><dc:title>Journey</dc:title></metadata><manifest><item id="b" href="b.xhtml"/><item id="a" href="a%20a.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`,
		"OEBPS/b.xhtml", `<html><body><p>Then Quetta.</p></body></html>`, "OEBPS/a a.xhtml", `<html><head><title>x</title></head><body><p>First Kabul.</p></body></html>`))
	if a.Text != "First Kabul.\n\nThen Quetta." || a.Title != "Journey" {
		t.Errorf("text %q, title %q", a.Text, a.Title)
	}
}

func TestReadZIPReadsWhatItCan(t *testing.T) {
	articles, errs := all(t, zipped(t, "b.txt", "Fire in Quetta.", "a.html", page, ".hidden", "no", "empty.txt", "", "inner.zip", zipped(t, "c.txt", "Rain in Kabul.")), article.Options{Name: "z.zip"})
	if len(articles) != 3 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "z.zip!empty.txt") {
		t.Fatalf("%d articles, errors %v", len(articles), errs)
	}
	if articles[1].Source != "z.zip!b.txt" || articles[2].Source != "z.zip!inner.zip!c.txt" {
		t.Errorf("sources %q, %q", articles[1].Source, articles[2].Source)
	}
}

func TestReadBoundsHostileDocuments(t *testing.T) {
	bomb := zipped(t, "word/document.xml", strings.Repeat("<a>", 100)+strings.Repeat(" ", 20<<20))
	deep := "Kabul"
	for range 6 {
		deep = zipped(t, "d.zip", deep)
	}
	for name, c := range map[string]struct {
		document string
		category error
	}{
		"empty":            {"", geo.ErrInput},
		"binary":           {"\x7fELF\x00\x00\x00\x00\x01\x02\x03", geo.ErrInput},
		"zip bomb":         {bomb, geo.ErrTooLarge},
		"nested archives":  {deep, geo.ErrTooLarge},
		"deep XML":         {zipped(t, "word/document.xml", strings.Repeat("<a>", 10_000)), geo.ErrTooLarge},
		"entities":         {zipped(t, "word/document.xml", `<!DOCTYPE a [<!ENTITY x "xxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`), geo.ErrInput},
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

func TestInputsGoOnAfterABadOne(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"b.txt": "Fire in Quetta.", "a.md": "# Kabul\n\nRain.", ".git/config": "x", "sub/c.txt": "Snow in Chaman.", "sub/d.bin": "\x00\x00\x00\x01"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got, failed []string
	args := []string{filepath.Join(dir, "missing.txt"), dir, "https://example.org/x", "-"}
	for a, err := range article.ReadInputs(context.Background(), args, strings.NewReader("From standard input."), article.Options{}) {
		var input *article.InputError
		if errors.As(err, &input) {
			failed = append(failed, filepath.Base(input.Input))
		} else if a != nil {
			got = append(got, filepath.Base(a.Source))
		}
	}
	if want := "[a.md b.txt c.txt -]"; fmt.Sprint(got) != want {
		t.Errorf("read %v, want %s", got, want)
	}
	if want := "[missing.txt d.bin x]"; fmt.Sprint(failed) != want {
		t.Errorf("failed %v, want %s", failed, want)
	}
}

func TestNormalizeTextIsIdempotent(t *testing.T) {
	for _, s := range []string{"a\u0301 b\r\n\r\n\r\nc\t d", "\ufeff x\u00ad\u200by ", "می\u200cخواهم", "\x00\x07bell", "a\u2028b\u2029c"} {
		once := text.Normalize(s)
		if twice := text.Normalize(once); twice != once {
			t.Errorf("%q becomes %q, then %q", s, once, twice)
		}
	}
}
