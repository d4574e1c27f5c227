// Package feed reads web feeds and lists of feeds.
package feed

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"net/url"
	"regexp"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/markup"
	"dateline/geo/article/table"
	"dateline/geo/text"

	"github.com/mmcdole/gofeed"
	jsonfeed "github.com/mmcdole/gofeed/json"
)

// Feed is a web feed: RSS 0.9 to 2.0, Atom 0.3 and 1.0 or JSON Feed. The positions
// in a feed (GeoRSS) are ignored, because places are found in the text.
type Feed struct {
	Title string
	// Link is the address of the site, or empty.
	Link     string
	Language string
	// Interval is the time between updates that the feed announces, or 0.
	Interval time.Duration
	Items    []Item
	// Truncated is set if the document ends before the feed does. Items are those that
	// are complete or, if Partial is set, the beginning of the first one.
	Truncated, Partial bool
}

// jsonFeedVersion matches the version of a JSON Feed.
var jsonFeedVersion = regexp.MustCompile(`"version"\s*:\s*"https?:\\?/\\?/(www\.)?jsonfeed\.org`)

// Is reports whether a document is a feed, by its first bytes.
func Is(head []byte) bool {
	if table.IsJSONL(head) {
		return jsonFeedVersion.Match(head)
	}
	switch document.XMLRoot(head) {
	case "rss", "feed", "rdf":
		return true
	}
	return false
}

// Articles yields the items of a feed in its order, with the text that the feed has
// of each.
func Articles(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		feed, err := Read(ctx, r, Options{URL: o.URL, MaxBytes: o.MaxBytes})
		if err != nil {
			yield(nil, err)
			return
		}
		for i, item := range feed.Items {
			a, err := item.article()
			if err != nil {
				err = o.FailPart("item", i+1, err)
			} else {
				a = o.Finish(a)
			}
			if !yield(a, err) {
				return
			}
		}
		if feed.Truncated {
			reason := "the feed is cut short within its first item, of which the beginning was read"
			if !feed.Partial {
				reason = fmt.Sprintf("the feed is cut short; its %d complete items were read", len(feed.Items))
			}
			yield(nil, geo.Errorf(geo.ErrInput, "%s", reason))
		}
	}
}

// Options are the options of [Read].
type Options struct {
	// URL is the address of the feed, the base of relative addresses; it may be empty.
	URL string
	// MaxBytes is the limit on the feed; 0 means 64 MiB.
	MaxBytes int64
}

// Read reads a feed. The content of an item is preferred to its summary. Of a feed that
// is cut short it reads the complete items. The error
// wraps [geo.ErrInput], [geo.ErrTooLarge] or that of r.
func Read(ctx context.Context, r io.Reader, o Options) (*Feed, error) {
	b, err := document.ReadAll(ctx, r, document.Options{MaxBytes: o.MaxBytes}.Limit())
	if err != nil {
		return nil, err
	}
	if table.IsJSONL(b) {
		err = checkJSONSize(b)
	} else {
		b, err = xmlFeed(b)
	}
	if err != nil {
		return nil, err
	}
	parsed, err := parse(b)
	truncated, partial := false, false
	if err != nil {
		whole, complete, ok := completeItems(b)
		if !ok {
			return nil, err
		}
		if parsed, err = parse(whole); err != nil {
			return nil, err
		}
		truncated, partial = true, !complete
	}
	f := newFeed(parsed, o.URL)
	f.Truncated, f.Partial = truncated, partial
	return f, nil
}

// xmlFeed returns an XML feed in UTF-8 from its root element on. A feed that declares
// entities is an error: they are not expanded, and its text would be incomplete.
func xmlFeed(b []byte) ([]byte, error) {
	prolog, b, err := document.SplitXML(b)
	if err != nil {
		return nil, err
	}
	if strings.Contains(prolog, "<!ENTITY") {
		return nil, geo.Errorf(geo.ErrInput, "the feed declares entities, which are not expanded because they can refer to other files or to huge texts")
	}
	return b, checkXMLSize(b)
}

// parse parses a feed. It recovers from panics of gofeed, which some malformed
// documents cause, such as a list with a null in it.
func parse(b []byte) (feed *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			feed, err = nil, geo.Errorf(geo.ErrInput, "the feed is malformed")
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

// newFeed returns a parsed feed whose address is feedURL or unknown.
func newFeed(parsed *gofeed.Feed, feedURL string) *Feed {
	base, err := url.Parse(feedURL)
	if err != nil {
		base = &url.URL{}
	}
	f := &Feed{
		Title: markup.Fragment(parsed.Title), Link: document.ResolveURL(base, parsed.Link), Language: text.Normalize(parsed.Language),
		Interval: updateInterval(parsed),
	}
	if site, err := url.Parse(f.Link); feedURL == "" && err == nil {
		base = site
	}
	for n, entry := range parsed.Items {
		item := Item{
			Title: markup.Fragment(entry.Title), Author: authorOf(parsed, entry), Language: f.Language,
			Link: document.ResolveURL(base, cmp.Or(entry.Link, firstOf(entry.Links))), Published: publishedDate(entry),
		}
		if item.Link == "" {
			item.Link = document.ResolveURL(nil, entry.GUID)
		}
		item.ID = cmp.Or(text.Normalize(entry.GUID), item.Link)
		item.Publisher = cmp.Or(publisherOf(parsed, n), f.Title)
		item.HTML = cmp.Or(entry.Content, entry.Description)
		item.Summary = entry.Content == ""
		item.Text = markup.Fragment(item.HTML)
		if original, ok := parsed.OriginalFeed().(*jsonfeed.Feed); ok {
			item.Language = cmp.Or(original.Items[n].Language, item.Language)
			if original.Items[n].ContentHTML == "" { // the rest is plain text
				item.HTML, item.Text = "", text.Normalize(item.HTML)
			}
		}
		f.Items = append(f.Items, item)
	}
	return f
}
