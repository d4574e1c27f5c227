package figure

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"
)

// families are the fonts in SVG: those with the same widths come first.
var families = map[font]string{
	sans: "'Liberation Sans', Arial, Helvetica, sans-serif", sansBold: "'Liberation Sans', Arial, Helvetica, sans-serif",
	serifBold: "'Liberation Serif', 'Times New Roman', Times, serif",
}

// WriteSVG writes the figure as SVG. Its text is text, and it contains its title and
// description.
func (f *Figure) WriteSVG(w io.Writer) error {
	s := svg{bufio.NewWriterSize(w, 64<<10)}
	fmt.Fprintf(s.w, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" aria-labelledby="figure-title figure-description" lang="en">`+"\n",
		num(f.scene.width), num(f.scene.height), num(f.scene.width), num(f.scene.height))
	s.element(`<title id="figure-title">`, f.Alt, "</title>\n")
	s.element(`<desc id="figure-description">`, f.Description, "</desc>\n")
	for _, x := range f.scene.shapes {
		switch x := x.(type) {
		case *path:
			s.path(x)
		case *circle:
			s.circle(x)
		case *text:
			if !x.pixels {
				s.text(x)
			}
		}
	}
	_, _ = s.w.WriteString("</svg>\n")
	return s.w.Flush()
}

// svg writes SVG; the writer keeps the first error until Flush.
type svg struct{ w *bufio.Writer }

func num(v float64) string {
	return strconv.FormatFloat(float64(int64(v*100+sign(v)*.5))/100, 'f', -1, 64)
}

func sign(v float64) float64 {
	if v < 0 {
		return -1
	}
	return 1
}

func (s svg) element(open, text, end string) {
	_, _ = s.w.WriteString(open)
	_ = xml.EscapeText(s.w, []byte(text))
	_, _ = s.w.WriteString(end)
}

func (s svg) attribute(name, value string) {
	if value != "" {
		s.element(" "+name+`="`, value, `"`)
	}
}

func (s svg) paint(p *paint) {
	fill := "none"
	if p.fill != "" {
		fill = "#" + p.fill
	}
	s.attribute("fill", fill)
	if p.opacity > 0 {
		s.attribute("fill-opacity", num(p.opacity))
	}
	if p.stroke != "" {
		s.attribute("stroke", "#"+p.stroke)
		s.attribute("stroke-width", num(p.width))
		if p.dash > 0 {
			s.attribute("stroke-dasharray", num(p.dash))
		}
	}
}

func (s svg) path(p *path) {
	_, _ = s.w.WriteString("<path")
	s.attribute("class", p.class)
	s.paint(&p.paint)
	if p.stroke != "" {
		s.attribute("stroke-linejoin", "round")
	}
	_, _ = s.w.WriteString(` d="`)
	for _, line := range p.lines {
		s.line(line, p.closed)
	}
	_, _ = s.w.WriteString("\"/>\n")
}

func (s svg) line(line orb.LineString, closed bool) {
	for i, p := range line {
		_ = s.w.WriteByte("ML"[min(i, 1)])
		_, _ = s.w.WriteString(num(p[0]) + " " + num(p[1]))
	}
	if closed {
		_ = s.w.WriteByte('Z')
	}
}

func (s svg) circle(c *circle) {
	_, _ = s.w.WriteString("<circle")
	s.attribute("class", c.class)
	s.attribute("data-place", c.id)
	s.attribute("cx", num(c.center[0]))
	s.attribute("cy", num(c.center[1]))
	s.attribute("r", num(c.radius))
	s.paint(&c.paint)
	_, _ = s.w.WriteString("/>\n")
}

func (s svg) text(t *text) {
	_, _ = s.w.WriteString("<text")
	s.attribute("class", t.class)
	s.attribute("x", num(t.at[0]))
	s.attribute("y", num(t.at[1]))
	s.attribute("font-size", num(t.size))
	s.attribute("font-family", families[t.font])
	if t.font != sans {
		s.attribute("font-weight", "bold")
	}
	if t.anchor != start {
		s.attribute("text-anchor", [...]string{"start", "middle", "end"}[t.anchor])
	}
	if t.font.has(t.text) { // so that another font has the same width
		s.attribute("textLength", num(t.font.width(t.text, t.size)))
		s.attribute("lengthAdjust", "spacingAndGlyphs")
	}
	s.attribute("fill", "#"+t.color)
	if t.halo != "" {
		s.attribute("stroke", "#"+t.halo)
		s.attribute("stroke-width", num(haloWidth*t.size))
		s.attribute("stroke-linejoin", "round")
		s.attribute("paint-order", "stroke")
	}
	s.element(">", t.text, "</text>\n")
}

// haloWidth is the width of the line around a text, as a share of its size.
const haloWidth = 0.28
