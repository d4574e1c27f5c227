package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"
)

// Limits on searches of the gazetteer.
const (
	maxFound      = 20
	maxSearchName = 200 // bytes
)

// articleMention shows the page of a mention in its article of a collection.
func (s *server) articleMention(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	id, err := segment(r, "mention")
	if err != nil {
		return err
	}
	parts := mentionID.FindStringSubmatch(id)
	if parts == nil {
		return readerErrorf(geo.ErrNotFound, noMention)
	}
	return s.showMention(w, r, sc, parts[1])
}

// showMention shows the page of a mention of the scope's article, or as a fragment its note or its form.
func (s *server) showMention(w http.ResponseWriter, r *http.Request, sc *scope, id string) error {
	p := sc.article
	i := view.FindMention(p, id)
	if i < 0 {
		return readerErrorf(geo.ErrNotFound, noMention)
	}
	if s.notModified(w, r, sc.version(), authorOf(r), p.Article.Hash) {
		return nil
	}
	fragment := r.URL.Query().Get("fragment")
	if isFragment(r) && fragment != "choose" {
		return s.showFragment(w, "note", view.NewMentionPage(p, i, s.baseURL(r), sc.links).Mention)
	}
	choice := editing.ParseChoice(r.URL.Query())
	content := editing.NewMentionPage(p, i, s.baseURL(r), sc.links, choice)
	numbered, _, err := sc.db.MissedMention(r.Context(), sc.collection.Name, p.Article.ID, p.Mentions[i].Span)
	if err != nil {
		return explain(err, noMention)
	}
	content.Choose.Page = sc.links.MentionOf(p.Article.ID, id)
	content.Choose.Target = []editing.Field{{Name: "article", Value: p.Article.ID}, {Name: "mention", Value: numbered}}
	target := &store.Decision{Collection: sc.collection.Name, Article: p.Article.ID, Mention: numbered, Phrase: p.Mentions[i].Phrase}
	if err := s.fillChoose(r, sc, content.Choose, target); err != nil {
		return err
	}
	if fragment == "choose" {
		return s.showFragment(w, "choose-dialog", content.Choose)
	}
	if content.Notice, err = s.notice(r, sc); err != nil {
		return err
	}
	history, err := sc.db.History(r.Context(), sc.collection.Name, numbered)
	if err != nil {
		return err
	}
	content.AddHistory(history, sc.links)
	if content.Decisions, err = s.decisionsAbout(r, sc, target); err != nil {
		return err
	}
	content.Layout = s.layoutOf(sc, "“"+content.Mention.Phrase+"”", "")
	return s.show(w, "mention", content)
}

// decisionsAbout lists the decisions that are about a mention, the latest first.
func (s *server) decisionsAbout(r *http.Request, sc *scope, about *store.Decision) ([]editing.DecisionRow, error) {
	all, err := sc.db.Decisions(r.Context(), sc.collection.Name)
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
		row := editing.NewDecisionRow(d, sc.links)
		if !sc.accepts {
			row.Undo = ""
		}
		out = append(out, row)
	}
	return out, nil
}

// fillChoose completes the form about a mention or words: the places that a search finds, and in the second step what the choice would
// apply to.
func (s *server) fillChoose(r *http.Request, sc *scope, c *editing.Choose, target *store.Decision) error {
	c.Post, c.Search = editing.Decisions(sc.links), sc.links.Map()+"/gazetteer"
	if !sc.accepts {
		c.Reason = "This collection cannot be changed here."
		if s.Importer != nil {
			c.Reason, c.Keep = "These articles are only in memory. Keep them to correct their places.", sc.links.Keep()
		}
		return nil
	}
	if c.Choice.Author == "" {
		c.Choice.Author = authorOf(r)
	}
	if len(c.Choice.Query) > maxSearchName {
		return readerErrorf(geo.ErrTooLarge, "A name has at most %d characters. Search for a shorter one.", maxSearchName)
	}
	c.SetFound(s.matches(c.Choice.Query))
	if r.URL.Query().Get("step") != "scope" {
		return nil
	}
	if c.Problem = c.Choice.Apply(target, s.placeByID(sc.article)); c.Problem != nil {
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
		effect, err := sc.db.CountEffect(r.Context(), d)
		if err != nil {
			return readerInput(err)
		}
		c.Scopes = append(c.Scopes, editing.ScopeOption{Value: scope, Effect: effect})
	}
	return nil
}

