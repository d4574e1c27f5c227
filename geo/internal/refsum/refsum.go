// Package refsum sums weights by place of a gazetteer.
package refsum

import "dateline/geo/gazetteer"

// Table is a hash table of weights by place whose memory is reused from article to
// article. Reset makes it empty and usable.
type Table struct {
	keys   []gazetteer.Ref
	values []float32
	used   int
}

// Reset removes all weights.
func (t *Table) Reset() {
	for i := range t.keys {
		t.keys[i] = gazetteer.NoRef
	}
	t.used = 0
}

func (t *Table) slot(ref gazetteer.Ref) int {
	mask := len(t.keys) - 1
	i := int(uint32(ref)*2654435761>>8) & mask
	for t.keys[i] != ref && t.keys[i] != gazetteer.NoRef {
		i = (i + 1) & mask
	}
	return i
}

// Add adds weight to that of a place, which must not be gazetteer.NoRef.
func (t *Table) Add(ref gazetteer.Ref, weight float32) {
	if 2*t.used >= len(t.keys) {
		t.grow()
	}
	i := t.slot(ref)
	if t.keys[i] == gazetteer.NoRef {
		t.keys[i], t.values[i] = ref, 0
		t.used++
	}
	t.values[i] += weight
}

// Get returns the weight of a place, 0 if it has none.
func (t *Table) Get(ref gazetteer.Ref) float32 {
	if ref == gazetteer.NoRef || t.used == 0 {
		return 0
	}
	if i := t.slot(ref); t.keys[i] == ref {
		return t.values[i]
	}
	return 0
}

func (t *Table) grow() {
	keys, values := t.keys, t.values
	n := max(64, 2*len(keys))
	t.keys, t.values = make([]gazetteer.Ref, n), make([]float32, n)
	t.Reset()
	for i, k := range keys {
		if k != gazetteer.NoRef {
			j := t.slot(k)
			t.keys[j], t.values[j] = k, values[i]
			t.used++
		}
	}
}
