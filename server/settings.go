package server

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"

	"github.com/go-chi/chi/v5"
)

// doneWords are what the pages say after a form, by the parameter "done" of the address.
var doneWords = map[string]string{
	"renamed": "The title was changed.", "described": "The description was changed.", "edited": "The article was changed.",
	"deleted": "Deleted. It stays in the trash for 30 days.", "restored": "Restored.", "purged": "Deleted for good.", "moved": "The article was moved here.",
	"home": "The home of the publisher was changed. The articles are read again.",
}

// settings shows the page on which a collection is renamed, described and deleted.
func (s *server) settings(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	content, err := s.settingsPage(r, sc)
	if err != nil {
		return err
	}
	content.Notice = doneWords[r.URL.Query().Get("done")]
	w.Header().Set("Cache-Control", "no-store")
	return s.Show(w, "settings", content)
}

func (s *server) settingsPage(r *http.Request, sc *site.Scope) (*editing.Settings, error) {
	trash, err := sc.DB.TrashList(r.Context())
	if err != nil {
		return nil, err
	}
	trash = slices.DeleteFunc(trash, func(t store.TrashItem) bool { return t.Collection != sc.Collection.Name || t.Article == "" })
	summary, err := sc.DB.Summary(r.Context(), sc.Collection.Name)
	if err != nil {
		return nil, site.Explain(err, site.NoCollection)
	}
	homes, err := s.homeFields(r, sc)
	if err != nil {
		return nil, err
	}
	return &editing.Settings{
		Homes:  homes,
		Layout: s.LayoutOf(sc, "Settings", "settings"), Name: sc.Collection.Name, Heading: sc.Collection.Title, Description: sc.Collection.Description,
		Articles: summary.Articles, Trash: editing.TrashRows(trash), Post: sc.Links.Settings(),
	}, nil
}

// changeSettings renames, describes or deletes a collection.
func (s *server) changeSettings(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	ctx, name := r.Context(), sc.Collection.Name
	title, description := strings.TrimSpace(r.PostForm.Get("title")), strings.TrimSpace(r.PostForm.Get("description"))
	var problem *editing.Problem
	var change func(tx *store.Tx) error
	location := sc.Links.Settings() + "?done="
	switch action := chi.URLParam(r, "action"); action {
	case "rename":
		switch {
		case title == "":
			problem = &editing.Problem{Field: "title", Message: "Enter a title for the collection."}
		case len(title) > site.MaxTitle:
			problem = &editing.Problem{Field: "title", Message: "The title is too long. Use at most 300 characters."}
		}
		change, location = func(tx *store.Tx) error { return tx.RenameCollection(ctx, name, title) }, location+"renamed"
	case "describe":
		if len(description) > editing.MaxDescription {
			problem = &editing.Problem{Field: "description", Message: "The description is too long. Use at most 5,000 characters."}
		}
		change, location = func(tx *store.Tx) error { return tx.DescribeCollection(ctx, name, description) }, location+"described"
	case "home":
		return s.changeHome(w, r, sc)
	default: // delete
		change, location = func(tx *store.Tx) error { return tx.Trash(ctx, name, "") }, "/trash?done=deleted"
	}
	if problem != nil {
		content, err := s.settingsPage(r, sc)
		if err != nil {
			return err
		}
		content.Problem, content.Title = problem, "Error: "+content.Title
		if problem.Field == "title" {
			content.Heading = title
		} else {
			content.Description = description
		}
		return s.ShowStatus(w, http.StatusBadRequest, "settings", content)
	}
	if err := sc.DB.Update(ctx, change); err != nil {
		return site.Readable(site.Explain(err, site.NoCollection))
	}
	return site.SeeOther(w, r, location)
}

// editArticlePage shows the page on which what is shown of an article is changed.
func (s *server) editArticlePage(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	content, err := s.articlePage(r, sc)
	if err != nil {
		return err
	}
	content.Notice = doneWords[r.URL.Query().Get("done")]
	w.Header().Set("Cache-Control", "no-store")
	return s.Show(w, "editarticle", content)
}

func (s *server) articlePage(r *http.Request, sc *site.Scope) (*editing.ArticlePage, error) {
	a := &sc.Article.Article
	content := &editing.ArticlePage{
		Layout: s.LayoutOf(sc, "Edit the article", ""), Article: view.ArticleOf(sc.Article, sc.Links), Post: sc.Links.Article(a.ID),
		Headline: a.Title, Publisher: a.Publisher, Published: a.Published, URL: a.URL,
	}
	all, err := sc.DB.Collections(r.Context())
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Name != sc.Collection.Name {
			content.Collections = append(content.Collections, editing.CollectionOption{Name: all[i].Name, Title: all[i].Title})
		}
	}
	return content, nil
}

