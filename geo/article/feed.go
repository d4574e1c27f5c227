package article

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"net/url"
	"regexp"
	"strings"
	"time"

	"dateline/geo"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
	"golang.org/x/net/html"
)

// Feed is a web feed: RSS 0.9 to 2.0, Atom 0.3 and 1.0 or JSON Feed. Positions
// that a feed gives (GeoRSS) are left out: places are found in the text.
type Feed struct {
	Title string
	// Link is the address of the site, or empty.
	Link     string
	Language string
	// Every is how long the feed says that its content holds, 0 if it does not say.
	Every time.Duration
	Items []Item
}

// Item is one entry of a feed.
type Item struct {
	// ID is what tells the items of the feed apart, an address more often than
	// not; it is empty where an item has neither id nor link.
	ID    string
	Title string
	// Link is the address of the article, or empty.
	Link string
	// Published is the day or time of publication or, where the feed gives none,
	// of the last change, as RFC 3339; empty when unknown.
	Published string
	Author    string
	Publisher string
	Language  string
	// HTML is the content, or empty where the feed gives it as plain text.
	HTML string
	// Text is the content as text, normalised by NormalizeText.
	Text string
	// Summary says that the feed gives no more than a summary.
	Summary bool
}

// jsonFeed is how a JSON Feed tells its version.
var jsonFeed = regexp.MustCompile(`"version"\s*:\s*"https?:\\?/\\?/(www\.)?jsonfeed\.org`)

func isFeed(head []byte, o Options) bool {
	if isJSONL(head, o) {
		return jsonFeed.Match(head)
	}
	switch xmlRoot(head) {
	case "rss", "feed", "rdf":
		return true
	}
	return false
}

