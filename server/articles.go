package server

import (
	"net/http"
	"regexp"

	"dateline/geo"
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
	groups, err := s.duplicateGroups(r.Context(), sc.collection.Name)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version(), groups.Version()) {
		return nil
	}
	options := view.ListOptions{Sort: r.URL.Query().Get("sort"), Page: n}
	content := view.NewArticles(s.layers(sc), options, groups, sc.links)
	content.Layout = s.layoutOf(sc, "Articles", "articles")
	_, content.CanSearch = s.Store.(Searcher)
	return s.show(w, "articles", content)
}

// article shows an article with its mentions highlighted.
func (s *server) article(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	groups, err := s.duplicateGroups(r.Context(), sc.collection.Name)
	if err != nil {
		return err
	}
	if s.notModified(w, r, sc.version(), groups.Version()) {
		return nil
	}
	id := sc.article.Article.ID
	versions, err := s.versions(r.Context(), sc.collection.Name, id)
	if err != nil {
		return err
	}
	options, jump, err := articleOptions(r, sc)
	if err != nil || jump != "" {
		return redirectTo(w, r, jump, err)
	}
	if isFragment(r) {
		return s.showFragment(w, "story", view.NewStory(sc.article, options, sc.links))
	}
	content := view.NewArticle(s.layers(sc), options, sc.links)
	content.AddRelated(id, sc.collection.Parsed, groups, versions, sc.links)
	content.Layout = s.layoutOf(sc, sc.title(), "")
	content.Client = s.clientConfig("article", sc)
	content.EmbedURL = "/embed" + sc.root()
	content.Embed = view.EmbedCode(s.baseURL(r)+content.EmbedURL, sc.title())
	return s.show(w, "article", content)
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
	collection, article, err := s.Store.Mention(r.Context(), id)
	if err != nil {
		return explain(err, noMention)
	}
	p, err := s.Store.Article(r.Context(), collection, article)
	if err != nil {
		return explain(err, noMention)
	}
	return s.showMention(w, r, collection, p, parts[1])
}
