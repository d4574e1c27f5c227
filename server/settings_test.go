package server_test

import (
	"net/http"
	"strings"
	"testing"

	. "dateline/server/internal/htmlcheck"
	"dateline/server/store"
)

func TestSettings(t *testing.T) {
	h, db := importing(t)
	_, page := follow(t, h, "/c/talks/settings/rename", "title", "Gespräche über die Grenze")
	if err := Run(page.Body, All(In(".done-notice", Text("The title was changed.")), In("#title", Attribute("value", "Gespräche über die Grenze")))); err != nil {
		t.Error(err)
	}
	_, page = follow(t, h, "/c/talks/settings/describe", "description", "All <b>sides</b>")
	if err := Run(page.Body, In("#description", Text("All <b>sides</b>"))); err != nil {
		t.Error(err)
	}
	if err := Run(get(h, "/c/talks").Body, In("h1", Text("Gespräche über die Grenze"))); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct{ address, field, value, want string }{
		"no title":         {"rename", "title", " ", "Enter a title"},
		"a long title":     {"rename", "title", strings.Repeat("x", 301), "too long"},
		"long description": {"describe", "description", strings.Repeat("x", 5001), "too long"},
	} {
		mediaType, body := form(c.field, c.value)
		w := post(h, "/c/talks/settings/"+c.address, mediaType, body)
		if err := Run(w.Body, All(In(".field-error", Text(c.want)), In("title", Text("Error: ")), In("#"+c.field, Attribute("aria-invalid", "true")))); err != nil || w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d, %v", name, w.Code, err)
		}
	}

	// The collection goes to the trash and comes back.
	location, page := follow(t, h, "/c/talks/settings/delete")
	if err := Run(page.Body, All(In(".done-notice", Text("stays in the trash for 30 days")), In(".trash", Text("Gespräche über die Grenze collection, 4 articles")))); err != nil || location != "/trash?done=deleted" {
		t.Errorf("%s: %v", location, err)
	}
	if w := get(h, "/c/talks"); w.Code != http.StatusNotFound {
		t.Errorf("the deleted collection: %d", w.Code)
	}
	_, page = follow(t, h, "/trash/restore", "collection", "talks", "article", "")
	if err := Run(page.Body, In(".done-notice", Text("Restored."))); err != nil {
		t.Error(err)
	}
	follow(t, h, "/c/talks/settings/delete")
	follow(t, h, "/trash/purge", "collection", "talks", "article", "")
	if has, err := db.HasCollection(t.Context(), "talks"); has || err != nil {
		t.Errorf("the purged collection exists: %v, error %v", has, err)
	}
	mediaType, body := form("collection", "talks", "article", "")
	if w := post(h, "/trash/restore", mediaType, body); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "no longer in the trash") {
		t.Errorf("restoring what was purged: %d", w.Code)
	}
}

// The home of the publisher is set for a collection; words that mean no place keep what was entered.
func TestSettingsHome(t *testing.T) {
	h, db := importing(t)
	if err := Run(get(h, "/c/talks/settings").Body, In("#home", Attribute("value", ""))); err != nil {
		t.Error(err)
	}
	location, page := follow(t, h, "/c/talks/settings/home", "home", " Kabul, Afghanistan ")
	if err := Run(page.Body, All(In(".done-notice", Text("The home of the publisher was changed.")), In("#home", Attribute("value", "Kabul, Afghanistan")))); err != nil || location != "/c/talks/settings?done=home" {
		t.Errorf("%s: %v", location, err)
	}
	if info, err := db.Info(t.Context(), "talks"); err != nil || info.Home != "geonames:1138958" {
		t.Errorf("collection %+v, error %v", info, err)
	}
	mediaType, body := form("home", "Qqxyzzy")
	w := post(h, "/c/talks/settings/home", mediaType, body)
	if err := Run(w.Body, All(In(".field-error", Text(`No town or area is called "Qqxyzzy"`)), In("title", Text("Error: ")), In("#home", Attribute("value", "Qqxyzzy")))); err != nil || w.Code != http.StatusBadRequest {
		t.Errorf("an unknown home: %d, %v", w.Code, err)
	}
	follow(t, h, "/c/talks/settings/home", "home", "")
	if info, err := db.Info(t.Context(), "talks"); err != nil || info.Home != "" {
		t.Errorf("collection %+v, error %v", info, err)
	}
}

