package ogc

import (
	"net/url"
	"slices"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/selection"
	"dateline/server/store"
)

// placeKeys are the keys of selections that are properties of places, and mentionKeys those of mentions. A condition on them is the same
// as a selection by them, so that the store evaluates it.
var (
	placeKeys   = []string{"place", "country", "kind", "precision"}
	mentionKeys = []string{"confidence", "outcome", "role", "article", "publisher"}
)

// limitPlaced adds a condition on the place of mentions to the filter of those that are on the map. The best guesses of others, which are
// no part of a selection, have to be evaluated.
func limitPlaced(e expression, f *store.PlacedFilter) {
	var m membership
	switch e := e.(type) {
	case membership:
		m = e
	case comparison:
		if e.operator != "=" {
			return
		}
		m = membership{e.property, []literal{e.value}}
	default:
		return
	}
	switch m.property {
	case "place":
		if f.IDs == nil {
			f.IDs = make([]geo.PlaceID, 0, len(m.values))
			for _, v := range m.values {
				f.IDs = append(f.IDs, geo.PlaceID(v.text))
			}
		}
	case "country":
		if f.Countries == nil {
			f.Countries = make([]string, 0, len(m.values))
			for _, v := range m.values {
				f.Countries = append(f.Countries, v.text)
			}
		}
	case "kind":
		if f.Kinds == nil {
			f.Kinds = make([]geo.Kind, 0, len(m.values))
			for _, v := range m.values {
				if kind, ok := geo.ParseKind(v.text); ok {
					f.Kinds = append(f.Kinds, kind)
				}
			}
		}
	case "precision":
		if f.Precisions == nil {
			f.Precisions = make([]geo.Precision, 0, len(m.values))
			for _, v := range m.values {
				f.Precisions = append(f.Precisions, geo.Precision(v.text))
			}
		}
	}
}

// pushDown adds a condition to the selection and reports whether it did. It does not if the selection has no equal of it.
func pushDown(e expression, kind layer.Kind, selected url.Values) bool {
	var m membership
	switch e := e.(type) {
	case membership:
		m = e
	case comparison:
		if e.property == "published" && kind == layer.Mentions {
			return pushDay(e.operator, e.value, selected)
		}
		if e.operator != "=" {
			return false
		}
		m = membership{e.property, []literal{e.value}}
	case between:
		if e.property != "published" || kind != layer.Mentions || selected.Has("from") || selected.Has("to") || e.low.kind != dateLiteral || e.high.kind != dateLiteral ||
			e.low.text > e.high.text {
			return false
		}
		return pushDay(">=", e.low, selected) && pushDay("<=", e.high, selected)
	default:
		return false
	}
	keys := mentionKeys
	if kind == layer.Places {
		keys = placeKeys
	}
	if !slices.Contains(keys, m.property) && isField(m.property, kind) || selected.Has(m.property) {
		return false
	}
	var values []string
	for _, v := range m.values {
		switch {
		case v.kind == dateLiteral:
			return false
		case v.kind == booleanLiteral && v.boolean:
			values = append(values, "1")
		case v.kind != textLiteral:
			return false
		case m.property == "precision" && v.text == string(geo.PrecisionCountry):
			values = append(values, selection.PrecisionValue(geo.PrecisionCountry))
		default:
			values = append(values, v.text)
		}
	}
	s, notices := selection.Parse(url.Values{m.property: values})
	if len(notices) > 0 || s.IsZero() && m.property != "role" {
		return false // an unknown value selects nothing
	}
	selected[m.property] = values
	return true
}

// pushDay adds a condition on the day of publication.
func pushDay(operator string, l literal, selected url.Values) bool {
	if l.kind != dateLiteral {
		return false
	}
	day := func(days int) string { return l.at.AddDate(0, 0, days).Format(time.DateOnly) }
	set := func(key, value string) bool {
		if selected.Has(key) {
			return false
		}
		selected.Set(key, value)
		return true
	}
	switch operator {
	case ">=":
		return set("from", day(0))
	case ">":
		return set("from", day(1))
	case "<=":
		return set("to", day(0))
	case "<":
		return set("to", day(-1))
	case "=":
		return !selected.Has("from") && !selected.Has("to") && set("from", day(0)) && set("to", day(0))
	}
	return false
}

func isField(name string, kind layer.Kind) bool {
	return slices.ContainsFunc(layer.Fields(kind), func(f layer.Field) bool { return f.Name == name })
}

// keyOf returns the key of selections with this name.
func keyOf(name string) (selection.Key, bool) {
	for _, k := range selection.Keys() {
		if k.Key == name {
			return k, true
		}
	}
	return selection.Key{}, false
}
