// Package feature reads GeoJSON features and positions: the points, lines and outlines of places with their attributes.
package feature

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Feature is a GeoJSON feature or a row of a table.
type Feature struct {
	// Number is the number of the feature or the line of a table, from 1.
	Number   int
	Geometry orb.Geometry
	// Values are the attributes by name.
	Values map[string]string
	// Err is the reason why the feature could not be read, or nil.
	Err error
}

// First returns the value of the first of the named attributes that has one. Names
// are compared in lower case, because the same data is published with NAME and name.
func (f *Feature) First(names ...string) string {
	for _, name := range names {
		if v := f.Value(name); v != "" {
			return v
		}
	}
	return ""
}

// Value returns an attribute, empty if its value means that it is unknown.
func (f *Feature) Value(name string) string {
	v, ok := f.Values[name]
	if !ok {
		v = f.Values[strings.ToLower(name)]
	}
	switch v = strings.TrimSpace(v); v {
	case "-99", "-99.0", "-99.000000", "-1", "-1.0", "NULL", "null", "<Null>", "n/a", "N/A":
		return ""
	}
	return v
}

// Float returns the number in the first of the named attributes that has a value.
func (f *Feature) Float(names ...string) (float64, bool) {
	v := f.First(names...)
	if v == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(v, 64)
	return n, err == nil
}

// formatValue returns the value of a GeoJSON property as a string.
func formatValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int:
		return strconv.Itoa(v)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}