// changeArticle edits, moves or deletes an article.
func (s *server) changeArticle(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	ctx, name, id := r.Context(), sc.Collection.Name, sc.Article.Article.ID
	switch chi.URLParam(r, "action") {
	case "edit":
		return s.saveArticle(w, r, sc)
	case "move":
		to := r.PostForm.Get("to")
		if db, _, err := s.Find(ctx, to); err != nil || db != sc.DB {
			return site.Errorf(geo.ErrInput, "Choose the collection to which the article is moved.")
		}
		var moved string
		err := sc.DB.Update(ctx, func(tx *store.Tx) (err error) {
			moved, err = tx.MoveArticle(ctx, name, id, to)
			return err
		})
		if err != nil {
			return site.Readable(site.Explain(err, site.NoArticle))
		}
		return site.SeeOther(w, r, view.Links{Collection: to}.Article(moved)+"/edit?done=moved")
	}
	if err := sc.DB.Update(ctx, func(tx *store.Tx) error { return tx.Trash(ctx, name, id) }); err != nil {
		return site.Readable(site.Explain(err, site.NoArticle))
	}
	return site.SeeOther(w, r, sc.Links.Settings()+"?done=deleted")
}

// saveArticle stores what a form says about an article.
func (s *server) saveArticle(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	field := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	title, publisher, published, address := field("title"), field("publisher"), field("published"), field("url")
	if problem := editing.CheckArticle(title, published, address); problem != nil {
		content, err := s.articlePage(r, sc)
		if err != nil {
			return err
		}
		content.Problem, content.Title = problem, "Error: "+content.Title
		content.Headline, content.Publisher, content.Published, content.URL = title, publisher, published, address
		return s.ShowStatus(w, http.StatusBadRequest, "editarticle", content)
	}
	edit := store.ArticleEdit{}
	a := &sc.Article.Article
	for _, f := range []struct {
		old, value string
		field      **string
	}{{a.Title, title, &edit.Title}, {a.Publisher, publisher, &edit.Publisher}, {a.Published, published, &edit.Published}, {a.URL, address, &edit.URL}} {
		if f.old != f.value {
			*f.field = &f.value
		}
	}
	ctx := r.Context()
	if err := sc.DB.Update(ctx, func(tx *store.Tx) error { return tx.EditArticle(ctx, sc.Collection.Name, a.ID, edit) }); err != nil {
		return site.Readable(site.Explain(err, site.NoArticle))
	}
	return site.SeeOther(w, r, sc.Links.Article(a.ID)+"/edit?done=edited")
}

// trash lists the deleted collections and articles.
func (s *server) trash(w http.ResponseWriter, r *http.Request) error {
	if s.Store == nil {
		return site.Errorf(geo.ErrNotFound, "There is no page at this address.")
	}
	all, err := s.Store.TrashList(r.Context())
	if err != nil {
		return err
	}
	content := &editing.Settings{Layout: s.Layout("Trash"), Trash: editing.TrashRows(all), Notice: doneWords[r.URL.Query().Get("done")]}
	w.Header().Set("Cache-Control", "no-store")
	return s.Show(w, "trash", content)
}

// changeTrash restores or deletes for good what was deleted.
func (s *server) changeTrash(w http.ResponseWriter, r *http.Request) error {
	if err := site.ParseForm(r); err != nil {
		return err
	}
	if s.Store == nil {
		return site.Errorf(geo.ErrNotFound, "There is no page at this address.")
	}
	ctx, collection, article := r.Context(), r.PostForm.Get("collection"), r.PostForm.Get("article")
	all, err := s.Store.TrashList(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(t store.TrashItem) bool { return t.Collection == collection && t.Article == article }) {
		return site.Errorf(geo.ErrNotFound, "This is no longer in the trash.")
	}
	restore := chi.URLParam(r, "action") == "restore"
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		if restore {
			return tx.Restore(ctx, collection, article)
		}
		return tx.Purge(ctx, collection, article)
	})
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return site.Readable(err)
	}
	links := view.Links{Collection: collection}
	switch {
	case restore && article == "":
		return site.SeeOther(w, r, links.Settings()+"?done=restored")
	case restore:
		return site.SeeOther(w, r, links.Article(article)+"/edit?done=restored")
	case article != "":
		if _, _, err := s.Find(ctx, collection); err == nil {
			return site.SeeOther(w, r, links.Settings()+"?done=purged")
		}
	}
	return site.SeeOther(w, r, "/trash?"+url.Values{"done": {"purged"}}.Encode())
}
