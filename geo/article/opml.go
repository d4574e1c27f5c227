package article

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strings"

	"dateline/geo"
)

// Limits on one list of feeds.
const (
	maxOPMLBytes = 16 << 20
	maxOutlines  = 10_000
)

// Outline is a feed of an OPML list.
type Outline struct {
	// Title is what the list calls the feed, or empty.
	Title string
	// FeedURL is its address.
	FeedURL string
}

func isOPML(head []byte, _ Options) bool { return xmlRoot(head) == "opml" }

// readOPML refuses a list of feeds: it holds no articles, only where to find some.
func readOPML(context.Context, io.Reader, Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		yield(nil, geo.Errorf(geo.ErrInput, "it lists feeds and holds no articles; subscribe to the feeds instead"))
	}
}

// ReadOPML reads a list of feeds as feed readers export it (OPML 1.0 and 2.0):
// each feed once, in the list's order, whatever folder it stands in. Outlines
// without the address of a feed are left out. The error wraps geo.ErrInput,
// geo.ErrTooLarge or what r said.
func ReadOPML(r io.Reader) ([]Outline, error) {
	b, err := slurp(context.Background(), r, maxOPMLBytes)
	if err != nil {
		return nil, fmt.Errorf("reading a list of feeds: %w", err)
	}
	if !isOPML(b, Options{}) {
		return nil, geo.Errorf(geo.ErrInput, "reading a list of feeds: it is not OPML")
	}
	if b, err = xmlSource(b); err != nil {
		return nil, fmt.Errorf("reading a list of feeds: %w", err)
	}
	list, count := []Outline{}, 0
	seen := map[string]bool{}
	err = xmlWalk(b, func(e element) {
		if !e.start || !strings.EqualFold(e.name, "outline") {
			return
		}
		if count++; count > maxOutlines {
			return
		}
		o := Outline{Title: NormalizeText(first(e.attrFold("title"), e.attrFold("text"))), FeedURL: feedAddress(e.attrFold("xmlUrl"))}
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

// feedAddress is the address of a feed, which some lists write with a scheme of
// their own, or empty for what is none.
func feedAddress(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "feed:"); ok {
		if s = rest; strings.HasPrefix(s, "//") {
			s = "http:" + s
		}
	}
	return webAddress(&url.URL{}, s)
}
