package resolve

import (
	"sync/atomic"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// placeCache has the latest places of the gazetteer that were shown, since a few places are most of those that articles
// name. It is safe for concurrent use.
type placeCache struct {
	slots [1 << 11]atomic.Pointer[cachedPlace]
}

type cachedPlace struct {
	ref   gazetteer.Ref
	place geo.Place
}

// place returns [gazetteer.Gazetteer.Place], which must not be modified.
func (c *placeCache) place(g *gazetteer.Gazetteer, ref gazetteer.Ref) *geo.Place {
	slot := &c.slots[int(uint32(ref)*0x9e3779b1>>16)%len(c.slots)]
	known := slot.Load()
	if known == nil || known.ref != ref {
		known = &cachedPlace{ref, g.Place(ref)}
		slot.Store(known)
	}
	return &known.place
}
