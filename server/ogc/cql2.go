package ogc

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"dateline/server/store"

	"github.com/paulmach/orb"
)

// expression is a node of a filter in CQL2 text (OGC 21-065).
type expression interface{ isExpression() }

type (
	conjunction []expression
	disjunction []expression
	negation    struct{ operand expression }
	constant    bool
	// comparison compares a property with a literal.
	comparison struct {
		property, operator string
		value              literal
	}
	// membership is true if a property has one of the values.
	membership struct {
		property string
		values   []literal
	}
	between struct {
		property  string
		low, high literal
	}
	isNull struct{ property string }
	like   struct {
		property string
		pattern  *regexp.Regexp
	}
	// spatial is true if the geometry has a point in common with a box or a polygon.
	spatial struct {
		box  *[4]float64
		ring orb.Ring
		// region is set when the reference system of the coordinates is known.
		region *store.Region
	}
)

func (conjunction) isExpression() {}
func (disjunction) isExpression() {}
func (negation) isExpression()    {}
func (constant) isExpression()    {}
func (comparison) isExpression()  {}
func (membership) isExpression()  {}
func (between) isExpression()     {}
func (isNull) isExpression()      {}
func (like) isExpression()        {}
func (spatial) isExpression()     {}

// literalKind is the type of a literal.
type literalKind uint8

const (
	textLiteral literalKind = iota
	numberLiteral
	booleanLiteral
	dateLiteral      // text is a day as 2006-01-02
	timestampLiteral // at is the instant
)

// literal is a value of a filter.
type literal struct {
	kind    literalKind
	text    string
	pattern string // the text with the escapes of LIKE
	number  float64
	boolean bool
	at      time.Time
}

// Limits on a filter.
const (
	maxFilter = 8 << 10 // bytes
	maxDepth  = 40
)

// parseFilter parses a filter. The error is a sentence for the client.
func parseFilter(text string) (expression, error) {
	if len(text) > maxFilter {
		return nil, fmt.Errorf("it is longer than %d bytes", maxFilter)
	}
	tokens, err := tokenize(text)
	if err != nil {
		return nil, err
	}
	p := &filterParser{tokens: tokens}
	e, err := p.disjunction(0)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != endToken {
		return nil, fmt.Errorf("%q is not expected after the condition", t.text)
	}
	return e, nil
}

// filterParser parses tokens by recursive descent.
type filterParser struct {
	tokens []token
	at     int
}

func (p *filterParser) peek() token {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return token{text: "the end"}
}

func (p *filterParser) next() token {
	t := p.peek()
	p.at++
	return t
}

// accept skips a keyword or sign and reports whether it was there.
func (p *filterParser) accept(text string) bool {
	if !p.peek().is(text) {
		return false
	}
	p.at++
	return true
}

func (p *filterParser) expect(text string) error {
	if t := p.next(); !t.is(text) {
		return fmt.Errorf("%q is expected in place of %q", text, t.text)
	}
	return nil
}

