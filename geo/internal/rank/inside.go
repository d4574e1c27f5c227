package rank

import (
	"dateline/geo"
	"dateline/geo/internal/cue"
)

// inside is the kind of name that a mention is part of.
type inside uint8

const (
	insideNone     inside = iota
	insideFacility        // "Saudi Hospital", "Ankara Electric"
	insideFirm            // "Texas Instruments", "Tennessee Colony"
	insideStreet          // "London Road"
)

// insideName returns the kind of longer name that mention i is part of: a capitalized word
// right after it tells.
func (d *Document) insideName(i int) inside {
	m := &d.Mentions[i]
	if d.language != "" && cue.InStreet(d.language, d.Text, m.Start, m.End) {
		return insideStreet
	}
	word, rest := cue.WordAfter(d.Text[m.End:])
	capital := word != "" && d.Text[m.End+1] < 'a' && (i+1 >= len(d.Mentions) || d.Mentions[i+1].Start != m.End+1)
	if last := cue.LastWord(m.Phrase); len(last) < len(m.Phrase) && cue.StreetWords[last] {
		return insideStreet
	}
	switch {
	case capital && cue.StreetWords[word]:
		return insideStreet
	case capital && (cue.FirmWords[word] || cue.TownWords[word]):
		return insideFirm
	case capital && (cue.BodyWords[word] || cue.FacilityWords[word]), m.Association == geo.AssociationOrganization && !cue.IsOffice(d.Text[:m.Start]) && (capital || cue.FollowsName(d.Text[:m.Start])):
		return insideFacility
	case capital: // "Santa Cruz Insurance Group"
		if next, _ := cue.WordAfter(rest); next != "" && rest[1] < 'a' && cue.BodyWords[next] {
			return insideFacility
		}
	}
	return insideNone
}

// Inside reports whether all mentions of a cluster are parts of longer names, of facilities
// or bodies, that the gazetteer lacks: what they name is in or near the place at most.
func (g *Cluster) Inside() bool { return g.inside == g.Count && !g.paired }

// InsideFirm reports whether all mentions of a cluster are parts of the names of firms or towns that the gazetteer
// lacks: not even the state or country is named.
func (g *Cluster) InsideFirm() bool { return g.firms == g.Count && !g.paired }

// Street reports whether all mentions of a cluster are parts of the names of streets.
func (g *Cluster) Street() bool { return g.streets == g.Count }
