package decisions

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"
)

// Parameters of the address to which a form redirects. They contain the time of the decisions that were stored or undone, in milliseconds
// since 1970.
const (
	paramSaved  = "saved"
	paramUndone = "undone"
)

const (
	maxNote   = 2000 // bytes
	maxAuthor = 200
)

// authorCookie remembers the name that a reader gave.
const authorCookie = "author"

// authorOf returns the name that a reader gave before, or an empty one.
func authorOf(r *http.Request) string {
	c, err := r.Cookie(authorCookie)
	if err != nil {
		return ""
	}
	name, err := url.QueryUnescape(c.Value)
	if err != nil {
		return ""
	}
	return name
}

// rememberAuthor stores the name for the next form.
func rememberAuthor(w http.ResponseWriter, r *http.Request, name string) {
	http.SetCookie(w, &http.Cookie{
		Name: authorCookie, Value: url.QueryEscape(name), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
}

// decide stores the decision of a form and redirects to the page with what it applies to. In the first step of the form, which has no scope, it
// is not called: the choice is a part of the address until then.
func (s *handlers) decide(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	choice := editing.ParseChoice(r.PostForm)
	if len(choice.Note) > maxNote || len(choice.Author) > maxAuthor {
		return site.Errorf(geo.ErrTooLarge, "The note or the name is too long. Shorten it.")
	}
	d, p, err := s.decisionTarget(r, sc, r.PostForm)
	if err != nil {
		return err
	}
	d.Scope = store.Scope(r.PostForm.Get("scope"))
	if problem := choice.Apply(d, s.placeByID(p)); problem != nil {
		return site.Errorf(geo.ErrInput, "%s", problem.Message)
	}
	widen(d)
	d.DecidedAt = time.Now()
	err = sc.DB.Update(r.Context(), func(tx *store.Tx) error {
		_, _, err := tx.Decide(r.Context(), *d)
		return err
	})
	if err != nil {
		return site.Readable(site.Explain(err, site.NoMention))
	}
	rememberAuthor(w, r, choice.Author)
	return s.saved(w, r, sc, d.DecidedAt, r.PostForm.Get("back"))
}

// widen removes what identifies a narrower set of mentions than the scope of a decision.
func widen(d *store.Decision) {
	switch d.Scope {
	case store.ScopeMention:
	case store.ScopeArticle:
		d.Mention = ""
	case store.ScopeCollection:
		d.Mention, d.Article = "", ""
	case store.ScopeAll:
		d.Mention, d.Article, d.Collection = "", "", ""
	}
}

// decisionTarget returns a decision about the mention or the words that a form names, and their article.
func (s *handlers) decisionTarget(r *http.Request, sc *site.Scope, form url.Values) (*store.Decision, *geo.Parsed, error) {
	id := form.Get("article")
	p, err := sc.DB.Article(r.Context(), sc.Collection.Name, id)
	if err != nil {
		return nil, nil, site.Explain(err, site.NoArticle)
	}
	d := &store.Decision{Collection: sc.Collection.Name, Article: id}
	if form.Get("start") != "" {
		return d, p, s.missedTarget(r, sc, p, form, d)
	}
	i := view.FindMention(p, view.PlainMention(form.Get("mention")))
	if i < 0 {
		return nil, nil, site.Errorf(geo.ErrNotFound, site.NoMention)
	}
	d.Mention, d.Phrase, err = sc.DB.MissedMention(r.Context(), sc.Collection.Name, id, p.Mentions[i].Span)
	return d, p, err
}

// missedTarget sets the words of a decision about a missed place.
func (s *handlers) missedTarget(r *http.Request, sc *site.Scope, p *geo.Parsed, form url.Values, d *store.Decision) error {
	start, end := number(form.Get("start")), number(form.Get("end"))
	if start < 0 || end < 0 {
		return site.Errorf(geo.ErrInput, "Select the words of the place again.")
	}
	page := editing.NewMissedPage(p, sc.Links)
	span, problem := page.Select(p, start, end, editing.Choice{})
	if problem != "" {
		return site.Errorf(geo.ErrInput, "%s", problem)
	}
	var err error
	d.Span = span
	d.Mention, d.Phrase, err = sc.DB.MissedMention(r.Context(), sc.Collection.Name, p.Article.ID, span)
	return site.Readable(err)
}

// placeByID returns how a place is found: in the gazetteer, or among the candidates of an article, which may be of an older one.
func (s *handlers) placeByID(p *geo.Parsed) func(geo.PlaceID) *geo.Place {
	return func(id geo.PlaceID) *geo.Place {
		if s.Gazetteer != nil {
			if ref, ok := s.Gazetteer.ByID(id); ok {
				place := s.Gazetteer.Place(ref)
				return &place
			}
		}
		for i := range p.Resolutions {
			r := &p.Resolutions[i]
			if r.Place != nil && r.Place.ID == id {
				return r.Place
			}
			for k := range r.Candidates {
				if r.Candidates[k].Place.ID == id {
					return &r.Candidates[k].Place
				}
			}
		}
		return nil
	}
}

// saved answers a form that has stored decisions: a browser is redirected to a page with what was decided, a program gets JSON.
func (s *handlers) saved(w http.ResponseWriter, r *http.Request, sc *site.Scope, at time.Time, back string) error {
	w.Header().Set("Cache-Control", "no-store")
	batch := strconv.FormatInt(at.UnixMilli(), 10)
	if site.WantsPage(r) {
		http.Redirect(w, r, localAddress(back, sc.Links.Map(), paramSaved, batch), http.StatusSeeOther)
		return nil
	}
	notice, err := s.savedNotice(r, sc, batch)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return site.ClientGone(json.NewEncoder(w).Encode(struct {
		Batch string `json:"batch"`
		Words string `json:"words"`
		Undo  string `json:"undo"`
	}{batch, notice.Words, notice.Undo}))
}

// localAddress returns an address of this server with a parameter, or a default if the address is not a path of this server.
func localAddress(address, missing, key, value string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(address, "\\") {
		u = &url.URL{Path: missing}
	}
	q := u.Query()
	for _, k := range []string{paramSaved, paramUndone, "choice", "at", "radius", "near", "role", "step"} {
		q.Del(k)
	}
	q.Set(key, value)
	return (&url.URL{Path: u.Path, RawQuery: q.Encode(), Fragment: u.Fragment}).String()
}

// batchOf returns the decisions about a collection that were stored at the same time, in milliseconds since 1970.
func batchOf(r *http.Request, sc *site.Scope, batch string) ([]store.Decision, error) {
	at, err := strconv.ParseInt(batch, 10, 64)
	if err != nil {
		return nil, nil //nolint:nilerr // an address that was changed by hand
	}
	all, err := sc.DB.Decisions(r.Context(), sc.Collection.Name)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(d store.Decision) bool { return d.DecidedAt.UnixMilli() != at }), nil
}

// notice returns what the last form of a reader did, by the address, or nil.
func (s *handlers) notice(r *http.Request, sc *site.Scope) (*editing.Notice, error) {
	q := r.URL.Query()
	if batch := q.Get(paramSaved); batch != "" {
		return s.savedNotice(r, sc, batch)
	}
	batch := q.Get(paramUndone)
	if batch == "" {
		return nil, nil
	}
	all, err := batchOf(r, sc, batch)
	if err != nil || len(all) == 0 || all[0].UndoneAt.IsZero() {
		return nil, err
	}
	return &editing.Notice{Words: "Taken back: " + batchWords(all) + "."}, nil
}

// savedNotice describes decisions that were stored, with how many mentions they apply to.
func (s *handlers) savedNotice(r *http.Request, sc *site.Scope, batch string) (*editing.Notice, error) {
	all, err := batchOf(r, sc, batch)
	if err != nil || len(all) == 0 || !all[0].UndoneAt.IsZero() {
		return &editing.Notice{}, err
	}
	mentions := 0
	for i := range all {
		e, err := sc.DB.CountEffect(r.Context(), all[i])
		if err != nil {
			return nil, err
		}
		mentions += e.Mentions
	}
	q := url.Values{"batch": {batch}}
	return &editing.Notice{
		Words: fmt.Sprintf("%s, %s.", batchWords(all), view.Count(mentions, "mention", "mentions")),
		Undo:  editing.Decisions(sc.Links) + "/undo?" + q.Encode(),
		Back:  r.URL.RequestURI(),
	}, nil
}

// batchWords describes decisions that were stored together: “Springfield” → Illinois.
func batchWords(all []store.Decision) string {
	phrases := map[string]bool{}
	for i := range all {
		phrases[all[i].Phrase] = true
	}
	if len(phrases) > 1 {
		return view.Count(len(phrases), "name", "names") + " decided"
	}
	return "“" + all[0].Phrase + "” → " + editing.Means(&all[0])
}

// undoDecisions takes back decisions that were stored together, or a single one.
func (s *handlers) undoDecisions(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	batch, id := r.Form.Get("batch"), r.Form.Get("decision")
	all, err := batchOf(r, sc, batch)
	if err != nil {
		return err
	}
	if id != "" {
		if all, err = sc.DB.Decisions(r.Context(), sc.Collection.Name); err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(d store.Decision) bool { return d.ID != id })
	}
	if len(all) == 0 {
		return site.Errorf(geo.ErrNotFound, "There is no such decision. It may have been deleted with its article.")
	}
	batch = cmp.Or(batch, strconv.FormatInt(all[0].DecidedAt.UnixMilli(), 10))
	err = sc.DB.Update(r.Context(), func(tx *store.Tx) error {
		for i := range slices.Backward(all) {
			if !all[i].UndoneAt.IsZero() {
				continue // a form that was sent twice
			}
			if _, err := tx.Undo(r.Context(), all[i].ID, authorOf(r)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return site.Readable(err)
	}
	w.Header().Set("Cache-Control", "no-store")
	if !site.WantsPage(r) {
		w.Header().Set("Content-Type", "application/json")
		return site.ClientGone(json.NewEncoder(w).Encode(map[string]string{"words": site.LanguageOf(w).Sentence("Taken back: " + batchWords(all) + ".")}))
	}
	http.Redirect(w, r, localAddress(r.Form.Get("back"), sc.Links.Map(), paramUndone, batch), http.StatusSeeOther)
	return nil
}

// decisionsFile writes the decisions about a collection as JSON Lines.
func (s *handlers) decisionsFile(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	all, err := sc.DB.Decisions(r.Context(), sc.Collection.Name)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/jsonl")
	w.Header().Set("Content-Disposition", `attachment; filename="`+sc.FileName()+`-decisions.jsonl"`)
	w.Header().Set("Cache-Control", "no-store")
	for i := range all {
		if !all[i].UndoneAt.IsZero() {
			continue
		}
		line, err := store.MarshalDecision(all[i])
		if err != nil {
			return err
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return site.ClientGone(err)
		}
	}
	return nil
}
