package view

import (
	"strings"

	"dateline/geo"
	"dateline/server/store"
)

// Search is what a collection's articles say of some words.
type Search struct {
	Layout
	Query   string
	Results []SearchResult
	// Pages knows its neighbours, and not how many there are.
	Pages Pager
}

// ResultsPerPage is how many articles a page of what was found holds.
const ResultsPerPage = 20

// NewSearch describes a page, from 1, of what was found; more says that there is
// another one.
func NewSearch(query string, found []store.Hit, n int, more bool, l Links) Search {
	out := Search{Query: query}
	for i := range found {
		f := &found[i]
		a := geo.Article{ID: f.Article, Title: f.Title, Publisher: f.Publisher, Published: f.Published}
		out.Results = append(out.Results, SearchResult{articleRef(&a, l), Excerpt(f.Excerpt, store.HighlightStart, store.HighlightEnd)})
	}
	out.Pages.N = n
	if n > 1 {
		out.Pages.Previous = pageAddress(l.Search(query), n-1)
	}
	if more {
		out.Pages.Next = pageAddress(l.Search(query), n+1)
	}
	return out
}

// SearchResult is an article that was found.
type SearchResult struct {
	ArticleRef
	// Excerpt is the part of the article that fits best, in pieces.
	Excerpt []Fragment
}

// Fragment is a piece of an excerpt: what was looked for, or the words around it.
type Fragment struct {
	Text   string
	Marked bool
}

// Excerpt cuts a text at the marks that a search has put around what it found.
func Excerpt(text, open, end string) []Fragment {
	var out []Fragment
	add := func(text string, marked bool) {
		if text != "" {
			out = append(out, Fragment{text, marked})
		}
	}
	for {
		before, rest, ok := strings.Cut(text, open)
		add(before, false)
		if !ok {
			return out
		}
		marked, after, ok := strings.Cut(rest, end)
		add(marked, true)
		if !ok {
			return out
		}
		text = after
	}
}
