package view

import (
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/store"
)

// Article is the page of an article with its mentions highlighted.
type Article struct {
	Layout
	Ref    ArticleRef
	Author string
	Source string // URL of the original, or empty
	Ledger LedgerLine
	// Headline is the first paragraph of the text if it repeats the title, or nil.
	Headline *Paragraph
	// Paragraphs is the text of the section without its headline.
	Paragraphs []Paragraph
	// Contents lists the sections of a long text; empty for others. Previous and Next
	// are the addresses of the sections around this one, or empty.
	Contents       []Section
	Previous, Next string
	// LastPage is the number of pages of the document, or 0.
	LastPage int
	// Query is the search whose words are marked, or empty.
	Query string
	// Copies are articles with text in common, and Versions other versions of the
	// article's page.
	Copies   []CopyRef
	Versions []VersionRef
	// Series is the address of the page that compares the article with others of its series, empty if its title has no number.
	Series string
	// TextLanguages are the languages of a text in more than one, and StrictLanguages those without a trained recognizer.
	TextLanguages, StrictLanguages []string
}

// Paragraph is a paragraph of an article, split at its mentions.
type Paragraph struct {
	// Page is the number of the page that begins with this paragraph, or 0.
	Page int
	// Start is the position of the paragraph in the text in code points; nil in a
	// single-file map, where nothing can be corrected.
	Start *int
	// Language is the language of a paragraph in another language than the article, or empty.
	Language string
	Segments []TextSegment
}

// TextSegment is a mention, or the text between two mentions.
type TextSegment struct {
	Text string
	// Parts is the text divided at the words of a search.
	Parts []Fragment
	// Mention is nil for text between mentions.
	Mention *Mention
}

// ArticleOptions selects what is shown of an article.
type ArticleOptions struct {
	// Section is the section of a long text, from 0.
	Section int
	// Query is a search whose words are marked.
	Query string
}

// NewArticle describes the only article of a set.
func NewArticle(set *layer.Set, options ArticleOptions, l Links) Article {
	p := set.Parsed[0]
	out := NewStory(p, options, l)
	return out
}

// NewStory describes an article without its map.
func NewStory(p *geo.Parsed, options ArticleOptions, l Links) Article {
	a := &p.Article
	out := Article{
		Ref: articleRef(a, p.Language, l), Author: a.Author, Source: layer.WebAddress(a.URL), Ledger: ledgerLine(p.Ledger, Links{}),
		LastPage: len(a.Pages), Query: options.Query, StrictLanguages: p.StrictLanguages(),
	}
	if l.Collection != "" && strings.ContainsAny(out.Ref.Title, "0123456789") {
		out.Series = l.Compare(a.ID)
	}
	if len(p.Parts) > 0 {
		out.TextLanguages = p.Languages()
	}
	start, end := 0, len(a.Text)
	if l.Collection != "" { // a single-file map has each text in one piece
		start, end = sectionStart(a.Text, options.Section), sectionStart(a.Text, options.Section+1)
		out.Contents = contents(a, options.Section, l)
	}
	for i := range out.Contents {
		if s := &out.Contents[i]; s.Current {
			if i > 0 {
				out.Previous = out.Contents[i-1].URL
			}
			if i+1 < len(out.Contents) {
				out.Next = out.Contents[i+1].URL
			}
		}
	}
	out.Paragraphs = paragraphs(p, start, end, l, NewMatcher(options.Query))
	if start == 0 && repeatsTitle(out.Paragraphs, out.Ref.Title) {
		out.Headline, out.Paragraphs = &out.Paragraphs[0], out.Paragraphs[1:]
	}
	return out
}

// MarkDecided adds what persons decided to mentions, by id.
func (a *Article) MarkDecided(decided map[string]*Decided) {
	mark := func(p Paragraph) {
		for _, s := range p.Segments {
			if s.Mention != nil {
				s.Mention.Decided = decided[s.Mention.ID]
			}
		}
	}
	if a.Headline != nil {
		mark(*a.Headline)
	}
	for _, p := range a.Paragraphs {
		mark(p)
	}
}

// repeatsTitle reports whether the first of several paragraphs is the title.
func repeatsTitle(all []Paragraph, title string) bool {
	if len(all) < 2 || all[0].Page > 0 {
		return false
	}
	var b strings.Builder
	for _, s := range all[0].Segments {
		b.WriteString(s.Text)
	}
	return strings.EqualFold(strings.Join(strings.Fields(b.String()), " "), title)
}

// AddRelated adds the articles with text in common and the versions of its page, by
// fetch time.
func (a *Article) AddRelated(id string, copies []store.ArticleCopy, fetched map[string]time.Time, l Links) {
	a.Copies = copyRefs(copies, l)
	a.Versions = versionRefs(id, fetched, l)
}

// paragraphs splits the bytes from start to end of an article's text at its empty
// lines and mentions. Mentions are in order and do not overlap; one that crosses the
// end of a paragraph ends with it.
func paragraphs(p *geo.Parsed, start, end int, l Links, words *Matcher) []Paragraph {
	text := p.Article.Text
	var out []Paragraph
	next := 0
	for next < len(p.Mentions) && p.Mentions[next].Start < start {
		next++
	}
	codePoints := geo.NewCodePoints(text)
	page := 0
	if start > 0 {
		page = p.Article.Page(start - 1)
	}
	for start < end {
		parEnd := end
		if i := strings.Index(text[start:end], "\n\n"); i >= 0 {
			parEnd = start + i
		}
		var par Paragraph
		if language := LanguageTag(p.LanguageAt(start)); language != LanguageTag(p.Language) {
			par.Language = language
		}
		if l.Collection != "" {
			at := codePoints.At(start)
			par.Start = &at
		}
		if n := p.Article.Page(start); n > page {
			par.Page, page = n, n
		}
		first := next
		for next < len(p.Mentions) && p.Mentions[next].Start < parEnd {
			next++
		}
		par.Segments = segments(p, first, next, start, parEnd, l, words)
		if len(par.Segments) > 0 {
			out = append(out, par)
		}
		for start = parEnd; start < end && text[start] == '\n'; {
			start++
		}
	}
	return out
}

// segments splits the bytes start to end of the text at the mentions from to to.
func segments(p *geo.Parsed, from, to, start, end int, l Links, words *Matcher) []TextSegment {
	text := p.Article.Text
	var out []TextSegment
	add := func(s string, m *Mention) { out = append(out, TextSegment{s, words.Split(s), m}) }
	for i := from; i < to; i++ {
		s := p.Mentions[i].Span
		if s.Start < start {
			continue
		}
		if s.Start > start {
			add(text[start:s.Start], nil)
		}
		start = min(s.End, end)
		m := newMention(p, i, l)
		add(text[s.Start:start], &m)
	}
	if start < end {
		add(text[start:end], nil)
	}
	return out
}
