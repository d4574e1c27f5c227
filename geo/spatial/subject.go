package spatial

import "dateline/geo"

// subjectReach is the maximum number of tokens between a subject and its offset.
const subjectReach = 8

// subject sets what the relation of mention i locates: an earlier mention, or a noun
// phrase such as "a village".
func (r *reader) subject(ms []geo.Mention, i int, rel *geo.Relation) {
	switch rel.Kind {
	case geo.RelationPart, geo.RelationRoad:
		return
	}
	first := seek(r.tokens, rel.Span.Start)
	before := i - 1 // the last mention before the words
	for before >= 0 && ms[before].Start >= rel.Span.Start {
		before--
	}
	for at, n := first-1, 0; at >= r.first && n < subjectReach; at, n = at-1, n+1 {
		if before >= 0 && ms[before].Start <= r.tokens[at].Start && r.tokens[at].Start < ms[before].End {
			rel.SubjectMention, rel.Subject = before, ms[before].Span
			return
		}
		if !r.lists.fillers[r.word(at)] {
			break
		}
	}
	// "a village 30 km east of": an article and one to three words of noun
	for at, n := first-1, 0; at >= r.first && n < 4; at, n = at-1, n+1 {
		switch w := r.word(at); {
		case w == "a" || w == "an" || w == "the" || w == "one" || w == "another":
			if n > 0 && r.lists.subjects[r.word(first-1)] {
				rel.Subject = geo.Span{Start: r.tokens[at].Start, End: r.tokens[first-1].End}
			}
			return
		case w == "" || !isWord(w):
			return
		}
	}
}

// isWord reports whether w consists of lower-case letters, hyphens and apostrophes.
func isWord(w string) bool {
	for _, c := range w {
		if (c < 'a' || c > 'z') && c != '-' && c != '\'' {
			return false
		}
	}
	return true
}
