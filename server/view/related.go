package view

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dateline/geo"
)

// CopyGroups tells which articles of a collection are copies of one another: their
// group by their id. Articles without one stand alone.
type CopyGroups map[string]string

// of is the group of an article, its id where it stands alone.
func (g CopyGroups) of(id string) string {
	if group, ok := g[id]; ok {
		return "group " + group
	}
	return "article " + id
}

// Version changes with the groups.
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

// texts counts the independent texts among articles.
func (g CopyGroups) texts(ids []string) int {
	seen := map[string]bool{}
	for _, id := range ids {
		seen[g.of(id)] = true
	}
	return len(seen)
}

// articlesInWords counts articles, and the independent texts among them where some
// are copies: "3 articles, 2 independent texts".
func (g CopyGroups) articlesInWords(ids []string) string {
	words := Count(len(ids), "article", "articles")
	if n := g.texts(ids); n < len(ids) {
		words += ", " + Count(n, "independent text", "independent texts")
	}
	return words
}

// copiesOf returns the other articles of an article's group, at most a few.
func (g CopyGroups) copiesOf(id string, all []*geo.Parsed, l Links) []ArticleRef {
	group, ok := g[id]
	if !ok {
		return nil
	}
	var out []ArticleRef
	for _, p := range all {
		if p.Article.ID != id && g[p.Article.ID] == group && len(out) < mostCopies {
			out = append(out, articleRef(&p.Article, l))
		}
	}
	return out
}

// mostCopies is how many copies of a text are listed beside it.
const mostCopies = 10

// VersionRef is another text that an article's page has had.
type VersionRef struct {
	URL, Day string
	// Earlier says that it was there before this one.
	Earlier bool
}

// versionRefs lists the other texts of an article's page, the latest first.
func versionRefs(id string, fetched map[string]time.Time, l Links) []VersionRef {
	mine := fetched[id]
	ids := slices.SortedFunc(maps.Keys(fetched), func(a, b string) int {
		return cmp.Or(fetched[b].Compare(fetched[a]), cmp.Compare(a, b))
	})
	var out []VersionRef
	for _, other := range ids {
		if other != id {
			at := fetched[other]
			out = append(out, VersionRef{URL: l.Article(other), Day: at.UTC().Format("2 January 2006, 15:04 UTC"), Earlier: at.Before(mine)})
		}
	}
	return out
}
