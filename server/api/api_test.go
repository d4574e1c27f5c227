package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dateline/geo"
	"dateline/server/api"
	"dateline/server/edition"
	"dateline/server/export"
	"dateline/server/importer"
	"dateline/server/internal/fixture"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
)

// open returns the API of the fixture's articles in the collection "talks".
func open(t *testing.T, change func(*api.Config)) (http.Handler, *api.API) {
	t.Helper()
	ctx := context.Background()
	db, err := store.OpenTemporary(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	err = db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.PutCollection(ctx, "talks", "Border talks", "Four articles."); err != nil {
			return err
		}
		return tx.PutAll(ctx, "talks", fixture.Parsed()...)
	})
	if err != nil {
		t.Fatal(err)
	}
	c := api.Config{
		Collections: db.Collections,
		Find: func(ctx context.Context, name string) (*store.DB, store.CollectionInfo, error) {
			info, err := db.Info(ctx, name)
			return db, info, err
		},
		Store: db, Writes: true, Version: "1.2.3",
		Parse: func(_ context.Context, a geo.Article) (*geo.Parsed, error) {
			return fixture.Placed("a", a.Title, a.Text), nil
		},
		Edition: edition.Origin{Gazetteer: fixture.Gazetteer(t), Static: fstest.MapFS{
			"dist/basemap/world.json": {Data: []byte(`{"extent":4096,"levels":[],"tile":{"land":"","water":""},"countries":[],"seas":[]}`)}, "dist/viewer.js": {Data: []byte("//")}, "dist/style.css": {Data: []byte("/**/")},
		}},
		Problem: func(err error) (int, string, string) {
			switch {
			case errors.Is(err, geo.ErrNotFound):
				return http.StatusNotFound, "Not found", err.Error()
			case errors.Is(err, geo.ErrInput):
				return http.StatusBadRequest, "Invalid", err.Error()
			case errors.Is(err, geo.ErrForbidden):
				return http.StatusForbidden, "Forbidden", err.Error()
			}
			t.Errorf("problem: %v", err)
			return http.StatusInternalServerError, "Failed", err.Error()
		},
	}
	if change != nil {
		change(&c)
	}
	r := chi.NewRouter()
	return r, api.New(r, c)
}

func request(h http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func decode[T any](t *testing.T, w *httptest.ResponseRecorder) (v T) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
		t.Fatalf("status %d, %v: %s", w.Code, err, w.Body)
	}
	return v
}

type list struct {
	Items []map[string]any
	Next  string
	Total int
}

func TestListsHaveEveryItemOnce(t *testing.T) {
	h, _ := open(t, nil)
	for path, want := range map[string]int{
		"/collections": 1, "/collections/talks/articles?limit=2&role=all": 4, "/collections/talks/mentions?limit=5": 24, "/collections/talks/mentions?limit=7&role=all": 27,
		"/collections/talks/places?limit=3&sort=name": 13, "/collections/talks/places?country=PK&limit=2": 9, "/collections/talks/decisions": 0, "/collections/talks/publications": 0,
	} {
		seen, cursor := map[string]bool{}, ""
		for {
			address := path
			if cursor != "" {
				address += "&cursor=" + cursor
			}
			l := decode[list](t, request(h, http.MethodGet, address, ""))
			for _, item := range l.Items {
				id, _ := item["id"].(string)
				if seen[id] {
					t.Errorf("%s: %s is listed twice", path, id)
				}
				seen[id] = true
			}
			if l.Items == nil || l.Total != want {
				t.Errorf("%s: items %v, total %d, want %d", path, l.Items != nil, l.Total, want)
			}
			if cursor = l.Next; cursor == "" {
				break
			}
		}
		if len(seen) != want && !strings.Contains(path, "articles") { // an article without mentions is not selected by mentions
			t.Errorf("%s: %d items, want %d", path, len(seen), want)
		}
	}
}

