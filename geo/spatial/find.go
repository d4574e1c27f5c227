package spatial

import (
	"strings"

	"dateline/geo"
)

// maxSentence is the maximum length of a sentence in tokens. Longer ones are tables
// or lists and have no relations.
const maxSentence = 400

// Find parses the relations of an article and sets Relation of the mentions that are
// their first anchors. A relation belongs to the name that its phrase ends in: to
// Kharkiv in "west of the Ukrainian city of Kharkiv". Find takes linear time and reads
// only the words around mentions. The language of short texts such as "M 5.8 - 23 km
// SSE of Hihifo, Tonga" is often undetermined; they are parsed as English. In sixteen other
// languages Find parses distances with a direction, and words for "near".
func Find(a *geo.Article, rec *geo.Recognition) {
	if rec.Language != "en" && rec.Language != "und" {
		findOther(a, rec)
		return
	}
	r := &reader{text: a.Text, tokens: rec.Tokens, lists: english()}
	for i := range rec.Mentions {
		m := &rec.Mentions[i]
		if !located(m) {
			continue // "between the Afghan and the Pakistani Taliban" is not a location
		}
		t := seek(rec.Tokens, m.Start)
		if t >= len(rec.Tokens) {
			continue
		}
		if t < r.first || t >= r.last || r.last > len(rec.Tokens) {
			r.sentence(t)
		}
		if r.last-r.first > maxSentence {
			continue
		}
		if m.Relation = r.relation(rec.Mentions, i, t); m.Relation != nil {
			r.subject(rec.Mentions, i, m.Relation)
			removeModifiers(rec.Mentions, i)
		}
	}
}

// located reports whether a relation can be measured from a mention.
func located(m *geo.Mention) bool {
	return m.Role == geo.RoleLiteral || m.Role == geo.RoleCoordinates
}

// removeModifiers removes the relations of the mentions before mention i whose words
// are also those of the relation of mention i: "15 km west of" belongs to Kharkiv, not
// to "Ukrainian", in "15 km west of the Ukrainian city of Kharkiv".
func removeModifiers(ms []geo.Mention, i int) {
	for k := i - 1; k >= 0 && ms[k].Start >= ms[i].Relation.Span.Start; k-- {
		if rel := ms[k].Relation; rel != nil && rel.Anchor2 < 0 && rel.Span.Start < ms[i].Relation.Span.End {
			ms[k].Relation = nil
		}
	}
}

// relation parses the relation before mention i, whose first token is t. It returns
// nil if it does not find one.
func (r *reader) relation(ms []geo.Mention, i, t int) *geo.Relation {
	for _, read := range []func([]geo.Mention, int, int) *geo.Relation{r.between, r.offset, r.part} {
		if rel := read(ms, i, t); rel != nil {
			rel.Words = strings.Join(strings.Fields(rel.Span.Text(r.text)), " ")
			return rel
		}
	}
	return nil
}

// start returns a relation of mention i whose words are the tokens [first, end).
func (r *reader) start(kind geo.RelationKind, i, first, end int) *geo.Relation {
	return &geo.Relation{
		Kind: kind, Anchor: i, Anchor2: -1, SubjectMention: -1,
		Span: geo.Span{Start: r.tokens[first].Start, End: r.tokens[end-1].End},
	}
}

// offset parses "50 kilometers north of", "30 miles from", "north of", "near", "off
// the coast of" and "the outskirts of" before token t.
func (r *reader) offset(ms []geo.Mention, i, t int) *geo.Relation {
	end := r.phraseStart(ms, i, t)
	last := r.word(end - 1)
	switch {
	case last == "of":
		switch head, first := r.joined(end - 2); head {
		case "outskirts", "suburbs", "edge", "outskirt", "periphery":
			return r.edge(i, first, end)
		case "coast", "shore", "shores", "waters":
			return r.coast(i, first, end)
		case "outside", "short":
			return r.measured(i, first, end, geo.RelationDistance)
		case "vicinity":
			return r.start(geo.RelationNear, i, first, end)
		default:
			if degrees, ok := r.lists.bearing(head); ok {
				return r.directed(i, first, end, degrees)
			}
		}
	case last == "from" || last == "outside":
		if rel := r.measured(i, end-1, end, geo.RelationDistance); rel != nil {
			return rel
		}
		if last == "outside" {
			return r.near(i, end-1, end)
		}
	case last == "off":
		return r.coast(i, end-1, end)
	case last == "to":
		if w := r.word(end - 2); w == "close" || w == "adjacent" || w == "next" {
			return r.near(i, end-2, end)
		}
	case r.lists.near[last]:
		return r.near(i, end-1, end)
	}
	return nil
}

// near parses "near", "just outside" and "close to", whose words are the tokens
// [first, end).
func (r *reader) near(i, first, end int) *geo.Relation {
	if w := r.word(first - 1); w == "just" || w == "very" || w == "not" {
		if w == "not" {
			return nil
		}
		first--
	}
	return r.start(geo.RelationNear, i, first, end)
}

