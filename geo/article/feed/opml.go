package feed

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// Limits on one list of feeds.
const (
	maxOPMLBytes = 16 << 20
	maxOutlines  = 10_000
)

// Outline is a feed in a list of feeds.
type Outline struct {
	// Title is the name of the feed in the list, or empty.
	Title string
	// FeedURL is the address of the feed.
	FeedURL string
}

// IsOPML reports whether a document is a list of feeds, by its first bytes.
func IsOPML(head []byte) bool { return document.XMLRoot(head) == "opml" }

// OPMLArticles yields one error, because a list of feeds contains no articles.
func OPMLArticles(context.Context, io.Reader, document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		yield(nil, geo.Errorf(geo.ErrInput, "it lists feeds and contains no articles; subscribe to the feeds instead"))
	}
}

// ReadOPML reads a list of feeds as feed readers export it (OPML 1.0 and 2.0). It
// returns each feed once, in the order of the list, and ignores folders and outlines
// without the address of a feed. The error wraps [geo.ErrInput], [geo.ErrTooLarge] or
// that of r.
func ReadOPML(r io.Reader) ([]Outline, error) {
	b, err := document.ReadAll(context.Background(), r, maxOPMLBytes)
	if err != nil {
		return nil, fmt.Errorf("reading a list of feeds: %w", err)
	}
	if !IsOPML(b) {
		return nil, geo.Errorf(geo.ErrInput, "reading a list of feeds: it is not OPML")
	}
	if _, b, err = document.SplitXML(b); err != nil {
		return nil, fmt.Errorf("reading a list of feeds: %w", err)
	}
	list, count := []Outline{}, 0
	seen := map[string]bool{}
	err = document.WalkXML(b, func(e document.Element) {
		if !e.Start || !strings.EqualFold(e.Name, "outline") {
			return
		}
		if count++; count > maxOutlines {
			return
		}
		o := Outline{Title: text.Normalize(cmp.Or(e.AttrFold("title"), e.AttrFold("text"))), FeedURL: feedAddress(e.AttrFold("xmlUrl"))}
		if o.FeedURL != "" && !seen[o.FeedURL] {
			seen[o.FeedURL] = true
			list = append(list, o)
		}
	}, func(string) {})
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading a list of feeds: %w", err)
	case count > maxOutlines:
		return nil, geo.Errorf(geo.ErrTooLarge, "reading a list of feeds: more than %d outlines; split it", maxOutlines)
	case len(list) == 0:
		return nil, geo.Errorf(geo.ErrInput, "reading a list of feeds: no outline has the address of a feed (xmlUrl)")
	}
	return list, nil
}

// feedAddress returns the http or https address of a feed, which some lists write with
// the scheme "feed", or an empty string.
func feedAddress(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "feed:"); ok {
		if s = rest; strings.HasPrefix(s, "//") {
			s = "http:" + s
		}
	}
	return document.ResolveURL(nil, s)
}