func TestReading(t *testing.T) {
	h, _ := open(t, nil)
	for path, want := range map[string]string{
		"/collections/talks": `"title":"Border talks"`, "/collections/talks/selection?country=PK": `"selection":"country=PK"`, "/collections/talks/articles/talks": `"toponyms"`,
		"/collections/talks/places/geonames:1138958": `"name":"Kabul"`, "/collections/talks/export?format=csv": "mention,place", "/collections/talks/export?country=AF&layer=places": `"FeatureCollection"`,
		"/openapi.json": `"openapi":"3.1.0"`, "/openapi.yaml": "openapi: 3.1.0",
	} {
		if w := request(h, http.MethodGet, path, ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: status %d: %s", path, w.Code, w.Body)
		}
	}
	mentions := decode[list](t, request(h, http.MethodGet, "/collections/talks/mentions", ""))
	id, _ := mentions.Items[0]["id"].(string)
	w := request(h, http.MethodGet, "/collections/talks/mentions/"+id, "")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"state":"undecided"`) {
		t.Errorf("mention: status %d: %s", w.Code, w.Body)
	}
	tag := w.Header().Get("ETag")
	if w := request(h, http.MethodGet, "/collections/talks/mentions/"+id, "", "If-None-Match", `"x", W/`+tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("status %d for a known response", w.Code)
	}
	for path, want := range map[string]int{
		"/collections/nothing": 404, "/collections/talks/articles/nothing": 404, "/collections/talks/places/nothing": 404, "/collections/talks/mentions/nothing": 404,
		"/collections/nothing/selection": 404, "/collections/talks/places?limit=0": 422, "/collections/talks/places?nonsense=1": 422, "/collections/talks/places?kind=x": 422,
		"/collections/talks/places?cursor=x": 422, "/collections/talks/mentions?cursor=x": 422, "/collections/talks/articles?cursor=-1": 422, "/collections/talks/export?format=x": 422,
		"/collections/talks/mentions?cursor=5": 400, "/collections/talks/export?format=gpkg&layer=places": 400,
		"/collections/talks/places?sort=x": 422, "/publications/nothing": 404, "/nothing": 404,
	} {
		w := request(h, http.MethodGet, path, "")
		if w.Code != want || path != "/nothing" && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: status %d, want %d, type %s: %s", path, w.Code, want, w.Header().Get("Content-Type"), w.Body)
		}
	}
}

func TestWriting(t *testing.T) {
	h, _ := open(t, nil)
	parsed := fixture.Parsed()[0]
	mention := geo.MentionID(&parsed.Article, parsed.Mentions[2].Span)
	decision := `{"scope":"mention","article":"talks","mention":"` + mention + `","choice":"none","author":"A"}`
	first := request(h, http.MethodPost, "/collections/talks/decisions", decision, "Idempotency-Key", "k1")
	again := request(h, http.MethodPost, "/collections/talks/decisions", decision, "Idempotency-Key", "k1")
	if first.Code != http.StatusOK || again.Body.String() != first.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("status %d: %s; again %d: %s", first.Code, first.Body, again.Code, again.Body)
	}
	if w := request(h, http.MethodPost, "/collections/talks/decisions", strings.Replace(decision, "none", "unknown", 1), "Idempotency-Key", "k1"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("another request with the key: status %d", w.Code)
	}
	decisions := decode[list](t, request(h, http.MethodGet, "/collections/talks/decisions", ""))
	if len(decisions.Items) != 1 || decisions.Items[0]["mention"] != mention {
		t.Fatalf("decisions: %+v", decisions)
	}
	id, _ := decisions.Items[0]["id"].(string)
	if w := request(h, http.MethodDelete, "/collections/talks/decisions/"+id, ""); w.Code != http.StatusOK {
		t.Errorf("undo: status %d: %s", w.Code, w.Body)
	}
	placed := strings.Replace(decision, `"choice":"none"`, `"choice":"place","place":"geonames:1138958"`, 1)
	if w := request(h, http.MethodPost, "/collections/talks/decisions", placed); w.Code != http.StatusOK {
		t.Errorf("place: status %d: %s", w.Code, w.Body)
	}
	type publication struct {
		ID       string
		Editions []struct{ Number int }
	}
	p := decode[publication](t, request(h, http.MethodPost, "/collections/talks/publications", `{"selection":"country=PK","choices":{"title":"Pakistan"}}`))
	if len(p.Editions) != 1 {
		t.Errorf("publication: %+v", p)
	}
	if l := decode[list](t, request(h, http.MethodGet, "/collections/talks/publications", "")); len(l.Items) != 1 {
		t.Errorf("publications: %+v", l)
	}
	if w := request(h, http.MethodDelete, "/publications/"+p.ID+"?reason=Retracted", ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Retracted") {
		t.Errorf("withdraw: status %d: %s", w.Code, w.Body)
	}
	if w := request(h, http.MethodGet, "/publications/"+p.ID, ""); !strings.Contains(w.Body.String(), `"withdrawn"`) {
		t.Errorf("withdrawn: %s", w.Body)
	}
	if w := request(h, http.MethodPost, "/parse", `{"text":"Kabul"}`); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"toponyms"`) {
		t.Errorf("parse: status %d: %s", w.Code, w.Body)
	}
	for path, body := range map[string]string{
		"/collections/talks/decisions": `{"scope":"mention","choice":"place"}`, "/collections/nothing/decisions": decision, "/parse": `{"text":""}`,
		"/collections/talks/publications": `{"selection":"nonsense=1"}`, "/collections/nothing/publications": `{}`,
	} {
		if w := request(h, http.MethodPost, path, body); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	if w := request(h, http.MethodPost, "/parse", strings.Repeat("x", 2<<20), "Idempotency-Key", "k9"); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large request: status %d", w.Code)
	}
}

