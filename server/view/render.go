package view

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"

	"dateline/geo"
	"dateline/geo/text"
)

// Renderer renders views with the page templates in several languages. It is safe for
// concurrent use.
type Renderer struct {
	// Languages are the languages of the pages, English first.
	Languages []*Language

	static fs.FS
	files  map[string]string // of the pages, by their names
	mu     sync.Mutex
	shared map[string]*template.Template // by the tag of a language
	pages  map[pageKey]*template.Template
}

type pageKey struct{ language, name string }

// NewRenderer opens the folder "templates" of static with the languages in its folder
// "messages". Each file of templates is a page, except that all pages share the files
// whose names begin with an underscore. A page is parsed when it is rendered for the first time: all pages in all languages
// take 30 MB.
func NewRenderer(static fs.FS) (*Renderer, error) {
	languages, err := Languages(static)
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(static, "templates/[a-z]*.html")
	if err != nil {
		return nil, fmt.Errorf("list the page templates: %w", err)
	}
	r := &Renderer{Languages: languages, static: static, files: map[string]string{}, shared: map[string]*template.Template{}, pages: map[pageKey]*template.Template{}}
	for _, file := range files {
		r.files[strings.TrimSuffix(path.Base(file), ".html")] = file
	}
	return r, nil
}

// page returns the template of a page in a language.
func (r *Renderer) page(l *Language, name string) (t *template.Template, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t = r.pages[pageKey{l.Tag, name}]; t != nil {
		return t, nil
	}
	file, ok := r.files[name]
	if !ok {
		return nil, fmt.Errorf("there is no page template %q", name)
	}
	shared := r.shared[l.Tag]
	if shared == nil {
		if shared, err = template.New("").Funcs(functions(l)).ParseFS(r.static, "templates/_*.html"); err != nil {
			return nil, fmt.Errorf("parse the shared page templates: %w", err)
		}
		r.shared[l.Tag] = shared
	}
	if t, err = shared.Clone(); err == nil {
		t, err = t.ParseFS(r.static, file)
	}
	if err != nil {
		return nil, fmt.Errorf("parse the page template %s: %w", file, err)
	}
	r.pages[pageKey{l.Tag, name}] = t
	return t, nil
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
		"w": l.Words, "sentence": l.Sentence, "dir": direction, "languageName": l.LanguageName, "n": l.Count, "number": l.Number, "day": l.Day, "time": l.DayAndTime, "reason": l.Reason, "dates": l.Dates,
		"placeName":  func(id any, stored string) string { return l.PlaceName(placeID(id), stored) },
		"placeWhere": func(id any, stored string) string { return l.Where(placeID(id), stored) },
		"storedName": func(id any, stored string) string { return l.StoredName(placeID(id), stored) },
		"language":   func() *Language { return l },
	}
}

// Render writes a part of a page for a view in a language, which may be nil for English;
// the part "page" is the whole page. It has no characters that HTML forbids (see [text.Clean]).
func (r *Renderer) Render(w io.Writer, l *Language, name, part string, view any) error {
	if l == nil {
		l = r.Languages[0]
	}
	t, err := r.page(l, name)
	if err != nil {
		return err
	}
	if err := text.WriteClean(w, func(w io.Writer) error { return t.ExecuteTemplate(w, part, view) }); err != nil {
		return fmt.Errorf("render the page %s: %w", name, err)
	}
	return nil
}
