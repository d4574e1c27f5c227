package feed

import (
	"cmp"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/markup"
	"dateline/geo/text"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// Item is one entry of a feed.
type Item struct {
	// ID identifies the item within the feed, usually by an address. It is empty for
	// an item with neither id nor link.
	ID    string
	Title string
	// Link is the address of the article, or empty.
	Link string
	// Published is the day or time of publication or, without one, of the last change,
	// as RFC 3339; empty when unknown.
	Published string
	Author    string
	Publisher string
	Language  string
	// HTML is the content, or empty if the feed has it as plain text.
	HTML string
	// Text is the content as text, normalized by [text.Normalize].
	Text string
	// Summary is set if the feed has only a summary of the article.
	Summary bool
}

// Article returns the article with the text that the feed has of an item. source is
// the address of the feed. The error is an InputError that wraps [geo.ErrInput] for an
// item with neither text nor title.
func (i Item) Article(source string) (*geo.Article, error) {
	o := document.Options{Name: source}
	a, err := i.article()
	if err != nil {
		return nil, o.Fail(err)
	}
	return o.Finish(a), nil
}

func (i Item) article() (*geo.Article, error) {
	if i.Text == "" && i.Title == "" {
		return nil, geo.Errorf(geo.ErrInput, "the item has no text")
	}
	return &geo.Article{
		Title: i.Title, Publisher: i.Publisher, Author: i.Author, URL: i.Link, Published: i.Published, Language: i.Language,
		Text: cmp.Or(document.PrependTitle(i.Title, i.Text), i.Title),
	}, nil
}

// authorOf returns the author of an item. That of an RSS channel is an editor and is
// not used.
func authorOf(feed *gofeed.Feed, item *gofeed.Item) string {
	people := item.Authors
	if len(people) == 0 && feed.FeedType != "rss" {
		people = feed.Authors
	}
	for _, p := range people {
		if p != nil && p.Name != "" {
			return text.Normalize(p.Name)
		}
	}
	return ""
}

// publisherOf returns the publisher of the n-th item: the source that an aggregating
// feed gives, or that of the item's or the feed's metadata.
func publisherOf(feed *gofeed.Feed, n int) string {
	switch original := feed.OriginalFeed().(type) {
	case *rss.Feed:
		if s := original.Items[n].Source; s != nil && s.Title != "" {
			return markup.Fragment(s.Title)
		}
	case *atom.Feed:
		if s := original.Entries[n].Source; s != nil && s.Title != "" {
			return markup.Fragment(s.Title)
		}
	}
	if dc := feed.Items[n].DublinCoreExt; dc != nil && firstOf(dc.Publisher) != "" {
		return markup.Fragment(dc.Publisher[0])
	}
	if dc := feed.DublinCoreExt; dc != nil && firstOf(dc.Publisher) != "" {
		return markup.Fragment(dc.Publisher[0])
	}
	return ""
}

// firstOf returns the first value, or an empty string.
func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// publishedDate returns the date of publication or, without one, of the last change.
func publishedDate(item *gofeed.Item) string {
	for _, date := range []struct {
		raw    string
		parsed *time.Time
	}{{item.Published, item.PublishedParsed}, {item.Updated, item.UpdatedParsed}} {
		if len(date.raw) == len(time.DateOnly) {
			if d := document.DateOrEmpty(date.raw); d != "" {
				return d
			}
		}
		if t := date.parsed; t != nil && t.Year() > 1 && t.Year() <= 9999 {
			return t.UTC().Format(time.RFC3339)
		}
		if d := document.FindDate(date.raw); d != "" {
			return d
		}
	}
	return ""
}
