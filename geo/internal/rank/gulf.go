package rank

import "dateline/geo/gazetteer"

// The normalized names of the seas that are called "the Gulf".
var gulfNames = [...]string{"persian gulf", "gulf of mexico"}

const (
	// gulfName is the normalized name that they share.
	gulfName = "gulf"
	// gulfReach is the largest distance in kilometers between such a sea and the middle of
	// a country or state on its coast.
	gulfReach = 1500
)

// resolveGulf decides "the Gulf", which is the Persian Gulf or the Gulf of Mexico if the
// article names places near one of them and not near the other. Otherwise it has no
// candidates.
func (d *Document) resolveGulf() {
	for i := range d.Clusters {
		g := &d.Clusters[i]
		d.norm = gazetteer.Normalize(d.norm[:0], bare(g.Phrase))
		if string(d.norm) != gulfName || g.cueKinds != 0 || g.paired {
			continue
		}
		from := len(d.Candidates)
		var near [len(gulfNames)]bool
		for k, name := range gulfNames {
			d.names = d.gaz.Lookup(d.names[:0], []byte(name))
			for _, n := range d.names {
				if c := d.candidate(n.Ref); c.Class == ClassWater && len(d.Candidates) == from+k {
					c.Match, c.Name = MatchExact, gazetteer.NameOfficial
					d.Candidates = append(d.Candidates, c)
					near[k] = d.namesNear(i, &c)
				}
			}
		}
		switch {
		case len(d.Candidates) < from+len(gulfNames) || near[0] == near[1]:
			g.From, g.To = from, from
		case near[0]:
			g.From, g.To = from, from+1
		default:
			g.From, g.To = from+1, from+2
		}
		g.Narrowed, g.Gulf = true, true
	}
}

// namesNear reports whether a name other than that of cluster gi most probably means a place
// within gulfReach of sea.
func (d *Document) namesNear(gi int, sea *Candidate) bool {
	for h := range d.Clusters {
		o := &d.Clusters[h]
		if o.hash == d.Clusters[gi].hash {
			continue
		}
		for j := o.From; j < o.To; j++ {
			c := &d.Candidates[j]
			if c.Match != MatchExact || !c.hasOwnName() && c.Name != gazetteer.NameDemonym {
				continue
			}
			if c.At.KM(sea.At) < gulfReach {
				return true
			}
			break // the most important place with the name is elsewhere
		}
	}
	return false
}
