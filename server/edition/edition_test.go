package edition_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dateline/geo"
	"dateline/geo/text"
	"dateline/server/edition"
	"dateline/server/internal/fixture"
	"dateline/server/internal/postgres"
	"dateline/server/selection"
	"dateline/server/store"
)

// baseMap returns a front end with an empty base map.
func baseMap() fs.FS {
	return fstest.MapFS{
		"dist/basemap/world.json": {Data: []byte(`{"extent":4096,"levels":[],"tile":{"land":"","water":""},"countries":[],"seas":[]}`)},
		"dist/viewer.js":          {Data: []byte(strings.Repeat("// The viewer.\n", 10))}, "dist/style.css": {Data: []byte(strings.Repeat("/* The style. */\n", 10))},
	}
}

var published = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func put(t testing.TB, db *store.DB, all ...*geo.Parsed) {
	t.Helper()
	ctx := context.Background()
	err := db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.PutCollection(ctx, "talks", "Border talks", ""); err != nil {
			return err
		}
		return tx.PutAll(ctx, "talks", all...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func publish(t testing.TB, db *store.DB, query string, c edition.Choices) (*store.Publication, error) {
	t.Helper()
	s, notices := selection.ParseQuery(query)
	if len(notices) > 0 {
		t.Fatal(notices)
	}
	r, err := db.Select(context.Background(), "talks", s)
	if err != nil {
		t.Fatal(err)
	}
	return edition.Publish(context.Background(), db, "", r, &c, edition.Origin{Gazetteer: fixture.Gazetteer(t), Static: baseMap(), Now: published})
}

func open(t testing.TB, address string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// files returns the content of all files of an edition.
func files(t testing.TB, db *store.DB, id string, number int) map[string]string {
	t.Helper()
	list, err := db.EditionFiles(context.Background(), id, number)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d files, %v", len(list), err)
	}
	out := map[string]string{}
	for _, f := range list {
		full, err := db.EditionFile(context.Background(), id, number, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = full.MediaType + "\n" + string(full.Data)
	}
	return out
}

// An edition does not change by more articles, a correction, another publication, a restart, or a backup that is restored into the other
// database system.
func TestEditionsStayTheSame(t *testing.T) {
	for _, system := range []string{"SQLite", "PostgreSQL"} {
		t.Run(system, func(t *testing.T) {
			t.Parallel() // storing 5,000 articles takes most of the time
			ctx := context.Background()
			address := filepath.Join(t.TempDir(), "store.db")
			if system == "PostgreSQL" {
				address = postgres.New(t)
			}
			db, err := store.Open(ctx, address)
			if err != nil {
				t.Fatal(err)
			}
			put(t, db, fixture.Parsed()...)
			first, err := publish(t, db, "", edition.Choices{})
			if err != nil {
				t.Fatal(err)
			}
			before := files(t, db, first.ID, 1)
			for _, name := range []string{
				"index.html", "embed.html", "edition.css", "viewer.js", "viewer.css", "places.geojson", "mentions.geojson", "mentions.csv", "places.kml", "layers.gpkg",
				"figure-slide.svg", "figure-square.svg", "figure-vertical.svg", "figure.png", "card-1200.png", "card-600.png", "card-300.png", "edition.json",
			} {
				if name == "mentions.csv" && !strings.Contains(before[name], "\n\ufeff") {
					t.Error("the table has no byte order mark for Excel")
				}
				if len(before[name]) < 100 {
					t.Errorf("the file %s has %d bytes", name, len(before[name]))
				}
			}
			more := make([]*geo.Parsed, 5000)
			for i := range more {
				more[i] = fixture.Placed(fmt.Sprint("more-", i), "Another", fmt.Sprintf("Number %d. Traders in Quetta waited.", i))
			}
			if testing.Short() {
				more = more[:50]
			}
			put(t, db, more...)
			kabul := fixture.Parsed()[0]
			if err := db.Update(ctx, func(tx *store.Tx) error {
				_, _, err := tx.Decide(ctx, store.Decision{
					Scope: store.ScopeMention, Collection: "talks", Article: kabul.Article.ID, Mention: geo.MentionID(&kabul.Article, kabul.Mentions[2].Span), Choice: store.ChoiceNone,
				})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			second, err := publish(t, db, "", edition.Choices{Note: "Quetta has more mentions."})
			if err != nil {
				t.Fatal(err)
			}
			if second.ID != first.ID || len(second.Editions) != 2 || second.Editions[1].Note != "Quetta has more mentions." {
				t.Errorf("published again: %+v", second)
			}
			same, err := publish(t, db, "", edition.Choices{Note: "Nothing."})
			if err != nil || len(same.Editions) != 2 {
				t.Errorf("the same content was published as an edition of its own: %v", err)
			}
			compare := func(when string, db *store.DB) {
				t.Helper()
				after := files(t, db, first.ID, 1)
				if len(after) != len(before) {
					t.Errorf("%s: %d files, before %d", when, len(after), len(before))
				}
				for name, content := range before {
					if after[name] != content {
						t.Errorf("%s: %s is not the same", when, name)
					}
				}
			}
			compare("after more articles and a decision", db)
			backup := filepath.Join(t.TempDir(), "backup.db")
			if err := db.Backup(ctx, backup); err != nil {
				t.Fatal(err)
			}
			db.Close()
			db = open(t, address)
			compare("after a restart", db)
			compare("in the backup", open(t, backup))
			targets := []string{filepath.Join(t.TempDir(), "restored.db")}
			if os.Getenv(postgres.Variable) != "" {
				targets = append(targets, postgres.New(t))
			}
			for _, target := range targets {
				restored := open(t, target)
				if err := restored.Restore(ctx, backup); err != nil {
					t.Fatal(err)
				}
				compare("restored into "+string(restored.Dialect()), restored)
				p, err := restored.Publication(ctx, first.ID)
				if err != nil || len(p.Editions) != 2 || p.Editions[0] != second.Editions[0] {
					t.Errorf("restored publication: %+v, %v", p, err)
				}
			}
		})
	}
}

func TestPicks(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	put(t, db, fixture.Parsed()...)
	p, err := publish(t, db, "country=PK,AF", edition.Choices{
		Title: `Talks & "more" <b>`, Description: "Four places.", Picks: []edition.Pick{
			{Place: "geonames:1167528", Number: true, Note: "A note about Quetta."}, {Place: "geonames:1138958", Label: "Kábul", Side: "ne", Number: true},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := files(t, db, p.ID, 1)
	var manifest struct {
		Edition   int
		Selection string
		Choices   edition.Choices
		Files     []struct {
			Name   string
			Bytes  int
			SHA256 string
		}
	}
	if err := json.Unmarshal([]byte(got["edition.json"][strings.IndexByte(got["edition.json"], '\n'):]), &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Edition != 1 || manifest.Selection != "country=AF,PK" || len(manifest.Choices.Picks) != 2 || len(manifest.Files) != len(got)-1 {
		t.Errorf("manifest: %+v", manifest)
	}
	page := string(edition.Address([]byte(got["index.html"]), "https://maps.example.org/"))
	for _, want := range []string{
		"1 Quetta", "2 Kábul", "A note about Quetta.", "Talks &amp; &#34;more&#34; &lt;b&gt;", "https://maps.example.org/p/" + p.ID + "/1/card-1200.png",
		"/oembed?format=json&amp;url=https%3A%2F%2Fmaps.example.org%2Fp%2F" + p.ID + "%2F1", "2 picked places",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not contain %s", want)
		}
	}
	for _, not := range []string{"Chaman <span", "dateline-server.invalid", "<b>"} {
		if strings.Contains(page, not) {
			t.Errorf("the page contains %s", not)
		}
	}
	if strings.Index(page, "1 Quetta") > strings.Index(page, "2 Kábul") {
		t.Error("the places are not in the order of the picks")
	}
	if n := strings.Count(got["places.geojson"], `"type":"Feature"`); n != 2 {
		t.Errorf("%d places in the layer", n)
	}
	if !strings.Contains(got["figure-slide.svg"], "Kábul") {
		t.Error("the figure does not have the label")
	}
}

// No text of an edition has a character that HTML or XML forbids, whatever the articles of an old store and the editor wrote.
func TestEditionsAreClean(t *testing.T) {
	const hostile = "\u0097\u0085\x01\x0b\x7f\ufdd0\uffff"
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	put(t, db, fixture.Placed("old"+hostile, "Traders"+hostile, "Traders in Quetta waited"+hostile+"for days. Traders in Kabul did not."))
	p, err := publish(t, db, "", edition.Choices{
		Title: "Talks" + hostile, Description: "A map" + hostile, Alt: "Two places" + hostile, Note: "New" + hostile,
		Picks: []edition.Pick{{Place: "geonames:1138958", Number: true, Label: "Kábul" + hostile, Note: "A note" + hostile}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files(t, db, p.ID, 1) {
		if strings.HasSuffix(name, ".png") || strings.HasSuffix(name, ".gpkg") {
			continue
		}
		if i := strings.IndexFunc(content, text.IsForbidden); i >= 0 {
			t.Errorf("%s contains %q", name, content[max(0, i-60):min(len(content), i+20)])
		}
		if strings.Contains(name, "figure-slide") && !strings.Contains(content, "Kábul—…") {
			t.Errorf("%s does not have the label", name)
		}
	}
}

func TestCappedEditionsHaveNoFinerCoordinates(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	put(t, db, fixture.Parsed()...)
	p, err := publish(t, db, "", edition.Choices{Precision: "country"})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files(t, db, p.ID, 1) {
		for _, digits := range []string{"34.528", "69.172", "30.183", "66.998"} { // of Kabul and Quetta
			if strings.Contains(content, digits) {
				t.Errorf("%s contains the coordinate %s", name, digits)
			}
		}
	}
}

func TestInvalidEditions(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "store.db"))
	put(t, db, fixture.Parsed()...)
	for name, c := range map[string]edition.Choices{
		"no place": {Picks: []edition.Pick{{}}}, "twice": {Picks: []edition.Pick{{Place: "a"}, {Place: "a"}}}, "side": {Picks: []edition.Pick{{Place: "a", Side: "up"}}},
		"unknown place": {Picks: []edition.Pick{{Place: "geonames:1"}}}, "precision": {Precision: "street"}, "long": {Note: strings.Repeat("x", 2001)},
		"long label": {Picks: []edition.Pick{{Place: "a", Label: strings.Repeat("x", 201)}}}, "many": {Picks: make([]edition.Pick, 501)},
	} {
		if _, err := publish(t, db, "", c); !errors.Is(err, geo.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := publish(t, db, "", edition.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if err := db.Withdraw(ctx, p.ID, "Retracted.", published); err != nil {
		t.Fatal(err)
	}
	if _, err := publish(t, db, "", edition.Choices{Description: "Again"}); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("a withdrawn publication was published: %v", err)
	}
	if err := db.Withdraw(ctx, "nothing", "", published); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("withdrawing nothing: %v", err)
	}
	all, err := db.Publications(ctx, "talks")
	if err != nil || len(all) != 1 || all[0].Reason != "Retracted." || all[0].Withdrawn.IsZero() {
		t.Errorf("publications: %+v, %v", all, err)
	}
	if _, err := db.EditionFile(ctx, p.ID, 1, "nothing"); !errors.Is(err, geo.ErrNotFound) {
		t.Error(err)
	}
	var b bytes.Buffer
	if err := edition.WriteCard(&b, nil, fstest.MapFS{}, 300); err == nil {
		t.Error("a card was drawn without a base map")
	}
}
