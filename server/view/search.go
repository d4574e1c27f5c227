package view

import (
	"strings"

	"dateline/geo"
	"dateline/server/store"
)

// Search is what a collection's articles say of some words.
type Search struct {
	Frame
	Query string
	Hits  []Hit
	// Pages knows its neighbours, and not how many there are.
	Pages Pages
}

// HitsPerPage is how many articles a page of what was found holds.
const HitsPerPage = 20

// NewSearch describes a page, from 1, of what was found; more says that there is
// another one.
func NewSearch(query string, found []store.Hit, n int, more bool, l Links) Search {
	out := Search{Query: query}
	for i := range found {
		f := &found[i]
		a := geo.Article{ID: f.Article, Title: f.Title, Publisher: f.Publisher, Published: f.Published}
		out.Hits = append(out.Hits, Hit{articleRef(&a, l), Excerpt(f.Excerpt, store.HighlightStart, store.HighlightEnd)})
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

// Hit is an article that was found.
type Hit struct {
	ArticleRef
	// Excerpt is the part of the article that fits best, in pieces.
	Excerpt []Found
}

// Found is a piece of an excerpt: what was looked for, or the words around it.
type Found struct {
	Text   string
	Marked bool
}

// Excerpt cuts a text at the marks that a search has put around what it found.
func Excerpt(text, open, end string) []Found {
	var out []Found
	add := func(text string, marked bool) {
		if text != "" {
			out = append(out, Found{text, marked})
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