// matches returns the places of the gazetteer with a name or an id.
func (s *server) matches(name string) []geo.Place {
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
	Where      string      `json:"where,omitempty"`
	Kind       string      `json:"kind"`
	Lat        float64     `json:"lat"`
	Lon        float64     `json:"lon"`
	Population int64       `json:"population,omitempty"`
}

// gazetteerSearch lists the places of the gazetteer with a name, as JSON or as a page.
func (s *server) gazetteerSearch(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	if s.Gazetteer == nil {
		return readerErrorf(geo.ErrUnavailable, "This server has no gazetteer to search.")
	}
	query := r.URL.Query().Get("q")
	if len(query) > maxSearchName {
		return readerErrorf(geo.ErrTooLarge, "A name has at most %d characters. Search for a shorter one.", maxSearchName)
	}
	if s.notModified(w, r, wantsText(r)) {
		return nil
	}
	found := s.matches(query)
	if wantsPage(r) {
		content := editing.GazetteerPage{Layout: s.layoutOf(sc, "Search the gazetteer", ""), Page: sc.links.Map() + "/gazetteer", Query: query}
		for i := range found {
			content.Found = append(content.Found, editing.NewCandidate(&found[i]))
		}
		return s.show(w, "gazetteer", content)
	}
	out := make([]foundPlace, len(found))
	for i := range found {
		p := &found[i]
		out[i] = foundPlace{p.ID, p.Name, editing.Where(p), p.Kind.Label(), p.Point.Lat(), p.Point.Lon(), p.Population}
	}
	w.Header().Set("Content-Type", "application/json")
	return clientGone(json.NewEncoder(w).Encode(out))
}

// wantsText returns the kind of answer that a client wants, for an ETag.
func wantsText(r *http.Request) string { return strconv.FormatBool(wantsPage(r)) }

// missed shows the page for adding a place that the program missed.
func (s *server) missed(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	p := sc.article
	content := editing.NewMissedPage(p, sc.links)
	if q.Has("start") {
		if err := s.missedWords(r, sc, &content, q); err != nil {
			return err
		}
	} else if words := q.Get("words"); words != "" {
		if len(words) > maxSearchName {
			return readerErrorf(geo.ErrTooLarge, "The words are too long. Enter the name of one place.")
		}
		content.Find(p, words, sc.links)
	}
	w.Header().Set("Cache-Control", "no-store")
	if q.Get("fragment") == "choose" && content.Choose != nil {
		return s.showFragment(w, "choose-dialog", content.Choose)
	}
	content.Layout = s.layoutOf(sc, "Add a missed place", "")
	return s.show(w, "missed", content)
}

// missedWords shows the form for the words that the address selects.
func (s *server) missedWords(r *http.Request, sc *scope, content *editing.MissedPage, q url.Values) error {
	start, end := number(q.Get("start")), number(q.Get("end"))
	if start < 0 || end < 0 {
		content.Problem = "Select the words of the place again."
		return nil
	}
	span, problem := content.Select(sc.article, start, end, editing.ParseChoice(q))
	if content.Problem = problem; problem != "" {
		return nil
	}
	if !q.Has("q") {
		content.Choose.Choice.Query = content.Phrase
	}
	id, phrase, err := sc.db.MissedMention(r.Context(), sc.collection.Name, sc.article.Article.ID, span)
	if err != nil {
		return readerInput(err)
	}
	target := &store.Decision{Collection: sc.collection.Name, Article: sc.article.Article.ID, Mention: id, Phrase: phrase, Span: span}
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
