package layer

import (
	"strconv"

	"dateline/geo"
)

// Type is the type of the values of a field.
type Type uint8

// The types.
const (
	Text Type = iota
	Integer
	Number
	Boolean
)

// String returns the type as the documentation names it.
func (t Type) String() string { return [...]string{"text", "integer", "number", "boolean"}[t] }

// Value is the value of a field. The zero value is absent: GeoJSON omits it and a table
// has an empty cell.
type Value struct {
	// Present reports that there is a value.
	Present bool
	Type    Type
	text    string
	integer int64
	number  float64
}

// Text returns the value as text; a boolean is "true" or "false".
func (v Value) Text() string {
	switch {
	case !v.Present:
		return ""
	case v.Type == Integer:
		return strconv.FormatInt(v.integer, 10)
	case v.Type == Number:
		return strconv.FormatFloat(v.number, 'f', -1, 64)
	case v.Type == Boolean:
		return strconv.FormatBool(v.integer != 0)
	}
	return v.text
}

// Integer returns the value of an integer field.
func (v Value) Integer() int64 { return v.integer }

// Number returns the value of a number field.
func (v Value) Number() float64 { return v.number }

// Boolean returns the value of a boolean field.
func (v Value) Boolean() bool { return v.integer != 0 }

// textValue is a text that is always present.
func textValue[T ~string](s T) Value { return Value{Present: true, text: string(s)} }

// optionalText is a text that is absent if it is empty.
func optionalText[T ~string](s T) Value { return Value{Present: s != "", text: string(s)} }

func integerValue(n int) Value { return Value{Present: true, Type: Integer, integer: int64(n)} }

// optionalInteger is an integer that is absent if it is 0.
func optionalInteger(n int64) Value { return Value{Present: n != 0, Type: Integer, integer: n} }

func numberValue(n float64) Value { return Value{Present: true, Type: Number, number: n} }

// optionalNumber is a number that is absent if it is 0.
func optionalNumber(n float64) Value { return Value{Present: n != 0, Type: Number, number: n} }

// flag is a boolean that is absent if it is false.
func flag(b bool) Value { return Value{Present: b, Type: Boolean, integer: 1} }

// latitude and longitude are the rounded coordinates of a place, or absent if it has no
// position on Earth.
func latitude(p *geo.Place) Value {
	if p == nil || !onEarth(p.Point) {
		return Value{}
	}
	return numberValue(degrees(p.Point.Lat()))
}

func longitude(p *geo.Place) Value {
	if p == nil || !onEarth(p.Point) {
		return Value{}
	}
	return numberValue(degrees(p.Point.Lon()))
}

// Decimal formats a number in decimal notation without an exponent.
func Decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
