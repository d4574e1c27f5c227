package compile

import (
	"context"

	"dateline/geo"
	"dateline/geo/gazetteer/internal/layout"
	"dateline/geo/gazetteer/source"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// pendingOutline is the outline of an entry until its source is read.
type pendingOutline struct {
	place   uint32
	country bool
	area    orb.MultiPolygon
}

// addOutline adds the outline or the bound of an entry to a place that has none.
func (b *builder) addOutline(at uint32, e *source.Entry) {
	if _, has := b.outlines[at]; len(e.Area) > 0 && !has {
		b.outlines[at] = nil // until simplifyOutlines
		b.pending = append(b.pending, pendingOutline{place: at, country: e.Place.Kind == geo.KindCountry, area: e.Area})
		b.bounds[at] = e.Area.Bound()
	} else if _, ok := b.bounds[at]; !ok && !e.Place.Bound.IsZero() {
		b.bounds[at] = e.Place.Bound
	}
}

// simplifyOutlines simplifies and encodes the pending outlines: countries and other
// areas each as one coverage, so that borders remain shared.
func (b *builder) simplifyOutlines(ctx context.Context) error {
	for _, countries := range [...]bool{true, false} {
		c := geometry.NewCoverage(layout.OutlineDegree)
		var places []uint32
		for _, p := range b.pending {
			if p.country == countries {
				c.Add(p.area)
				places = append(places, p.place)
			}
		}
		for n, at := range places {
			if err := ctx.Err(); err != nil {
				return err
			}
			area := c.Simplified(n)
			if len(area) == 0 {
				delete(b.outlines, at)
				continue
			}
			b.outlines[at] = layout.AppendOutline(nil, area)
			b.bounds[at] = area.Bound()
		}
	}
	b.pending = nil
	return nil
}
