package spatial

import (
	"strings"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
)

// Widen sets Wide of the mentions of an article: the phrase with the common noun of the
// place, its direction and its part, which annotations of other projects often include.
// It follows [Find], whose parts and outskirts it includes. In other languages than English
// it includes only the common noun.
func Widen(a *geo.Article, rec *geo.Recognition) {
	if rec.Language != "en" && rec.Language != "und" {
		widenOther(a, rec)
		return
	}
	r := &reader{text: a.Text, tokens: rec.Tokens, lists: english()}
	for i := range rec.Mentions {
		m := &rec.Mentions[i]
		if m.Role == geo.RoleAssociative || m.Role == geo.RoleCoordinates {
			continue
		}
		first := seek(rec.Tokens, m.Start)
		if first >= len(rec.Tokens) || rec.Tokens[first].Start != m.Start {
			continue
		}
		r.sentence(first)
		wide := geo.Span{Start: r.wideStart(rec.Mentions, i, first), End: r.wideEnd(rec.Mentions, i)}
		if wide != m.Span {
			m.Wide = wide
		}
	}
}

// wideStart returns the offset at which the wide span of mention i begins, whose first
// token is t: before "eastern province of" and "northern".
func (r *reader) wideStart(ms []geo.Mention, i, t int) int {
	floor := 0 // the end of the mention before
	if i > 0 {
		floor = ms[i-1].End
	}
	if rel := ms[i].Relation; rel != nil && (rel.Kind == geo.RelationPart || rel.Kind == geo.RelationOutskirts) && rel.Span.Start >= floor {
		first := seek(r.tokens, rel.Span.Start)
		if w := r.word(first); w == "the" {
			first++
		}
		if r.tokens[first].Start < ms[i].Start {
			return r.tokens[first].Start
		}
	}
	start := t
	if r.word(t-1) == "of" && r.lists.designators[r.word(t-2)] {
		start = t - 2
	}
	for start > r.first {
		w, first := r.joined(start - 1)
		if _, bearing := r.lists.bearing(w); !r.lists.parts[w] && (!bearing || len(w) < len("east")) {
			break
		}
		start = first
	}
	if r.tokens[start].Start < floor {
		return ms[i].Start
	}
	return r.tokens[start].Start
}

// wideEnd returns the offset at which the wide span of mention i ends: after the common
// noun that follows the name, such as "province".
func (r *reader) wideEnd(ms []geo.Mention, i int) int {
	end := ms[i].End
	next := seek(r.tokens, end)
	if r.lists.designators[r.word(next-1)] {
		return end // "London City airport" is not London City
	}
	if next >= r.last || !r.lists.designators[r.word(next)] || strings.TrimLeft(r.text[end:r.tokens[next].Start], " \n\u00a0") != "" {
		return end
	}
	if after := r.word(next + 1); r.lists.blockers[after] && after != "of" {
		return end // "Iran state media"
	}
	if i+1 < len(ms) {
		if ms[i+1].Start < r.tokens[next].End {
			return end
		}
		// the noun of the next name: "the Iraqi city of Mosul"
		if r.word(next+1) == "of" && seek(r.tokens, ms[i+1].Start) == next+2 {
			return end
		}
	}
	return r.tokens[next].End
}

// designatorNouns returns the common nouns of places in a language, without the plurals
// after lists and the words that are rather a body of government.
func designatorNouns(language string) map[string]bool {
	nouns := lexicon.Set(language, "designator")
	for _, category := range []string{"list-type-cue", "type-cue-blocker"} {
		for _, w := range lexicon.Words(language, category) {
			delete(nouns, w)
		}
	}
	return nouns
}
