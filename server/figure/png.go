package figure

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// WritePNG writes the figure as PNG with its title and description as text chunks.
func (f *Figure) WritePNG(w io.Writer) error {
	scale := f.pixels / f.scene.width
	img := image.NewRGBA(image.Rect(0, 0, int(math.Round(f.pixels)), int(math.Round(f.scene.height*scale))))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	c := canvas{img: img, scale: scale}
	for _, x := range f.scene.shapes {
		switch x := x.(type) {
		case *path:
			c.path(x)
		case *circle:
			c.path(x.path())
		case *text:
			if err := c.text(x); err != nil {
				return err
			}
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		return err
	}
	// The text chunks follow the header, which is the first 33 bytes.
	const header = 33
	out := append([]byte{}, b.Bytes()[:header]...)
	out = append(out, textChunk("Title", f.Alt)...)
	out = append(out, textChunk("Description", f.Description)...)
	out = append(out, textChunk("Software", "Dateline")...)
	if _, err := w.Write(out); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes()[header:])
	return err
}

// textChunk returns an iTXt chunk (PNG, 11.3.4.5) in English.
func textChunk(key, text string) []byte {
	data := append([]byte("iTXt"+key), 0, 0, 0)
	data = append(append(data, "en\x00"...), 0)
	data = append(data, text...)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)-4)) //nolint:gosec // small
	out = append(out, data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(data))
}

// path returns the outline of a circle.
func (c *circle) path() *path {
	ring := make(orb.LineString, 0, 33)
	for i := range 33 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 16)
		ring = append(ring, orb.Point{c.center[0] + c.radius*cos, c.center[1] + c.radius*sin})
	}
	return &path{paint: c.paint, lines: []orb.LineString{ring}, closed: true}
}

// canvas draws on an image. The rings of a shape are collected and rasterized in their
// bounding box.
type canvas struct {
	img    *image.RGBA
	scale  float64
	raster vector.Rasterizer
	rings  [][]orb.Point // in pixels
}

// rgb returns a color of six hexadecimal digits.
func rgb(hex string, opacity float64) color.Color {
	n, _ := strconv.ParseUint(hex, 16, 32)
	a := 1.0
	if opacity > 0 {
		a = opacity
	}
	return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), uint8(math.Round(a * 255))} //nolint:gosec // bytes
}

func (c *canvas) begin() { c.rings = c.rings[:0] }

// polygon adds a ring.
func (c *canvas) polygon(ring []orb.Point) {
	pixels := make([]orb.Point, len(ring))
	for i, p := range ring {
		pixels[i] = orb.Point{p[0] * c.scale, p[1] * c.scale}
	}
	if len(pixels) > 0 {
		c.rings = append(c.rings, pixels)
	}
}

// fill fills the rings by the non-zero rule.
func (c *canvas) fill(col color.Color) {
	if len(c.rings) == 0 {
		return
	}
	b := orb.Ring(c.rings[0]).Bound()
	for _, r := range c.rings[1:] {
		b = b.Union(orb.Ring(r).Bound())
	}
	box := image.Rect(int(math.Floor(b.Min[0])), int(math.Floor(b.Min[1])), int(math.Ceil(b.Max[0]))+1, int(math.Ceil(b.Max[1]))+1).Intersect(c.img.Bounds())
	if box.Empty() {
		return
	}
	c.raster.Reset(box.Dx(), box.Dy())
	at := func(p orb.Point) (x, y float32) {
		return float32(p[0] - float64(box.Min.X)), float32(p[1] - float64(box.Min.Y))
	}
	for _, r := range c.rings {
		c.raster.MoveTo(at(r[0]))
		for _, p := range r[1:] {
			c.raster.LineTo(at(p))
		}
		c.raster.ClosePath()
	}
	c.raster.Draw(c.img, box, image.NewUniform(col), image.Point{})
}

func (c *canvas) path(p *path) {
	if p.fill != "" {
		c.begin()
		for _, line := range p.lines {
			c.polygon(line)
		}
		c.fill(rgb(p.fill, p.opacity))
	}
	if p.stroke != "" {
		c.begin()
		for _, line := range p.lines {
			if p.closed && len(line) > 0 && line[0] != line[len(line)-1] {
				line = append(slices.Clip(line), line[0])
			}
			for _, part := range dashes(line, p.dash) {
				c.stroke(part, p.width)
			}
		}
		c.fill(rgb(p.stroke, 0))
	}
}

