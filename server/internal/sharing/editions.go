package sharing

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/edition"
	"dateline/server/internal/site"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

const noPublication = "Nothing was published at this address."

// publicFiles lets pages of all sites read the responses: what was published is for all.
func publicFiles(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site.AllowAnyOrigin(w.Header())
		next.ServeHTTP(w, r)
	})
}

// found returns the publication of a request, and nil if it was withdrawn and the request was answered.
func (s *handlers) found(w http.ResponseWriter, r *http.Request) (*store.Publication, error) {
	id, err := site.Segment(r, "publication")
	if err != nil {
		return nil, err
	}
	if s.Store == nil {
		return nil, site.Errorf(geo.ErrNotFound, noPublication)
	}
	p, err := s.Store.Publication(r.Context(), id)
	if err != nil {
		return nil, site.Explain(err, noPublication)
	}
	if p.Withdrawn.IsZero() && len(p.Editions) > 0 {
		return p, nil
	}
	return nil, s.showWithdrawn(w, p)
}

type withdrawnView struct {
	view.Layout
	Publication *store.Publication
	Day         string
}

// showWithdrawn answers that a publication was withdrawn.
func (s *handlers) showWithdrawn(w http.ResponseWriter, p *store.Publication) error {
	w.Header().Set("Cache-Control", "no-cache")
	return s.ShowStatus(w, http.StatusGone, "withdrawn", withdrawnView{s.Layout("Withdrawn"), p, readerDay(p.Withdrawn)})
}

func readerDay(t time.Time) string { return t.UTC().Format("2 January 2006") }

// publication shows the newest edition with what is known of the editions.
func (s *handlers) publication(w http.ResponseWriter, r *http.Request) error {
	p, err := s.found(w, r)
	if p == nil {
		return err
	}
	newest := &p.Editions[len(p.Editions)-1]
	f, err := s.Store.EditionFile(r.Context(), p.ID, newest.Number, "index.html")
	if err != nil {
		return err
	}
	var banner bytes.Buffer
	if err := bannerTemplate.Execute(&banner, bannerOf(p)); err != nil {
		return err
	}
	page := edition.Newest(f.Data, p.ID, newest.Number, banner.Bytes())
	return s.writeEdition(w, r, f.MediaType, geo.ContentID(f.Hash, banner.String()), edition.Address(page, s.PublicURL(r)))
}

// newestEmbed shows the embedded page of the newest edition.
func (s *handlers) newestEmbed(w http.ResponseWriter, r *http.Request) error {
	p, err := s.found(w, r)
	if p == nil {
		return err
	}
	return s.writeEditionFile(w, r, p, len(p.Editions), "embed.html")
}

// editionPage shows the page of an edition, which never changes.
func (s *handlers) editionPage(w http.ResponseWriter, r *http.Request) error {
	p, err := s.found(w, r)
	if p == nil {
		return err
	}
	n, err := strconv.Atoi(chi.URLParam(r, "edition"))
	if err != nil {
		return err
	}
	return s.writeEditionFile(w, r, p, n, "index.html")
}

// editionFile answers with a file of an edition.
func (s *handlers) editionFile(w http.ResponseWriter, r *http.Request) error {
	p, err := s.found(w, r)
	if p == nil {
		return err
	}
	n, err := strconv.Atoi(chi.URLParam(r, "edition"))
	if err != nil {
		return err
	}
	name, err := site.Segment(r, "file")
	if err != nil {
		return err
	}
	if name == "embed" {
		name = "embed.html"
	}
	return s.writeEditionFile(w, r, p, n, name)
}

func (s *handlers) writeEditionFile(w http.ResponseWriter, r *http.Request, p *store.Publication, number int, name string) error {
	f, err := s.Store.EditionFile(r.Context(), p.ID, number, name)
	if err != nil {
		return site.Explain(err, "There is no such file of this edition.")
	}
	data := f.Data
	if strings.HasPrefix(f.MediaType, "text/html") {
		data = edition.Address(data, s.PublicURL(r))
	}
	return s.writeEdition(w, r, f.MediaType, f.Hash, data)
}

// writeEdition answers with a file. Clients ask each time whether it is the same, because a publication may be withdrawn.
func (s *handlers) writeEdition(w http.ResponseWriter, r *http.Request, mediaType, hash string, data []byte) error {
	h := w.Header()
	if strings.HasPrefix(mediaType, "text/html") {
		hash = geo.ContentID(hash, s.PublicURL(r))
	}
	h.Set("ETag", `"`+hash+`"`)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", mediaType)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return nil
}

type bannerView struct {
	Number, Editions                 int
	Day, Note, Correction, Published string
	Earlier                          []earlierView
}

type earlierView struct{ URL, Words string }

