package server

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"

	"github.com/go-chi/chi/v5"
)

// doneWords are what the pages say after a form, by the parameter "done" of the address.
var doneWords = map[string]string{
	"renamed": "The title was changed.", "described": "The description was changed.", "edited": "The article was changed.",
	"deleted": "Deleted. It stays in the trash for 30 days.", "restored": "Restored.", "purged": "Deleted for good.", "moved": "The article was moved here.",
}

// settings shows the page on which a collection is renamed, described and deleted.
func (s *server) settings(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.editable(r)
	if err != nil {
		return err
	}
	content, err := s.settingsPage(r, sc)
	if err != nil {
		return err
	}
	content.Notice = doneWords[r.URL.Query().Get("done")]
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, "settings", content)
}

func (s *server) settingsPage(r *http.Request, sc *scope) (*editing.Settings, error) {
	trash, err := sc.db.TrashList(r.Context())
	if err != nil {
		return nil, err
	}
	trash = slices.DeleteFunc(trash, func(t store.TrashItem) bool { return t.Collection != sc.collection.Name || t.Article == "" })
	summary, err := sc.db.Summary(r.Context(), sc.collection.Name)
	if err != nil {
		return nil, explain(err, noCollection)
	}
	return &editing.Settings{
		Layout: s.layoutOf(sc, "Settings", "settings"), Name: sc.collection.Name, Heading: sc.collection.Title, Description: sc.collection.Description,
		Articles: summary.Articles, Trash: editing.TrashRows(trash), Post: sc.links.Settings(),
	}, nil
}

// changeSettings renames, describes or deletes a collection.
func (s *server) changeSettings(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.editable(r)
	if err != nil {
		return err
	}
	ctx, name := r.Context(), sc.collection.Name
	title, description := strings.TrimSpace(r.PostForm.Get("title")), strings.TrimSpace(r.PostForm.Get("description"))
	var problem *editing.Problem
	var change func(tx *store.Tx) error
	location := sc.links.Settings() + "?done="
	switch action := chi.URLParam(r, "action"); action {
	case "rename":
		switch {
		case title == "":
			problem = &editing.Problem{Field: "title", Message: "Enter a title for the collection."}
		case len(title) > maxTitle:
			problem = &editing.Problem{Field: "title", Message: "The title is too long. Use at most 300 characters."}
		}
		change, location = func(tx *store.Tx) error { return tx.RenameCollection(ctx, name, title) }, location+"renamed"
	case "describe":
		if len(description) > editing.MaxDescription {
			problem = &editing.Problem{Field: "description", Message: "The description is too long. Use at most 5,000 characters."}
		}
		change, location = func(tx *store.Tx) error { return tx.DescribeCollection(ctx, name, description) }, location+"described"
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
		return s.showStatus(w, http.StatusBadRequest, "settings", content)
	}
	if err := sc.db.Update(ctx, change); err != nil {
		return readerInput(explain(err, noCollection))
	}
	return seeOther(w, r, location)
}

// editArticlePage shows the page on which what is shown of an article is changed.
func (s *server) editArticlePage(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.editable(r)
	if err != nil {
		return err
	}
	content, err := s.articlePage(r, sc)
	if err != nil {
		return err
	}
	content.Notice = doneWords[r.URL.Query().Get("done")]
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, "editarticle", content)
}

func (s *server) articlePage(r *http.Request, sc *scope) (*editing.ArticlePage, error) {
	a := &sc.article.Article
	content := &editing.ArticlePage{
		Layout: s.layoutOf(sc, "Edit the article", ""), Article: view.ArticleOf(sc.article, sc.links), Post: sc.links.Article(a.ID),
		Headline: a.Title, Publisher: a.Publisher, Published: a.Published, URL: a.URL,
	}
	all, err := sc.db.Collections(r.Context())
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Name != sc.collection.Name {
			content.Collections = append(content.Collections, editing.CollectionOption{Name: all[i].Name, Title: all[i].Title})
		}
	}
	return content, nil
}

