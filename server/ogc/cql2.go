package ogc

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/paulmach/orb"
)

// expression is a node of a filter in CQL2 text (OGC 21-065).
type expression interface{ isExpression() }

type (
	conjunction []expression
	disjunction []expression
	negation    struct{ of expression }
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

type tokenKind uint8

const (
	endToken tokenKind = iota
	wordToken
	quotedToken // "a property"
	textToken   // 'a text'
	numberToken
	signToken
)

type token struct {
	kind tokenKind
	text string
}

// is reports whether the token is a keyword or a sign.
func (t token) is(text string) bool {
	return (t.kind == wordToken || t.kind == signToken) && strings.EqualFold(t.text, text)
}

// tokenize splits a filter.
func tokenize(s string) (out []token, err error) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"':
			text, n, ok := quoted(s[i:])
			if !ok {
				return nil, fmt.Errorf("the text that begins with %.20s has no end", s[i:])
			}
			kind := textToken
			if c == '"' {
				kind = quotedToken
			}
			out = append(out, token{kind, text})
			i += n
		case strings.HasPrefix(s[i:], "<="), strings.HasPrefix(s[i:], ">="), strings.HasPrefix(s[i:], "<>"):
			out = append(out, token{signToken, s[i : i+2]})
			i += 2
		case strings.IndexByte("()<>=,", c) >= 0:
			out = append(out, token{signToken, s[i : i+1]})
			i++
		case c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.':
			n := 1
			for i+n < len(s) && (strings.IndexByte("0123456789.eE", s[i+n]) >= 0 || (s[i+n] == '-' || s[i+n] == '+') && (s[i+n-1] == 'e' || s[i+n-1] == 'E')) {
				n++
			}
			out = append(out, token{numberToken, s[i : i+n]})
			i += n
		default:
			n := strings.IndexFunc(s[i:], func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' && r != ':'
			})
			if n < 0 {
				n = len(s) - i
			}
			if n == 0 {
				return nil, fmt.Errorf("the character %q is not expected", []rune(s[i:])[0])
			}
			out = append(out, token{wordToken, s[i : i+n]})
			i += n
		}
	}
	return out, nil
}

// quoted returns the text in quotation marks at the beginning of s, in which they are doubled, and its length.
func quoted(s string) (text string, n int, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] == s[0] {
			if i+1 == len(s) || s[i+1] != s[0] {
				return b.String(), i + 1, true
			}
			i++
		}
		b.WriteByte(s[i])
	}
	return "", 0, false
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
	case t.kind == wordToken || t.kind == quotedToken:
		p.at++
		return p.predicate(t.text)
	}
	return nil, fmt.Errorf("a condition is expected in place of %q", p.peek().text)
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
		return negate(not, like{property, likePattern(v.text)}), err
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
		return literal{kind: textLiteral, text: t.text}, nil
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

// spatial parses the arguments of S_INTERSECTS.
func (p *filterParser) spatial() (expression, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	if t := p.next(); t.text != "geometry" || t.kind != wordToken && t.kind != quotedToken {
		return nil, fmt.Errorf("the property geometry is expected in place of %q", t.text)
	}
	if err := p.expect(","); err != nil {
		return nil, err
	}
	var out spatial
	t := p.next()
	switch {
	case t.is("BBOX"), t.is("ENVELOPE"):
		n, err := p.numbers(",")
		if err != nil {
			return nil, err
		}
		if len(n) != 4 {
			return nil, fmt.Errorf("a box has 4 numbers, not %d", len(n))
		}
		out.box = (*[4]float64)(n)
	case t.is("POINT"):
		n, err := p.numbers("")
		if err != nil {
			return nil, err
		}
		if len(n) != 2 {
			return nil, fmt.Errorf("a point has 2 numbers, not %d", len(n))
		}
		out.box = &[4]float64{n[0], n[1], n[0], n[1]}
	case t.is("POLYGON"):
		if err := p.expect("("); err != nil {
			return nil, err
		}
		for {
			n, err := p.ring()
			if err != nil {
				return nil, err
			}
			if out.ring != nil {
				return nil, errors.New("polygons with holes are not offered")
			}
			out.ring = n
			if !p.accept(",") {
				break
			}
		}
		if err := p.expect(")"); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("BBOX, POINT or POLYGON is expected in place of %q", t.text)
	}
	return out, p.expect(")")
}

// numbers parses numbers in parentheses with a separator between them.
func (p *filterParser) numbers(separator string) (out []float64, err error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	for {
		n, err := p.number()
		if err != nil {
			return nil, err
		}
		out = append(out, n)
		if p.accept(")") {
			return out, nil
		}
		if separator != "" {
			if err := p.expect(separator); err != nil {
				return nil, err
			}
		}
	}
}

func (p *filterParser) number() (float64, error) {
	t := p.next()
	n, err := strconv.ParseFloat(t.text, 64)
	if t.kind != numberToken || err != nil {
		return 0, fmt.Errorf("a number is expected in place of %q", t.text)
	}
	return n, nil
}

// ring parses the positions of a ring in parentheses.
func (p *filterParser) ring() (orb.Ring, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var out orb.Ring
	for {
		x, err := p.number()
		if err != nil {
			return nil, err
		}
		y, err := p.number()
		if err != nil {
			return nil, err
		}
		out = append(out, orb.Point{x, y})
		if !p.accept(",") {
			break
		}
	}
	if len(out) < 4 || out[0] != out[len(out)-1] {
		return nil, errors.New("a ring has at least 4 positions, and the last is the same as the first")
	}
	return out, p.expect(")")
}
