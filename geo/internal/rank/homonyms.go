package rank

import (
	"slices"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank/feature"
)

// doubled is ln 2: an area with more than twice the population of its town contains
// other towns.
const doubled = .69

// townAreaHomonyms marks areas with the same name as a town in them, and these towns,
// if no designator or type cue distinguishes them. It skips areas whose town is known
// as "New York City": there the bare name may mean either.
func (d *Document) townAreaHomonyms(g *Cluster) {
	cands, rows := d.Candidates[g.From:g.To], d.Rows[g.From:g.To]
	for i := range cands {
		area := &cands[i]
		if area.Class != ClassAdmin1 && area.Class != ClassAdmin2 || area.Match > MatchDesignator {
			continue
		}
		for j := range cands {
			town := &cands[j]
			if town.Class != ClassSettlement || town.Match != MatchExact || town.Admin1 != area.Ref && town.Admin2 != area.Ref {
				continue
			}
			switch {
			case area.Class == ClassAdmin2:
				rows[i][feature.HomonymAdmin2] = 1
			case area.population > town.population+doubled && d.knownAsCity(g, town):
				continue
			default:
				rows[i][feature.HomonymAdmin1] = 1
			}
			rows[j][feature.HomonymTown] = 1
			equalizeNames(&rows[i], &rows[j])
		}
	}
}

// knownAsCity reports whether a town also has the cluster's name with "City" added.
func (d *Document) knownAsCity(g *Cluster, town *Candidate) bool {
	d.norm2 = append(gazetteer.Normalize(d.norm2[:0], g.Phrase), " city"...)
	d.names = d.gaz.Lookup(d.names[:0], d.norm2)
	return slices.ContainsFunc(d.names, func(n gazetteer.NameRef) bool { return n.Ref == town.Ref && !d.isForeign(n) })
}

// equalizeNames removes differences between the name features of homonyms that come
// from how the gazetteer spells their common name: the town "Ḩamāh" is as much Hama as
// the province is.
func equalizeNames(a, b *Row) {
	for _, f := range [...]Feature{feature.Alternate, feature.Foreign} {
		least := min(a[f], b[f])
		a[f], b[f] = least, least
	}
}
