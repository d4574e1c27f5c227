package changes

import (
	"net/http"
	"strings"
	"time"
	"unicode"

	"dateline/server/internal/site"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"
)

// Limits on the articles of a series.
const (
	// searchedArticles is the number of articles of a publisher, the newest ones, among which those of a series are looked for.
	searchedArticles = 2000
	listedArticles   = 50
)

// seriesKey returns the letters of a title without its numbers and the names of months: "situation report no" for "Situation Report No. 14, May".
// Articles of a publisher with the same key are a series.
func seriesKey(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) })
	var kept []string
	for _, w := range words {
		if !isMonth(w) {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// isMonth reports whether a word in lower case is the English name of a month, or its first three letters.
func isMonth(word string) bool {
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); word == name || word == name[:3] {
			return true
		}
	}
	return false
}

// addSeries lists the articles of the series of the only article that the address compares.
func (s *handlers) addSeries(r *http.Request, sc *site.Scope, content *editing.Changes) error {
	ids := r.URL.Query()["compare"]
	if len(ids) != 1 {
		return nil
	}
	p, err := sc.DB.Article(r.Context(), sc.Collection.Name, ids[0])
	if err != nil {
		return site.Explain(err, site.NoArticle)
	}
	ref := view.ArticleOf(p, sc.Links)
	content.Series = &ref
	selected := selection.Selection{All: true}
	if p.Article.Publisher != "" {
		selected.Publishers = []string{p.Article.Publisher}
	}
	result, err := s.SelectIn(r.Context(), sc, selected, nil)
	if err != nil {
		return err
	}
	rows, err := result.Articles(r.Context(), store.OrderNewest, 0, searchedArticles)
	if err != nil {
		return err
	}
	key := seriesKey(ref.Title)
	var same []store.ArticleRow
	for i := range rows {
		if rows[i].ID != ref.ID && seriesKey(rows[i].Title) == key && len(same) < listedArticles {
			same = append(same, rows[i])
		}
	}
	listed := view.NewStoredArticles(same, store.Counts{}, view.ListOptions{Page: 1}, selection.Selection{}, sc.Links).Rows
	for i := range listed {
		earlier, later := ref.ID, listed[i].ID
		if same[i].Published < p.Article.Published {
			earlier, later = later, earlier
		}
		content.Others = append(content.Others, editing.SeriesArticle{ArticleRow: listed[i], Compare: sc.Links.Compare(earlier, later)})
	}
	return nil
}

// periods returns links to the changes since the last visit, some days, and the last edition of the collection.
func periods(r *http.Request, sc *site.Scope) ([]editing.Period, error) {
	q := r.URL.Query()
	for _, key := range []string{"page", "compare", "since"} {
		q.Del(key)
	}
	out := []editing.Period{{Label: "last visit", URL: editing.ChangesQuery(sc.Links, "", q)}}
	add := func(label string, t time.Time) {
		q.Set("since", t.UTC().Format(time.RFC3339))
		out = append(out, editing.Period{Label: label, URL: editing.ChangesQuery(sc.Links, "", q)})
	}
	now := time.Now().Truncate(time.Minute)
	add("yesterday", now.AddDate(0, 0, -1))
	add("a week ago", now.AddDate(0, 0, -7))
	add("a month ago", now.AddDate(0, -1, 0))
	all, err := sc.DB.Publications(r.Context(), sc.Collection.Name)
	if err != nil {
		return nil, err
	}
	var last time.Time
	for _, p := range all {
		for i := range p.Editions {
			if at := p.Editions[i].Published; at.After(last) {
				last = at
			}
		}
	}
	if !last.IsZero() {
		add("last edition", last)
	}
	return out, nil
}