// dashes returns the parts of a line that a dash pattern draws.
func dashes(line orb.LineString, length float64) []orb.LineString {
	if length <= 0 {
		return []orb.LineString{line}
	}
	var out []orb.LineString
	on, left := true, length
	var part orb.LineString
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		d := math.Hypot(b[0]-a[0], b[1]-a[1])
		for at := 0.0; at < d; {
			step := min(left, d-at)
			p := orb.Point{a[0] + (b[0]-a[0])*at/d, a[1] + (b[1]-a[1])*at/d}
			q := orb.Point{a[0] + (b[0]-a[0])*(at+step)/d, a[1] + (b[1]-a[1])*(at+step)/d}
			if on {
				if len(part) == 0 {
					part = orb.LineString{p}
				}
				part = append(part, q)
			}
			at += step
			if left -= step; left <= 1e-9 {
				if len(part) > 0 {
					out = append(out, part)
				}
				part, on, left = nil, !on, length
			}
		}
	}
	if len(part) > 0 {
		out = append(out, part)
	}
	return out
}

// stroke adds the outline of a line with round joins. All parts have the same direction,
// so that they do not cancel each other.
func (c *canvas) stroke(line orb.LineString, width float64) {
	half := max(width, 0.6/c.scale) / 2
	for i, p := range line {
		if half*c.scale > 0.6 {
			ring := make([]orb.Point, 8)
			for k := range ring {
				sin, cos := math.Sincos(float64(k) * math.Pi / 4)
				ring[k] = orb.Point{p[0] + half*cos, p[1] + half*sin}
			}
			c.polygon(ring)
		}
		if i == 0 {
			continue
		}
		q := line[i-1]
		d := math.Hypot(p[0]-q[0], p[1]-q[1])
		if d == 0 {
			continue
		}
		nx, ny := (p[1]-q[1])/d*half, (q[0]-p[0])/d*half
		c.polygon([]orb.Point{{q[0] + nx, q[1] + ny}, {p[0] + nx, p[1] + ny}, {p[0] - nx, p[1] - ny}, {q[0] - nx, q[1] - ny}}[:4:4])
	}
}

func (c *canvas) text(t *text) error {
	x := t.box().Min[0]
	if t.halo != "" {
		c.begin()
		c.glyphs(t, x, func(segments sfnt.Segments, dx, dy float64) {
			for _, line := range outline(segments, dx, dy) {
				c.stroke(append(line, line[0]), haloWidth*t.size)
			}
		})
		c.fill(rgb(t.halo, 0))
	}
	face, err := opentype.NewFace(parsed()[t.font], &opentype.FaceOptions{Size: t.size * c.scale, DPI: 72, Hinting: xfont.HintingNone})
	if err != nil {
		return err
	}
	d := xfont.Drawer{Dst: c.img, Src: image.NewUniform(rgb(t.color, 0)), Face: face, Dot: fixed.Point26_6{X: fixed.Int26_6(x * c.scale * 64), Y: fixed.Int26_6(t.at[1] * c.scale * 64)}}
	d.DrawString(t.latin())
	return face.Close()
}

// glyphs calls do for the outline of each glyph of a text, which is at dx, dy in points.
func (c *canvas) glyphs(t *text, x float64, do func(s sfnt.Segments, dx, dy float64)) {
	var b sfnt.Buffer
	f := parsed()[t.font]
	for _, r := range t.latin() {
		i, err := f.GlyphIndex(&b, r)
		if err != nil {
			continue
		}
		if s, err := f.LoadGlyph(&b, i, fixed.Int26_6(t.size*64), nil); err == nil {
			do(s, x, t.at[1])
		}
		x += t.font.width(string(r), t.size)
	}
}

// outline returns the contours of a glyph with straight lines.
func outline(segments sfnt.Segments, dx, dy float64) []orb.LineString {
	var out []orb.LineString
	at := func(p fixed.Point26_6) orb.Point { return orb.Point{dx + float64(p.X)/64, dy + float64(p.Y)/64} }
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			out = append(out, orb.LineString{at(s.Args[0])})
		case sfnt.SegmentOpLineTo:
			out[len(out)-1] = append(out[len(out)-1], at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			from, ctrl, to := out[len(out)-1][len(out[len(out)-1])-1], at(s.Args[0]), at(s.Args[1])
			for _, u := range []float64{.33, .67, 1} {
				v := 1 - u
				out[len(out)-1] = append(out[len(out)-1], orb.Point{v*v*from[0] + 2*u*v*ctrl[0] + u*u*to[0], v*v*from[1] + 2*u*v*ctrl[1] + u*u*to[1]})
			}
		case sfnt.SegmentOpCubeTo:
			out[len(out)-1] = append(out[len(out)-1], at(s.Args[2]))
		}
	}
	return out
}
