package figure

import (
	"io"
	"strconv"
	"time"

	"github.com/go-pdf/fpdf"
)

// WritePDF writes the figure as a PDF page with the fonts in it. Its text is text.
func (f *Figure) WritePDF(w io.Writer) error {
	p := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: f.scene.width, Ht: f.scene.height}})
	p.SetMargins(0, 0, 0)
	p.SetAutoPageBreak(false, 0)
	p.SetCatalogSort(true)
	// The same figure has the same bytes.
	p.SetCreationDate(time.Unix(0, 0).UTC())
	p.SetModificationDate(time.Unix(0, 0).UTC())
	p.SetTitle(f.Title, true)
	p.SetSubject(f.Alt, true)
	p.SetCreator("Dateline", true)
	p.SetLang("en")
	for _, x := range []font{sans, sansBold, serifBold} {
		p.AddUTF8FontFromBytes(fontName(x), "", x.data())
	}
	p.AddPageFormat("P", fpdf.SizeType{Wd: f.scene.width, Ht: f.scene.height})
	d := page{p}
	for _, x := range f.scene.shapes {
		switch x := x.(type) {
		case *path:
			d.path(x)
		case *circle:
			d.path(x.path())
		case *text:
			d.text(x)
		}
	}
	return p.Output(w)
}

func fontName(f font) string { return "font" + strconv.Itoa(int(f)) }

// page draws on a page of a PDF, which keeps the first error.
type page struct{ *fpdf.Fpdf }

// channels returns the red, green and blue of a color, 0 to 255.
func channels(hex string) (r, g, b int) {
	n, _ := strconv.ParseUint(hex, 16, 32)
	return int(n >> 16 & 255), int(n >> 8 & 255), int(n & 255) //nolint:gosec // bytes
}

func (d *page) path(p *path) {
	if len(p.lines) == 0 {
		return
	}
	outline := func(style string) {
		for _, line := range p.lines {
			for i, at := range line {
				if i == 0 {
					d.MoveTo(at[0], at[1])
				} else {
					d.LineTo(at[0], at[1])
				}
			}
			if p.closed {
				d.ClosePath()
			}
		}
		d.DrawPath(style)
	}
	if p.fill != "" {
		d.SetFillColor(channels(p.fill))
		if p.opacity > 0 {
			d.SetAlpha(p.opacity, "Normal")
		}
		outline("F")
		if p.opacity > 0 {
			d.SetAlpha(1, "Normal")
		}
	}
	if p.stroke != "" {
		d.SetDrawColor(channels(p.stroke))
		d.SetLineWidth(p.width)
		d.SetLineJoinStyle("round")
		var dash []float64
		if p.dash > 0 {
			dash = []float64{p.dash, p.dash}
		}
		d.SetDashPattern(dash, 0)
		outline("D")
	}
}

func (d *page) text(t *text) {
	d.SetFont(fontName(t.font), "", t.size)
	x := t.box().Min[0]
	if t.halo != "" {
		d.SetTextRenderingMode(1)
		d.SetDrawColor(channels(t.halo))
		d.SetLineWidth(haloWidth * t.size)
		d.SetDashPattern(nil, 0)
		d.Text(x, t.at[1], t.latin())
		d.SetTextRenderingMode(0)
	}
	d.SetTextColor(channels(t.color))
	d.Text(x, t.at[1], t.latin())
}
