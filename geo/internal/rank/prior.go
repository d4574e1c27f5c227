package rank

import (
	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank/feature"
)

// The population values, see Candidate.population, from which a settlement is a world
// city, and by which a homonym must be smaller to be dominated by it. A smaller town is a
// world city too if it has many names and each homonym has at most half as many: Geneva,
// Florence, Venice. Of such a city, homonyms up to twice its size are dominated.
const (
	worldCityPopulation = 7.419 // ln((500000+300)/300)
	dominatedMargin     = 2.303 // ln 10
	eminentProminence   = 3.434 // ln(1+30), see Candidate.prominence
	eminentMargin       = .693  // ln 2
)

// priorFeatures compares the candidates as bearers of the name: a country or a world
// city whose own name it is, and the others.
func priorFeatures(g *Cluster, cands []Candidate, rows []Row) {
	country, world := ownBearers(cands)
	if country >= 0 && (g.cueKinds != 0 && !g.cueKinds.Has(cands[country].Kind) || g.designatorKinds != 0) {
		country = -1
	}
	for i := range cands {
		c, r := &cands[i], &rows[i]
		if c.Match == MatchContainer {
			continue
		}
		isCountry := i == country || country >= 0 && c.translated && c.Class == ClassCountry && c.Match == MatchExact && c.hasOwnName() // Congo is two
		r[feature.OwnCountry] = flag(isCountry)
		r[feature.World] = flag(i == world && country < 0)
		if country >= 0 && !isCountry {
			if c.Class == ClassAdmin1 {
				r[feature.RivalArea] = 1
			} else {
				r[feature.Rival] = 1
			}
		}
		if world >= 0 && country < 0 && i != world && c.Class == ClassSettlement {
			r[feature.Dominated] = flag(c.population < cands[world].population-dominatedMargin || cands[world].eclipses(c))
		}
		r[feature.RivalName] = flag((country >= 0 || world >= 0) && !isCountry && i != world && c.hasOtherName())
	}
}

// dropOtherNames drops the settlements that once had, or elsewhere have, the name of a country
// or world city, unless the text qualifies the name: "Venice" is not Dayton, Ohio.
func (d *Document) dropOtherNames(g *Cluster) {
	if g.paired || g.Qualifier != NoRef {
		return
	}
	cands := d.Candidates[g.From:g.To]
	country, world := ownBearers(cands)
	if country < 0 && world < 0 {
		if area := largestArea(cands, worldCityPopulation); area >= 0 {
			home := cands[area].Country
			d.keepUnnarrowed(g, func(c *Candidate) bool {
				return c.Class != ClassSettlement || c.Match != MatchExact || !c.hasOtherName() || c.Country == home
			})
		}
		return
	}
	inside := uint16(0) // the country in which areas of the same name are not meant: "Mexico", not the state
	if country >= 0 && g.cueKinds == 0 && g.designatorKinds == 0 && g.states == 0 {
		inside = cands[country].Country
	}
	d.keepUnnarrowed(g, func(c *Candidate) bool {
		if c.Class == ClassAdmin1 || c.Class == ClassAdmin2 {
			return inside == 0 || c.Country != inside
		}
		return c.Class != ClassSettlement || c.Match != MatchExact || !c.hasOtherName()
	})
}

// largestArea returns the index of the most populous first-level area whose own name is the phrase, with at least
// a population value, -1 if there is none: "Victoria" is not Hong Kong.
func largestArea(cands []Candidate, least float32) int {
	area := -1
	for i := range cands {
		c := &cands[i]
		if c.Class == ClassAdmin1 && c.Match == MatchExact && c.hasOwnName() && c.population >= least && (area < 0 || c.population > cands[area].population) {
			area = i
		}
	}
	return area
}

