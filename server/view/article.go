package view

import (
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
)

// Article is the page of an article with its mentions highlighted.
type Article struct {
	Layout
	Ref    ArticleRef
	Author string
	Source string // URL of the original, or empty
	Ledger LedgerLine
	// Paragraphs is the text, without a first paragraph that repeats the title.
	Paragraphs []Paragraph
	Mentions   []Mention
	StaticMap  *StaticMap
	// Copies are near-duplicates in the collection, and Versions other versions of the
	// article's page.
	Copies   []ArticleRef
	Versions []VersionRef
	// Downloads is the address below which the article's layers are.
	Downloads string
	// Embed is the HTML that embeds the article's map, and EmbedURL its address.
	Embed, EmbedURL string
}

// Paragraph is a paragraph of an article, split at its mentions.
type Paragraph struct {
	// Page is the number of the page that begins with this paragraph, or 0.
	Page     int
	Segments []TextSegment
}

// TextSegment is a mention, or the text between two mentions.
type TextSegment struct {
	Text string
	// Mention is nil for text between mentions.
	Mention *Mention
}

// NewArticle describes the only article of a set.
func NewArticle(set *layer.Set, l Links) Article {
	p := set.Parsed[0]
	out := Article{
		Ref: articleRef(&p.Article, p.Language, l), Author: p.Article.Author, Source: WebURL(p.Article.URL),
		Ledger: ledgerLine(p.Ledger, Links{}), StaticMap: NewStaticMap(set, set.Places(), nil), Downloads: l.Downloads(p.Article.ID),
	}
	out.Mentions = make([]Mention, 0, len(p.Mentions))
	for i := range p.Mentions {
		out.Mentions = append(out.Mentions, newMention(p, i, l))
	}
	out.Paragraphs = paragraphs(p, out.Mentions)
	if repeatsTitle(out.Paragraphs, out.Ref.Title) {
		out.Paragraphs = out.Paragraphs[1:]
	}
	return out
}

// repeatsTitle reports whether the first paragraph is the title and has no mention
// that a link may lead to.
func repeatsTitle(all []Paragraph, title string) bool {
	return len(all) > 1 && len(all[0].Segments) == 1 && all[0].Segments[0].Mention == nil &&
		strings.EqualFold(strings.TrimSpace(all[0].Segments[0].Text), title)
}

// AddRelated adds the near-duplicates of an article and the versions of its page, by
// fetch time.
func (a *Article) AddRelated(id string, all []*geo.Parsed, groups CopyGroups, fetched map[string]time.Time, l Links) {
	a.Copies = groups.copiesOf(id, all, l)
	a.Versions = versionRefs(id, fetched, l)
}

// paragraphs splits an article's text at its empty lines and mentions. Mentions are in
// order and do not overlap; one that crosses the end of a paragraph ends with it.
func paragraphs(p *geo.Parsed, mentions []Mention) []Paragraph {
	text := p.Article.Text
	var out []Paragraph
	next, page := 0, 0
	for start := 0; start < len(text); {
		end := len(text)
		if i := strings.Index(text[start:], "\n\n"); i >= 0 {
			end = start + i
		}
		var par Paragraph
		if n := p.Article.Page(start); n > page {
			par.Page, page = n, n
		}
		first := next
		for next < len(mentions) && p.Mentions[next].Start < end {
			next++
		}
		par.Segments = segments(p, mentions, first, next, start, end)
		if len(par.Segments) > 0 {
			out = append(out, par)
		}
		for start = end; start < len(text) && text[start] == '\n'; {
			start++
		}
	}
	return out
}

// segments splits the bytes start to end of the text at the mentions from to to.
func segments(p *geo.Parsed, mentions []Mention, from, to, start, end int) []TextSegment {
	text := p.Article.Text
	var out []TextSegment
	for i := from; i < to; i++ {
		s := p.Mentions[i].Span
		if s.Start < start {
			continue
		}
		if s.Start > start {
			out = append(out, TextSegment{Text: text[start:s.Start]})
		}
		start = min(s.End, end)
		out = append(out, TextSegment{Text: text[s.Start:start], Mention: &mentions[i]})
	}
	if start < end {
		out = append(out, TextSegment{Text: text[start:end]})
	}
	return out
}