func TestEditingAnArticle(t *testing.T) {
	h, db := importing(t)
	err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.PutCollection(t.Context(), "other", "Other talks", "") })
	if err != nil {
		t.Fatal(err)
	}
	if err := Run(get(h, "/c/talks/articles/talks").Body, In(".story header .actions", All(Text("Edit"), Text("Add a missed place")))); err != nil {
		t.Error(err)
	}
	_, page := follow(t, h, "/c/talks/articles/talks/edit", "title", "Talks, corrected", "publisher", "", "published", "2021-09-07", "url", "https://news.example/talks")
	if err := Run(page.Body, All(In(".done-notice", Text("The article was changed.")), In("#title", Attribute("value", "Talks, corrected")), In("#published", Attribute("value", "2021-09-07")))); err != nil {
		t.Error(err)
	}
	if err := Run(get(h, "/c/talks/articles/talks").Body, In(".story", All(Text("Talks, corrected"), Text("7 September 2021")))); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct{ field, value, want string }{
		"a day that is none": {"published", "yesterday", "year-month-day"}, "a link that is none": {"url", "javascript:alert(1)", "begins with http"}, "a long title": {"title", strings.Repeat("x", 301), "too long"},
	} {
		mediaType, body := form(c.field, c.value)
		w := post(h, "/c/talks/articles/talks/edit", mediaType, body)
		if err := Run(w.Body, All(In(".field-error", Text(c.want)), In("#"+c.field, Attribute("value", c.value)))); err != nil || w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d, %v", name, w.Code, err)
		}
	}

	location, _ := follow(t, h, "/c/talks/articles/talks/move", "to", "other")
	if !strings.HasPrefix(location, "/c/other/articles/talks/edit") {
		t.Errorf("moved to %s", location)
	}
	if w := get(h, "/c/talks/articles/talks"); w.Code != http.StatusNotFound {
		t.Errorf("the moved article: %d", w.Code)
	}
	mediaType, body := form("to", "nowhere")
	if w := post(h, "/c/other/articles/talks/move", mediaType, body); w.Code != http.StatusBadRequest {
		t.Errorf("moved to no collection: %d", w.Code)
	}
	location, page = follow(t, h, "/c/other/articles/talks/delete")
	if err := Run(page.Body, All(In(".done-notice", Text("30 days")), In(".trash", Text("Talks, corrected")))); err != nil || location != "/c/other/settings?done=deleted" {
		t.Errorf("%s: %v", location, err)
	}
	if err := Run(get(h, "/c/other/changes?since=2020-01-01").Body, In(".changes", Text("Talks, corrected deleted"))); err != nil {
		t.Error(err)
	}
	follow(t, h, "/trash/restore", "collection", "other", "article", "talks")
	if w := get(h, "/c/other/articles/talks"); w.Code != http.StatusOK {
		t.Errorf("the restored article: %d", w.Code)
	}
	follow(t, h, "/c/other/articles/talks/delete")
	follow(t, h, "/trash/purge", "collection", "other", "article", "talks")
	if w := get(h, "/c/other/articles/talks"); w.Code != http.StatusNotFound {
		t.Errorf("the purged article: %d", w.Code)
	}
	// Where nothing can be changed there are no pages for it.
	if w := get(handlerOf(t, db.DB, nil), "/c/talks/settings"); w.Code != http.StatusForbidden {
		t.Errorf("the settings of a server without an importer: %d", w.Code)
	}
}
