package rank

import (
	"slices"

	"dateline/geo/internal/cue"
)

// maxSenses is the maximum number of additional senses in one article.
const maxSenses = 64

// splitBySense splits the clusters whose mentions the text itself places in different
// areas: "Paris, Texas" and "Paris, France".
func (d *Document) splitBySense() {
	d.outerOf = d.outerOf[:0]
	for i := range d.Mentions {
		d.outerOf = append(d.outerOf, d.outerCluster(i))
	}
	d.firstOuter = d.firstOuter[:0]
	for range d.Clusters {
		d.firstOuter = append(d.firstOuter, -1)
	}
	differ := false
	for i, outer := range d.outerOf {
		if outer < 0 {
			continue
		}
		switch g := d.ClusterOf[i]; d.firstOuter[g] {
		case -1:
			d.firstOuter[g] = outer
		case outer:
		default:
			differ = true
		}
	}
	if differ {
		d.reassignMentions(d.outerOf, d.firstOuter)
	}
}

// outerCluster returns the cluster of the next mention if the text writes it as the
// container of mention i, or -1.
func (d *Document) outerCluster(i int) int {
	if i+1 >= len(d.Mentions) || d.ClusterOf[i+1] == d.ClusterOf[i] || !d.mayContain(d.ClusterOf[i+1]) {
		return -1
	}
	if kind := d.pairJoin(i); kind == cue.JoinComma || kind == cue.JoinIn {
		return d.ClusterOf[i+1]
	}
	return -1
}

// mayContain reports whether a cluster has a country or first-level area among its
// candidates.
func (d *Document) mayContain(g int) bool {
	for _, c := range d.Candidates[d.Clusters[g].From:d.Clusters[g].To] {
		if c.Class == ClassCountry || c.Class == ClassAdmin1 {
			return true
		}
	}
	return false
}

// sense is the part of a name's mentions with one container.
type sense struct{ name, outer, cluster int }

// reassignMentions gives the mentions whose container differs from that of their
// name's first qualified mention a cluster of their own. A mention without a
// container follows the nearest mention before it that has one. outerOf is by
// mention, firstOuter by cluster; -1 means no container.
func (d *Document) reassignMentions(outerOf, firstOuter []int) {
	var senses []sense
	latest := make([]int, len(d.Clusters)) // cluster that a mention without a container follows
	for g := range latest {
		latest[g] = g
		c := &d.Clusters[g]
		c.Count, c.Literal, c.Adjectival, c.Boilerplate = 0, 0, 0, 0
		c.homes, c.actors, c.inside, c.firms, c.streets, c.nations, c.states = 0, 0, 0, 0, 0, 0, 0
	}
	for i := range d.Mentions {
		name, outer := d.ClusterOf[i], outerOf[i]
		to := latest[name]
		switch {
		case outer >= 0 && outer != firstOuter[name]:
			to, senses = d.senseCluster(senses, i, name, outer)
		case outer >= 0:
			to = name
		}
		latest[name] = to
		d.ClusterOf[i] = to
		d.addMention(to, i)
	}
	// Lists such as "Paris, London, Rome" can leave a name's first cluster empty.
	for g := range d.Clusters {
		if c := &d.Clusters[g]; c.Count == 0 {
			c.Count = 1
			c.Boilerplate = 1
			c.positions[0], c.mentions[0] = int32(d.Mentions[c.First].Start), int32(c.First)
		}
	}
}

// senseCluster returns the cluster of the mentions of a name with one container,
// which it creates for mention i if it does not exist. Beyond maxSenses it returns
// the name's first cluster.
func (d *Document) senseCluster(senses []sense, i, name, outer int) (int, []sense) {
	for _, sense := range slices.Backward(senses) {
		if s := sense; s.name == name && s.outer == outer {
			return s.cluster, senses
		}
	}
	if len(senses) >= maxSenses {
		return name, senses
	}
	old := &d.Clusters[name]
	from := len(d.Candidates)
	d.Candidates = append(d.Candidates, d.Candidates[old.From:old.To]...)
	d.Clusters = append(d.Clusters, Cluster{
		Phrase: old.Phrase, hash: old.hash, First: i, Best: -1, Qualifier: NoRef, InTitle: old.InTitle, From: from, To: len(d.Candidates),
		words: old.words, Basis: old.Basis, designatorKinds: old.designatorKinds, Facility: old.Facility, cueKinds: old.cueKinds, cueWord: old.cueWord,
	})
	g := len(d.Clusters) - 1
	return g, append(senses, sense{name, outer, g})
}
