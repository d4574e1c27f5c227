package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/importer"
	"dateline/server/internal/site"
	"dateline/server/mapfile"
	"dateline/server/store"
	"dateline/server/view"
)

// Values of the field "into" of the front door besides the name of a collection.
const (
	intoNew  = "new"
	intoNone = "none" // parse and forget
)

// readyWait is the maximum time that the front door waits for what was added to be read.
const readyWait = 4 * time.Second

// fieldBox is the id of the box of the front door.
const fieldBox = "add-input"

// entrance is what is submitted at the front door before its files.
type entrance struct {
	text, into string
	more       importer.Text
	malformed  int // parts that could not be read
}

// addAnything takes a pasted text, links and files in one form, into a new collection,
// an existing one, or none. A browser is redirected to the map as soon as what it added
// was read.
func (s *server) addAnything(w http.ResponseWriter, r *http.Request) error {
	done, err := s.beginUpload(w)
	if err != nil {
		return err
	}
	defer done()
	parts, err := newFormParts(r)
	if err != nil {
		return site.Errorf(geo.ErrInput, "This form must be sent as multipart/form-data.")
	}
	in, file, err := readEntrance(parts)
	if err != nil {
		return err
	}
	sub := &submission{field: fieldBox}
	if in.into == intoNone {
		return s.parseOnly(w, r, &in, parts, file)
	}
	if err := s.checkEntrance(&in); err != nil { // before a collection is created for it
		return s.failEntrance(w, r, &in, sub, err)
	}
	c, err := s.entranceTarget(r.Context(), &in, file)
	if err != nil {
		return s.failEntrance(w, r, &in, sub, err)
	}
	s.addEntrance(r.Context(), c, &in, sub)
	for range in.malformed {
		sub.fail(s, malformedFile, errMalformedPart)
	}
	for ; file != nil; file = s.nextFile(parts, sub) {
		s.addFile(r.Context(), c, file, sub)
	}
	isNew := in.into == "" || in.into == intoNew
	if len(sub.failures) > 0 {
		if isNew && sub.added+sub.duplicates == 0 {
			if err := s.removeEmpty(r.Context(), c); err != nil {
				return err
			}
		}
		return s.failEntrance(w, r, &in, sub, nil)
	}
	address, failed := s.whenRead(r.Context(), c)
	if isNew && len(failed) > 0 {
		if err := s.removeEmpty(r.Context(), c); err != nil {
			return err
		}
		sub.added = 0
		sub.failures = failed
		sub.problem = site.Problem{Type: "about:blank", Title: "Nothing could be added", Status: http.StatusBadRequest, Detail: failed[0].Reason}
		return s.failEntrance(w, r, &in, sub, nil)
	}
	w.Header().Set("Cache-Control", "no-store")
	if site.WantsPage(r) {
		http.Redirect(w, r, address, http.StatusSeeOther)
		return nil
	}
	return site.WriteJSON(w, map[string]string{"location": address})
}

// removeEmpty deletes a new collection of which every input failed.
func (s *server) removeEmpty(ctx context.Context, collection string) error {
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Trash(ctx, collection, ""); err != nil {
			return err
		}
		return tx.Purge(ctx, collection, "")
	})
	if err != nil {
		return fmt.Errorf("deleting the empty collection %q: %w", collection, err)
	}
	return nil
}

// readEntrance reads the fields of the form up to its first file, which is nil without
// one.
func readEntrance(parts *formParts) (in entrance, file *multipart.Part, err error) {
	fields := map[string]*string{
		"text": &in.text, "into": &in.into, "title": &in.more.Title, "publisher": &in.more.Publisher, "published": &in.more.Published, "url": &in.more.URL,
	}
	for {
		part, err := parts.next()
		switch {
		case errors.Is(err, io.EOF):
			return in, nil, nil
		case errors.Is(err, errMalformedPart) && in.malformed < maxFiles:
			in.malformed++
			continue
		case err != nil:
			return in, nil, err
		}
		if part.FormName() == fieldFiles && part.FileName() != "" {
			return in, part, nil
		}
		field := fields[part.FormName()]
		if field == nil {
			continue
		}
		b, err := io.ReadAll(io.LimitReader(part, site.MaxForm+1))
		if err != nil {
			return in, nil, site.BodyError(err)
		}
		if len(b) > site.MaxForm {
			return in, nil, site.Errorf(geo.ErrTooLarge, "This text is larger than the %d MB that the server accepts at once. Upload it as a file.", site.MaxForm>>20)
		}
		*field = strings.TrimSpace(string(b))
	}
}