// edge parses "the [northern] outskirts of"; first is the token "outskirts".
func (r *reader) edge(i, first, end int) *geo.Relation {
	degrees, has := 0.0, false
	if d, f := r.joined(first - 1); d != "" {
		if degrees, has = r.lists.bearing(d); has {
			first = f
		}
	}
	if r.word(first-1) == "the" {
		first--
	}
	rel := r.start(geo.RelationOutskirts, i, first, end)
	rel.Bearing, rel.HasBearing = degrees, has
	return rel
}

// coast parses "[20 nautical miles] off the [southern] coast of" and "20 miles off";
// first is the token "coast" or "off".
func (r *reader) coast(i, first, end int) *geo.Relation {
	off := first
	degrees, has := 0.0, false
	for n := 0; n < 4 && r.word(off) != "off"; n++ {
		var w string
		w, off = r.joined(off - 1)
		if d, ok := r.lists.bearing(w); ok {
			degrees, has = d, true
		}
	}
	if r.word(off) != "off" {
		return nil
	}
	// in "cut off Gaza" and "set off", "off" is a particle
	if off == end-1 {
		if km, _, from := r.distance(off); from == off || km == 0 {
			return nil
		}
	}
	rel := r.start(geo.RelationCoast, i, off, end)
	rel.Bearing, rel.HasBearing = degrees, has
	if km, vague, from := r.distance(off); from < off {
		rel.DistanceKM, rel.Vague, rel.Span.Start = km, vague, r.tokens[from].Start
	}
	return rel
}

// directed parses the direction at tokens [first, end-1) and the distance before it.
func (r *reader) directed(i, first, end int, degrees float64) *geo.Relation {
	if w := r.word(first - 1); w == "due" || w == "the" || w == "just" || w == "further" || w == "immediately" {
		if w == "the" {
			// "the north of Syria" is a part of Syria
			rel := r.start(geo.RelationPart, i, first-1, end)
			rel.Bearing, rel.HasBearing = degrees, true
			return rel
		}
		first--
	}
	from := first
	if w := r.word(from - 1); w == "to" {
		from--
	}
	km, vague, from := r.distance(from)
	kind := geo.RelationDirection
	if km > 0 {
		kind, first = geo.RelationOffset, from
	}
	rel := r.start(kind, i, first, end)
	rel.Bearing, rel.HasBearing, rel.DistanceKM, rel.Vague = degrees, true, km, vague
	return rel
}

// measured parses the distance before "from", "outside" or "short of", which is at
// token first. It returns nil if there is no distance.
func (r *reader) measured(i, first, end int, kind geo.RelationKind) *geo.Relation {
	from := first
	if w := r.word(from - 1); w == "away" || w == "far" || w == "inland" {
		from--
	}
	// "30 km northeast from downtown San Jose"
	if head, f := r.joined(from - 1); head != "" {
		if degrees, ok := r.lists.bearing(head); ok {
			if km, vague, begin := r.distance(f); km > 0 {
				rel := r.start(geo.RelationOffset, i, begin, end)
				rel.Bearing, rel.HasBearing, rel.DistanceKM, rel.Vague = degrees, true, km, vague
				return rel
			}
		}
	}
	km, vague, begin := r.distance(from)
	if km == 0 {
		return nil
	}
	rel := r.start(kind, i, begin, end)
	rel.DistanceKM, rel.Vague = km, vague
	return rel
}

// part parses an adjective of direction directly before the name: "south-eastern".
func (r *reader) part(_ []geo.Mention, i, t int) *geo.Relation {
	w, first := r.joined(t - 1)
	if !strings.HasSuffix(w, "ern") {
		return nil
	}
	degrees, ok := r.lists.bearing(w)
	if !ok {
		return nil
	}
	rel := r.start(geo.RelationPart, i, first, t)
	rel.Bearing, rel.HasBearing = degrees, true
	return rel
}

// between parses "between X and Y" and "the road from X to Y", where X is mention i.
func (r *reader) between(ms []geo.Mention, i, t int) *geo.Relation {
	if i+1 >= len(ms) {
		return nil
	}
	head := r.phraseStart(ms, i, t) - 1
	link, kind := "and", geo.RelationBetween
	switch r.word(head) {
	case "between", "linking", "connecting":
		if r.lists.roads[r.word(head-1)] || r.word(head) != "between" {
			kind = geo.RelationRoad
		}
	case "from":
		link, kind = "to", geo.RelationRoad
	default:
		return nil
	}
	first := head
	if kind == geo.RelationRoad {
		way := head - 1
		for n := 0; n < 2 && !r.lists.roads[r.word(way)]; n++ {
			way--
		}
		if !r.lists.roads[r.word(way)] {
			return nil
		}
		first = way
		for n := 0; n < 3 && r.word(first) != "the" && r.word(first-1) != ""; n++ {
			if w := r.word(first - 1); w == "the" || w == "main" || w == "a" || w == "key" {
				first--
			}
		}
	}
	// only the linking word and the phrase of the second name may follow
	next := seek(r.tokens, ms[i].End)
	if kind == geo.RelationRoad && r.word(next) == "with" {
		link = "with"
	}
	if r.word(next) != link {
		return nil
	}
	second := r.phraseName(ms, i+1, next+1)
	if second < 0 || !located(&ms[second]) {
		return nil
	}
	rel := r.start(kind, i, first, head+1)
	rel.Anchor2 = second
	return rel
}
