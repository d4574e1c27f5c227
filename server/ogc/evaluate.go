package ogc

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// truth is the value of a condition: a comparison with a property that is absent is unknown.
type truth uint8

const (
	isFalse truth = iota
	isUnknown
	isTrue
)

func truthOf(b bool) truth {
	if b {
		return isTrue
	}
	return isFalse
}

// subject is the feature that a condition is evaluated for.
type subject struct {
	feature *layer.Feature
	fields  []layer.Field
}

// value returns the value of a property. Of the geometry only whether it is present is known.
func (s subject) value(name string) layer.Value {
	if name == geometryName {
		return layer.Value{Present: s.feature.Geometry != nil}
	}
	for i := range s.fields {
		if s.fields[i].Name == name {
			return s.feature.Values[i]
		}
	}
	return layer.Value{}
}

// in reports whether the geometry has a point in common with a region.
func (s subject) in(region *store.Region) truth {
	switch g := s.feature.Geometry.(type) {
	case nil:
		return isUnknown
	case orb.Point:
		return truthOf(region.Contains(g))
	}
	touches, _ := region.Touches(geo.PlaceID(s.feature.ID))
	return truthOf(touches)
}

// evaluate returns the value of a condition for a feature.
func evaluate(e expression, p subject) truth {
	switch e := e.(type) {
	case conjunction:
		out := isTrue
		for _, part := range e {
			out = min(out, evaluate(part, p))
		}
		return out
	case disjunction:
		out := isFalse
		for _, part := range e {
			out = max(out, evaluate(part, p))
		}
		return out
	case negation:
		return isTrue - evaluate(e.operand, p)
	case constant:
		return truthOf(bool(e))
	case isNull:
		return truthOf(!p.value(e.property).Present)
	case comparison:
		return compare(p.value(e.property), e.operator, e.value)
	case membership:
		out := isFalse
		for _, v := range e.values {
			out = max(out, compare(p.value(e.property), "=", v))
		}
		return out
	case between:
		v := p.value(e.property)
		return min(compare(v, ">=", e.low), compare(v, "<=", e.high))
	case like:
		v := p.value(e.property)
		if !v.Present {
			return isUnknown
		}
		return truthOf(e.pattern.MatchString(v.Text()))
	case spatial:
		return p.in(e.region)
	}
	return isUnknown
}

// compare compares a value with a literal.
func compare(v layer.Value, operator string, l literal) truth {
	if !v.Present {
		return isUnknown
	}
	order, ok := orderOf(v, l)
	if !ok {
		return isUnknown
	}
	switch operator {
	case "=":
		return truthOf(order == 0)
	case "<>":
		return truthOf(order != 0)
	case "<":
		return truthOf(order < 0)
	case ">":
		return truthOf(order > 0)
	case "<=":
		return truthOf(order <= 0)
	}
	return truthOf(order >= 0)
}

// orderOf compares a value with a literal; ok is false if their types cannot be compared.
func orderOf(v layer.Value, l literal) (order int, ok bool) {
	switch l.kind {
	case numberLiteral:
		n := v.Number()
		if v.Type == layer.Integer {
			n = float64(v.Integer())
		}
		return cmp.Compare(n, l.number), v.Type == layer.Number || v.Type == layer.Integer
	case booleanLiteral:
		return cmp.Compare(number(v.Boolean()), number(l.boolean)), v.Type == layer.Boolean
	case dateLiteral:
		t := v.Text()
		day, err := time.Parse(time.DateOnly, t[:min(len(t), len(time.DateOnly))])
		return day.Compare(l.at), err == nil
	case timestampLiteral:
		at, err := time.Parse(time.RFC3339, v.Text())
		if err != nil {
			at, err = time.Parse(time.DateOnly, v.Text())
		}
		return at.Compare(l.at), err == nil
	case textLiteral:
	}
	return strings.Compare(v.Text(), l.text), v.Type == layer.Text
}

// likePattern returns a LIKE pattern, in which % matches any text, _ a character and a backslash escapes them, as a regular expression.
func likePattern(pattern string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	escaped := false
	for _, r := range pattern {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
		case r == '\\':
			escaped = true
		case r == '%':
			b.WriteString(`.*`)
		case r == '_':
			b.WriteString(`.`)
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	b.WriteString(`\z`)
	return regexp.MustCompile(b.String()) // all characters are escaped
}

// propertiesOf returns the names of the properties of an expression.
func propertiesOf(e expression) (out []string) {
	switch e := e.(type) {
	case conjunction:
		for _, part := range e {
			out = append(out, propertiesOf(part)...)
		}
	case disjunction:
		for _, part := range e {
			out = append(out, propertiesOf(part)...)
		}
	case negation:
		return propertiesOf(e.operand)
	case comparison:
		return []string{e.property}
	case membership:
		return []string{e.property}
	case between:
		return []string{e.property}
	case isNull:
		return []string{e.property}
	case like:
		return []string{e.property}
	}
	return out
}

// number returns 1 for true: false is before true.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