// dropHomonymsOfAdjective drops the settlements with the name of a country's people, where the text uses it as an
// adjective and does not qualify it, unless the publisher may be at home near one: "a Canadian tourist".
func (d *Document) dropHomonymsOfAdjective(g *Cluster) {
	if g.paired || g.Qualifier != NoRef || g.Adjectival == 0 || g.Literal > 0 {
		return
	}
	isPeople := func(c *Candidate) bool { return c.Class == ClassCountry && c.Name == gazetteer.NameDemonym }
	for j := g.From; j < g.To; j++ {
		if isPeople(&d.Candidates[j]) {
			d.keepUnnarrowed(g, func(c *Candidate) bool {
				return isPeople(c) || !isLocal(c.Class) || d.isNearPublisher(c)
			})
			break
		}
	}
}

// dropHomonymsOfOrigin drops the settlements with the name of a country that the article names only as
// the origin of persons: "a lawyer from Jamaica", unless the publisher may be at home near one or other
// names of the article may mean a county or town around it.
func (d *Document) dropHomonymsOfOrigin(g *Cluster) {
	if g.paired || g.Qualifier != NoRef || g.acts() != actsAsHome {
		return
	}
	country, _ := ownBearers(d.Candidates[g.From:g.To])
	if country < 0 {
		return
	}
	d.keepUnnarrowed(g, func(c *Candidate) bool {
		return c.Class != ClassSettlement || d.isNearPublisher(c) || d.isNearNames(g, c)
	})
}

// dropHomonymsOfState drops the towns with the name of a large state or province that the article names only as an
// attribute: "a Delaware company". A publisher or other names near a town keep it.
func (d *Document) dropHomonymsOfState(g *Cluster) {
	if g.paired || g.Qualifier != NoRef || g.Literal > 0 || g.Adjectival > 0 {
		return
	}
	cands := d.Candidates[g.From:g.To]
	country, world := ownBearers(cands)
	if country >= 0 || world >= 0 {
		return
	}
	area := largestArea(cands, dominatedMargin)
	if area < 0 {
		return
	}
	limit := cands[area].population - dominatedMargin
	d.keepUnnarrowed(g, func(c *Candidate) bool {
		return c.Class != ClassSettlement || c.population > limit || d.isNearPublisher(c) || d.isNearNames(g, c)
	})
}

// isNearNames reports whether another name of the article may mean a place within 50 km of a candidate
// of cluster g, and does not act, or the county that contains it. The name of a world city means no other settlement.
func (d *Document) isNearNames(g *Cluster, c *Candidate) bool {
	for i := range d.Clusters {
		o := &d.Clusters[i]
		if o.hash == g.hash {
			continue
		}
		acts := o.acts() != actsNot
		_, world := ownBearers(d.Candidates[o.From:o.To])
		for k := o.From; k < min(o.To, o.From+maxReadings); k++ {
			n := &d.Candidates[k]
			if n.Match > MatchDesignator || !isLocal(n.Class) || n.Class == ClassWater || world >= 0 && k != o.From+world && n.Class == ClassSettlement && o.Qualifier == NoRef {
				continue
			}
			if n.Class == ClassAdmin2 && c.Admin2 == n.Ref || !acts && c.At.Chord2(n.At) < chord50 {
				return true
			}
		}
	}
	return false
}

// isNearPublisher reports whether a place is near the publisher's home or the places of its other
// articles.
func (d *Document) isNearPublisher(c *Candidate) bool {
	if d.locale != nil {
		if near, _ := d.locale.Near(c.At, c.Admin1); near > 0 {
			return true
		}
	}
	if d.profile != nil {
		_, _, near := historyShares(d.profile, c)
		return near > 0
	}
	return false
}

// ownBearers returns the indexes of the country and of the world city whose own name is
// the phrase, -1 if there is none. Of countries with the name in the language of the text it is the most populous one.
func ownBearers(cands []Candidate) (country, world int) {
	country, world = -1, -1
	eminent := -1
	for i := range cands {
		c := &cands[i]
		if c.Match != MatchExact || !c.hasOwnName() {
			continue
		}
		switch c.Class {
		case ClassCountry:
			if country < 0 || !c.translated || c.population > cands[country].population {
				country = i
			}
		case ClassSettlement:
			if world < 0 || c.population > cands[world].population {
				world = i
			}
			if eminent < 0 || c.prominence > cands[eminent].prominence {
				eminent = i
			}
		}
	}
	if country >= 0 && world >= 0 && cands[country].translated && cands[world].population > cands[country].population {
		country = -1 // "Granada" in Spanish
	}
	if world >= 0 && !cands[world].Capital && cands[world].population < worldCityPopulation {
		world = -1
		if isEminent(cands, eminent) {
			world = eminent
		}
	}
	return country, world
}

