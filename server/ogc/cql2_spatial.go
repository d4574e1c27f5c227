package ogc

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
)

// geometryName is the property with the geometry of a feature.
const geometryName = "geometry"

// spatial parses the arguments of S_INTERSECTS.
func (p *filterParser) spatial() (expression, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	// The property may come first or second.
	before := p.geometryProperty()
	if before {
		if err := p.expect(","); err != nil {
			return nil, err
		}
	}
	out, err := p.shape()
	if err != nil {
		return nil, err
	}
	if !before {
		if err := p.expect(","); err != nil {
			return nil, err
		}
		if !p.geometryProperty() {
			return nil, fmt.Errorf("the property geometry is expected in place of %q", p.peek().text)
		}
	}
	return out, p.expect(")")
}

// geometryProperty skips the property geometry and reports whether it was there.
func (p *filterParser) geometryProperty() bool {
	t := p.peek()
	if t.text != geometryName || t.kind != wordToken && t.kind != quotedToken {
		return false
	}
	p.at++
	return true
}

// shape parses a box, a point or a polygon.
func (p *filterParser) shape() (out spatial, err error) {
	t := p.next()
	switch {
	case t.is("BBOX"), t.is("ENVELOPE"):
		n, err := p.numbers(",")
		if err != nil {
			return out, err
		}
		if len(n) != 4 {
			return out, fmt.Errorf("a box has 4 numbers, not %d", len(n))
		}
		out.box = (*[4]float64)(n)
	case t.is("POINT"):
		n, err := p.numbers("")
		if err != nil {
			return out, err
		}
		if len(n) != 2 {
			return out, fmt.Errorf("a point has 2 numbers, not %d", len(n))
		}
		out.box = &[4]float64{n[0], n[1], n[0], n[1]}
	case t.is("POLYGON"):
		if err := p.expect("("); err != nil {
			return out, err
		}
		for {
			n, err := p.ring()
			if err != nil {
				return out, err
			}
			if out.ring != nil {
				return out, errors.New("polygons with holes are not offered")
			}
			out.ring = n
			if !p.accept(",") {
				break
			}
		}
		if err := p.expect(")"); err != nil {
			return out, err
		}
	default:
		return out, fmt.Errorf("geometry, BBOX, POINT or POLYGON is expected in place of %q", t.text)
	}
	return out, nil
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
