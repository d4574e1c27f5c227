package view

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Renderer renders views with the page templates. It is safe for concurrent use.
type Renderer struct {
	pages map[string]*template.Template
}

// NewRenderer parses the folder "templates" of static. Each file is a page, except
// that all pages share the files whose names begin with an underscore.
func NewRenderer(static fs.FS) (*Renderer, error) {
	shared, err := template.New("").Funcs(template.FuncMap{"number": FormatNumber}).ParseFS(static, "templates/_*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the shared page templates: %w", err)
	}
	files, err := fs.Glob(static, "templates/[a-z]*.html")
	if err != nil {
		return nil, fmt.Errorf("list the page templates: %w", err)
	}
	r := &Renderer{pages: map[string]*template.Template{}}
	for _, file := range files {
		t, err := shared.Clone()
		if err == nil {
			t, err = t.ParseFS(static, file)
		}
		if err != nil {
			return nil, fmt.Errorf("parse the page template %s: %w", file, err)
		}
		r.pages[strings.TrimSuffix(path.Base(file), ".html")] = t
	}
	return r, nil
}

// Render writes a part of a page for a view; the part "page" is the whole page.
func (r *Renderer) Render(w io.Writer, name, part string, view any) error {
	t := r.pages[name]
	if t == nil {
		return fmt.Errorf("there is no page template %q", name)
	}
	if err := t.ExecuteTemplate(w, part, view); err != nil {
		return fmt.Errorf("render the page %s: %w", name, err)
	}
	return nil
}