// bannerOf describes the editions of a publication.
func bannerOf(p *store.Publication) bannerView {
	newest := &p.Editions[len(p.Editions)-1]
	b := bannerView{Number: newest.Number, Editions: len(p.Editions), Day: readerDay(newest.Published), Note: newest.Note}
	for i := len(p.Editions) - 2; i >= 0; i-- {
		e := &p.Editions[i]
		b.Earlier = append(b.Earlier, earlierView{edition.Root(p.ID, e.Number), fmt.Sprintf("Edition %d, %s", e.Number, readerDay(e.Published))})
	}
	if newest.Number > 1 && newest.Note != "" {
		b.Correction = fmt.Sprintf("Correction, %s: %s", b.Day, newest.Note)
	}
	return b
}

var bannerTemplate = template.Must(template.New("").Parse(`<div class="banner"><p>This is edition {{.Number}}, the newest{{if gt .Editions 1}} of {{.Editions}}{{end}}, published {{.Day}}.</p>
{{with .Correction}}<p><label for="correction">Correction note, for pages that used an earlier edition:</label></p>
<textarea id="correction" readonly rows="3">{{.}}</textarea>
{{end}}{{if .Earlier}}<p>Earlier: {{range $i, $e := .Earlier}}{{if $i}}, {{end}}<a href="{{$e.URL}}">{{$e.Words}}</a>{{end}}.</p>
{{end}}</div>`))

// publish publishes what a form selects.
func (s *handlers) publish(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	result, choices, err := s.chosen(r, sc)
	if err != nil {
		return err
	}
	p, err := edition.Publish(r.Context(), s.Store, r.PostForm.Get("publication"), result, choices, s.editionOrigin())
	if err != nil {
		return site.Readable(err)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, edition.Path(p.ID), http.StatusSeeOther)
	return nil
}

// preview shows the edition that the same form would publish, in a frame of the share page.
func (s *handlers) preview(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	h := w.Header()
	h.Del("X-Frame-Options")
	h.Set("Content-Security-Policy", edition.PreviewPolicy())
	h.Set("Cache-Control", "no-store")
	result, choices, err := s.chosen(r, sc)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := edition.WritePreview(r.Context(), &page, result, choices, s.editionOrigin()); err != nil {
		return site.Readable(err)
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	_, err = w.Write(page.Bytes())
	return err
}

// editionOrigin returns what editions are made from now.
func (s *handlers) editionOrigin() edition.Origin {
	return edition.Origin{Gazetteer: s.Gazetteer, Static: s.Static, Now: time.Now()}
}

// chosen returns what the form of the share page selects, and what it chooses.
func (s *handlers) chosen(r *http.Request, sc *site.Scope) (*store.Result, *edition.Choices, error) {
	if err := site.ParseForm(r); err != nil {
		return nil, nil, err
	}
	if s.Store == nil {
		return nil, nil, site.Errorf(geo.ErrInput, "There is no store to publish in.")
	}
	selected, notices := selection.ParseQuery(r.PostForm.Get("select"))
	result, err := s.SelectIn(r.Context(), sc, selected, notices)
	if err != nil {
		return nil, nil, err
	}
	choices, err := choicesOf(r)
	return result, choices, err
}

// choicesOf returns what a form chose: places by checkboxes, each with a label, a side, a number and a note.
func choicesOf(r *http.Request) (*edition.Choices, error) {
	f := r.PostForm
	c := &edition.Choices{
		Title: strings.TrimSpace(f.Get("title")), Description: strings.TrimSpace(f.Get("description")), Alt: strings.TrimSpace(f.Get("alt")),
		Note: strings.TrimSpace(f.Get("note")), Precision: f.Get("precision"),
	}
	if text := f.Get("picks"); text != "" {
		if err := json.Unmarshal([]byte(text), &c.Picks); err != nil {
			return nil, site.Errorf(geo.ErrInput, "The picked places are not valid.")
		}
	}
	type ordered struct {
		edition.Pick
		order int
	}
	var picks []ordered
	for i, id := range f["pick"] {
		order, err := strconv.Atoi(f.Get("order-" + id))
		if err != nil {
			order = i + 1
		}
		picks = append(picks, ordered{edition.Pick{
			Place: geo.PlaceID(id), Label: strings.TrimSpace(f.Get("label-" + id)), Side: f.Get("side-" + id), Number: f.Get("number-"+id) != "", Note: strings.TrimSpace(f.Get("note-" + id)),
		}, order})
	}
	slices.SortStableFunc(picks, func(a, b ordered) int { return cmp.Compare(a.order, b.order) })
	for _, p := range picks {
		c.Picks = append(c.Picks, p.Pick)
	}
	return c, nil
}

// withdraw withdraws a publication.
func (s *handlers) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Segment(r, "publication")
	if err != nil {
		return err
	}
	if err := site.ParseForm(r); err != nil {
		return err
	}
	if s.Store == nil {
		return site.Errorf(geo.ErrNotFound, noPublication)
	}
	reason := strings.TrimSpace(r.PostForm.Get("reason"))
	if len(reason) > site.MaxTitle {
		return site.Errorf(geo.ErrInput, "The reason is too long. Use at most %d characters.", site.MaxTitle)
	}
	if err := s.Store.Withdraw(r.Context(), id, reason, time.Now()); err != nil {
		return site.Explain(err, noPublication)
	}
	return site.SeeOther(w, r, edition.Path(id))
}
