package page

import "strings"

// Search is what a collection's articles say of some words.
type Search struct {
	Frame
	Query string
	Hits  []Hit
	// Previous and Next are the addresses of the neighbouring pages, or empty.
	Previous, Next string
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
