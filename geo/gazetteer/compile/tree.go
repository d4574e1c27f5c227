package compile

// orderTree sorts places into a k-d tree without pointers: the middle of a range
// divides it, by longitude at even depths and by latitude at odd ones. order has
// the numbers of places, lon and lat their coordinates.
func orderTree(order []uint32, lon, lat []int32, byLat bool) {
	for len(order) > 1 {
		mid := len(order) / 2
		axis := lon
		if byLat {
			axis = lat
		}
		selectNth(order, axis, mid)
		byLat = !byLat
		orderTree(order[:mid], lon, lat, byLat)
		order = order[mid+1:]
	}
}

// selectNth moves the n-th smallest place by axis to index n and smaller ones
// before it (Hoare's quickselect with the median of three). Ties are broken by
// number, so that the result is deterministic.
func selectNth(order []uint32, axis []int32, n int) {
	less := func(a, b uint32) bool {
		if axis[a] != axis[b] {
			return axis[a] < axis[b]
		}
		return a < b
	}
	for len(order) > 1 {
		last := len(order) - 1
		mid := last / 2
		if less(order[mid], order[0]) {
			order[mid], order[0] = order[0], order[mid]
		}
		if less(order[last], order[0]) {
			order[last], order[0] = order[0], order[last]
		}
		if less(order[last], order[mid]) {
			order[last], order[mid] = order[mid], order[last]
		}
		pivot := order[mid]
		i, j := 0, last
		for i <= j {
			for less(order[i], pivot) {
				i++
			}
			for less(pivot, order[j]) {
				j--
			}
			if i <= j {
				order[i], order[j] = order[j], order[i]
				i++
				j--
			}
		}
		switch {
		case n <= j:
			order = order[:j+1]
		case n >= i:
			order, n = order[i:], n-i
		default:
			return
		}
	}
}
