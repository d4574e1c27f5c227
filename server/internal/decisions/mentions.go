package decisions

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"
)

// Limits on searches of the gazetteer.
const (
	maxFound      = 20
	maxSearchName = 200 // bytes
)

var mentionID = regexp.MustCompile(`^([0-9a-f]{16})(-[0-9]+)?$`)

// mention shows the page of a mention, or as a fragment the note about it.
func (s *handlers) mention(w http.ResponseWriter, r *http.Request) error {
	id, err := site.Segment(r, "mention")
	if err != nil {
		return err
	}
	parts := mentionID.FindStringSubmatch(id)
	if parts == nil {
		return site.Errorf(geo.ErrNotFound, site.NoMention)
	}
	for _, db := range s.Stores() {
		collection, article, err := db.Mention(r.Context(), id)
		if errors.Is(err, geo.ErrNotFound) {
			collection, article, err = db.MissedMentionByID(r.Context(), id)
		}
		if errors.Is(err, geo.ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("find the mention %q: %w", id, err)
		}
		p, err := db.Article(r.Context(), collection, article)
		if err != nil {
			return site.Explain(err, site.NoMention)
		}
		c, err := db.Info(r.Context(), collection)
		if err != nil {
			return site.Explain(err, site.NoMention)
		}
		sc := &site.Scope{DB: db, Collection: c, Article: p, Links: view.Links{Collection: collection}}
		if sc.Accepts, err = s.AcceptsImports(r.Context(), db, collection); err != nil {
			return err
		}
		return s.showMention(w, r, sc, parts[1])
	}
	return site.Errorf(geo.ErrNotFound, site.NoMention)
}

// articleMention shows the page of a mention in its article of a collection.
func (s *handlers) articleMention(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	id, err := site.Segment(r, "mention")
	if err != nil {
		return err
	}
	parts := mentionID.FindStringSubmatch(id)
	if parts == nil {
		return site.Errorf(geo.ErrNotFound, site.NoMention)
	}
	return s.showMention(w, r, sc, parts[1])
}

// showNote writes the note about the i-th mention of the scope's article, with the person who corrected it.
func (s *handlers) showNote(w http.ResponseWriter, r *http.Request, sc *site.Scope, i int) error {
	m := view.NewMentionPage(sc.Article, i, s.PublicURL(r), sc.Links).Mention
	numbered, _, err := sc.DB.MissedMention(r.Context(), sc.Collection.Name, sc.Article.Article.ID, sc.Article.Mentions[i].Span)
	if err != nil {
		return site.Explain(err, site.NoMention)
	}
	readings, err := sc.DB.Decided(r.Context(), sc.Collection.Name, []string{numbered})
	if err != nil {
		return err
	}
	if last, ok := readings[numbered]; ok {
		m.Decided = view.NewDecided(&last)
	}
	return s.ShowFragment(w, "note", m)
}

// showMention shows the page of a mention of the scope's article, or as a fragment its note or its form.
func (s *handlers) showMention(w http.ResponseWriter, r *http.Request, sc *site.Scope, id string) error {
	p := sc.Article
	i := view.FindMention(p, id)
	if i < 0 {
		return site.Errorf(geo.ErrNotFound, site.NoMention)
	}
	if s.NotModified(w, r, sc.Version(), authorOf(r), p.Article.Hash) {
		return nil
	}
	fragment := r.URL.Query().Get("fragment")
	if site.IsFragment(r) && fragment != "choose" {
		return s.showNote(w, r, sc, i)
	}
	choice := editing.ParseChoice(r.URL.Query())
	content := editing.NewMentionPage(p, i, s.PublicURL(r), sc.Links, choice)
	numbered, _, err := sc.DB.MissedMention(r.Context(), sc.Collection.Name, p.Article.ID, p.Mentions[i].Span)
	if err != nil {
		return site.Explain(err, site.NoMention)
	}
	content.Choose.Page = sc.Links.MentionOf(p.Article.ID, id)
	content.Choose.Target = []editing.Field{{Name: "article", Value: p.Article.ID}, {Name: "mention", Value: numbered}}
	target := &store.Decision{Collection: sc.Collection.Name, Article: p.Article.ID, Mention: numbered, Phrase: p.Mentions[i].Phrase}
	if err := s.fillChoose(r, sc, content.Choose, target); err != nil {
		return err
	}
	if fragment == "choose" {
		return s.ShowFragment(w, "choose-dialog", content.Choose)
	}
	if content.Notice, err = s.notice(r, sc); err != nil {
		return err
	}
	history, err := sc.DB.History(r.Context(), sc.Collection.Name, numbered)
	if err != nil {
		return err
	}
	content.AddHistory(history, sc.Links)
	if content.Decisions, err = s.decisionsAbout(r, sc, target); err != nil {
		return err
	}
	content.Layout = s.LayoutOf(sc, "“"+content.Mention.Phrase+"”", "")
	return s.Show(w, "mention", content)
}

