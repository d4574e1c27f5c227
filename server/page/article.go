package page

import (
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
)

// Article is the page of an article with every mention marked.
type Article struct {
	Frame
	Ref      ArticleRef
	Author   string
	Source   string // its address on the web, or empty
	Language string
	Ledger   LedgerLine
	// Paragraphs are the text.
	Paragraphs []Paragraph
	Mentions   []Mention
	Locator    *Locator
	// Downloads is the address under which the article's layers lie.
	Downloads string
	// Embed is the code that shows the article's map in another page, and
	// EmbedURL the address of that map alone.
	Embed, EmbedURL string
}

// Paragraph is a paragraph of an article, in pieces.
type Paragraph struct {
	// Page is the page that begins with this paragraph, or 0.
	Page   int
	Pieces []Piece
}

// Piece is text without a mention, or a mention.
type Piece struct {
	Text string
	// Mention is nil for plain text.
	Mention *Mention
}

// NewArticle describes an article of a set, whose Set holds only this article.
func NewArticle(set *layer.Set, l Links) Article {
	p := set.Parsed[0]
	out := Article{
		Ref: articleRef(&p.Article, l), Author: p.Article.Author, Source: WebAddress(p.Article.URL), Language: p.Language,
		Ledger: ledgerLine(p.Ledger, Links{}), Locator: NewLocator(set, set.Places(), nil), Downloads: l.Downloads(p.Article.ID),
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
				par.Pieces = append(par.Pieces, Piece{Text: text[at:s.Start]})
			}
			at = min(s.End, end)
			par.Pieces = append(par.Pieces, Piece{Text: text[s.Start:at], Mention: &mentions[next]})
		}
		if at < end {
			par.Pieces = append(par.Pieces, Piece{Text: text[at:end]})
		}
		if len(par.Pieces) > 0 {
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
	Frame
	Rows  []ArticleRow
	Pages Pages
}

// ArticleRow is an article in a list.
type ArticleRow struct {
	ArticleRef
	Ledger string
}

// articlesPerPage is how many articles a page of the list holds.
const articlesPerPage = 200

// NewArticles lists the articles of a set; n is the 1-based page.
func NewArticles(set *layer.Set, n int, l Links) Articles {
	out := Articles{Pages: pagesOf(len(set.Parsed), n, articlesPerPage, l.Articles())}
	for _, p := range set.Parsed[out.Pages.From:out.Pages.To] {
		out.Rows = append(out.Rows, ArticleRow{articleRef(&p.Article, l), ledgerLine(p.Ledger, l).Text()})
	}
	return out
}
