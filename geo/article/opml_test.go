package article_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/feed"
)

const opml = `<?xml version="1.0" encoding="ISO-8859-1"?><opml version="2.0"><head><title>My feeds</title></head><body>
<outline text="South Asia"><outline type="rss" text="The Frontier Post" xmlUrl="https://frontier.example/feed"/>
<outline text="Zeitung f` + "\xfc" + `r K` + "\xf6" + `ln" title="" XMLURL=" feed:https://rheinbote.example/feed "/></outline>
<outline text="Again" xmlUrl="https://frontier.example/feed"/><outline text="A page" htmlUrl="https://hill.example/"/>
<outline text="A script" xmlUrl="javascript:alert(1)"/><outline text="A file" xmlUrl="file:///etc/passwd"/><outline xmlUrl="feed://hill.example/atom"/>
</body></opml>`

func TestReadOPML(t *testing.T) {
	list, err := feed.ReadOPML(strings.NewReader(opml))
	if err != nil {
		t.Fatal(err)
	}
	if want := "[{The Frontier Post https://frontier.example/feed} {Zeitung für Köln https://rheinbote.example/feed} { http://hill.example/atom}]"; fmt.Sprint(list) != want {
		t.Errorf("feeds %v, want %s", list, want)
	}
}

func TestReadOPMLBoundsHostileLists(t *testing.T) {
	for name, c := range map[string]struct {
		list     string
		category error
	}{
		"no feeds":   {"<opml><body><outline text='x'/></body></opml>", geo.ErrInput},
		"cut short":  {opml[:400], geo.ErrInput},
		"another":    {"<html><body>", geo.ErrInput},
		"nothing":    {"", geo.ErrInput},
		"depth":      {"<opml>" + strings.Repeat("<outline>", 10_000), geo.ErrTooLarge},
		"count":      {"<opml>" + strings.Repeat("<outline/>", 20_000) + "</opml>", geo.ErrTooLarge},
		"size":       {"<opml>" + strings.Repeat(" ", 17<<20), geo.ErrTooLarge},
		"own entity": {`<!DOCTYPE opml [<!ENTITY u "https://x.example/">]><opml><outline xmlUrl="&u;"/></opml>`, geo.ErrInput},
	} {
		if list, err := feed.ReadOPML(strings.NewReader(c.list)); len(list) != 0 || !errors.Is(err, c.category) {
			t.Errorf("%s: feeds %v, error %v, want %v", name, list, err, c.category)
		}
	}
}

func TestReadSaysThatAListOfFeedsHoldsNoArticles(t *testing.T) {
	articles, errs := all(t, opml, article.Options{Name: "feeds.opml"})
	if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "subscribe") {
		t.Errorf("articles %v, errors %v", articles, errs)
	}
}

func TestSniff(t *testing.T) {
	for document, want := range map[string]string{
		rssFeed: "feed", atomFeed: "feed", jsonFeed: "feed", "\ufeff" + rssFeed: "feed", opml: "opml", page: "html", message: "email",
		"Kabul is calm. <feed> is a word here.": "text", `{"text": "x"}`: "jsonl", `{\rtf1}`: "rtf", "%PDF-1.7": "pdf", "PK\x03\x04": "zip",
		"text;id\nx;1": "csv", "# Kabul": "markdown", "\x00\x00\x01\x02": "", "": "",
		`<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml">`: "html",
	} {
		if got := article.Sniff([]byte(document)); got != want {
			t.Errorf("%.40q is taken for %q, want %q", document, got, want)
		}
	}
}
