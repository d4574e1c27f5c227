package view

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
)

// Renderer lays views out by the templates. It is safe for concurrent use.
type Renderer struct {
	pages map[string]*template.Template
}

// NewRenderer reads the folder "templates" of static: each of its files is a
// page, but for those whose names begin with an underscore, which all share.
func NewRenderer(static fs.FS) (*Renderer, error) {
	shared, err := template.New("").Funcs(template.FuncMap{"number": FormatNumber}).ParseFS(static, "templates/_*.html")
	if err != nil {
		return nil, fmt.Errorf("reading the shared page templates: %w", err)
	}
	files, err := fs.Glob(static, "templates/[a-z]*.html")
	if err != nil {
		return nil, fmt.Errorf("listing the page templates: %w", err)
	}
	r := &Renderer{pages: map[string]*template.Template{}}
	for _, file := range files {
		t, err := shared.Clone()
		if err == nil {
			t, err = t.ParseFS(static, file)
		}
		if err != nil {
			return nil, fmt.Errorf("reading page template %s: %w", file, err)
		}
		name := path.Base(file)
		r.pages[name[:len(name)-len(".html")]] = t
	}
	return r, nil
}

// Render writes one part of a page for a view: "page" is all of it.
func (r *Renderer) Render(w io.Writer, name, part string, view any) error {
	t := r.pages[name]
	if t == nil {
		return fmt.Errorf("there is no page template %q", name)
	}
	if err := t.ExecuteTemplate(w, part, view); err != nil {
		return fmt.Errorf("rendering the page %s: %w", name, err)
	}
	return nil
}