// decisionsAbout lists the decisions that are about a mention, the latest first.
func (s *handlers) decisionsAbout(r *http.Request, sc *site.Scope, about *store.Decision) ([]editing.DecisionRow, error) {
	all, err := sc.DB.Decisions(r.Context(), sc.Collection.Name)
	if err != nil {
		return nil, err
	}
	var out []editing.DecisionRow
	for i := len(all) - 1; i >= 0; i-- {
		d := &all[i]
		applies := false
		switch d.Scope {
		case store.ScopeMention:
			applies = d.Mention == about.Mention
		case store.ScopeArticle:
			applies = d.Article == about.Article && d.Phrase == about.Phrase
		case store.ScopeCollection, store.ScopeAll:
			applies = d.Phrase == about.Phrase
		}
		if !applies {
			continue
		}
		row := editing.NewDecisionRow(d, r.URL.Path, sc.Links)
		if !sc.Accepts {
			row.Undo = ""
		}
		out = append(out, row)
	}
	return out, nil
}

// fillChoose completes the form about a mention or words: the places that a search finds, and in the second step what the choice would
// apply to.
func (s *handlers) fillChoose(r *http.Request, sc *site.Scope, c *editing.Choose, target *store.Decision) error {
	c.Post, c.Search = editing.Decisions(sc.Links), sc.Links.Map()+"/gazetteer"
	if !sc.Accepts {
		c.Reason = "This collection cannot be changed here."
		if s.Importer != nil {
			c.Reason, c.Keep = "These articles are only in memory. Keep them to correct their places.", sc.Links.Keep()
		}
		return nil
	}
	if c.Choice.Author == "" {
		c.Choice.Author = authorOf(r)
	}
	if len(c.Choice.Query) > maxSearchName {
		return site.Errorf(geo.ErrTooLarge, "A name has at most %d characters. Search for a shorter one.", maxSearchName)
	}
	c.SetFound(s.matches(c.Choice.Query))
	if r.URL.Query().Get("step") != "scope" {
		return nil
	}
	if c.Problem = c.Choice.Apply(target, s.placeByID(sc.Article)); c.Problem != nil {
		return nil
	}
	c.Means = editing.Means(target)
	scopes := []store.Scope{store.ScopeMention, store.ScopeArticle, store.ScopeCollection, store.ScopeAll}
	if target.Span.Len() > 0 {
		scopes = scopes[:1]
	}
	for _, scope := range scopes {
		d := *target
		d.Scope = scope
		widen(&d)
		effect, err := sc.DB.CountEffect(r.Context(), d)
		if err != nil {
			return site.Readable(err)
		}
		c.Scopes = append(c.Scopes, editing.ScopeOption{Value: scope, Effect: effect})
	}
	return nil
}

// matches returns the places of the gazetteer with a name or an id.
func (s *handlers) matches(name string) []geo.Place {
	if s.Gazetteer == nil || name == "" {
		return nil
	}
	found := s.Gazetteer.Matches(name, 0, maxFound)
	if len(found) == 0 {
		found = s.Gazetteer.Matches(name, 1, maxFound)
	}
	return found
}

