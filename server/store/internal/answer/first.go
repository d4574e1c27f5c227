package answer

import "slices"

// firstSorted returns the elements from an offset up to a limit in the order of compare, which has no equal elements. It does not sort those
// behind them, and does not change all.
func firstSorted[T any](all []T, compare func(a, b *T) int, offset, limit int) []T {
	offset = min(max(0, offset), len(all))
	past := min(len(all), offset+max(0, limit))
	order := func(a, b T) int { return compare(&a, &b) }
	if past > len(all)/4 {
		all = slices.Clone(all)
		slices.SortFunc(all, order)
		return all[offset:past]
	}
	if past == 0 {
		return nil
	}
	heap := slices.Clone(all[:past]) // the largest is first
	for i := past/2 - 1; i >= 0; i-- {
		sink(heap, i, compare)
	}
	for i := past; i < len(all); i++ {
		if compare(&all[i], &heap[0]) < 0 {
			heap[0] = all[i]
			sink(heap, 0, compare)
		}
	}
	slices.SortFunc(heap, order)
	return heap[offset:past]
}

// sink moves an element down until it is not smaller than those below it.
func sink[T any](heap []T, i int, compare func(a, b *T) int) {
	for {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && compare(&heap[child+1], &heap[child]) > 0 {
			child++
		}
		if compare(&heap[i], &heap[child]) >= 0 {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}