// changeArticle edits, moves or deletes an article.
func (s *server) changeArticle(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.editable(r)
	if err != nil {
		return err
	}
	ctx, name, id := r.Context(), sc.collection.Name, sc.article.Article.ID
	switch chi.URLParam(r, "action") {
	case "edit":
		return s.saveArticle(w, r, sc)
	case "move":
		to := r.PostForm.Get("to")
		if db, _, err := s.find(ctx, to); err != nil || db != sc.db {
			return readerErrorf(geo.ErrInput, "Choose the collection to which the article is moved.")
		}
		var moved string
		err := sc.db.Update(ctx, func(tx *store.Tx) (err error) {
			moved, err = tx.MoveArticle(ctx, name, id, to)
			return err
		})
		if err != nil {
			return readerInput(explain(err, noArticle))
		}
		return seeOther(w, r, view.Links{Collection: to}.Article(moved)+"/edit?done=moved")
	}
	if err := sc.db.Update(ctx, func(tx *store.Tx) error { return tx.Trash(ctx, name, id) }); err != nil {
		return readerInput(explain(err, noArticle))
	}
	return seeOther(w, r, sc.links.Settings()+"?done=deleted")
}

// saveArticle stores what a form says about an article.
func (s *server) saveArticle(w http.ResponseWriter, r *http.Request, sc *scope) error {
	field := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	title, publisher, published, address := field("title"), field("publisher"), field("published"), field("url")
	if problem := editing.CheckArticle(title, published, address); problem != nil {
		content, err := s.articlePage(r, sc)
		if err != nil {
			return err
		}
		content.Problem, content.Title = problem, "Error: "+content.Title
		content.Headline, content.Publisher, content.Published, content.URL = title, publisher, published, address
		return s.showStatus(w, http.StatusBadRequest, "editarticle", content)
	}
	edit := store.ArticleEdit{}
	a := &sc.article.Article
	for _, f := range []struct {
		old, value string
		field      **string
	}{{a.Title, title, &edit.Title}, {a.Publisher, publisher, &edit.Publisher}, {a.Published, published, &edit.Published}, {a.URL, address, &edit.URL}} {
		if f.old != f.value {
			*f.field = &f.value
		}
	}
	ctx := r.Context()
	if err := sc.db.Update(ctx, func(tx *store.Tx) error { return tx.EditArticle(ctx, sc.collection.Name, a.ID, edit) }); err != nil {
		return readerInput(explain(err, noArticle))
	}
	return seeOther(w, r, sc.links.Article(a.ID)+"/edit?done=edited")
}

// trash lists the deleted collections and articles.
func (s *server) trash(w http.ResponseWriter, r *http.Request) error {
	if s.Store == nil {
		return readerErrorf(geo.ErrNotFound, "There is no page at this address.")
	}
	all, err := s.Store.TrashList(r.Context())
	if err != nil {
		return err
	}
	content := &editing.Settings{Layout: s.layout("Trash"), Trash: editing.TrashRows(all), Notice: doneWords[r.URL.Query().Get("done")]}
	w.Header().Set("Cache-Control", "no-store")
	return s.show(w, "trash", content)
}

// changeTrash restores or deletes for good what was deleted.
func (s *server) changeTrash(w http.ResponseWriter, r *http.Request) error {
	if err := parseForm(r); err != nil {
		return err
	}
	if s.Store == nil {
		return readerErrorf(geo.ErrNotFound, "There is no page at this address.")
	}
	ctx, collection, article := r.Context(), r.PostForm.Get("collection"), r.PostForm.Get("article")
	all, err := s.Store.TrashList(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(t store.TrashItem) bool { return t.Collection == collection && t.Article == article }) {
		return readerErrorf(geo.ErrNotFound, "This is no longer in the trash.")
	}
	restore := chi.URLParam(r, "action") == "restore"
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		if restore {
			return tx.Restore(ctx, collection, article)
		}
		return tx.Purge(ctx, collection, article)
	})
	if err != nil && !errors.Is(err, geo.ErrNotFound) {
		return readerInput(err)
	}
	links := view.Links{Collection: collection}
	switch {
	case restore && article == "":
		return seeOther(w, r, links.Settings()+"?done=restored")
	case restore:
		return seeOther(w, r, links.Article(article)+"/edit?done=restored")
	case article != "":
		if _, _, err := s.find(ctx, collection); err == nil {
			return seeOther(w, r, links.Settings()+"?done=purged")
		}
	}
	return seeOther(w, r, "/trash?"+url.Values{"done": {"purged"}}.Encode())
}
