package temporal

import (
	"strings"
	"time"
	"unicode/utf8"

	"dateline/geo"
)

// maxSentence is the maximum length of a sentence in tokens. Longer ones are tables
// or lists, in which an expression does not belong to a mention.
const maxSentence = 400

// Find sets When of each mention whose sentence contains a temporal expression, to
// the nearest one; of two at the same distance, to the first.
func Find(a *geo.Article, rec *geo.Recognition) {
	r := reader{text: a.Text, tokens: rec.Tokens, lists: english()}
	var other scanner
	if len(a.Published) >= len(time.DateOnly) {
		if day, err := time.Parse(time.DateOnly, a.Published[:len(time.DateOnly)]); err == nil {
			r.published = day
		}
	}
	sentence, start := -1, 0
	var found []geo.DateRange
	next := 0
	for i := range rec.Mentions {
		m := &rec.Mentions[i]
		for next < len(rec.Tokens) && rec.Tokens[next].End <= m.Start {
			next++
		}
		if next == len(rec.Tokens) {
			break
		}
		if s := rec.Tokens[next].Sentence; s != sentence {
			sentence = s
			first, last := next, next
			for first > 0 && rec.Tokens[first-1].Sentence == s {
				first--
			}
			for last < len(rec.Tokens) && rec.Tokens[last].Sentence == s {
				last++
			}
			start = rec.Tokens[first].Start
			language := rec.LanguageAt(m.Start)
			if r.english = language == "en"; !r.english {
				other.calendar = calendarOf(language)
			}
			if r.english || other.calendar == nil {
				found = r.sentence(first, last, found[:0])
			} else if found = found[:0]; last-first <= maxSentence {
				other.text, other.start, other.end = a.Text, rec.Tokens[first].Start, rec.Tokens[last-1].End
				found = r.otherSentence(&other, found)
			}
		}
		if d := nearest(a.Text, start, found, m.Span); d != nil {
			m.When = &geo.DateRange{First: d.First, Last: d.Last, Words: d.Words, Span: d.Span}
		}
	}
}

// clauseGap is the distance in code points that a comma or semicolon between an expression and a mention adds, so that an
// expression in the same clause is preferred.
const clauseGap = 24

// maxOpening is the length in code points of the longest word before an expression that begins its sentence: "On Tuesday, …".
const maxOpening = 4

// nearest returns the expression nearest to a span, or nil without expressions. start is the start of the sentence.
func nearest(text string, start int, found []geo.DateRange, s geo.Span) *geo.DateRange {
	var best *geo.DateRange
	least := 0
	for i := range found {
		from, to := s.End, found[i].Span.Start
		if to < from {
			from, to = found[i].Span.End, s.Start
		}
		if to < from {
			continue
		}
		between := text[from:to]
		gap := utf8.RuneCountInString(between)
		if i == 0 && from == found[i].Span.End && utf8.RuneCountInString(text[start:found[i].Span.Start]) <= maxOpening {
			between = strings.TrimPrefix(between, ",") // it ends no clause
		}
		if strings.ContainsAny(between, ",;،؛、，；") {
			gap += clauseGap
		}
		if best == nil || gap < least {
			best, least = &found[i], gap
		}
	}
	return best
}

// reader parses the expressions of a sentence.
type reader struct {
	text        string
	tokens      []geo.Token
	lists       *lists
	english     bool
	published   time.Time // zero when unknown
	first, last int       // the sentence: the tokens [first, last)
	future      bool      // whether the sentence is about the future
}

// word returns token i, in lower case if the lists contain it, or "" if it is outside
// the sentence. It does not allocate.
func (r *reader) word(i int) string {
	if i < r.first || i >= r.last {
		return ""
	}
	word := r.tokens[i].Text(r.text)
	if len(word) == 0 || len(word) > longestWord || word[0] < 'A' || word[0] > 'Z' {
		return word
	}
	var lower [longestWord]byte
	for i := range len(word) {
		c := word[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	if known, ok := r.lists.vocabulary[string(lower[:len(word)])]; ok {
		return known
	}
	return word
}

// begins reports whether an expression can begin with token i. It rejects most
// tokens quickly.
func (r *reader) begins(i int) bool {
	c := r.text[r.tokens[i].Start]
	if c >= '0' && c <= '9' {
		return true
	}
	return r.english && r.lists.mayStart(c, r.tokens[i].End-r.tokens[i].Start) && r.lists.starters[r.word(i)]
}

// sentence appends the expressions of the tokens [first, last) to found.
func (r *reader) sentence(first, last int, found []geo.DateRange) []geo.DateRange {
	if last-first > maxSentence {
		return found
	}
	r.first, r.last, r.future = first, last, false
	for i := first; i < last; {
		if !r.begins(i) {
			i++
			continue
		}
		if len(found) == 0 && !r.future {
			for i := first; i < last && !r.future; i++ {
				r.future = r.lists.future[r.word(i)]
			}
		}
		begin, end, from, to := r.expression(i)
		if end <= i {
			i++
			continue
		}
		span := geo.Span{Start: r.tokens[begin].Start, End: r.tokens[end-1].End}
		found = append(found, geo.DateRange{
			First: from.Format(time.DateOnly), Last: to.Format(time.DateOnly),
			Words: strings.Join(strings.Fields(span.Text(r.text)), " "), Span: span,
		})
		i = end
	}
	return found
}