// A key is that of the store, so that another process repeats the response too.
func TestIdempotencyKeysOutliveTheProcess(t *testing.T) {
	var db *store.DB
	h, _ := open(t, func(c *api.Config) { db = c.Store })
	const decision = `{"scope":"collection","phrase":"Kabul","choice":"none"}`
	first := request(h, http.MethodPost, "/collections/talks/decisions", decision, "Idempotency-Key", "k")
	other, _ := open(t, func(c *api.Config) {
		c.Store = db
		c.Find = func(ctx context.Context, name string) (*store.DB, store.CollectionInfo, error) {
			info, err := db.Info(ctx, name)
			return db, info, err
		}
	})
	again := request(other, http.MethodPost, "/collections/talks/decisions", decision, "Idempotency-Key", "k")
	if first.Code != http.StatusOK || again.Code != first.Code || again.Body.String() != first.Body.String() || again.Header().Get("Content-Type") != first.Header().Get("Content-Type") {
		t.Errorf("status %d: %s; again %d: %s", first.Code, first.Body, again.Code, again.Body)
	}
	if l := decode[list](t, request(other, http.MethodGet, "/collections/talks/decisions", "")); len(l.Items) != 1 {
		t.Errorf("%d decisions", len(l.Items))
	}
}

// memoryImporter keeps what is added.
type memoryImporter struct {
	added map[string]importer.SubmitResult // by text or URL
	feeds []importer.Feed
	jobs  []importer.Import
}

func (m *memoryImporter) Accepts(_ context.Context, collection string) (bool, error) {
	return collection == "talks", nil
}

func (m *memoryImporter) NewCollection(_ context.Context, name, _ string) error {
	if name == "talks" {
		return geo.Errorf(geo.ErrInput, "the name is taken")
	}
	return nil
}

func (m *memoryImporter) add(input string) (importer.SubmitResult, error) {
	if r, ok := m.added[input]; ok {
		return importer.SubmitResult{ID: r.ID, Duplicate: true}, nil
	}
	id := int64(len(m.jobs) + 1)
	m.jobs = append(m.jobs, importer.Import{ID: id, State: importer.Waiting, Name: input, Queued: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)})
	m.added[input] = importer.SubmitResult{ID: id}
	return m.added[input], nil
}

func (m *memoryImporter) AddText(_ context.Context, _ string, t importer.Text) (importer.SubmitResult, error) {
	return m.add(t.Body)
}

func (m *memoryImporter) AddURL(_ context.Context, _, address string) (importer.SubmitResult, error) {
	m.feeds = append(m.feeds, importer.Feed{URL: address, Title: "Feed", Error: "status 500"})
	return m.add(address)
}

func (m *memoryImporter) Imports(_ context.Context, _ string, state importer.State) (importer.ImportList, error) {
	out := importer.ImportList{Counts: map[importer.State]int{}}
	for _, j := range m.jobs {
		out.Counts[j.State]++
		if state == "" || j.State == state {
			out.Recent = append(out.Recent, j)
		}
	}
	return out, nil
}

func (m *memoryImporter) set(id int64, state importer.State) error {
	if id < 1 || id > int64(len(m.jobs)) {
		return geo.Errorf(geo.ErrNotFound, "no job")
	}
	m.jobs[id-1].State = state
	return nil
}

func (m *memoryImporter) Cancel(_ context.Context, _ string, id int64) error {
	return m.set(id, importer.Cancelled)
}

func (m *memoryImporter) Retry(_ context.Context, _ string, id int64) error {
	return m.set(id, importer.Waiting)
}

func (m *memoryImporter) Feeds(context.Context, string) ([]importer.Feed, error) { return m.feeds, nil }

func (m *memoryImporter) Unfollow(_ context.Context, _, address string) error {
	i := slices.IndexFunc(m.feeds, func(f importer.Feed) bool { return f.URL == address })
	if i < 0 {
		return geo.Errorf(geo.ErrNotFound, "no feed")
	}
	m.feeds = slices.Delete(m.feeds, i, i+1)
	return nil
}

