package view

import "slices"

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

// sortOptions returns a copy of options with one selected.
func sortOptions(all []Option, selected string) []Option {
	out := slices.Clone(all)
	for i := range out {
		out[i].Selected = out[i].Value == selected
	}
	return out
}

// optionsOf returns the orders as options.
func optionsOf[T any](orders []sortOrder[T]) []Option {
	out := make([]Option, len(orders))
	for i, o := range orders {
		out[i] = Option{Value: o.value, Label: o.label}
	}
	return out
}
