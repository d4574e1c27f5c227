package view

import (
	"net/url"
	"strconv"
	"strings"

	"dateline/geo"
)

// Links builds the addresses of a collection's pages. The zero value builds those of a
// single-file map, which are fragments of its one page.
type Links struct {
	// Collection is the collection's name on the server.
	Collection string
}

func (l Links) root() string { return "/c/" + url.PathEscape(l.Collection) }

// Map returns the address of the map.
func (l Links) Map() string {
	if l.Collection == "" {
		return "#"
	}
	return l.root()
}

// Articles returns the address of the list of articles.
func (l Links) Articles() string {
	if l.Collection == "" {
		return "#articles"
	}
	return l.root() + "/articles"
}

// Search returns the address of the results of a query. Single-file maps have no
// search.
func (l Links) Search(query string) string {
	if query == "" {
		return l.root() + "/search"
	}
	return l.root() + "/search?q=" + url.QueryEscape(query)
}

// Add returns the address of the page for adding articles; its forms post to
// addresses below it. Single-file maps have none.
func (l Links) Add() string { return l.root() + "/add" }

// Keep returns the address that copies a collection in memory into a stored one.
func (l Links) Keep() string { return l.root() + "/keep" }

// Imports returns the address of the imports, without an extension.
func (l Links) Imports() string { return l.root() + "/imports" }

// ImportAction returns the address that cancels or retries an import.
func (l Links) ImportAction(id int64, action string) string {
	return l.Imports() + "/" + strconv.FormatInt(id, 10) + "/" + action
}

// Unfollow returns the address that stops following a feed.
func (l Links) Unfollow() string { return l.root() + "/feeds/unfollow" }

// Place returns the address of a place.
func (l Links) Place(id geo.PlaceID) string {
	if l.Collection == "" {
		return "#place=" + url.QueryEscape(string(id))
	}
	return l.root() + "/places/" + escapeSegment(string(id))
}

// Article returns the address of an article.
func (l Links) Article(id string) string {
	if l.Collection == "" {
		return "#article=" + url.QueryEscape(id)
	}
	return l.root() + "/articles/" + escapeSegment(id)
}

// InContext returns the address of a mention in a section of its article.
func (l Links) InContext(article string, section int, mention string) string {
	if l.Collection == "" {
		return "#m-" + mention
	}
	return l.Section(article, section) + "#m-" + mention
}

// Mention returns the address of a mention's own page. A single-file map has none: it
// shows the mention in its article.
func (l Links) Mention(id string) string {
	if l.Collection == "" {
		return "#m-" + id
	}
	return "/m/" + id
}

// Passages returns the address of the passages of a place as a fragment.
func (l Links) Passages(id geo.PlaceID) string { return l.Place(id) + "/passages" }

// Ledger returns the address of the mentions with an outcome, of all if it is empty.
func (l Links) Ledger(o geo.Outcome) string {
	if l.Collection == "" {
		return "#ledger=" + string(o)
	}
	if o == "" {
		return l.root() + "/ledger"
	}
	return l.root() + "/ledger?outcome=" + string(o)
}

// Downloads returns the address below which the layers of an article are, or those of
// the collection if the article is empty. In a single-file map the viewer creates them.
func (l Links) Downloads(article string) string {
	switch {
	case l.Collection == "":
		return "#download="
	case article == "":
		return l.root()
	}
	return l.Article(article)
}

// escapeSegment escapes an identifier as one segment of a path, but keeps colons.
func escapeSegment(id string) string {
	return strings.ReplaceAll(url.PathEscape(id), "%3A", ":")
}

// MentionOf returns the address of the page of a mention in its article of the collection.
func (l Links) MentionOf(article, id string) string { return l.Article(article) + "/mentions/" + id }

// Review returns the address of the page with the mentions to check.
func (l Links) Review() string { return l.root() + "/review" }

// Changes returns the address of the page with what changed.
func (l Links) Changes() string { return l.root() + "/changes" }

// Settings returns the address of the page with the title and the trash.
func (l Links) Settings() string { return l.root() + "/settings" }

// ArticleOf names an article and links to it.
func ArticleOf(p *geo.Parsed, l Links) ArticleRef { return articleRef(&p.Article, p.Language, l) }

// Compare returns the address of the comparison of the places of two articles, the earlier one first, or of the list of those with which one
// can be compared; empty in a single-file map.
func (l Links) Compare(articles ...string) string {
	if l.Collection == "" {
		return ""
	}
	return l.Changes() + "?" + url.Values{"compare": articles}.Encode()
}
