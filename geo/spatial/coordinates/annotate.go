package coordinates

import (
	"dateline/geo"
)

// Annotate adds the coordinates of an article to its mentions, with [geo.RoleCoordinates],
// and removes the mentions of names that are a part of them: in "grid 38S MB 4595 8820",
// MB is not Manitoba.
func Annotate(a *geo.Article, rec *geo.Recognition) {
	found := Find(a.Text)
	if len(found) == 0 {
		return
	}
	merged := make([]geo.Mention, 0, len(rec.Mentions)+len(found))
	rest := rec.Mentions
	for i := range found {
		m := &found[i]
		for len(rest) > 0 && rest[0].End <= m.Start {
			merged, rest = append(merged, rest[0]), rest[1:]
		}
		for len(rest) > 0 && rest[0].Start < m.End {
			rest = rest[1:]
		}
		if !m.Partial {
			merged = append(merged, geo.Mention{
				Span: m.Span, Phrase: m.Text(a.Text), Role: geo.RoleCoordinates, Recognized: 1, Passage: passage(rec.Sentences, m.Span),
			})
		}
	}
	merged = append(merged, rest...)
	rec.Mentions = merged
}

// passage returns the span of the sentences that contain a span.
func passage(sentences []geo.Span, s geo.Span) geo.Span {
	out := s
	for _, sentence := range sentences {
		if sentence.Start < s.End && sentence.End > s.Start {
			out.Start, out.End = min(out.Start, sentence.Start), max(out.End, sentence.End)
		}
	}
	return out
}