func TestFeedsAndJobs(t *testing.T) {
	m := &memoryImporter{added: map[string]importer.SubmitResult{}}
	h, _ := open(t, func(c *api.Config) { c.Importer, c.FetchURLs = m, true })
	for i, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"POST", "/collections/talks/feeds", `{"url":"https://example.org/feed"}`, 200, `"job":1,"duplicate":false`},
		{"POST", "/collections/talks/feeds", `{"url":"https://example.org/feed"}`, 200, `"duplicate":true`},
		{"GET", "/collections/talks/feeds", "", 200, `"error":"status 500"`},
		{"DELETE", "/collections/talks/feeds?url=https%3A%2F%2Fexample.org%2Ffeed", "", 204, ""},
		{"DELETE", "/collections/talks/feeds?url=x", "", 404, ""},
		{"DELETE", "/collections/talks/feeds", "", 422, "url"},
		{"POST", "/collections/talks/jobs", `{"text":"They met in Kabul.","title":"Talks","published":"2026-01-02"}`, 200, `"job":2`},
		{"POST", "/collections/talks/jobs", `{"url":"https://example.org/story"}`, 200, `"job":3`},
		{"POST", "/collections/talks/jobs", `{}`, 422, "Give a text or a URL"},
		{"GET", "/collections/talks/jobs", "", 200, `"counts":{"waiting":3}`},
		{"POST", "/collections/talks/jobs/2/cancel", "", 204, ""},
		{"GET", "/collections/talks/jobs?state=cancelled", "", 200, `"id":2,"state":"cancelled"`},
		{"GET", "/collections/talks/jobs?state=odd", "", 422, ""},
		{"POST", "/collections/talks/jobs/2/retry", "", 204, ""},
		{"POST", "/collections/talks/jobs/99/retry", "", 404, ""},
		{"POST", "/collections/nothing/jobs", `{"text":"x"}`, 404, ""},
		{"POST", "/collections", `{"name":"new","title":"New"}`, 200, `"name":"new"`},
		{"POST", "/collections", `{"name":"talks"}`, 409, "already"},
		{"POST", "/collections", `{"name":"A b"}`, 422, ""},
	} {
		w := request(h, c.method, c.path, c.body)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%d: %s %s: status %d: %s", i, c.method, c.path, w.Code, w.Body)
		}
	}
	h, _ = open(t, func(c *api.Config) { c.Importer = m })
	if w := request(h, http.MethodPost, "/collections/talks/feeds", `{"url":"https://example.org/feed"}`); w.Code != http.StatusForbidden {
		t.Errorf("a server that fetches nothing: status %d", w.Code)
	}
	h, _ = open(t, nil)
	if w := request(h, http.MethodGet, "/collections/talks/feeds", ""); w.Code != http.StatusForbidden {
		t.Errorf("a server without an importer: status %d", w.Code)
	}
}

// The description names every format of downloads, with its media type.
func TestExportsAreDescribed(t *testing.T) {
	h, _ := open(t, nil)
	description := request(h, http.MethodGet, "/openapi.json", "").Body.String()
	for _, f := range export.Formats() {
		mediaType, _, _ := strings.Cut(f.MediaType, ";")
		if !strings.Contains(description, `"`+mediaType+`":{`) {
			t.Errorf("%s is not described", mediaType)
		}
		if w := request(h, http.MethodGet, "/collections/talks/export?format="+f.Name, ""); w.Code != http.StatusOK || w.Header().Get("Content-Type") != f.MediaType {
			t.Errorf("%s: status %d, %s", f.Name, w.Code, w.Header().Get("Content-Type"))
		}
	}
}

func TestReadOnlyServersAreNotChanged(t *testing.T) {
	h, _ := open(t, func(c *api.Config) { c.Writes, c.Parse = false, nil })
	for path, body := range map[string]string{"/collections/talks/decisions": `{"scope":"all","phrase":"x","choice":"none"}`, "/collections/talks/publications": `{}`} {
		if w := request(h, http.MethodPost, path, body); w.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	for _, path := range []string{"/publications/x", "/collections/talks/decisions/x"} {
		if w := request(h, http.MethodDelete, path, ""); w.Code != http.StatusForbidden {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	if w := request(h, http.MethodPost, "/parse", `{"text":"x"}`); w.Code != http.StatusNotFound {
		t.Errorf("parse: status %d", w.Code)
	}
	h, a := open(t, func(c *api.Config) { c.Store = nil })
	for path, want := range map[string]int{"/publications/x": http.StatusNotFound, "/collections/talks/publications": http.StatusOK} {
		if w := request(h, http.MethodGet, path, ""); w.Code != want {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	var words bytes.Buffer
	for _, d := range a.Descriptions() {
		if d.Summary == "" || d.Text == "" {
			t.Errorf("%s %s has no description", d.Method, d.Path)
		}
		words.WriteString(d.Method + " " + d.Path + "\n")
	}
	if !strings.Contains(words.String(), "GET /api/v1/collections/{collection}/places\n") {
		t.Errorf("operations:\n%s", &words)
	}
}
