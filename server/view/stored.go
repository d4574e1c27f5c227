package view

import (
	"net/url"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/selection"
	"dateline/server/store"
)

// StoredPlace is a place of a selection with a page of its passages.
type StoredPlace struct {
	Row     *store.PlaceRow
	Place   *geo.Place
	Phrases []string
	// PhrasesOf is the number of mentions from which Phrases are at most.
	PhrasesOf int
	// Mentions are those of the page.
	Mentions []store.MentionRow
}

// MentionsPerPage is the number of mentions on a page of a list.
const MentionsPerPage = mentionsPerPage

// NewStoredPlace describes a place of a selection; n is the 1-based page of its passages.
func NewStoredPlace(in *StoredPlace, n int, s selection.Selection, l Links) Place {
	p := summaryOf(in.Row)
	p.Place, p.Phrases = *in.Place, in.Phrases
	out := newPlacePage(&p, in.Row.Articles, in.Row.Texts, in.Row.Mentions, n, withSelection(l.Place(p.Place.ID), s), l)
	if in.PhrasesOf > 0 && in.Row.Mentions > in.PhrasesOf {
		out.PhrasesOf = in.PhrasesOf
	}
	for i := range in.Mentions {
		out.Mentions = append(out.Mentions, newMention(in.Mentions[i].Parsed, in.Mentions[i].Index, l))
	}
	return out
}

// summaryOf converts the row of a place.
func summaryOf(r *store.PlaceRow) layer.PlaceSummary {
	p := layer.PlaceSummary{
		Place: geo.Place{
			ID: r.ID, Name: r.Name, Kind: r.Kind, Country: r.Country, CountryName: r.CountryName, Admin1: r.Admin1, Point: r.Point, Bound: r.Box,
		},
		Articles: r.Articles, Certain: r.Certain, Likely: r.Likely, FirstPublished: r.First, LastPublished: r.Last,
	}
	switch {
	case r.Certain > 0:
		p.Confidence = geo.ConfidenceCertain
	case r.Likely > 0:
		p.Confidence = geo.ConfidenceLikely
	default:
		p.Confidence = geo.ConfidenceAmbiguous
	}
	return p
}

// countTexts counts articles, and the distinct texts if they are fewer: "3 articles, 2 of them distinct".
func countTexts(articles, texts int) string {
	words := Count(articles, "article", "articles")
	if texts < articles {
		words += ", " + FormatNumber(texts) + " of them distinct"
	}
	return words
}

// withSelection adds a selection to an address.
func withSelection(address string, s selection.Selection) string {
	if query := s.String(); query != "" {
		return address + "?" + query
	}
	return address
}

// ArticlesPerPage is the number of articles on a page of the list.
const ArticlesPerPage = articlesPerPage

// NewStoredArticles lists a page of the articles of a selection; options has the order and the 1-based page.
func NewStoredArticles(rows []store.ArticleRow, counts store.Counts, options ListOptions, s selection.Selection, l Links) Articles {
	order := findSort(articleSorts, options.Sort)
	address := withSelection(l.Articles(), s)
	if order.value != articleSorts[0].value {
		address = addQuery(address, "sort", order.value)
	}
	out := Articles{
		Pages: newPager(counts.Articles, options.Page, articlesPerPage, address), Sorts: sortOptions(optionsOf(articleSorts), order.value),
		Summary: countTexts(counts.Articles, counts.Texts), CanSearch: true,
	}
	for i := range rows {
		r := &rows[i]
		row := ArticleRow{ArticleRef: articleRef(articleOf(r), r.Language, l), Ledger: ledgerLine(r.Ledger, l)}
		if first := r.CopyOf; first != nil {
			ref := articleRef(articleOf(first), first.Language, l)
			row.CopyOf = &ref
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// ArticleOrder returns the order of the store for the value of an order of the list.
func ArticleOrder(sort string) store.ArticleOrder {
	return store.ArticleOrder(findSort(articleSorts, sort).value)
}

// articleOf returns what a row has of an article.
func articleOf(r *store.ArticleRow) *geo.Article {
	return &geo.Article{ID: r.ID, Title: r.Title, Publisher: r.Publisher, Published: r.Published, URL: r.URL, Source: r.Source, Text: r.Start}
}

// addQuery adds a parameter to an address.
func addQuery(address, key, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	if u.RawQuery != "" {
		u.RawQuery += "&"
	}
	u.RawQuery += key + "=" + url.QueryEscape(value)
	return u.String()
}

// NewStoredLedger lists a page of the mentions of a selection. all is the ledger of the selection without its condition on
// outcomes, and outcome the only one that is listed, or empty.
func NewStoredLedger(all, listed geo.Ledger, rows []store.MentionRow, outcome geo.Outcome, n int, address string, l Links) Ledger {
	out := Ledger{Line: ledgerLine(all, l), Outcome: outcome, Heading: "All mentions", Note: outcomeLabels[outcome].note}
	if outcome != "" {
		out.Heading = capitalize(outcomeLabels[outcome].many)
	}
	for i := range out.Line.Parts {
		out.Line.Parts[i].Current = out.Line.Parts[i].Outcome == outcome
	}
	out.Pages = newPager(listed.Mentions, n, mentionsPerPage, address)
	for i := range rows {
		out.Mentions = append(out.Mentions, newMention(rows[i].Parsed, rows[i].Index, l))
	}
	return out
}