// foundPlace is a place of the gazetteer in JSON.
type foundPlace struct {
	ID         geo.PlaceID `json:"id"`
	Name       string      `json:"name"`
	StoredName string      `json:"stored_name,omitempty"` // if Name is in another script
	Where      string      `json:"where,omitempty"`
	Kind       string      `json:"kind"`
	Lat        float64     `json:"lat"`
	Lon        float64     `json:"lon"`
	Population int64       `json:"population,omitempty"`
}

// gazetteerSearch lists the places of the gazetteer with a name, as JSON or as a page.
func (s *handlers) gazetteerSearch(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	if s.Gazetteer == nil {
		return site.Errorf(geo.ErrUnavailable, "This server has no gazetteer to search.")
	}
	query := r.URL.Query().Get("q")
	if len(query) > maxSearchName {
		return site.Errorf(geo.ErrTooLarge, "A name has at most %d characters. Search for a shorter one.", maxSearchName)
	}
	if s.NotModified(w, r, wantsText(r)) {
		return nil
	}
	found := s.matches(query)
	if site.WantsPage(r) {
		content := editing.GazetteerPage{Layout: s.LayoutOf(sc, "Search the gazetteer", ""), Page: sc.Links.Map() + "/gazetteer", Query: query}
		for i := range found {
			content.Found = append(content.Found, editing.NewCandidate(&found[i]))
		}
		return s.Show(w, "gazetteer", content)
	}
	l := site.LanguageOf(w)
	out := make([]foundPlace, len(found))
	for i := range found {
		p := &found[i]
		out[i] = foundPlace{
			p.ID, l.PlaceName(p.ID, p.Name), l.StoredName(p.ID, p.Name), l.Where(p.ID, editing.Where(p)), p.Kind.Label(), p.Point.Lat(), p.Point.Lon(), p.Population,
		}
	}
	w.Header().Set("Content-Type", "application/json")
	return site.ClientGone(json.NewEncoder(w).Encode(out))
}

// wantsText returns the kind of answer that a client wants, for an ETag.
func wantsText(r *http.Request) string { return strconv.FormatBool(site.WantsPage(r)) }

// missed shows the page for adding a place that the program missed.
func (s *handlers) missed(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	q := r.URL.Query()
	p := sc.Article
	content := editing.NewMissedPage(p, sc.Links)
	if q.Has("start") {
		if err := s.missedWords(r, sc, &content, q); err != nil {
			return err
		}
	} else if words := q.Get("words"); words != "" {
		if len(words) > maxSearchName {
			return site.Errorf(geo.ErrTooLarge, "The words are too long. Enter the name of one place.")
		}
		content.Find(p, words, sc.Links)
	}
	w.Header().Set("Cache-Control", "no-store")
	if q.Get("fragment") == "choose" && content.Choose != nil {
		return s.ShowFragment(w, "choose-dialog", content.Choose)
	}
	content.Layout = s.LayoutOf(sc, "Add a missed place", "")
	return s.Show(w, "missed", content)
}

// missedWords shows the form for the words that the address selects.
func (s *handlers) missedWords(r *http.Request, sc *site.Scope, content *editing.MissedPage, q url.Values) error {
	start, end := number(q.Get("start")), number(q.Get("end"))
	if start < 0 || end < 0 {
		content.Problem = "Select the words of the place again."
		return nil
	}
	span, problem := content.Select(sc.Article, start, end, editing.ParseChoice(q))
	if content.Problem = problem; problem != "" {
		return nil
	}
	if !q.Has("q") {
		content.Choose.Choice.Query = content.Phrase
	}
	id, phrase, err := sc.DB.MissedMention(r.Context(), sc.Collection.Name, sc.Article.Article.ID, span)
	if err != nil {
		return site.Readable(err)
	}
	target := &store.Decision{Collection: sc.Collection.Name, Article: sc.Article.Article.ID, Mention: id, Phrase: phrase, Span: span}
	return s.fillChoose(r, sc, content.Choose, target)
}

// number reads a number from 0, or returns -1.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}
