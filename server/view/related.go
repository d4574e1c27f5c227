package view

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dateline/geo"
)

// CopyGroups has the group of each article that has near-duplicates, by the article's
// id. Articles without an entry have none.
type CopyGroups map[string]string

// groupOf returns a key that near-duplicates share.
func (g CopyGroups) groupOf(id string) string {
	if group, ok := g[id]; ok {
		return "group " + group
	}
	return "article " + id
}

// Version identifies the content of the groups.
func (g CopyGroups) Version() string {
	if len(g) == 0 {
		return ""
	}
	parts := make([]string, 0, 2*len(g))
	for _, id := range slices.Sorted(maps.Keys(g)) {
		parts = append(parts, id, g[id])
	}
	return geo.ContentID(parts...)
}

// distinct counts the groups of articles.
func (g CopyGroups) distinct(ids []string) int {
	seen := map[string]bool{}
	for _, id := range ids {
		seen[g.groupOf(id)] = true
	}
	return len(seen)
}

// countArticles counts articles, and the distinct ones if some are near-duplicates:
// "3 articles, 2 of them distinct".
func (g CopyGroups) countArticles(ids []string) string {
	words := Count(len(ids), "article", "articles")
	if n := g.distinct(ids); n < len(ids) {
		words += ", " + FormatNumber(n) + " of them distinct"
	}
	return words
}

// maxCopies is the maximum number of near-duplicates that are listed.
const maxCopies = 10

// copiesOf returns the near-duplicates of an article, at most maxCopies.
func (g CopyGroups) copiesOf(id string, all []*geo.Parsed, l Links) []ArticleRef {
	group, ok := g[id]
	if !ok {
		return nil
	}
	var out []ArticleRef
	for _, p := range all {
		if p.Article.ID != id && g[p.Article.ID] == group && len(out) < maxCopies {
			out = append(out, articleRef(&p.Article, p.Language, l))
		}
	}
	return out
}

// VersionRef links to another version of an article's page.
type VersionRef struct {
	URL string
	// Time is when it was fetched.
	Time string
	// Earlier is set if it was fetched before this one.
	Earlier bool
}

// versionRefs lists the other versions of an article's page, the newest first.
func versionRefs(id string, fetched map[string]time.Time, l Links) []VersionRef {
	current := fetched[id]
	ids := slices.SortedFunc(maps.Keys(fetched), func(a, b string) int {
		return cmp.Or(fetched[b].Compare(fetched[a]), cmp.Compare(a, b))
	})
	var out []VersionRef
	for _, other := range ids {
		if other != id {
			at := fetched[other]
			out = append(out, VersionRef{URL: l.Article(other), Time: at.UTC().Format("2 January 2006, 15:04 UTC"), Earlier: at.Before(current)})
		}
	}
	return out
}
