package view

// ListOptions selects what a list shows.
type ListOptions struct {
	// Query filters the list; empty for all.
	Query string
	// Sort is the value of an order; an unknown one selects the default.
	Sort string
	Page int // 1-based
}

// Option is an option of a form field.
type Option struct {
	Value, Label string
	Selected     bool
}

// sortOrder is an order of a list.
type sortOrder[T any] struct {
	value, label string
	compare      func(a, b T) int
}

// findSort returns the order with a value, or the first one.
func findSort[T any](orders []sortOrder[T], value string) sortOrder[T] {
	for _, o := range orders {
		if o.value == value {
			return o
		}
	}
	return orders[0]
}

func sortOptions[T any](orders []sortOrder[T], selected string) []Option {
	out := make([]Option, len(orders))
	for i, o := range orders {
		out[i] = Option{Value: o.value, Label: o.label, Selected: o.value == selected}
	}
	return out
}
