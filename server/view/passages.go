package view

import (
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
)

// PassageGroup has the passages of one article.
type PassageGroup struct {
	Article  ArticleRef
	Mentions []Mention
}

// Groups returns the passages of a place grouped by article.
func (p Place) Groups() []PassageGroup {
	var out []PassageGroup
	for i := range p.Mentions {
		m := p.Mentions[i]
		if n := len(out); n > 0 && out[n-1].Article.ID == m.Article.ID {
			out[n-1].Mentions = append(out[n-1].Mentions, m)
		} else {
			out = append(out, PassageGroup{m.Article, []Mention{m}})
		}
	}
	return out
}

// MentionPage is the page of a mention: its passage with the text around it, its
// source, and why it is where it is.
type MentionPage struct {
	Layout
	Mention *Mention
	// Before and After are the paragraphs around the passage, which may be empty.
	Before, After string
	// TextHash is the SHA-256 of the article's text, and Start and End the span of the
	// mention in it, in code points.
	TextHash   string
	Start, End int
	Citation   string
	Permalink  string // with the host
}

// NewMentionPage describes the i-th mention of an article. base is the address of the
// server, for the permanent link.
func NewMentionPage(p *geo.Parsed, i int, base string, l Links) MentionPage {
	m := newMention(p, i, l)
	span := p.Mentions[i].Span
	at := geo.NewCodePoints(p.Article.Text)
	out := MentionPage{
		Mention: &m, TextHash: p.Article.Hash, Start: at.At(span.Start), End: at.At(span.End), Permalink: base + l.Mention(m.ID),
	}
	passage := p.Mentions[i].Passage
	if !passage.Contains(span) {
		passage = span
	}
	out.Before, out.After = contextAround(p.Article.Text, passage)
	out.Citation = citation(&m, out.Permalink)
	return out
}

// contextAround returns at most 600 bytes of whole words before and after a span.
func contextAround(text string, span geo.Span) (before, after string) {
	const size = 600
	start, end := max(span.Start-size, 0), min(span.End+size, len(text))
	for start > 0 && start < span.Start && text[start-1] != ' ' && text[start-1] != '\n' {
		start++
	}
	for end < len(text) && end > span.End && text[end] != ' ' && text[end] != '\n' {
		end--
	}
	return text[start:span.Start], text[span.End:end]
}

// citation formats a reference to a passage: publisher, title, day, page and address.
func citation(m *Mention, address string) string {
	out := ""
	for _, part := range []string{m.Article.Publisher, "“" + m.Article.Title + "”", m.Article.Day} {
		if part != "" {
			if out != "" {
				out += ", "
			}
			out += part
		}
	}
	if m.Page > 0 {
		out += ", page " + FormatNumber(m.Page)
	}
	return out + ". " + address
}

// PlainMention returns the id of a mention without the number of its copy.
func PlainMention(id string) string {
	plain, _, _ := strings.Cut(id, "-")
	return plain
}

// FindMention returns the index of the mention with an id in an article, or -1.
func FindMention(p *geo.Parsed, id string) int {
	for i := range p.Mentions {
		if geo.MentionID(&p.Article, p.Mentions[i].Span) == id {
			return i
		}
	}
	return -1
}

// PlaceOf describes one place of a set with all of its passages.
func PlaceOf(set *layer.Set, p *layer.PlaceSummary, l Links) Place {
	out := newPlace(set, p, 1, nil, l)
	out.Mentions, out.Pages = nil, Pager{}
	for _, ref := range p.Mentions {
		out.Mentions = append(out.Mentions, mentionAt(set, ref, l))
	}
	return out
}
