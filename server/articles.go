package server

import (
	"context"
	"fmt"
	"net/http"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/selection"
	"dateline/server/view"
)

// articles lists the articles of a collection.
func (s *server) articles(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	n, err := site.PageNumber(r)
	if err != nil {
		return err
	}
	result, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	if s.NotModified(w, r, sc.Version(), result.Version) {
		return nil
	}
	options := view.ListOptions{Sort: r.URL.Query().Get("sort"), Page: min(n, 1+result.Counts.Articles/view.ArticlesPerPage)}
	rows, err := result.Articles(r.Context(), view.ArticleOrder(options.Sort), (options.Page-1)*view.ArticlesPerPage, view.ArticlesPerPage)
	if err != nil {
		return err
	}
	content := view.NewStoredArticles(rows, result.Counts, options, result.Selection, sc.Links)
	content.Layout = s.LayoutOf(sc, "Articles", "articles")
	return s.Show(w, "articles", content)
}

// article shows an article with its mentions highlighted.
func (s *server) article(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	if s.NotModified(w, r, sc.Version()) {
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
	if site.IsFragment(r) {
		story := view.NewStory(sc.Article, options, sc.Links)
		story.MarkDecided(decided)
		return s.ShowFragment(w, "story", story)
	}
	content := view.NewArticle(s.LayerSet(sc.Title(), []*geo.Parsed{sc.Article}), options, sc.Links)
	content.MarkDecided(decided)
	id := sc.Article.Article.ID
	versions, err := sc.DB.Versions(r.Context(), sc.Collection.Name, id)
	if err != nil {
		return fmt.Errorf("list the versions of the article %q: %w", id, err)
	}
	copies, err := sc.DB.Copies(r.Context(), sc.Collection.Name, id)
	if err != nil {
		return fmt.Errorf("list the copies of the article %q: %w", id, err)
	}
	content.AddRelated(id, copies, versions, sc.Links)
	content.Layout = s.LayoutOf(sc, sc.Title(), "")
	content.Client = s.ClientConfig("article", sc)
	content.Share = s.share(r, sc)
	return s.Show(w, "article", content)
}

// decidedMentions returns what persons decided about the mentions of the scope's article, by the ids of the mentions.
func (s *server) decidedMentions(ctx context.Context, sc *site.Scope) (map[string]*view.Decided, error) {
	selected := selection.Selection{
		Articles: []string{sc.Article.Article.ID}, All: true,
		States: []selection.State{selection.StateConfirmed, selection.StateChanged, selection.StateRejected},
	}
	result, err := s.SelectIn(ctx, sc, selected, nil)
	if err != nil || result.Counts.Mentions == 0 {
		return nil, err
	}
	var ids []string
	for m, err := range result.Mentions(ctx) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, m.ID)
	}
	return decidedOf(ctx, sc, ids)
}

// decidedOf returns what persons decided about mentions, which are given with the numbers of their copies.
func decidedOf(ctx context.Context, sc *site.Scope, ids []string) (map[string]*view.Decided, error) {
	readings, err := sc.DB.Decided(ctx, sc.Collection.Name, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*view.Decided, len(ids))
	for _, id := range ids {
		r := readings[id]
		out[view.PlainMention(id)] = view.NewDecided(&r)
	}
	return out, nil
}
