package rank

import (
	"math"

	"dateline/geo/geometry"
	"dateline/geo/internal/refsum"

	"github.com/paulmach/orb"
)

// maxExtent is the largest width in degrees of an extent; wider ones may cross the antimeridian.
const maxExtent = 90

// moveWide moves the candidates that are rivers, other waters and mountains to the point of their extent
// that is nearest to another place of the article, and into its country if it is within the extent: in an
// article about Izmail the Danube is there, not in the middle of its course in Hungary.
func (d *Document) moveWide() {
	for gi := range d.Clusters {
		for j := d.Clusters[gi].From; j < d.Clusters[gi].To; j++ {
			c := &d.Candidates[j]
			if c.Class != ClassWater && c.Class != ClassTerrain {
				continue
			}
			b := d.gaz.Bound(c.Ref)
			if b.IsZero() || b.Max[0]-b.Min[0] > maxExtent || b.Max == b.Min {
				continue
			}
			d.moveInto(gi, c, b)
		}
	}
}

// moveInto moves a candidate of cluster gi within its extent.
func (d *Document) moveInto(gi int, c *Candidate, extent orb.Bound) {
	r := d.gaz.Record(c.Ref)
	c.At, c.Country, c.Inside = geometry.NewVector(r.Point[0], r.Point[1]), refsum.CountryCode(r.Country), NoRef
	nearest := float32(math.Inf(1))
	for i := range d.Clusters {
		o := d.Best(&d.Clusters[i])
		if i == gi || o == nil || o.Class == ClassCountry || o.Class == ClassRegion || o.Class == ClassWater || o.Class == ClassTerrain || o.P < minMover {
			continue
		}
		p := d.gaz.Record(o.Ref).Point
		at := geometry.NewVector(min(max(p[0], extent.Min[0]), extent.Max[0]), min(max(p[1], extent.Min[1]), extent.Max[1]))
		if distance := at.Chord2(o.At); distance < nearest {
			nearest, c.At = distance, at
			if extent.Contains(p) && o.Country != 0 {
				c.Country, c.Inside = o.Country, o.Ref
			}
		}
	}
}

// minMover is the least probability of a place that another one is moved to.
const minMover = .5
