package figure

import "github.com/paulmach/orb"

// scene is a drawing in points (1/72 inch) with y downward. The renderers draw its shapes
// in order.
type scene struct {
	width, height float64
	shapes        []shape
}

// shape is one of path, circle or text.
type shape any

// paint is how a path or circle is filled and stroked. A color is "" or six hexadecimal
// digits.
type paint struct {
	fill, stroke string
	width        float64 // of the stroke
	dash         float64 // length of dashes and gaps, or 0
	opacity      float64 // of the fill; 0 is opaque
}

// path is a set of lines, or of rings if closed; rings are filled by the non-zero rule.
type path struct {
	paint
	class  string
	lines  []orb.LineString
	closed bool
}

// circle is a pin or a symbol of the key.
type circle struct {
	paint
	class  string
	id     string // of the place
	center orb.Point
	radius float64
}

// text is a line of text.
type text struct {
	class  string
	text   string
	at     orb.Point // of the baseline
	size   float64
	anchor anchor
	font   font
	color  string
	halo   string // color, or ""
	// pixels reports that SVG, whose texts are in their own script, does not have it.
	pixels bool
}

// latin returns the text in letters that its font has.
func (t *text) latin() string {
	if t.font.has(t.text) {
		return t.text
	}
	return t.font.latin(t.text)
}

// anchor is the part of a text that is at its position.
type anchor uint8

const (
	start anchor = iota
	middle
	end
)

func (s *scene) add(x shape) { s.shapes = append(s.shapes, x) }

// rectangle returns the ring of a box.
func rectangle(b orb.Bound) orb.LineString {
	return orb.LineString{b.Min, {b.Max[0], b.Min[1]}, b.Max, {b.Min[0], b.Max[1]}, b.Min}
}

// box returns the bounding box of a text: ascent and descent are those of the fonts.
func (t *text) box() orb.Bound {
	w := t.font.width(t.text, t.size)
	x := t.at[0]
	switch t.anchor {
	case middle:
		x -= w / 2
	case end:
		x -= w
	case start:
	}
	return orb.Bound{Min: orb.Point{x, t.at[1] - ascent*t.size}, Max: orb.Point{x + w, t.at[1] + descent*t.size}}
}