func (p *filterParser) disjunction(depth int) (expression, error) {
	if depth > maxDepth {
		return nil, errors.New("it has too many parentheses")
	}
	var all disjunction
	for {
		e, err := p.conjunction(depth)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
		if !p.accept("OR") {
			break
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

func (p *filterParser) conjunction(depth int) (expression, error) {
	var all conjunction
	for {
		e, err := p.condition(depth)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
		if !p.accept("AND") {
			break
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

func (p *filterParser) condition(depth int) (expression, error) {
	switch t := p.peek(); {
	case t.is("NOT"):
		p.at++
		e, err := p.condition(depth + 1)
		if depth > maxDepth {
			err = errors.New("it has too many negations")
		}
		return negation{e}, err
	case t.is("("):
		p.at++
		e, err := p.disjunction(depth + 1)
		if err == nil {
			err = p.expect(")")
		}
		return e, err
	case t.is("TRUE"), t.is("FALSE"):
		p.at++
		return constant(t.is("TRUE")), nil
	case t.is("S_INTERSECTS"):
		p.at++
		return p.spatial()
	case t.kind == textToken, t.kind == numberToken, (t.is("DATE") || t.is("TIMESTAMP")) && p.tokens[min(p.at+1, len(p.tokens)-1)].is("("):
		return p.reversed()
	case t.kind == wordToken || t.kind == quotedToken:
		p.at++
		return p.predicate(t.text)
	}
	return nil, fmt.Errorf("a condition is expected in place of %q", p.peek().text)
}

// mirrored has the comparison operators with their operands exchanged.
var mirrored = map[string]string{"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

// reversed parses a comparison with the value before the property.
func (p *filterParser) reversed() (expression, error) {
	v, err := p.literal()
	if err != nil {
		return nil, err
	}
	operator, property := p.next(), p.next()
	if mirrored[operator.text] == "" {
		return nil, fmt.Errorf("a comparison is expected in place of %q", operator.text)
	}
	if property.kind != wordToken && property.kind != quotedToken {
		return nil, fmt.Errorf("a property is expected in place of %q", property.text)
	}
	return comparison{property.text, mirrored[operator.text], v}, nil
}

// predicate parses what follows a property.
func (p *filterParser) predicate(property string) (expression, error) {
	t := p.next()
	switch {
	case t.is("="), t.is("<>"), t.is("<"), t.is(">"), t.is("<="), t.is(">="):
		v, err := p.literal()
		return comparison{property, t.text, v}, err
	case t.is("IS"):
		not := p.accept("NOT")
		return negate(not, isNull{property}), p.expect("NULL")
	}
	not := t.is("NOT")
	if not {
		t = p.next()
	}
	switch {
	case t.is("IN"):
		if err := p.expect("("); err != nil {
			return nil, err
		}
		m := membership{property: property}
		for {
			v, err := p.literal()
			if err != nil {
				return nil, err
			}
			m.values = append(m.values, v)
			if !p.accept(",") {
				return negate(not, m), p.expect(")")
			}
		}
	case t.is("BETWEEN"):
		low, err := p.literal()
		if err == nil {
			err = p.expect("AND")
		}
		if err != nil {
			return nil, err
		}
		high, err := p.literal()
		return negate(not, between{property, low, high}), err
	case t.is("LIKE"):
		v, err := p.literal()
		if err == nil && v.kind != textLiteral {
			err = errors.New("a text is expected after LIKE")
		}
		return negate(not, like{property, likePattern(v.pattern)}), err
	}
	return nil, fmt.Errorf("an operator is expected in place of %q after %s", t.text, property)
}

func negate(not bool, e expression) expression {
	if not {
		return negation{e}
	}
	return e
}

func (p *filterParser) literal() (literal, error) {
	t := p.next()
	switch {
	case t.kind == textToken:
		return literal{kind: textLiteral, text: unescaped(t.text), pattern: t.text}, nil
	case t.kind == numberToken:
		n, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			return literal{}, fmt.Errorf("%q is not a number", t.text)
		}
		return literal{kind: numberLiteral, number: n}, nil
	case t.is("TRUE"), t.is("FALSE"):
		return literal{kind: booleanLiteral, boolean: t.is("TRUE")}, nil
	case t.is("DATE"), t.is("TIMESTAMP"):
		return p.instant(t.is("DATE"))
	}
	return literal{}, fmt.Errorf("a value is expected in place of %q; texts are in single quotation marks", t.text)
}

func (p *filterParser) instant(date bool) (literal, error) {
	if err := p.expect("("); err != nil {
		return literal{}, err
	}
	t := p.next()
	if t.kind != textToken {
		return literal{}, fmt.Errorf("a text in single quotation marks is expected in place of %q", t.text)
	}
	l := literal{kind: dateLiteral, text: t.text}
	layout := time.DateOnly
	if !date {
		l.kind, layout = timestampLiteral, time.RFC3339
	}
	var err error
	if l.at, err = time.Parse(layout, t.text); err != nil {
		return l, fmt.Errorf("%q is not of the form %s", t.text, map[bool]string{true: "2026-01-31", false: "2026-01-31T12:00:00Z"}[date])
	}
	return l, p.expect(")")
}
