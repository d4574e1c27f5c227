package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/store"
	"dateline/server/view"
)

// Limits on what is handed in at once.
const (
	maxForm      = 16 << 20 // bytes of a form without files, and so of a text that is pasted
	maxAddresses = 100      // addresses of a request
	maxTitle     = 300      // bytes of a title
)

// addPage shows the forms, and what is on its way.
func (s *server) addPage(w http.ResponseWriter, r *http.Request) error {
	content, err := s.addView(r)
	if err != nil {
		return err
	}
	taken, known := count(r, "taken"), count(r, "known")
	content.Notice = said(taken, known)
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, "add", content)
}

// addView is the page with nothing filled in.
func (s *server) addView(r *http.Request) (view.AddArticles, error) {
	c, err := s.summary(r)
	if err != nil {
		return view.AddArticles{}, err
	}
	state, err := stateAsked(r)
	if err != nil {
		return view.AddArticles{}, err
	}
	f, _ := s.collectionFrame(c.Name, c.Title, "Add articles", "add")
	content := view.AddArticles{Layout: f, CanFetch: s.Fetching, MaxFile: maxFile, MaxFiles: maxFiles}
	content.ImportScript = s.assets.URL("adding.js")
	if content.Imports, err = s.arrivalsView(r, c.Name, state); err != nil {
		return content, err
	}
	feeds, err := s.Importer.Feeds(r.Context(), c.Name)
	if err != nil {
		return content, fmt.Errorf("listing the feeds of %q: %w", c.Name, err)
	}
	now := time.Now()
	for i := range feeds {
		content.Feeds = append(content.Feeds, feedRow(&feeds[i], now))
	}
	return content, nil
}

// summary returns what the collection that the path names is called.
func (s *server) summary(r *http.Request) (*store.Summary, error) {
	name, err := segment(r, "collection")
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Collections(r.Context())
	if err != nil {
		return nil, fmt.Errorf("listing the collections: %w", err)
	}
	for i := range all {
		if all[i].Name == name {
			return &all[i], nil
		}
	}
	return nil, geo.Errorf(geo.ErrNotFound, "collection %q", name)
}

func feedRow(f *importer.Feed, now time.Time) view.FeedRow {
	row := view.FeedRow{Title: f.Title, URL: f.URL, Link: view.WebAddress(f.URL), Error: f.Error}
	if row.Title == "" {
		row.Title = f.URL
	}
	if !f.Polled.IsZero() {
		row.Polled = f.Polled.UTC().Format("2 January 2006 15:04 UTC")
	}
	if wait := f.Next.Sub(now); !f.Next.IsZero() && wait > 0 {
		row.Next = minutes(wait)
	}
	return row
}

// count is a small number in the query, 0 when there is none.
func count(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil {
		return 0
	}
	return min(max(n, 0), maxFiles)
}

// said tells what became of what was handed in.
func said(taken, known int) string {
	var parts []string
	if taken > 0 {
		parts = append(parts, view.Count(taken, "input was", "inputs were")+" taken.")
	}
	if known > 0 {
		parts = append(parts, view.Count(known, "input was", "inputs were")+" here already.")
	}
	return strings.Join(parts, " ")
}

// addText takes a text that was pasted.
func (s *server) addText(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	c, err := segment(r, "collection")
	if err != nil {
		return err
	}
	title, text := strings.TrimSpace(r.PostForm.Get("title")), r.PostForm.Get("text")
	var h handedIn
	h.note(s, titleOr(title, "The text"), func() (importer.SubmitResult, error) {
		if strings.TrimSpace(text) == "" {
			return importer.SubmitResult{}, geo.Errorf(geo.ErrInput, "there is no text: paste the article into the field")
		}
		if len(title) > maxTitle {
			return importer.SubmitResult{}, geo.Errorf(geo.ErrTooLarge, "the title has %d bytes, which is more than %d", len(title), maxTitle)
		}
		return s.Importer.AddText(r.Context(), c, title, text)
	})
	return s.answer(w, r, &h, func(v *view.AddArticles) { v.TextTitle, v.Text = title, text })
}

