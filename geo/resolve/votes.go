package resolve

import "dateline/geo/gazetteer"

// countries is the number of codes of two letters.
const countries = 26 * 26

// countryIndex is the position of a packed code among all pairs of letters, or
// -1 for none.
func countryIndex(code uint16) int {
	a, b := int(code>>8)-'A', int(code&0xff)-'A'
	if a < 0 || a >= 26 || b < 0 || b >= 26 {
		return -1
	}
	return a*26 + b
}

// votes sums weights by country and by first- and second-level area.
type votes struct {
	total     float32
	byCountry [countries]float32
	areas     sums
}

func (v *votes) reset() {
	v.total = 0
	clear(v.byCountry[:])
	v.areas.reset()
}

// add counts a place for the country and areas that it is or lies in.
func (v *votes) add(c *candidate, weight float32) {
	if i := countryIndex(c.country); i >= 0 {
		v.byCountry[i] += weight
	}
	if c.admin1 != noRef {
		v.areas.add(c.admin1, weight)
	}
	if c.admin2 != noRef {
		v.areas.add(c.admin2, weight)
	}
}

// name notes that a country or area is itself named.
func (v *votes) name(c *candidate) {
	switch i := countryIndex(c.country); {
	case c.class == classCountry && i >= 0:
		v.byCountry[i] = max(v.byCountry[i], c.p)
	case c.class == classAdmin1 && c.admin1 != noRef && v.areas.of(c.admin1) < c.p:
		v.areas.add(c.admin1, c.p-v.areas.of(c.admin1))
	}
}

func (v *votes) country(code uint16) float32 {
	if i := countryIndex(code); i >= 0 {
		return v.byCountry[i]
	}
	return 0
}

func (v *votes) admin1(ref gazetteer.Ref) float32 { return v.areas.of(ref) }
func (v *votes) admin2(ref gazetteer.Ref) float32 { return v.areas.of(ref) }

// sums is a hash table of weights by place, kept small and used again.
type sums struct {
	keys   []gazetteer.Ref
	values []float32
	used   int
}

func (s *sums) reset() {
	for i := range s.keys {
		s.keys[i] = noRef
	}
	s.used = 0
}

func (s *sums) slot(ref gazetteer.Ref) int {
	mask := len(s.keys) - 1
	i := int(uint32(ref)*2654435761>>8) & mask
	for s.keys[i] != ref && s.keys[i] != noRef {
		i = (i + 1) & mask
	}
	return i
}

func (s *sums) add(ref gazetteer.Ref, weight float32) {
	if 2*s.used >= len(s.keys) {
		s.grow()
	}
	i := s.slot(ref)
	if s.keys[i] == noRef {
		s.keys[i], s.values[i] = ref, 0
		s.used++
	}
	s.values[i] += weight
}

func (s *sums) of(ref gazetteer.Ref) float32 {
	if ref == noRef || s.used == 0 {
		return 0
	}
	if i := s.slot(ref); s.keys[i] == ref {
		return s.values[i]
	}
	return 0
}

func (s *sums) grow() {
	keys, values := s.keys, s.values
	n := max(64, 2*len(keys))
	s.keys, s.values = make([]gazetteer.Ref, n), make([]float32, n)
	s.reset()
	for i, k := range keys {
		if k != noRef {
			j := s.slot(k)
			s.keys[j], s.values[j] = k, values[i]
			s.used++
		}
	}
}

// spread is how likely two votes of a sum are for different countries.
func (v *votes) spread(sum float32) float32 {
	var same float32
	for _, n := range v.byCountry {
		same += n * n
	}
	return max(0, 1-same/(sum*sum))
}
