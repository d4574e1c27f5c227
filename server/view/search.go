package view

import (
	"net/url"
	"strings"

	"dateline/geo"
	"dateline/server/store"
)

// Search is the page of search results in a collection.
type Search struct {
	Layout
	Query   string
	Results []SearchResult
	// Pages has no total: the number of results is not known.
	Pages Pager
}

// SearchResult is an article that matches the query.
type SearchResult struct {
	ArticleRef
	// Excerpt is the best matching part of the article.
	Excerpt []Fragment
}

// Fragment is a part of an excerpt: matched words, or the text around them.
type Fragment struct {
	Text    string
	Matched bool
}

// ResultsPerPage is the number of search results on a page.
const ResultsPerPage = 20

// NewSearch describes a page of search results; n is its 1-based number, and more is
// set if there is another one.
func NewSearch(query string, found []store.Hit, n int, more bool, l Links) Search {
	out := Search{Query: query}
	for i := range found {
		f := &found[i]
		a := geo.Article{ID: f.Article, Title: f.Title, Publisher: f.Publisher, Published: f.Published, Text: plainText(f.Excerpt)}
		ref := articleRef(&a, "", l)
		ref.URL += "?" + url.Values{"q": {query}}.Encode() // it marks the words there
		out.Results = append(out.Results, SearchResult{ref, splitExcerpt(f.Excerpt, store.HighlightStart, store.HighlightEnd)})
	}
	out.Pages.N = n
	if n > 1 {
		out.Pages.Previous = pageURL(l.Search(query), n-1)
	}
	if more {
		out.Pages.Next = pageURL(l.Search(query), n+1)
	}
	return out
}

// plainText returns an excerpt without the markers of matched words.
func plainText(excerpt string) string {
	return strings.NewReplacer(store.HighlightStart, "", store.HighlightEnd, "").Replace(excerpt)
}

// splitExcerpt splits an excerpt at the markers around matched words.
func splitExcerpt(text, start, end string) []Fragment {
	var out []Fragment
	add := func(text string, matched bool) {
		if text != "" {
			out = append(out, Fragment{text, matched})
		}
	}
	for {
		before, rest, ok := strings.Cut(text, start)
		add(before, false)
		if !ok {
			return out
		}
		matched, after, ok := strings.Cut(rest, end)
		add(matched, true)
		if !ok {
			return out
		}
		text = after
	}
}