// isEminent reports whether candidate i has many names, and each other settlement whose own name is the phrase
// is eclipsed by it.
func isEminent(cands []Candidate, i int) bool {
	if cands[i].prominence < eminentProminence {
		return false
	}
	for j := range cands {
		c := &cands[j]
		if j != i && c.Class == ClassSettlement && c.Match == MatchExact && c.hasOwnName() && !cands[i].eclipses(c) {
			return false
		}
	}
	return true
}

// eclipses reports whether a settlement is so much better known than another of its name that
// the other, unless it is far larger, is not meant without evidence.
func (c *Candidate) eclipses(o *Candidate) bool {
	return c.prominence >= eminentProminence && o.prominence < c.prominence-eminentMargin && o.population < c.population+eminentMargin
}

// hasOwnName reports whether a candidate matched by its own name, not by one in another
// language, a former one or that of its people. Countries have several.
func (c *Candidate) hasOwnName() bool {
	switch c.Name {
	case gazetteer.NameOfficial, gazetteer.NameASCII:
		return !c.foreign
	case gazetteer.NameAlternate, gazetteer.NameAbbreviation:
		return c.Class == ClassCountry && !c.foreign
	}
	return false
}

// hasOtherName reports whether a candidate matched by an alternate, former or foreign
// name.
func (c *Candidate) hasOtherName() bool {
	return !c.hasOwnName() && c.Name != gazetteer.NameAbbreviation && c.Name != gazetteer.NameDemonym
}

const (
	// maxNamesAround is the number of clusters before and after a cluster, and
	// maxReadings the number of candidates of each, that neighborFeatures compares.
	maxNamesAround = 3
	maxReadings    = 24
)

// neighborFeatures computes, for each candidate of cluster gi, how many of the names
// around it in the text may mean a place within 50 km of it or the county that contains
// it, each weighted by the inverse root of its number of readings, whatever the names are
// taken to mean.
func (d *Document) neighborFeatures(gi int) {
	g := &d.Clusters[gi]
	if g.To-g.From < 2 {
		return
	}
	for h := max(0, gi-maxNamesAround); h < min(len(d.Clusters), gi+maxNamesAround+1); h++ {
		o := &d.Clusters[h]
		if h == gi || o.hash == g.hash {
			continue
		}
		if n := d.countExact(o); n > 0 {
			d.addNeighborReadings(g, o, 1/sqrt(n))
		}
	}
	for j := g.From; j < g.To; j++ {
		d.Rows[j][feature.Neighbors] = min(2, d.Rows[j][feature.Neighbors])
	}
}

// countExact returns the number of candidates with exactly the name.
func (d *Document) countExact(g *Cluster) (n float32) {
	for k := g.From; k < g.To; k++ {
		n += flag(d.Candidates[k].Match == MatchExact)
	}
	return n
}

func (d *Document) addNeighborReadings(g, o *Cluster, weight float32) {
	for j := g.From; j < min(g.To, g.From+maxReadings); j++ {
		c := &d.Candidates[j]
		if c.Match == MatchContainer || !isLocal(c.Class) {
			continue
		}
		for k := o.From; k < min(o.To, o.From+maxReadings); k++ {
			n := &d.Candidates[k]
			if n.Match != MatchExact || !isLocal(n.Class) || n.Class == ClassWater || n.Ref == c.Ref {
				continue
			}
			if n.Class == ClassAdmin2 && c.Admin2 == n.Ref || c.At.Chord2(n.At) < chord50 {
				d.Rows[j][feature.Neighbors] += weight
				break
			}
		}
	}
}

// isLocal reports whether places of a class are small enough that distances from their
// points are meaningful.
func isLocal(c Class) bool { return c != ClassCountry && c != ClassRegion && c != ClassAdmin1 }
