package view

import (
	"net/url"
	"strings"

	"dateline/geo"
)

// Links makes the addresses that a collection's pages use. The zero value makes
// those of a map kept in a file, which are fragments of the one page.
type Links struct {
	// Collection is the collection's name on the server.
	Collection string
}

func (l Links) root() string { return "/c/" + url.PathEscape(l.Collection) }

// Map is the address of the collection's map.
func (l Links) Map() string {
	if l.Collection == "" {
		return "#"
	}
	return l.root()
}

// Articles is the address of the list of articles.
func (l Links) Articles() string {
	if l.Collection == "" {
		return "#articles"
	}
	return l.root() + "/articles"
}

// Search is the address of what the articles say of some words. Only the server
// has it.
func (l Links) Search(query string) string {
	if query == "" {
		return l.root() + "/search"
	}
	return l.root() + "/search?q=" + url.QueryEscape(query)
}

// Add is the address of the page where articles are added, which also lists what
// is on its way; the forms' addresses lie under it. Only the server has it.
func (l Links) Add() string { return l.root() + "/add" }

// Imports is the address under which what is on its way can be asked for and
// acted on.
func (l Links) Imports() string { return l.root() + "/arrivals" }

// Unfollow is the address to which the wish to stop following a feed is sent.
func (l Links) Unfollow() string { return l.root() + "/feeds/unfollow" }

// Place is the address of a place's passages.
func (l Links) Place(id geo.PlaceID) string {
	if l.Collection == "" {
		return "#place=" + url.QueryEscape(string(id))
	}
	return l.root() + "/places/" + segment(string(id))
}

// Article is the address of an article.
func (l Links) Article(id string) string {
	if l.Collection == "" {
		return "#article=" + url.QueryEscape(id)
	}
	return l.root() + "/articles/" + segment(id)
}

// InContext is the address of a mention in its article.
func (l Links) InContext(article, mention string) string {
	if l.Collection == "" {
		return l.Article(article) + "&mention=" + mention
	}
	return l.Article(article) + "#m-" + mention
}

// Ledger is the address of the mentions with an outcome, of all if it is empty.
func (l Links) Ledger(o geo.Outcome) string {
	if l.Collection == "" {
		return "#ledger=" + string(o)
	}
	if o == "" {
		return l.root() + "/ledger"
	}
	return l.root() + "/ledger?outcome=" + string(o)
}

// Downloads is the address under which the layers of an article lie, or of the
// collection if the article is empty. In a map kept in a file the viewer makes
// them.
func (l Links) Downloads(article string) string {
	switch {
	case l.Collection == "":
		return "#download="
	case article == "":
		return l.root()
	}
	return l.Article(article)
}

// segment escapes an identifier as one segment of a path. Colons stay readable.
func segment(id string) string {
	return strings.ReplaceAll(url.PathEscape(id), "%3A", ":")
}

// WebAddress returns address if it is one of the web, otherwise nothing: an
// article may claim to come from "javascript:".
func WebAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}