// links returns the lines of the text if each of them is a link, else nil.
func (in *entrance) links() []string {
	lines := strings.Fields(in.text)
	for _, line := range lines {
		if !strings.HasPrefix(line, "http://") && !strings.HasPrefix(line, "https://") || layer.WebAddress(line) == "" {
			return nil
		}
	}
	return lines
}

// title returns the title of a collection for what is submitted: the headline of a
// text, the host of a link, or the name of a file.
func (in *entrance) title(file *multipart.Part) string {
	switch links := in.links(); {
	case len(links) > 0:
		if u, err := url.Parse(links[0]); err == nil {
			return strings.TrimPrefix(u.Hostname(), "www.")
		}
	case in.text != "":
		return view.Title(&geo.Article{Title: in.more.Title, Text: in.text})
	case file != nil:
		return view.Title(&geo.Article{Source: cleanFileName(file.FileName()), Text: "Files"})
	}
	return ""
}

// entranceTarget returns the collection into which is added; a new one unless the form
// names one.
func (s *server) entranceTarget(ctx context.Context, in *entrance, file *multipart.Part) (string, error) {
	if in.text == "" && file == nil {
		if in.malformed > 0 {
			return "", errMalformedPart
		}
		return "", site.Errorf(geo.ErrInput, "Paste a story, give a link, or choose files.")
	}
	if in.into != "" && in.into != intoNew {
		accepts, err := s.Importer.Accepts(ctx, in.into)
		if err != nil {
			return "", fmt.Errorf("look up the collection %q: %w", in.into, err)
		}
		if !accepts {
			return "", site.Errorf(geo.ErrNotFound, site.NoCollection)
		}
		return in.into, nil
	}
	return s.createCollection(ctx, in.title(file))
}

// checkEntrance validates the text or the links of the box.
func (s *server) checkEntrance(in *entrance) error {
	switch links := in.links(); {
	case len(links) > maxLinks:
		return site.Errorf(geo.ErrTooLarge, "These are %d links. Add at most %d at a time, or upload an OPML file.", len(links), maxLinks)
	case len(links) > 0 && !s.AllowURLImport:
		return site.Errorf(geo.ErrForbidden, "Fetching links is turned off on this server. Upload the pages as files, or paste their text.")
	case len(links) > 0 || in.text == "":
		return nil
	}
	in.more.Body = in.text
	if in.more.Title == "" {
		in.more.Title = headlineOf(in.text)
	}
	_, err := checkText(&in.more)
	return err
}

// addEntrance submits the text or the links of the box.
func (s *server) addEntrance(ctx context.Context, collection string, in *entrance, sub *submission) {
	if links := in.links(); len(links) > 0 {
		for _, line := range links {
			sub.add(s, line, func() (importer.SubmitResult, error) { return s.addLink(ctx, collection, line) })
		}
		return
	}
	if in.text != "" {
		sub.add(s, "Pasted text", func() (importer.SubmitResult, error) { return s.Importer.AddText(ctx, collection, in.more) })
	}
}

// headlineOf returns the first line of a text if it looks like a headline: a short line
// of its own before the text.
func headlineOf(text string) string {
	first, rest, ok := strings.Cut(strings.TrimSpace(text), "\n")
	first = strings.TrimSpace(first)
	if !ok || strings.TrimSpace(rest) == "" || len(first) > site.MaxTitle/2 || strings.HasSuffix(first, ".") {
		return ""
	}
	return first
}

// whenRead waits until what was added to a collection was read, and returns its address: that of the article if there is one, else of the
// map. If every import of the collection has failed, it returns the failures.
func (s *server) whenRead(ctx context.Context, collection string) (address string, failed []view.Failure) {
	l := view.Links{Collection: collection}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(readyWait)
	for {
		list, err := s.Importer.Imports(ctx, collection, "")
		if err != nil {
			return l.Add() + "#imports", nil // shows the error again
		}
		if list.Counts[importer.Waiting]+list.Counts[importer.Working] == 0 {
			if list.Counts[importer.Failed] > 0 {
				for i := range list.Recent {
					if list.Recent[i].State != importer.Failed {
						return l.Add() + "#imports", nil
					}
					failed = append(failed, view.Failure{Name: list.Recent[i].Name, Reason: reason(&list.Recent[i]), Field: fieldBox})
				}
				return l.Add() + "#imports", failed
			}
			if list.Counts[importer.Retrying] > 0 {
				return l.Add() + "#imports", nil
			}
			if len(list.Recent) == 1 && list.Recent[0].Article != "" {
				return l.Select(url.Values{"show": {"article:" + list.Recent[0].Article}}), nil
			}
			return l.Map(), nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return l.Map(), nil
		case <-deadline:
			return l.Map(), nil // the map page shows the progress
		}
	}
}