// readFeed yields the items of a feed in its order, with what the feed holds of
// each.
func readFeed(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		feed, err := ReadFeed(ctx, r, o)
		if err != nil {
			yield(nil, err)
			return
		}
		for i, item := range feed.Items {
			a, err := item.article()
			if err != nil {
				inner := o
				inner.Name = fmt.Sprintf("%s item %d", o.Name, i+1)
				err = inner.fail(err)
			} else {
				a = o.finish(a)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

func (i Item) article() (*geo.Article, error) {
	if i.Text == "" {
		return nil, geo.Errorf(geo.ErrInput, "it has no text")
	}
	return &geo.Article{
		Title: i.Title, Publisher: i.Publisher, Author: i.Author, URL: i.Link, Published: i.Published, Language: i.Language,
		Text: withTitle(i.Title, i.Text),
	}, nil
}

// ReadFeed reads a feed. The whole content of an item is preferred to its
// summary. Relative addresses are taken from o.URL, the feed's own address. The
// error wraps geo.ErrInput, geo.ErrTooLarge or what r said.
func ReadFeed(ctx context.Context, r io.Reader, o Options) (*Feed, error) {
	b, err := slurp(ctx, r, o.maxBytes())
	if err != nil {
		return nil, err
	}
	if isJSONL(b, o) {
		err = boundJSON(b)
	} else {
		b, err = feedSource(b)
	}
	if err != nil {
		return nil, err
	}
	parsed, err := parseFeed(b)
	if err != nil {
		return nil, err
	}
	return makeFeed(parsed, o), nil
}

// feedSource is a feed in XML from its first element on. One that declares entities is
// an error: what they stand for is not put in, and the text would be wrong without it.
func feedSource(b []byte) ([]byte, error) {
	prolog, b, err := xmlParts(b)
	if err != nil {
		return nil, err
	}
	if strings.Contains(prolog, "<!ENTITY") {
		return nil, geo.Errorf(geo.ErrInput, "the feed declares entities, which are not expanded, for they may stand for other files or for more text than there is room for")
	}
	return b, boundFeed(b)
}

// parseFeed hands the feed to gofeed, which stops the program at some documents
// of the wrong form, such as a list with a null in it, were it not for recover.
func parseFeed(b []byte) (feed *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			feed, err = nil, geo.Errorf(geo.ErrInput, "a feed of a form that cannot be read")
		}
	}()
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	feed, err = p.Parse(bytes.NewReader(b))
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	return feed, nil
}

func makeFeed(parsed *gofeed.Feed, o Options) *Feed {
	base, err := url.Parse(o.URL)
	if err != nil {
		base = &url.URL{}
	}
	f := &Feed{Title: fragmentText(parsed.Title), Link: webAddress(base, parsed.Link), Language: NormalizeText(parsed.Language), Every: every(parsed)}
	if site, err := url.Parse(f.Link); o.URL == "" && err == nil {
		base = site
	}
	for n, entry := range parsed.Items {
		item := Item{
			Title: fragmentText(entry.Title), Author: author(parsed, entry), Language: f.Language,
			Link: webAddress(base, first(entry.Link, firstOf(entry.Links))), Published: published(entry),
		}
		if item.Link == "" {
			item.Link = webAddress(&url.URL{}, entry.GUID)
		}
		item.ID = first(NormalizeText(entry.GUID), item.Link)
		item.Publisher = first(publisher(parsed, n), f.Title)
		item.HTML = first(entry.Content, entry.Description)
		item.Summary = entry.Content == ""
		item.Text = fragmentText(item.HTML)
		if of, ok := parsed.OriginalFeed().(*jsonfeed.Feed); ok {
			item.Language = first(of.Items[n].Language, item.Language)
			if of.Items[n].ContentHTML == "" { // the rest is plain text
				item.HTML, item.Text = "", NormalizeText(item.HTML)
			}
		}
		f.Items = append(f.Items, item)
	}
	return f
}

// author is who wrote an item. An RSS channel names an editor, not an author.
func author(feed *gofeed.Feed, item *gofeed.Item) string {
	people := item.Authors
	if len(people) == 0 && feed.FeedType != "rss" {
		people = feed.Authors
	}
	for _, p := range people {
		if p != nil && p.Name != "" {
			return NormalizeText(p.Name)
		}
	}
	return ""
}

// publisher is the outlet that an item of an aggregating feed was taken from, or
// the one that item or feed name as theirs.
func publisher(feed *gofeed.Feed, n int) string {
	switch of := feed.OriginalFeed().(type) {
	case *rss.Feed:
		if s := of.Items[n].Source; s != nil && s.Title != "" {
			return fragmentText(s.Title)
		}
	case *atom.Feed:
		if s := of.Entries[n].Source; s != nil && s.Title != "" {
			return fragmentText(s.Title)
		}
	}
	if dc := feed.Items[n].DublinCoreExt; dc != nil && firstOf(dc.Publisher) != "" {
		return fragmentText(dc.Publisher[0])
	}
	if dc := feed.DublinCoreExt; dc != nil && firstOf(dc.Publisher) != "" {
		return fragmentText(dc.Publisher[0])
	}
	return ""
}

func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func published(item *gofeed.Item) string {
	for _, date := range []struct {
		raw    string
		parsed *time.Time
	}{{item.Published, item.PublishedParsed}, {item.Updated, item.UpdatedParsed}} {
		if len(date.raw) == len(time.DateOnly) {
			if d, err := day(date.raw); err == nil {
				return d
			}
		}
		if t := date.parsed; t != nil && t.Year() > 1 && t.Year() <= 9999 {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return ""
}

// webAddress is ref, taken from base, if it is the address of a page; otherwise
// it is empty.
func webAddress(base *url.URL, ref string) string {
	u, err := base.Parse(strings.TrimSpace(ref))
	if err != nil || ref == "" || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// fragmentText is the text of a piece of HTML, or of plain text, since feeds do
// not say which they hold.
func fragmentText(s string) string {
	if !strings.Contains(s, "<") {
		return NormalizeText(html.UnescapeString(s))
	}
	doc, err := parseHTML(s)
	if err != nil {
		return ""
	}
	return blockText(doc, true)
}
