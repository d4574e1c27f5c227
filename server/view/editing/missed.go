package editing

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/server/view"
)

// maxOccurrences is the number of places in a text that are listed.
const maxOccurrences = 30

// maxMissed is the maximum length of words that are a place, in code points.
const maxMissed = 120

// MissedAddress returns the address of the page for adding a missed place of an article.
func MissedAddress(l view.Links, article string) string { return l.Article(article) + "/missed" }

// NewMissedPage describes the page without words.
func NewMissedPage(p *geo.Parsed, l view.Links) MissedPage {
	return MissedPage{
		Article: view.ArticleOf(p, l), Page: MissedAddress(l, p.Article.ID), Language: view.LanguageTag(p.Language),
	}
}

// Find lists where words are in the text.
func (m *MissedPage) Find(p *geo.Parsed, words string, l view.Links) {
	m.Words = words
	text := p.Article.Text
	at := geo.NewCodePoints(text)
	for from := 0; words != ""; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			break
		}
		span := geo.Span{Start: from + i, End: from + i + len(words)}
		from = span.End
		if len(m.Occurrences) == maxOccurrences {
			m.More++
			continue
		}
		o := Occurrence{Phrase: words}
		o.Before, o.After = around(text, span, 80)
		if k := mentionAt(p, span); k >= 0 {
			o.Mention = l.Mention(geo.MentionID(&p.Article, p.Mentions[k].Span))
		} else {
			o.URL = m.Page + "?start=" + strconv.Itoa(at.At(span.Start)) + "&end=" + strconv.Itoa(at.At(span.End)) + "#choose"
		}
		m.Occurrences = append(m.Occurrences, o)
	}
}

// Select shows the words from one code point to another with the form. The problem is empty if they can be chosen.
func (m *MissedPage) Select(p *geo.Parsed, start, end int, choice Choice) (span geo.Span, problem string) {
	text := p.Article.Text
	span, ok := byteSpan(text, start, end)
	if !ok {
		return span, "These words are not in the text. Select them again."
	}
	for span.Start < span.End && isSpace(text[span.Start:]) {
		_, n := utf8.DecodeRuneInString(text[span.Start:])
		span.Start += n
	}
	span.End = span.Start + len(strings.TrimRightFunc(text[span.Start:span.End], unicode.IsSpace))
	phrase := text[span.Start:span.End]
	switch {
	case phrase == "" || utf8.RuneCountInString(phrase) > maxMissed || strings.Contains(phrase, "\n\n"):
		return span, "Select the name of one place, within a paragraph."
	case mentionAt(p, span) >= 0:
		return span, "There is already a place in these words. Choose it in the text to correct it."
	}
	m.Phrase = phrase
	m.Before, m.After = around(text, span, 200)
	m.Choose = &Choose{Page: m.Page, Phrase: phrase, Choice: choice, Roles: Roles(choice.Role)[1:], New: true}
	at := geo.NewCodePoints(text)
	m.Choose.Target = []Field{
		{"article", p.Article.ID}, {"start", strconv.Itoa(at.At(span.Start))}, {"end", strconv.Itoa(at.At(span.End))},
	}
	return span, ""
}

func isSpace(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsSpace(r)
}

// byteSpan converts a span in code points to bytes.
func byteSpan(text string, start, end int) (geo.Span, bool) {
	span := geo.Span{Start: -1, End: -1}
	n := 0
	for i := range text {
		if n == start {
			span.Start = i
		}
		if n == end {
			span.End = i
		}
		n++
	}
	if n == end {
		span.End = len(text)
	}
	return span, span.Start >= 0 && span.End > span.Start
}

// mentionAt returns the index of a mention that overlaps a span, or -1.
func mentionAt(p *geo.Parsed, span geo.Span) int {
	for i := range p.Mentions {
		if p.Mentions[i].Start < span.End && span.Start < p.Mentions[i].End {
			return i
		}
	}
	return -1
}

// around returns whole words before and after a span, at most a number of bytes each.
func around(text string, span geo.Span, size int) (before, after string) {
	start, end := max(span.Start-size, 0), min(span.End+size, len(text))
	for start > 0 && start < span.Start && text[start-1] != ' ' && text[start-1] != '\n' {
		start++
	}
	for end < len(text) && end > span.End && text[end] != ' ' && text[end] != '\n' {
		end--
	}
	return text[start:span.Start], text[span.End:end]
}
