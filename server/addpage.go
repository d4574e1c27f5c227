package server

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/importer"
	"dateline/server/internal/site"
	"dateline/server/view"
)

// maxLinks is the maximum number of URLs per request.
const maxLinks = 100

// Field ids of the page, to which error messages link.
const (
	fieldFiles     = "files"
	fieldLinks     = "links"
	fieldText      = "text"
	fieldTitle     = "title"
	fieldPublished = "published"
)

// addPage shows the forms for adding articles and the imports.
func (s *server) addPage(w http.ResponseWriter, r *http.Request) error {
	content, err := s.addView(r)
	if err != nil {
		return err
	}
	content.Notice = notice(countParam(r, "added"), countParam(r, "known"))
	w.Header().Set("Cache-Control", "no-store")
	return s.Show(w, "add", content)
}

// addView returns the page with empty forms.
func (s *server) addView(r *http.Request) (view.AddArticles, error) {
	c, err := s.importTarget(r)
	if err != nil {
		return view.AddArticles{}, err
	}
	state, err := stateFilter(r)
	if err != nil {
		return view.AddArticles{}, err
	}
	content := view.AddArticles{
		Layout: s.CollectionLayout(c.name, c.title, "Add articles", "add"), CanFetch: s.AllowURLImport, MaxFile: maxFile, MaxFiles: maxFiles,
	}
	if content.Imports, err = s.importList(r, c.name, state); err != nil {
		return content, err
	}
	content.Feeds, err = s.feedRows(r, c.name)
	return content, err
}

// target is a collection to which articles are added.
type target struct{ name, title string }

// importTarget returns the collection in the path; articles can be added to it.
func (s *server) importTarget(r *http.Request) (target, error) {
	sc, err := s.ScopeOf(r)
	if err != nil {
		return target{}, err
	}
	if !sc.Accepts {
		return target{}, site.Errorf(geo.ErrForbidden, "Articles cannot be added to this collection, because it is not stored. "+
			"Choose “Keep these articles” on its map first.")
	}
	return target{sc.Collection.Name, sc.Collection.Title}, nil
}

// countParam returns a count in the query, 0 without a valid one.
func countParam(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil {
		return 0
	}
	return min(max(n, 0), maxFiles)
}

// notice describes the outcome of a submission without its failures.
func notice(added, duplicates int) string {
	var parts []string
	if added > 0 {
		parts = append(parts, view.FormatNumber(added)+" added, reading "+plural(added, "it", "them")+" now.")
	}
	if duplicates > 0 {
		parts = append(parts, view.FormatNumber(duplicates)+" already in this collection.")
	}
	return strings.Join(parts, " ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// addText submits a pasted text.
func (s *server) addText(w http.ResponseWriter, r *http.Request) error {
	c, err := s.importTarget(r)
	if err != nil {
		return err
	}
	if err := site.ParseForm(r); err != nil {
		return err
	}
	field := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	in := importer.Text{
		Title: field("title"), Publisher: field("publisher"), Published: field("published"), URL: field("url"), Body: r.PostForm.Get("text"),
	}
	sub := submission{field: fieldText}
	if field, err := checkText(&in); err != nil {
		sub.field = field
		sub.fail(s, "Pasted text", err)
	} else {
		sub.add(s, "Pasted text", func() (importer.SubmitResult, error) { return s.Importer.AddText(r.Context(), c.name, in) })
	}
	return s.answer(w, r, c, &sub, func(v *view.AddArticles) { v.Text = view.TextForm(in) })
}

// checkText validates the form of a pasted text and returns the invalid field.
func checkText(in *importer.Text) (field string, err error) {
	switch {
	case strings.TrimSpace(in.Body) == "":
		return fieldText, site.Errorf(geo.ErrInput, "Paste the text of an article.")
	case len(in.Title) > site.MaxTitle:
		return fieldTitle, site.Errorf(geo.ErrTooLarge, "The headline is too long. Use at most %d characters.", site.MaxTitle)
	case len(in.Publisher) > site.MaxTitle:
		return "publisher", site.Errorf(geo.ErrTooLarge, "The publisher is too long. Use at most %d characters.", site.MaxTitle)
	case in.URL != "" && layer.WebAddress(in.URL) == "":
		return "url", site.Errorf(geo.ErrInput, "“%s” is not a web address. It must start with https:// or http://.", in.URL)
	}
	if in.Published != "" {
		if _, err := time.Parse(time.DateOnly, in.Published); err != nil {
			return fieldPublished, site.Errorf(geo.ErrInput, "“%s” is not a date. Write it as year-month-day, such as 2021-09-06.", in.Published)
		}
	}
	return "", nil
}

// addLinks submits URLs, one per line.
func (s *server) addLinks(w http.ResponseWriter, r *http.Request) error {
	if !s.AllowURLImport {
		return site.Errorf(geo.ErrForbidden, "Fetching links is turned off on this server. Upload the pages as files, or paste their text.")
	}
	c, err := s.importTarget(r)
	if err != nil {
		return err
	}
	if err := site.ParseForm(r); err != nil {
		return err
	}
	lines := strings.Fields(r.PostForm.Get("links"))
	sub := submission{field: fieldLinks}
	if len(lines) == 0 {
		sub.fail(s, "Links", site.Errorf(geo.ErrInput, "Enter a link."))
	}
	if len(lines) > maxLinks {
		sub.fail(s, "Links", site.Errorf(geo.ErrTooLarge, "These are %d links. Add at most %d at a time, or upload an OPML file.", len(lines), maxLinks))
		sub.rejected = lines
		lines = nil
	}
	for _, line := range lines {
		sub.add(s, line, func() (importer.SubmitResult, error) { return s.addLink(r.Context(), c.name, line) })
	}
	return s.answer(w, r, c, &sub, func(v *view.AddArticles) { v.URLs = strings.Join(sub.rejected, "\n") })
}

func (s *server) addLink(ctx context.Context, collection, line string) (importer.SubmitResult, error) {
	address := line
	if !strings.Contains(address, "://") {
		address = "https://" + address // as browsers complete it
	}
	name := site.HostName(strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"))
	if layer.WebAddress(address) == "" || !strings.Contains(name, ".") && !strings.Contains(name, ":") && !strings.HasPrefix(name, "localhost") {
		return importer.SubmitResult{}, site.Errorf(geo.ErrInput, "This is not a web address. A link looks like https://example.org/story.")
	}
	return s.Importer.AddURL(ctx, collection, address)
}
