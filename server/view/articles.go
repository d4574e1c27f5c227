package view

import (
	"cmp"
	"slices"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/text"
)

// Articles is the list of a collection's articles.
type Articles struct {
	Layout
	// CanSearch is set if the store has full-text search.
	CanSearch bool
	// Query is the query of the search form: empty.
	Query string
	// Summary counts the articles and the distinct ones among them.
	Summary string
	Rows    []ArticleRow
	Sorts   []Option
	Pages   Pager
}

// ArticleRow is an article in a list.
type ArticleRow struct {
	ArticleRef
	Ledger LedgerLine
	// CopyOf is the first article of the list with nearly the same text; nil for that
	// one.
	CopyOf *ArticleRef
}

// articlesPerPage is the number of articles on a page of the list.
const articlesPerPage = 200

// articleSorts has the orders of the list, the default first.
var articleSorts = []sortOrder[*geo.Parsed]{
	{"newest", "newest first", func(a, b *geo.Parsed) int { return cmp.Compare(publishedDay(b), publishedDay(a)) }},
	{"oldest", "oldest first", compareOldest},
	{"title", "title", func(a, b *geo.Parsed) int {
		return cmp.Compare(text.Fold(Title(&a.Article)), text.Fold(Title(&b.Article)))
	}},
	{"publisher", "publisher", func(a, b *geo.Parsed) int {
		return cmp.Compare(text.Fold(a.Article.Publisher), text.Fold(b.Article.Publisher))
	}},
	{"mentions", "most mentions", func(a, b *geo.Parsed) int { return cmp.Compare(b.Ledger.Mentions, a.Ledger.Mentions) }},
}

// compareOldest orders by date with undated articles last.
func compareOldest(a, b *geo.Parsed) int {
	x, y := publishedDay(a), publishedDay(b)
	if (x == "") != (y == "") {
		return cmp.Compare(y, x)
	}
	return cmp.Compare(x, y)
}

// publishedDay returns the day of publication, or "" if it is unknown or invalid.
func publishedDay(p *geo.Parsed) string {
	if len(p.Article.Published) < len(time.DateOnly) {
		return ""
	}
	day := p.Article.Published[:len(time.DateOnly)]
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return ""
	}
	return day
}

// NewArticles lists the articles of a set; options has the order and the 1-based page,
// and groups the near-duplicates.
func NewArticles(set *layer.Set, options ListOptions, groups CopyGroups, l Links) Articles {
	order := findSort(articleSorts, options.Sort)
	all := slices.Clone(set.Parsed)
	slices.SortStableFunc(all, order.compare)
	address := l.Articles()
	if order.value != articleSorts[0].value {
		address += "?sort=" + order.value
	}
	out := Articles{Pages: newPager(len(all), options.Page, articlesPerPage, address), Sorts: sortOptions(optionsOf(articleSorts), order.value)}
	ids := make([]string, len(all))
	first := map[string]*geo.Parsed{}
	for i, p := range all {
		ids[i] = p.Article.ID
		if group, ok := groups[ids[i]]; ok && first[group] == nil {
			first[group] = p
		}
	}
	out.Summary = groups.countArticles(ids)
	for _, p := range all[out.Pages.From:out.Pages.To] {
		row := ArticleRow{ArticleRef: articleRef(&p.Article, p.Language, l), Ledger: ledgerLine(p.Ledger, l)}
		if original := first[groups[p.Article.ID]]; original != nil && original.Article.ID != p.Article.ID {
			ref := articleRef(&original.Article, original.Language, l)
			row.CopyOf = &ref
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
