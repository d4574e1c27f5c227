package source

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// feature is a record of a shapefile or a GeoJSON file, or a row of a table.
type feature struct {
	// number is the 1-based number of the record, or the line of a table.
	number   int
	geometry orb.Geometry
	// values are the attributes by the name that the file gives them.
	values map[string]string
	// err says why the record could not be read.
	err error
}

// value returns the first of the named attributes that says anything. Names are
// compared without regard to case: the same data comes as NAME and as name.
func (f *feature) value(names ...string) string {
	for _, name := range names {
		if v := f.lookup(name); v != "" {
			return v
		}
	}
	return ""
}

func (f *feature) lookup(name string) string {
	v, ok := f.values[name]
	if !ok {
		v = f.values[strings.ToLower(name)]
	}
	switch v = strings.TrimSpace(v); v {
	case "-99", "-99.0", "-99.000000", "-1", "-1.0", "NULL", "null", "<Null>", "n/a", "N/A":
		return ""
	}
	return v
}

// float reads an attribute that is a number.
func (f *feature) float(names ...string) (float64, bool) {
	v := f.value(names...)
	if v == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(v, 64)
	return n, err == nil
}

// text writes an attribute's value as its file would.
func text(v any) string {
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
