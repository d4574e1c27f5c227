package ogc

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/geo/layer"
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

// properties are the values of a feature's fields by name.
type properties func(name string) layer.Value

// evaluate returns the value of a condition for a feature. Spatial conditions are evaluated by the store.
func evaluate(e expression, p properties) truth {
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
		return isTrue - evaluate(e.of, p)
	case constant:
		return truthOf(bool(e))
	case isNull:
		return truthOf(!p(e.property).Present)
	case comparison:
		return compare(p(e.property), e.operator, e.value)
	case membership:
		out := isFalse
		for _, v := range e.values {
			out = max(out, compare(p(e.property), "=", v))
		}
		return out
	case between:
		v := p(e.property)
		return min(compare(v, ">=", e.low), compare(v, "<=", e.high))
	case like:
		v := p(e.property)
		if !v.Present {
			return isUnknown
		}
		return truthOf(e.pattern.MatchString(v.Text()))
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
		if v.Boolean() == l.boolean {
			return 0, v.Type == layer.Boolean
		}
		return 1, v.Type == layer.Boolean
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
		return propertiesOf(e.of)
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

// hasSpatial reports whether an expression has a spatial condition.
func hasSpatial(e expression) bool {
	switch e := e.(type) {
	case conjunction:
		return slices.ContainsFunc(e, hasSpatial)
	case disjunction:
		return slices.ContainsFunc(e, hasSpatial)
	case negation:
		return hasSpatial(e.of)
	case spatial:
		return true
	}
	return false
}