func titleOr(title, other string) string {
	if title == "" {
		return other
	}
	return title
}

// addAddresses takes addresses, one a line.
func (s *server) addAddresses(w http.ResponseWriter, r *http.Request) error {
	if !s.Fetching {
		return geo.Errorf(geo.ErrForbidden, "fetching addresses is turned off on this server")
	}
	if err := parseForm(r); err != nil {
		return err
	}
	c, err := segment(r, "collection")
	if err != nil {
		return err
	}
	lines := strings.Fields(r.PostForm.Get("address"))
	var h handedIn
	if len(lines) == 0 {
		h.fail(s, "Addresses", geo.Errorf(geo.ErrInput, "there is no address"))
	}
	if len(lines) > maxAddresses {
		h.fail(s, "Addresses", geo.Errorf(geo.ErrTooLarge, "there are %d addresses, and %d can be given at once; more go into an OPML list, or come by and by", len(lines), maxAddresses))
		lines = nil
	}
	for _, line := range lines {
		h.note(s, line, func() (importer.SubmitResult, error) { return s.addAddress(r.Context(), c, line) })
	}
	return s.answer(w, r, &h, func(v *view.AddArticles) { v.URLs = strings.Join(h.refused, "\n") })
}

func (s *server) addAddress(ctx context.Context, collection, line string) (importer.SubmitResult, error) {
	address := line
	if !strings.Contains(address, "://") {
		address = "https://" + address // as a browser takes what is typed
	}
	if view.WebAddress(address) == "" {
		return importer.SubmitResult{}, geo.Errorf(geo.ErrInput, "%q is no address of the web", line)
	}
	return s.Importer.AddURL(ctx, collection, address)
}

// newCollection makes a collection and sends the reader to its page for adding.
func (s *server) newCollection(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	title := strings.TrimSpace(r.PostForm.Get("title"))
	name, err := s.makeCollection(r.Context(), title)
	if err != nil && wantsPage(r) && errors.Is(err, geo.ErrInput) {
		view, viewErr := s.collectionsView(r.Context())
		if viewErr != nil {
			return viewErr
		}
		view.Error, view.NewTitle = err.Error(), title
		return s.showAs(w, http.StatusBadRequest, "collections", view)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, view.Links{Collection: name}.Add(), http.StatusSeeOther)
	return nil
}

// makeCollection makes a collection under the first free name that its title
// gives.
func (s *server) makeCollection(ctx context.Context, title string) (string, error) {
	if title == "" || len(title) > maxTitle {
		return "", geo.Errorf(geo.ErrInput, "a collection needs a title of at most %d bytes", maxTitle)
	}
	all, err := s.Store.Collections(ctx)
	if err != nil {
		return "", fmt.Errorf("listing the collections: %w", err)
	}
	taken := map[string]bool{}
	for i := range all {
		taken[all[i].Name] = true
	}
	base := titleOr(view.Slug(title), "collection")
	name := base
	for n := 2; taken[name]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	if err := s.Importer.NewCollection(ctx, name, title); err != nil {
		return "", fmt.Errorf("making the collection %q: %w", title, err)
	}
	return name, nil
}

// parseForm reads a form without files, however the browser has written it.
func parseForm(r *http.Request) error {
	if err := r.ParseForm(); err != nil { // which ParseMultipartForm would not tell
		return badBody(err)
	}
	if err := r.ParseMultipartForm(maxForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return badBody(err)
	}
	return nil
}

// badBody sorts what can go wrong while a request is read.
func badBody(err error) error {
	var large *http.MaxBytesError
	switch {
	case err == nil || errors.Is(err, geo.ErrTooLarge):
		return err
	case errors.As(err, &large):
		return geo.Errorf(geo.ErrTooLarge, "the request is larger than %d MB", large.Limit>>20)
	}
	return geo.Errorf(geo.ErrInput, "reading the request (%w): send it again", err)
}
