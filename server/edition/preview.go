package edition

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"io"

	"dateline/geo/text"
	"dateline/server/figure"
	"dateline/server/store"
)

// previewView is the content of a preview.
type previewView struct {
	Title, Description, Alt, Ledger string
	Style                           template.CSS
	Figure                          template.URL
	Places                          []placeView
}

// WritePreview writes a page with the figure and the places of the edition that [Publish] would make. It stores nothing.
func WritePreview(ctx context.Context, w io.Writer, r *store.Result, c *Choices, o Origin) error {
	b, err := newBuilder(ctx, r, c, o)
	if err != nil {
		return err
	}
	if err := b.read(); err != nil {
		return err
	}
	slide, _ := figure.SizeByName("slide")
	f, err := b.draw(slide)
	if err != nil {
		return err
	}
	var svg bytes.Buffer
	if err := f.WriteSVG(&svg); err != nil {
		return err
	}
	style, err := pageFiles.ReadFile("page/edition.css")
	if err != nil {
		return err
	}
	v := previewView{
		Title: b.title, Description: c.Description, Alt: b.altText(), Ledger: b.ledger(), Style: template.CSS(style), //nolint:gosec // a file of this program
		Figure: template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg.Bytes())), //nolint:gosec // a picture, in which scripts do not run
	}
	for _, p := range b.places {
		v.Places = append(v.Places, b.placeView(p, nil))
	}
	templates, err := template.ParseFS(pageFiles, "page/preview.html")
	if err != nil {
		return err
	}
	return text.WriteClean(w, func(w io.Writer) error { return templates.ExecuteTemplate(w, "preview.html", v) })
}

// PreviewPolicy returns the Content-Security-Policy of a preview, which only pages of the same server may frame.
func PreviewPolicy() string {
	style, _ := pageFiles.ReadFile("page/edition.css") // it is embedded
	sum := sha256.Sum256(style)
	return "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}
