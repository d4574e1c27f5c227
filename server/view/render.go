package view

import (
	"dateline/geo"

	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Renderer renders views with the page templates in several languages. It is safe for
// concurrent use.
type Renderer struct {
	// Languages are the languages of the pages, English first.
	Languages []*Language
	// pages has the templates by the tag of their language and their name.
	pages map[string]map[string]*template.Template
}

// NewRenderer parses the folder "templates" of static with the languages in its folder
// "messages". Each file of templates is a page, except that all pages share the files
// whose names begin with an underscore.
func NewRenderer(static fs.FS) (*Renderer, error) {
	languages, err := Languages(static)
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(static, "templates/[a-z]*.html")
	if err != nil {
		return nil, fmt.Errorf("list the page templates: %w", err)
	}
	r := &Renderer{Languages: languages, pages: map[string]map[string]*template.Template{}}
	for _, l := range languages {
		shared, err := template.New("").Funcs(functions(l)).ParseFS(static, "templates/_*.html")
		if err != nil {
			return nil, fmt.Errorf("parse the shared page templates: %w", err)
		}
		pages := map[string]*template.Template{}
		for _, file := range files {
			t, err := shared.Clone()
			if err == nil {
				t, err = t.ParseFS(static, file)
			}
			if err != nil {
				return nil, fmt.Errorf("parse the page template %s: %w", file, err)
			}
			pages[strings.TrimSuffix(path.Base(file), ".html")] = t
		}
		r.pages[l.Tag] = pages
	}
	return r, nil
}

// direction returns the dir attribute of text in a language.
func direction(tag string) string {
	if d := geo.Direction(tag); d != "" {
		return d
	}
	return "auto"
}

// functions returns the functions of the templates in a language.
func functions(l *Language) template.FuncMap {
	return template.FuncMap{
		"w": l.Words, "dir": direction, "languageName": l.LanguageName, "n": l.Count, "number": l.Number, "day": l.Day, "time": l.DayAndTime, "reason": l.Reason, "dates": l.Dates, "language": func() *Language { return l },
	}
}

// Render writes a part of a page for a view in a language, which may be nil for English;
// the part "page" is the whole page.
func (r *Renderer) Render(w io.Writer, l *Language, name, part string, view any) error {
	if l == nil {
		l = r.Languages[0]
	}
	t := r.pages[l.Tag][name]
	if t == nil {
		return fmt.Errorf("there is no page template %q", name)
	}
	if err := t.ExecuteTemplate(w, part, view); err != nil {
		return fmt.Errorf("render the page %s: %w", name, err)
	}
	return nil
}
