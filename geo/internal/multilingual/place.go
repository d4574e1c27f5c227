package multilingual

import "dateline/geo/internal/tagger"

// Place is a mention of a place: the tokens [First, Last].
type Place struct {
	First, Last int32
	// Skip and Trim are the numbers of bytes at the start and the end that are not part of the name.
	Skip, Trim uint8
	// Adjective reports whether it is an adjective or demonym.
	Adjective bool
	// P is the probability that it is a mention.
	P float32
}

// Places returns the mentions of places in the document: the places that the CRF of m finds, and adjectives
// and demonyms of the gazetteer. They are valid until the next call.
func (d *Document) Places(m *Model) []Place {
	d.places = d.places[:0]
	for _, e := range d.Label(m) {
		p := Place{First: e.First, Last: e.Last, P: e.P}
		switch e.Label {
		case tagger.BeginPlace:
		case tagger.BeginAdjective:
			if d.cover[e.First].Types&tagger.TypeDemonym == 0 {
				continue
			}
			p.Adjective = true
		default:
			continue
		}
		d.setAffixes(&p)
		d.places = append(d.places, p)
	}
	return d.places
}

// setAffixes sets Skip and Trim to those of the names of the gazetteer at both ends of p.
func (d *Document) setAffixes(p *Place) {
	first, last := &d.cover[p.First], &d.cover[p.Last]
	if first.position == posSingle || first.position == posFirst {
		p.Skip = first.Skip
	}
	if last.position == posSingle || last.position == posLast {
		p.Trim = last.Trim
	}
	if start, end := d.Tokens[p.First].Start+uint32(p.Skip), d.Tokens[p.Last].End-uint32(p.Trim); start >= end {
		p.Skip, p.Trim = 0, 0
	}
}
