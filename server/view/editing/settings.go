package editing

import (
	"strings"
	"time"

	"dateline/geo/layer"
	"dateline/server/store"
	"dateline/server/view"
)

// Settings is the page on which a collection is renamed, described and deleted.
type Settings struct {
	view.Layout
	Name, Heading, Description string
	Articles                   int
	Trash                      []TrashRow
	Notice                     string
	Problem                    *Problem
	Post                       string
	// Homes are the fields for the home of the publisher: of the collection first, then of its feeds.
	Homes []HomeField
}

// HomeField is the field for the home of the publisher of a collection, or of one of its feeds.
type HomeField struct {
	// ID identifies the field on the page.
	ID string
	// Feed is the address of the feed, and Title its title; both are empty for the collection.
	Feed, Title string
	// Home is the place, or empty.
	Home string
}

// ErrorOf returns the message about a field, or empty.
func (s *Settings) ErrorOf(field string) string {
	if s.Problem != nil && s.Problem.Field == field {
		return s.Problem.Message
	}
	return ""
}

// TrashRow is a deleted article or collection.
type TrashRow struct {
	// Collection is the name of the collection, and Article the id of the article, empty for a collection.
	Collection, Article, Title string
	Deleted, Expires           time.Time
	Articles                   int
}

// TrashRows describes what was deleted.
func TrashRows(all []store.TrashItem) []TrashRow {
	out := make([]TrashRow, len(all))
	for i := range all {
		t := &all[i]
		out[i] = TrashRow{
			Collection: t.Collection, Article: t.Article, Title: t.Title, Deleted: t.Deleted,
			Expires: t.Expires, Articles: t.Articles,
		}
		if out[i].Title == "" {
			out[i].Title = "Untitled"
		}
	}
	return out
}

// ArticlePage is the page on which what is shown of an article is changed.
type ArticlePage struct {
	view.Layout
	Article view.ArticleRef
	// Post is the address of its forms.
	Post                           string
	Headline, Publisher, Published string
	URL                            string
	Collections                    []CollectionOption
	Notice                         string
	Problem                        *Problem
}

// CollectionOption is a collection that an article can be moved to.
type CollectionOption struct{ Name, Title string }

// ErrorOf returns the message about a field, or empty.
func (a *ArticlePage) ErrorOf(field string) string {
	if a.Problem != nil && a.Problem.Field == field {
		return a.Problem.Message
	}
	return ""
}

// Limits on what a reader enters, in bytes.
const (
	MaxTitle       = 300
	MaxDescription = 5000
)

// CheckArticle returns the problem of what is entered about an article, or nil.
func CheckArticle(title, published, address string) *Problem {
	switch {
	case len(title) > MaxTitle:
		return &Problem{"title", "The headline is too long. Use at most 300 characters."}
	case published != "" && !isDay(published):
		return &Problem{"published", "Enter the day as year-month-day, such as 2026-11-26."}
	case address != "" && layer.WebAddress(address) == "":
		return &Problem{"url", "Enter a link that begins with http:// or https://."}
	}
	return nil
}

func isDay(text string) bool {
	if len(text) > len(time.DateOnly) { // with a time
		_, err := time.Parse(time.RFC3339, text)
		return err == nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, text); err == nil && !strings.HasPrefix(text, "0000") {
			return true
		}
	}
	return false
}
