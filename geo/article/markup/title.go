package markup

import (
	"cmp"
	"slices"
	"strings"
)

// headline returns the title of a page without the name of the site: the heading, the
// headline of the linked data or, of several headings, the one that the title contains or
// that has most words in common with it.
func headline(title string, m metadata) string {
	lower := strings.ToLower(title)
	candidates := slices.Concat(m.headings, []string{m.linked.headline, m.sharedTitle})
	for _, h := range candidates {
		if len(h) >= 10 && strings.Contains(lower, strings.ToLower(h)) {
			return h
		}
	}
	if len(m.headings) == 1 && len(strings.Fields(m.headings[0])) >= minHeadlineWords && len(m.headings[0]) <= maxHeadline {
		return m.headings[0]
	}
	return cmp.Or(title, m.linked.headline, firstOf(m.headings))
}

// Limits on a heading that is the title of its page.
const (
	minHeadlineWords = 3
	maxHeadline      = 250 // bytes
)

func firstOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// titleSeparators divide the title of an article from the name of its site.
var titleSeparators = []string{" | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: "}

// trimSite returns a title without the name of the site at its beginning or end.
func trimSite(title, site string) string {
	if site == "" {
		return title
	}
	for _, separator := range titleSeparators {
		if i := strings.LastIndex(title, separator); i > 0 && strings.EqualFold(title[i+len(separator):], site) {
			return title[:i]
		}
		if i := strings.Index(title, separator); i > 0 && strings.EqualFold(title[:i], site) {
			return title[i+len(separator):]
		}
	}
	return title
}
