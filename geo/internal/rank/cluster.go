package rank

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
)

const (
	// maxPositions is the number of mentions of a cluster whose positions are used
	// for distances in the text.
	maxPositions = 6
	// maxNeighbors is the number of other clusters that a cluster is compared with.
	maxNeighbors = 32
)

// Cluster is the mentions of an article that share a name and, unless the text
// contradicts it, a sense.
type Cluster struct {
	Phrase string
	First  int // index of the first mention
	Count  int // mentions
	// From and To are the range of the cluster's candidates in
	// Document.Candidates, Best the most probable one or -1.
	From, To, Best int
	// Literal, Adjectival and Boilerplate count mentions by role.
	Literal, Adjectival, Boilerplate int
	InTitle, InDateline              bool
	// Facility is set if the phrase contains a facility word.
	Facility bool
	// Qualifier is a first-level area or country written inside the phrase or
	// right after it, or NoRef.
	Qualifier gazetteer.Ref
	// Outer are the clusters written as containers of this one ("Texas" of "Paris,
	// Texas"), Inner the converse.
	Outer, Inner Links
	// Decided is set if an editor decided the place.
	Decided bool

	// Narrowed is set if candidates were dropped because the text qualifies the name, or
	// because they contain no place that it qualifies.
	Narrowed bool
	// Basis is the reason why places with the name are no candidates, or "".
	Basis string
	// Governed is set if an office or body of its government decided between a country and
	// a state, Gulf if the phrase is "the Gulf".
	Governed, Gulf bool
	// elsewhere is set if the text writes "X in Y" of it and a country in which it has no candidate.
	elsewhere bool
	// paired is set if the text qualifies the name and some candidate is there.
	paired bool
	// inside counts the mentions that are part of the name of a facility or body, streets
	// those of a street, see insideName.
	inside, firms, streets int
	// homes and actors count mentions by how they act, see actingOf.
	homes, actors int
	// nations and states count mentions by what governs them, see cue.GovernedBy.
	nations, states int
	hash            uint64
	positions       [maxPositions]int32 // of the first mentions, in bytes of the text
	mentions        [maxPositions]int32 // the same mentions by index
	words           int
	// designatorKinds agree with the designators of the phrase; empty without any.
	designatorKinds cue.Kinds
	// cueKinds agree with the type cues around the mentions; empty without any.
	cueKinds cue.Kinds
	cueWord  string // the cue right after the name, or ""
	// ownStrength is the strength of the cluster's own candidates against
	// containers.
	ownStrength float32
	// namedShare is one over the number of the cluster's own candidates in
	// countries that the article names, or 0.
	namedShare float32
	// weight is the cluster's weight as context of others.
	weight float32
}

// CueFavors reports whether the type cues in the text agree with kind a and not with
// kind b.
func (g *Cluster) CueFavors(a, b geo.Kind) bool {
	return g.cueKinds != 0 && g.cueKinds.Has(a) && !g.cueKinds.Has(b)
}

// DesignatorFavors reports whether the designators in the phrase agree with kind a
// and not with kind b.
func (g *Cluster) DesignatorFavors(a, b geo.Kind) bool {
	return g.designatorKinds != 0 && g.designatorKinds.Has(a) && !g.designatorKinds.Has(b)
}

// FirstPosition returns the byte offset of the first mention.
func (g *Cluster) FirstPosition() int { return int(g.positions[0]) }

// Link is a reference to another cluster that the text writes as a container or as a
// part: "Paris, Texas". Comma is set if a comma or parenthesis separates them.
type Link struct {
	Cluster int
	Comma   bool
}

// Links are the first few links of a cluster in one direction.
type Links struct {
	n    int
	list [4]Link
}

func (l *Links) add(k Link) {
	for i := range l.n {
		if l.list[i].Cluster == k.Cluster {
			l.list[i].Comma = l.list[i].Comma || k.Comma
			return
		}
	}
	if l.n < len(l.list) {
		l.list[l.n] = k
		l.n++
	}
}

// All returns the links.
func (l *Links) All() []Link { return l.list[:l.n] }

