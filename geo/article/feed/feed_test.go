package feed_test

import (
	"context"
	"dateline/geo"
	"dateline/geo/article/feed"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const rssFeed = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:georss="http://www.georss.org/georss">
<channel><title>The Frontier Post</title><link>https://frontier.example/</link><language>en-GB</language><managingEditor>desk@frontier.example (The Desk)</managingEditor>
<item><title>Border reopens at Torkham &amp;amp; Chaman</title><link>https://frontier.example/border</link><guid isPermaLink="false">post-17</guid>
<pubDate>Mon, 06 Sep 2021 14:00:00 +0430</pubDate><dc:creator>Mina Sahak</dc:creator><georss:point>34.1 71.1</georss:point>
<description>Trucks cross again.</description>
<content:encoded><![CDATA[<p>Trucks began to cross at <b>Torkham</b> on Monday.</p><p>Chaman is to follow.</p><script>var x = "Paris"</script>]]></content:encoded></item>
<item><title>Rain</title><link>/rain</link><source url="https://valley.example/feed">Valley News</source><dc:date>2021-09-07</dc:date>
<description>Rain in Quetta &amp; Chaman: &lt;i&gt;five&lt;/i&gt; roads closed.</description></item>
<item><title>No words</title><guid>https://frontier.example/picture</guid></item>
</channel></rss>`

const atomFeed = `<?xml version="1.0" encoding="windows-1252"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Rheinbote &amp;mdash; Köln</title>
<link rel="self" href="https://rheinbote.example/feed"/><link href="https://rheinbote.example/"/><author><name>Redaktion</name></author>
<entry><id>tag:rheinbote.example,2021:1</id><title>Hochwasser</title><link rel="alternate" href="https://rheinbote.example/1"/><updated>2021-07-15T09:30:00+02:00</updated>
<summary>Kurz.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der Rhein steigt in K&#246;ln.</p><p>In Düsseldorf auch.</p></div></content></entry></feed>`

const jsonFeed = `{"version": "https://jsonfeed.org/version/1.1", "title": "Hill Notes", "home_page_url": "https://hill.example/", "language": "en", "authors": [{"name": "A. Writer"}],
"items": [{"id": 7, "url": "https://hill.example/7", "title": "Snow", "content_text": "Snow in Chaman,\n5 < 7 cm.\n\nRoads closed.", "date_published": "2021-12-01T08:00:00Z"},
{"id": "8", "url": "https://hill.example/8", "content_html": "<p>Sun in Kabul.</p>", "language": "fa", "authors": [{"name": "B. Writer"}]}]}`

func TestReadRSS(t *testing.T) {
	articles, errs := documenttest.All(t, feed.Articles, rssFeed, document.Options{Name: "feed.xml", URL: "https://frontier.example/feed.xml", Publisher: "not this"})
	if len(articles) != 3 || len(errs) != 0 {
		t.Fatalf("%d articles, errors %v", len(articles), errs)
	}
	a := articles[0]
	if a.Title != "Border reopens at Torkham & Chaman" || a.Publisher != "The Frontier Post" || a.Author != "Mina Sahak" || a.URL != "https://frontier.example/border" ||
		a.Published != "2021-09-06T09:30:00Z" || a.Language != "en-GB" || a.Source != "feed.xml" || a.Hash != geo.HashText(a.Text) {
		t.Errorf("facts: %+v", a)
	}
	if want := "Border reopens at Torkham & Chaman\n\nTrucks began to cross at Torkham on Monday.\n\nChaman is to follow."; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
	if a := articles[1]; a.Publisher != "Valley News" || a.URL != "https://frontier.example/rain" || a.Published != "2021-09-07" || a.Text != "Rain in Quetta & Chaman: five roads closed." {
		t.Errorf("second: %+v", a)
	}
	if a := articles[2]; a.Title != "No words" || a.Text != "No words" {
		t.Errorf("an item of a title only: %+v", a)
	}
}

func TestReadFeedSaysWhatItHolds(t *testing.T) {
	got, err := feed.Read(context.Background(), strings.NewReader(rssFeed), feed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Title != "The Frontier Post" || got.Link != "https://frontier.example/" || len(got.Items) != 3 {
		t.Fatalf("feed %+v", got)
	}
	for i, want := range []struct {
		id, link string
		summary  bool
	}{{"post-17", "https://frontier.example/border", false}, {"https://frontier.example/rain", "https://frontier.example/rain", true}, {"https://frontier.example/picture", "https://frontier.example/picture", true}} {
		if item := got.Items[i]; item.ID != want.id || item.Link != want.link || item.Summary != want.summary {
			t.Errorf("item %d: %+v", i, item)
		}
	}
	if item := got.Items[0]; !strings.Contains(item.HTML, "<b>Torkham</b>") || strings.Contains(item.Text, "<") {
		t.Errorf("HTML %q, text %q", item.HTML, item.Text)
	}
}

func TestReadAtom(t *testing.T) {
	latin := strings.ReplaceAll(strings.ReplaceAll(atomFeed, "ö", "\xf6"), "ü", "\xfc")
	a := documenttest.One(t, feed.Articles, latin)
	if a.Publisher != "Rheinbote — Köln" || a.Author != "Redaktion" || a.URL != "https://rheinbote.example/1" || a.Published != "2021-07-15T07:30:00Z" {
		t.Errorf("facts: %+v", a)
	}
	if want := "Hochwasser\n\nDer Rhein steigt in Köln.\n\nIn Düsseldorf auch."; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
}

func TestReadJSONFeed(t *testing.T) {
	articles, errs := documenttest.All(t, feed.Articles, jsonFeed, document.Options{Name: "feed.json"})
	if len(articles) != 2 || len(errs) != 0 {
		t.Fatalf("%d articles, errors %v", len(articles), errs)
	}
	if a := articles[0]; a.Text != "Snow in Chaman,\n5 < 7 cm.\n\nRoads closed." || a.Title != "Snow" || a.Author != "A. Writer" || a.Publisher != "Hill Notes" || a.Language != "en" || a.Published != "2021-12-01T08:00:00Z" {
		t.Errorf("first: %+v", a)
	}
	if a := articles[1]; a.Text != "Sun in Kabul." || a.Author != "B. Writer" || a.Language != "fa" {
		t.Errorf("second: %+v", a)
	}
}

func TestReadFeedOfRDF(t *testing.T) {
	a := documenttest.One(t, feed.Articles, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Relief</title><dc:publisher>OCHA</dc:publisher></channel><item rdf:about="y"><title>Flood</title><link>https://relief.example/1</link><description>Flood in Sindh.</description></item></rdf:RDF>`)
	if a.Publisher != "OCHA" || a.URL != "https://relief.example/1" || a.Text != "Flood in Sindh." {
		t.Errorf("article %+v", a)
	}
}

// A fault costs no more than what it concerns.
func TestReadFeedToleratesFaults(t *testing.T) {
	for name, c := range map[string]struct{ feed, text string }{
		"control characters": {"<rss><channel><item><description>Rain in \x0bKabul.</description></item></channel></rss>", "Rain in Kabul."},
		"bare ampersand":     {"<rss><channel><item><description>Rain & snow in Kabul.</description></item></channel></rss>", "Rain & snow in Kabul."},
		"wrong encoding":     {`<?xml version="1.0" encoding="utf-8"?><rss><channel><item><description>Regen in K` + "\xf6" + `ln und D` + "\xfc" + `sseldorf.</description></item></channel></rss>`, "Regen in Köln und Düsseldorf."},
		"bad addresses":      {"<rss><channel><link>:</link><item><link>javascript:alert(1)</link><description>Rain.</description></item></channel></rss>", "Rain."},
		"space before":       {"\n\n <rss><channel><item><description>Rain.</description></item></channel></rss>", "Rain."},
	} {
		articles, errs := documenttest.All(t, feed.Articles, c.feed, document.Options{})
		if len(articles) != 1 || len(errs) != 0 || articles[0].Text != c.text || articles[0].URL != "" {
			t.Errorf("%s: articles %v, errors %v", name, articles, errs)
		}
	}
}

// Entities that a feed declares are neither fetched nor expanded; a document type without
// them is accepted.
func TestReadFeedExpandsNoEntities(t *testing.T) {
	const format = `<rss><channel><title>Post</title><item><title>T</title><description>Rain %s in Kabul &amp; Herat.</description></item></channel></rss>`
	for name, content := range map[string]string{
		"of many":      `<!DOCTYPE rss [<!ENTITY l0 "laugh"><!ENTITY l1 "&l0;&l0;">]>` + fmt.Sprintf(format, "&l1;"),
		"of a file":    `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l1 SYSTEM "file:///etc/passwd">]>` + fmt.Sprintf(format, "&l1;"),
		"of a page":    `<!DOCTYPE rss [<!ENTITY l1 SYSTEM "http://127.0.0.1:9/x">]>` + fmt.Sprintf(format, "&l1;"),
		"of a grammar": `<!DOCTYPE rss [<!ENTITY % l1 SYSTEM "http://127.0.0.1:9/x"> %l1;]>` + fmt.Sprintf(format, ""),
	} {
		articles, errs := documenttest.All(t, feed.Articles, content, document.Options{})
		if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "entities") {
			t.Errorf("%s: articles %v, errors %v", name, articles, errs)
		}
	}
	content := `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">` + fmt.Sprintf(format, "fell &copy;")
	articles, errs := documenttest.All(t, feed.Articles, content, document.Options{})
	if len(articles) != 1 || len(errs) != 0 || !strings.HasSuffix(articles[0].Text, "in Kabul & Herat.") {
		t.Errorf("articles %v, errors %v", articles, errs)
	}
}

func TestReadFeedBoundsHostileFeeds(t *testing.T) {
	namespaces := "<a"
	for i := range 60 {
		namespaces += fmt.Sprintf(` xmlns:n%d="n"`, i)
	}
	for name, c := range map[string]struct {
		feed     string
		category error
	}{
		"items":        {"<rss><channel>" + strings.Repeat("<item/>", 20_000), geo.ErrTooLarge},
		"elements":     {"<rss><channel>" + strings.Repeat("<x:y/>", 300_000), geo.ErrTooLarge},
		"attributes":   {"<rss><channel><x" + strings.Repeat(" a=''", 300_000) + "/></channel></rss>", geo.ErrTooLarge},
		"text in bits": {"<rss><channel><x:y>" + strings.Repeat(strings.Repeat("Rain", 10)+"<!-- -->", 150_000), geo.ErrTooLarge},
		"depth":        {"<rss><channel>" + strings.Repeat("<x:y>", 1000), geo.ErrTooLarge},
		"namespaces":   {"<rss><channel>" + strings.Repeat(namespaces+">", 200), geo.ErrTooLarge},
		"JSON values":  {`{"version":"https://jsonfeed.org/version/1","items":[` + strings.Repeat("{},", 300_000), geo.ErrTooLarge},
		"JSON depth":   {`{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 100_000), geo.ErrInput},
		"JSON nulls":   {`{"version":"https://jsonfeed.org/version/1","authors":[null],"items":[null]}`, geo.ErrInput},
		"no feed":      {"<feed>", geo.ErrInput},
	} {
		articles, errs := documenttest.All(t, feed.Articles, c.feed, document.Options{MaxBytes: 8 << 20})
		if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], c.category) {
			t.Errorf("%s: %d articles, errors %v, want %v", name, len(articles), errs, c.category)
		}
	}
}

func FuzzFeed(f *testing.F) {
	documenttest.Fuzz(f, feed.Articles, rssFeed, atomFeed, jsonFeed, `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>x</title></item></rdf:RDF>`,
		`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><content mode="escaped">&lt;p&gt;x</content><issued>2003</issued></entry></feed>`, `{"version":"https://jsonfeed.org/version/1","items":[null,{"id":7,"content_text":"x"}]}`)
}

// Of a feed that is cut short the complete items are read, and an error follows.
func TestArticlesOfATruncatedFeed(t *testing.T) {
	const item = "<item><title>Rain</title><description>Rain in Multan.</description></item>"
	for name, content := range map[string]string{
		"in a text": `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>` + item + item + "<item><title>Snow</title><description>Snow in Chi",
		"in a tag":  `<rss version="2.0"><channel><title>News</title>` + item + item + "<item><tit",
		"Atom":      `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Rain</a:title><a:content>Rain in Multan.</a:content></a:entry><a:entry><a:title>Rain</a:title><a:content>Rain in Multan.</a:content></a:entry><a:entry><a:title>Snow`,
	} {
		articles, errs := documenttest.All(t, feed.Articles, content, document.Options{Name: "f"})
		if len(articles) != 2 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "cut short; its 2 complete items") {
			t.Errorf("%s: articles %v, errors %v", name, articles, errs)
		}
	}
}

func TestFeedDates(t *testing.T) {
	for date, want := range map[string]string{
		"Mon, 06 Sept 2021 10:00:00 GMT": "2021-09-06", "20210906T101500Z": "2021-09-06T10:15:00Z", "20210906": "2021-09-06", "20210906T101500+0200": "2021-09-06T10:15:00+02:00", "soon": "",
	} {
		articles, errs := documenttest.All(t, feed.Articles, "<rss version='2.0'><channel><item><description>Rain in Multan.</description><pubDate>"+date+"</pubDate></item></channel></rss>", document.Options{Name: "f"})
		if len(articles) != 1 || len(errs) != 0 || !strings.HasPrefix(articles[0].Published, want) || want == "" && articles[0].Published != "" {
			t.Errorf("%s: articles %+v, errors %v, want %s", date, articles[0], errs, want)
		}
	}
}

// Of a feed that is cut short in its first item, the complete elements of that are read.
func TestArticlesOfAFeedCutInItsFirstItem(t *testing.T) {
	for content, want := range map[string]string{
		`<rss version="2.0"><channel><title>News</title><item><title>Rain in Multan</title><description>Rain fell in Mul`:        "Rain in Multan",
		`<rss version="2.0"><channel><item><title>Rain</title><description>Rain in Multan.</description><pubDate>Mon, 06`:        "Rain in Multan.",
		`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Rain</title><content>Rain in <b>Multan</b>.</content><id>urn:x`: "Rain in Multan.",
	} {
		articles, errs := documenttest.All(t, feed.Articles, content, document.Options{Name: "f"})
		if len(articles) != 1 || articles[0].Text != want || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "cut short within its first item") {
			t.Errorf("%s: articles %v, errors %v", content, articles, errs)
		}
	}
	if articles, errs := documenttest.All(t, feed.Articles, `<rss version="2.0"><channel><title>News</title><item><title>Ra`, document.Options{Name: "f"}); len(articles) != 0 || len(errs) != 1 {
		t.Errorf("nothing is complete: articles %v, errors %v", articles, errs)
	}
}
