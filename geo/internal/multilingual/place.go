package multilingual

import "dateline/geo/internal/tagger"

// Role is what a place is mentioned for.
type Role uint8

const (
	// Literal is the role of a place where something is.
	Literal Role = iota
	// Adjective is the role of adjectives and demonyms.
	Adjective
	// Metonym is the role of a place that stands for its government, people or team.
	Metonym
)

// Place is a mention of a place: the tokens [First, Last].
type Place struct {
	First, Last int32
	// Skip and Trim are the numbers of bytes at the start and the end that are not part of the name.
	Skip, Trim uint8
	Role       Role
	// P is the probability that it is a mention.
	P float32
}

// Places returns the mentions of places in the document: the places that the CRF of m finds, adjectives
// and demonyms of the gazetteer, and organizations with the name of a state or large town. They are valid
// until the next call.
func (d *Document) Places(m *Model) []Place {
	d.places = d.places[:0]
	for _, e := range d.Label(m) {
		if role, ok := d.roleOf(&e); ok {
			d.addHashtags(&Place{First: e.First, Last: e.Last, P: e.P, Role: role})
		}
	}
	return d.places
}

// roleOf returns the role of a name that the CRF found, and false if it is no mention of a place.
func (d *Document) roleOf(e *Entity) (Role, bool) {
	switch e.Label {
	case tagger.BeginPlace:
		return Literal, true
	case tagger.BeginAdjective:
		return Adjective, d.cover[e.First].Types&tagger.TypeDemonym != 0
	case tagger.BeginOrganization:
		return Metonym, d.isActor(e)
	}
	return Literal, false
}

// addHashtags appends p to d.places without the marks of hashtags, of which each that follows another one is a place of its own.
func (d *Document) addHashtags(p *Place) {
	first := p.First
	for i := p.First; i <= p.Last+1; i++ {
		if i <= p.Last && d.Tokens[i].Text(d.Text) != "#" {
			continue
		}
		if i > first {
			q := *p
			q.First, q.Last = first, i-1
			d.setAffixes(&q)
			d.places = append(d.places, q)
		}
		first = i + 1
	}
}

// minActor is the size class of the smallest town that stands for its government or team: 250,000 people.
const minActor = 5

// isActor reports whether a name of an organization is that of a state or large town.
func (d *Document) isActor(e *Entity) bool {
	first, last := &d.cover[e.First], &d.cover[e.Last]
	whole := first.position == tagger.PosSingle && e.First == e.Last || first.position == tagger.PosFirst && last.position == tagger.PosLast && !d.hasNameEnd(e)
	if !whole || first.Types&tagger.TypeDemonym != 0 {
		return false
	}
	return first.Types&tagger.TypeCountry != 0 || first.Types&(tagger.TypeState|tagger.TypeTown) != 0 && first.Size >= minActor
}

// hasNameEnd reports whether a name of the gazetteer ends within e before its last token.
func (d *Document) hasNameEnd(e *Entity) bool {
	for i := e.First; i < e.Last; i++ {
		if p := d.cover[i].position; p == tagger.PosLast || p == tagger.PosSingle {
			return true
		}
	}
	return false
}

// setAffixes sets Skip and Trim to those of the names of the gazetteer at both ends of p.
func (d *Document) setAffixes(p *Place) {
	first, last := &d.cover[p.First], &d.cover[p.Last]
	if first.position == tagger.PosSingle || first.position == tagger.PosFirst {
		p.Skip = first.Skip
	}
	if last.position == tagger.PosSingle || last.position == tagger.PosLast {
		p.Trim = last.Trim
	}
	if start, end := d.Tokens[p.First].Start+uint32(p.Skip), d.Tokens[p.Last].End-uint32(p.Trim); start >= end {
		p.Skip, p.Trim = 0, 0
	}
}