// failEntrance shows the front door again with the failures and what was in the box.
func (s *server) failEntrance(w http.ResponseWriter, r *http.Request, in *entrance, sub *submission, err error) error {
	if err != nil {
		if site.ProblemOf(site.Readable(err)).Status >= http.StatusInternalServerError {
			return err
		}
		sub.fail(s, "This form", err)
	}
	w.Header().Set("Cache-Control", "no-store")
	if !site.WantsPage(r) {
		return sub.writeJSON(w)
	}
	content, err := s.frontDoor(r.Context(), true)
	if err != nil {
		return err
	}
	content.Failures, content.Text, content.Into = sub.failures, in.text, in.into
	content.Notice = notice(sub.added, sub.duplicates)
	return s.ShowStatus(w, sub.problem.Status, "home", content)
}

// frontDoor returns the page with the box and the recent collections.
func (s *server) frontDoor(ctx context.Context, failed bool) (view.Home, error) {
	all, err := s.Summaries(ctx)
	if err != nil {
		return view.Home{}, err
	}
	title := "Dateline"
	if failed {
		title = "Error: could not be added"
	}
	content := view.NewHome(s.Layout(title), all)
	content.CanFetch, content.CanForget = s.AllowURLImport, s.Parse != nil
	content.MaxFile, content.MaxFiles = maxFile, maxFiles
	for i := range all {
		if s.Importer == nil {
			break
		}
		accepts, err := s.Importer.Accepts(ctx, all[i].Name)
		if err != nil {
			return content, fmt.Errorf("look up the collection %q: %w", all[i].Name, err)
		}
		if accepts && len(content.Targets) < maxTargets {
			content.Targets = append(content.Targets, view.Option{Value: all[i].Name, Label: all[i].Title})
		}
	}
	return content, nil
}

// maxTargets is the maximum number of collections that the box offers.
const maxTargets = 50

// parseOnly parses what was submitted in memory and answers with a map that is one file.
// Nothing is stored; it is gone when the reader closes the page.
func (s *server) parseOnly(w http.ResponseWriter, r *http.Request, in *entrance, parts *formParts, file *multipart.Part) error {
	if s.Parse == nil {
		return site.Errorf(geo.ErrForbidden, "This server cannot read articles without keeping them.")
	}
	if len(in.links()) > 0 {
		return site.Errorf(geo.ErrInput, "Links are fetched into a collection. Choose “new collection”, or paste the text of the article.")
	}
	if in.malformed > 0 {
		return errMalformedPart
	}
	var parsed []*geo.Parsed
	read := func(name string, document io.Reader) error {
		found, err := s.Parse(r.Context(), name, document)
		parsed = append(parsed, found...)
		return site.Readable(err)
	}
	if in.text != "" {
		if err := read("pasted.txt", strings.NewReader(in.text)); err != nil {
			return err
		}
	}
	for file != nil {
		if err := read(cleanFileName(file.FileName()), &fileReader{r: file, left: maxFile}); err != nil {
			return err
		}
		var err error
		if file, err = parts.nextFile(); err != nil {
			return err
		}
	}
	if len(parsed) == 0 {
		return site.Errorf(geo.ErrInput, "Paste a story or choose files.")
	}
	title := view.Title(&parsed[0].Article)
	set := s.LayerSet(title, parsed)
	var b bytes.Buffer
	if err := mapfile.Write(&b, &mapfile.Config{Set: set, Title: title, Gazetteer: s.Gazetteer, Static: s.Static, Language: site.LanguageOf(w).Tag}); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "frame-ancestors 'none'") // the file has a stricter policy of its own
	_, err := w.Write(b.Bytes())
	return site.ClientGone(err)
}