// clusterMentions forms the clusters, finds their candidates and links the clusters
// by how their mentions follow one another in the text.
func (d *Document) clusterMentions() {
	d.Clusters, d.ClusterOf, d.Candidates = d.Clusters[:0], d.ClusterOf[:0], d.Candidates[:0]
	d.resetTable(len(d.Mentions))
	for i := range d.Mentions {
		d.ClusterOf = append(d.ClusterOf, d.findCluster(i))
	}
	for i := range d.Clusters {
		if d.Clusters[i].streets == d.Clusters[i].Count {
			d.Clusters[i].From, d.Clusters[i].To = len(d.Candidates), len(d.Candidates)
			continue
		}
		d.findCandidates(&d.Clusters[i])
		d.dropMisleadingCue(&d.Clusters[i])
	}
	d.splitBySense()
	for i := range d.Mentions {
		d.resolvePair(i)
	}
	for i := range d.Clusters {
		d.applyGovernment(&d.Clusters[i])
		d.dropOtherNames(&d.Clusters[i])
		d.dropHomonymsOfOrigin(&d.Clusters[i])
		d.dropHomonymsOfState(&d.Clusters[i])
		d.dropHomonymsOfAdjective(&d.Clusters[i])
	}
	d.resolveGulf()
	for i := range d.Mentions {
		d.findQualifier(i)
		if i == 0 || d.ClusterOf[i-1] == d.ClusterOf[i] {
			continue
		}
		inner, outer := d.ClusterOf[i-1], d.ClusterOf[i]
		kind := cue.JoinOfLanguage(d.language, d.Text, d.Mentions[i-1].End, d.Mentions[i].Start)
		if kind == cue.JoinNone {
			continue
		}
		if kind == cue.JoinPossessive {
			inner, outer = outer, inner
		}
		d.Clusters[inner].Outer.add(Link{outer, kind == cue.JoinComma})
		d.Clusters[outer].Inner.add(Link{inner, kind == cue.JoinComma})
	}
}

// resetTable clears the hash table of phrases and makes it large enough for n.
func (d *Document) resetTable(n int) {
	size := 16
	for size < 2*n {
		size *= 2
	}
	if cap(d.table) < size {
		d.table = make([]int32, size)
	}
	d.table = d.table[:size]
	clear(d.table)
}

// findCluster adds mention i to the cluster of its phrase and type cue, which it
// creates if it does not exist, and returns its index.
func (d *Document) findCluster(i int) int {
	m := &d.Mentions[i]
	phrase := bare(m.Phrase)
	if d.language != "" && m.Base != "" {
		phrase = m.Base
	}
	cue, word := d.typeCue(i)
	hash := uint64(14695981039346656037) ^ uint64(cue) // FNV-1a
	for j := range len(phrase) {
		b := phrase[j]
		if len(phrase) > longestCode && b >= 'A' && b <= 'Z' {
			b += 'a' - 'A'
		}
		hash = (hash ^ uint64(b)) * 1099511628211
	}
	slot := int(hash) & (len(d.table) - 1)
	for d.table[slot] != 0 {
		g := int(d.table[slot]) - 1
		if d.Clusters[g].hash == hash && samePhrase(d.Clusters[g].Phrase, phrase) && d.Clusters[g].cueKinds == cue {
			d.addMention(g, i)
			return g
		}
		slot = (slot + 1) & (len(d.table) - 1)
	}
	d.Clusters = append(d.Clusters, Cluster{Phrase: phrase, hash: hash, First: i, Best: -1, Qualifier: NoRef, cueKinds: cue, cueWord: word})
	d.table[slot] = int32(len(d.Clusters))
	g := len(d.Clusters) - 1
	d.Clusters[g].InTitle = len(phrase) > 2 && (strings.Contains(d.Article.Title, phrase) || strings.Contains(d.Article.Title, m.Phrase))
	d.addMention(g, i)
	return g
}

// longestCode is the length in bytes up to which phrases are compared with their
// case: "US" is not "us", but "MANSFIELD" is "Mansfield".
const longestCode = 4

func samePhrase(a, b string) bool {
	return a == b || len(a) > longestCode && strings.EqualFold(a, b)
}

// addMention adds mention i to the counts of cluster g.
func (d *Document) addMention(g, i int) {
	c, m := &d.Clusters[g], &d.Mentions[i]
	if c.Count < maxPositions {
		c.positions[c.Count], c.mentions[c.Count] = int32(m.Start), int32(i)
	}
	c.Count++
	switch {
	case m.Role == geo.RoleBoilerplate:
		c.Boilerplate++
	case !cue.IsNoun(m):
		c.Adjectival++
	case m.Role != geo.RoleAssociative:
		c.Literal++
	}
	switch d.actingOf(i) {
	case actsAsHome:
		c.homes++
	case actsAsArea:
		c.actors++
	}
	switch cue.GovernedBy(d.Text, m.Start, m.End) {
	case cue.GovernedCountry:
		c.nations++
	case cue.GovernedState:
		c.states++
	case cue.GovernedNot:
	}
	switch d.insideName(i) {
	case insideStreet:
		c.streets++
	case insideFirm:
		c.inside++
		c.firms++
	case insideFacility:
		c.inside++
	}
	c.InDateline = c.InDateline || m.Role == geo.RoleDateline
}
