package view

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dateline/geo"
	"dateline/server/store"
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

// CopyRef links to an article that has text in common with another one.
type CopyRef struct {
	ArticleRef
	Relation store.CopyRelation
	// Words is the relation: "Nearly the same text".
	Words string
}

// copyWords are the words before the link to an article, by its relation to the article of the page.
var copyWords = map[store.CopyRelation]string{
	store.CopyIdentical: "The same text:", store.CopyNear: "Nearly the same text:", store.CopyContains: "Quotes in full:", store.CopyContained: "Quoted in full by",
}

// copyRefs links to copies.
func copyRefs(copies []store.ArticleCopy, l Links) []CopyRef {
	out := make([]CopyRef, len(copies))
	for i := range copies {
		c := &copies[i]
		a := geo.Article{ID: c.ID, Title: c.Title, Publisher: c.Publisher, Published: c.Published, Source: c.Source, Text: c.Start}
		out[i] = CopyRef{articleRef(&a, c.Language, l), c.Relation, copyWords[c.Relation]}
	}
	return out
}

// VersionRef links to another version of an article's page.
type VersionRef struct {
	URL string
	// Compare is the address of the comparison of the places of both versions; empty in a single-file map.
	Compare string
	// Time is when it was fetched.
	Time time.Time
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
			earlier, later := id, other
			if at.Before(current) {
				earlier, later = other, id
			}
			out = append(out, VersionRef{URL: l.Article(other), Compare: l.Compare(earlier, later), Time: at, Earlier: at.Before(current)})
		}
	}
	return out
}
