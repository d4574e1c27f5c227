package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/view"
)

// articles lists the articles of a collection.
func (s *server) articles(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	result, err := s.selected(r, sc)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version(), result.Version) {
		return nil
	}
	options := view.ListOptions{Sort: r.URL.Query().Get("sort"), Page: min(n, 1+result.Counts.Articles/view.ArticlesPerPage)}
	rows, err := result.Articles(r.Context(), view.ArticleOrder(options.Sort), (options.Page-1)*view.ArticlesPerPage, view.ArticlesPerPage)
	if err != nil {
		return err
	}
	content := view.NewStoredArticles(rows, result.Counts, options, result.Selection, sc.links)
	content.Layout = s.layoutOf(sc, "Articles", "articles")
	return s.show(w, "articles", content)
}

// article shows an article with its mentions highlighted.
func (s *server) article(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version()) {
		return nil
	}
	options, jump, err := articleOptions(r, sc)
	if err != nil || jump != "" {
		return redirectTo(w, r, jump, err)
	}
	decided, err := s.decidedMentions(r.Context(), sc)
	if err != nil {
		return err
	}
	if isFragment(r) {
		story := view.NewStory(sc.article, options, sc.links)
		story.MarkDecided(decided)
		return s.showFragment(w, "story", story)
	}
	content := view.NewArticle(s.set(sc.title(), []*geo.Parsed{sc.article}), options, sc.links)
	content.MarkDecided(decided)
	id := sc.article.Article.ID
	versions, err := sc.db.Versions(r.Context(), sc.collection.Name, id)
	if err != nil {
		return fmt.Errorf("list the versions of the article %q: %w", id, err)
	}
	copies, err := sc.db.Copies(r.Context(), sc.collection.Name, id)
	if err != nil {
		return fmt.Errorf("list the copies of the article %q: %w", id, err)
	}
	content.AddRelated(id, copies, versions, sc.links)
	content.Layout = s.layoutOf(sc, sc.title(), "")
	content.Client = s.clientConfig("article", sc)
	content.Share = s.share(r, sc)
	return s.show(w, "article", content)
}

// decidedMentions returns the ids of the mentions of the scope's article that a person decided about.
func (s *server) decidedMentions(ctx context.Context, sc *scope) (map[string]bool, error) {
	selected := selection.Selection{
		Articles: []string{sc.article.Article.ID}, All: true,
		States: []selection.State{selection.StateConfirmed, selection.StateChanged, selection.StateRejected},
	}
	result, err := s.selectIn(ctx, sc, selected, nil)
	if err != nil || result.Counts.Mentions == 0 {
		return nil, err
	}
	ids := map[string]bool{}
	for m, err := range result.Mentions(ctx) {
		if err != nil {
			return nil, err
		}
		ids[plainMention(m.ID)] = true
	}
	return ids, nil
}

var mentionID = regexp.MustCompile(`^([0-9a-f]{16})(-[0-9]+)?$`)

// mention shows the page of a mention, or as a fragment the note about it.
func (s *server) mention(w http.ResponseWriter, r *http.Request) error {
	id, err := segment(r, "mention")
	if err != nil {
		return err
	}
	parts := mentionID.FindStringSubmatch(id)
	if parts == nil {
		return readerErrorf(geo.ErrNotFound, noMention)
	}
	for _, db := range s.stores() {
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
			return explain(err, noMention)
		}
		c, err := db.Info(r.Context(), collection)
		if err != nil {
			return explain(err, noMention)
		}
		sc := &scope{db: db, collection: c, article: p, links: view.Links{Collection: collection}}
		if sc.accepts, err = s.acceptsImports(r.Context(), db, collection); err != nil {
			return err
		}
		return s.showMention(w, r, sc, parts[1])
	}
	return readerErrorf(geo.ErrNotFound, noMention)
}
