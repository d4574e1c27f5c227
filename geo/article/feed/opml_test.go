package feed_test

import (
	"bytes"
	"dateline/geo"
	"dateline/geo/article/feed"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"errors"
	"fmt"
	"strings"
	"testing"
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
	articles, errs := documenttest.All(t, feed.OPMLArticles, opml, document.Options{Name: "feeds.opml"})
	if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "subscribe") {
		t.Errorf("articles %v, errors %v", articles, errs)
	}
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
