package view

import (
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
)

// Article is the page of an article with every mention marked.
type Article struct {
	Layout
	Ref      ArticleRef
	Author   string
	Source   string // its address on the web, or empty
	Language string
	Ledger   LedgerLine
	// Paragraphs are the text.
	Paragraphs []Paragraph
	Mentions   []Mention
	StaticMap  *StaticMap
	// Copies are other articles of the same text, and Versions other texts of the
	// same page.
	Copies   []ArticleRef
	Versions []VersionRef
	// Downloads is the address under which the article's layers lie.
	Downloads string
	// Embed is the code that shows the article's map in another page, and
	// EmbedURL the address of that map alone.
	Embed, EmbedURL string
}

// Paragraph is a paragraph of an article, in pieces.
type Paragraph struct {
	// Page is the page that begins with this paragraph, or 0.
	Page     int
	Segments []TextSegment
}

// TextSegment is text without a mention, or a mention.
type TextSegment struct {
	Text string
	// Mention is nil for plain text.
	Mention *Mention
}

// NewArticle describes an article of a set, whose Set holds only this article.
func NewArticle(set *layer.Set, l Links) Article {
	p := set.Parsed[0]
	out := Article{
		Ref: articleRef(&p.Article, l), Author: p.Article.Author, Source: WebAddress(p.Article.URL), Language: p.Language,
		Ledger: ledgerLine(p.Ledger, Links{}), StaticMap: NewStaticMap(set, set.Places(), nil), Downloads: l.Downloads(p.Article.ID),
	}
	if out.Language == "und" {
		out.Language = ""
	}
	out.Mentions = make([]Mention, 0, len(p.Mentions))
	for i := range p.Mentions {
		out.Mentions = append(out.Mentions, mentionOf(p, i, l))
	}
	out.Paragraphs = paragraphs(p, out.Mentions)
	return out
}

// AddRelated says what else the collection has of an article: copies of its text, and
// other texts of its page by when they were fetched.
func (a *Article) AddRelated(id string, all []*geo.Parsed, groups CopyGroups, fetched map[string]time.Time, l Links) {
	a.Copies = groups.copiesOf(id, all, l)
	a.Versions = versionRefs(id, fetched, l)
}

// paragraphs cuts an article's text at its empty lines and mentions. Mentions
// are in order and do not overlap; one that reaches over the end of a paragraph
// ends with it.
func paragraphs(p *geo.Parsed, mentions []Mention) []Paragraph {
	text := p.Article.Text
	var out []Paragraph
	next, shown := 0, 0
	for start := 0; start < len(text); {
		end := start + len(text[start:])
		if i := strings.Index(text[start:], "\n\n"); i >= 0 {
			end = start + i
		}
		var par Paragraph
		if page := p.Article.Page(start); page > shown {
			par.Page, shown = page, page
		}
		at := start
		for ; next < len(mentions) && p.Mentions[next].Start < end; next++ {
			s := p.Mentions[next].Span
			if s.Start < at {
				continue
			}
			if s.Start > at {
				par.Segments = append(par.Segments, TextSegment{Text: text[at:s.Start]})
			}
			at = min(s.End, end)
			par.Segments = append(par.Segments, TextSegment{Text: text[s.Start:at], Mention: &mentions[next]})
		}
		if at < end {
			par.Segments = append(par.Segments, TextSegment{Text: text[at:end]})
		}
		if len(par.Segments) > 0 {
			out = append(out, par)
		}
		for start = end; start < len(text) && text[start] == '\n'; {
			start++
		}
	}
	return out
}

// Articles is the list of a collection's articles.
type Articles struct {
	Layout
	// CanSearch says that their words can be searched.
	CanSearch bool
	// Query is what was searched: nothing yet.
	Query string
	// Summary counts the articles, and the independent texts among them.
	Summary string
	Rows    []ArticleRow
	Pages   Pager
}

// ArticleRow is an article in a list.
type ArticleRow struct {
	ArticleRef
	Ledger string
	// CopyOf is the first article of the list with the same text; nil for that one.
	CopyOf *ArticleRef
}

// articlesPerPage is how many articles a page of the list holds.
const articlesPerPage = 200

// NewArticles lists the articles of a set; n is the 1-based page, and groups tells
// copies among them, if anybody knows.
func NewArticles(set *layer.Set, n int, groups CopyGroups, l Links) Articles {
	out := Articles{Pages: pagesOf(len(set.Parsed), n, articlesPerPage, l.Articles())}
	ids := make([]string, len(set.Parsed))
	first := map[string]*geo.Article{}
	for i, p := range set.Parsed {
		ids[i] = p.Article.ID
		if group, ok := groups[ids[i]]; ok && first[group] == nil {
			first[group] = &p.Article
		}
	}
	out.Summary = groups.articlesInWords(ids)
	for _, p := range set.Parsed[out.Pages.From:out.Pages.To] {
		row := ArticleRow{ArticleRef: articleRef(&p.Article, l), Ledger: ledgerLine(p.Ledger, l).Text()}
		if original := first[groups[p.Article.ID]]; original != nil && original.ID != p.Article.ID {
			ref := articleRef(original, l)
			row.CopyOf = &ref
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
