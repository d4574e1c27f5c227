package gazetteer

import "dateline/geo"

// KindSet is a set of kinds of place. The zero value is the empty set.
type KindSet uint32

// AllKinds is the set of all kinds of place.
const AllKinds = ^KindSet(0)

// KindsOf returns the set of the given kinds.
func KindsOf(kinds ...geo.Kind) KindSet {
	var s KindSet
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

// Has reports whether the set contains a kind.
func (s KindSet) Has(k geo.Kind) bool { return s&(1<<k) != 0 }
