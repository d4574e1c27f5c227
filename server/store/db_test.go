package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/internal/postgres"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// each runs a test with both database systems, in parallel with other tests.
func each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Parallel()
	eachDatabase(t, test)
}

// eachDatabase runs a test with both database systems, one after the other.
func eachDatabase(t *testing.T, test func(t *testing.T, db *store.DB)) {
	for name, address := range map[string]func(testing.TB) string{"SQLite": newFile, "PostgreSQL": postgres.New} {
		t.Run(name, func(t *testing.T) { test(t, open(t, address(t))) })
	}
}

// newFile returns the path of an SQLite file that does not exist.
func newFile(t testing.TB) string { return filepath.Join(t.TempDir(), "store.db") }

func open(t *testing.T, address string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func update(t *testing.T, db *store.DB, f func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

// fill stores parsed articles in a collection and returns their keys.
func fill(t *testing.T, db *store.DB, collection string, parsed []*geo.Parsed) (keys []string) {
	t.Helper()
	ctx := context.Background()
	update(t, db, func(tx *store.Tx) error {
		keys = nil
		if err := tx.PutCollection(ctx, collection, "Talks", "On a border"); err != nil {
			return err
		}
		for _, p := range parsed {
			kept, err := tx.PutArticle(ctx, collection, &p.Article)
			if err != nil {
				return err
			}
			if err := tx.PutParsed(ctx, kept.Key, p); err != nil {
				return err
			}
			keys = append(keys, kept.Key)
		}
		return nil
	})
	return keys
}

// related returns the fixture with every kind of data of a parsed article.
func related() []*geo.Parsed {
	all := fixture.Parsed()
	m := &all[0].Mentions[2]
	m.Recognized, m.Wide, m.Base = 0.75, geo.Span{Start: 2, End: 30}, "Base"
	m.When = &geo.DateRange{First: "2021-09-05", Last: "2021-09-06", Words: "on Sunday", Span: geo.Span{Start: 3, End: 9}}
	m.Relation = &geo.Relation{
		Kind: geo.RelationOffset, Span: geo.Span{Start: 1, End: 5}, Words: "50 km north of", Anchor: 2, Anchor2: -1, DistanceKM: 50,
		Bearing: 0, HasBearing: true, SubjectMention: -1, Point: orb.Point{69.17, 34.9}, UncertaintyKM: 12.5,
		Area: orb.Polygon{{{69, 34}, {69.5, 34}, {69.5, 35}, {69, 34}}},
	}
	all[0].Resolutions[2].UncertaintyKM = 3
	all[0].Resolutions[2].Place.Codes = map[string]string{"wikidata": "Q5838"}
	all[0].Resolutions[2].Place.Bound = orb.Bound{Min: orb.Point{69, 34}, Max: orb.Point{70, 35}}
	all[0].Article.Pages = []int{0, 40}
	return all
}

func TestRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		want := related()
		fill(t, db, "talks", want)
		c, err := wholeCollection(ctx, db, "talks")
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range c.Parsed {
			if !reflect.DeepEqual(normal(p), normal(want[i])) {
				t.Errorf("article %s came back as\n%+v\nnot as\n%+v", p.Article.ID, p, want[i])
			}
		}
		mine, err := db.Collections(ctx)
		counts, _, ledger := newBrute(want, selection.Selection{}).counts()
		if err != nil || len(mine) != 1 || mine[0].Ledger != ledger || mine[0].Places != counts.Places || mine[0].Articles != len(want) {
			t.Errorf("summary %+v, want %+v and %+v, error %v", mine, counts, ledger, err)
		}
		if info, err := db.Info(ctx, "talks"); err != nil || mine[0].CollectionInfo != info {
			t.Errorf("summary %+v of %+v, error %v", mine[0], info, err)
		}
		a, err := db.Article(ctx, "talks", "talks")
		if err != nil || a.Article.Title != want[0].Article.Title || len(a.Mentions) != len(want[0].Mentions) {
			t.Errorf("article %+v, error %v", a, err)
		}
		collection, article, err := db.Mention(ctx, geo.MentionID(&want[0].Article, want[0].Mentions[3].Span))
		if err != nil || collection != "talks" || article != "talks" {
			t.Errorf("mention in %s of %s, error %v", article, collection, err)
		}
		for what, err := range map[string]error{
			"collection": second(db.Info(ctx, "x")), "selection": second(db.Select(ctx, "x", selection.Selection{})), "article": second(db.Article(ctx, "talks", "x")),
			"mention": third(db.Mention(ctx, "x")), "second copy": third(db.Mention(ctx, mention(0)+"-2")),
			"key": second(db.ArticleByKey(ctx, "x")),
		} {
			if !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// normal returns an article with nil for empty lists.
func normal(p *geo.Parsed) *geo.Parsed {
	c := *p
	if len(c.Article.Pages) == 0 {
		c.Article.Pages = nil
	}
	if len(c.Mentions) == 0 {
		c.Mentions, c.Resolutions = nil, nil
	}
	if len(c.Focus) == 0 {
		c.Focus = nil
	}
	return &c
}

func TestPuttingTwiceChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		fill(t, db, "talks", fixture.Parsed())
		before, err := db.Collections(ctx)
		if err != nil {
			t.Fatal(err)
		}
		update(t, db, func(tx *store.Tx) error {
			for _, p := range fixture.Parsed() {
				kept, err := tx.PutArticle(ctx, "talks", &p.Article)
				if err != nil || kept.New || kept.Linked || kept.Changed || kept.ID != p.Article.ID {
					t.Errorf("kept again: %+v, %v", kept, err)
				}
			}
			return nil
		})
		after, err := db.Collections(ctx)
		if err != nil || !reflect.DeepEqual(before, after) {
			t.Errorf("before %+v, after %+v, error %v", before, after, err)
		}
	})
}

func TestSameTextWithTwoTitles(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		first, again := fixture.Parsed()[0], fixture.Parsed()[0]
		again.Article.Title = "The same, by another paper"
		fill(t, db, "talks", []*geo.Parsed{first, again})
		for id, want := range map[string]string{mention(0): "talks", mention(0) + "-2": "talks-2"} {
			if c, a, err := db.Mention(ctx, id); c != "talks" || a != want || err != nil {
				t.Errorf("mention %s stands in %s of %s: %v", id, a, c, err)
			}
		}
		got, err := wholeCollection(ctx, db, "talks")
		if err != nil || len(got.Parsed) != 2 || got.Parsed[0].Article.ID != "talks" || got.Parsed[1].Article.ID != "talks-2" {
			t.Errorf("articles %+v, error %v", got, err)
		}
	})
}

func TestParsingAgainKeepsIDsAndDecisions(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		keys := fill(t, db, "talks", fixture.Parsed())
		before, _ := db.Collections(ctx)
		old := geo.Versions{Gazetteer: "g1", Recognizer: "r1", Resolver: "s1"}
		update(t, db, func(tx *store.Tx) error {
			_, _, err := tx.Decide(ctx, store.Decision{
				Scope: store.ScopeMention, Collection: "talks", Article: "talks", Mention: mention(0), Choice: store.ChoicePlace,
				Place: &geo.Place{ID: "geonames:1", Name: "Elsewhere", Kind: geo.KindSettlement}, Author: "an editor", DecidedAt: time.Unix(1e9, 0),
			})
			return err
		})
		p := fixture.Parsed()[0]
		p.Versions = geo.Versions{Gazetteer: "g2", Recognizer: "r1", Resolver: "s1"}
		p.Mentions, p.Resolutions = p.Mentions[:1], p.Resolutions[:1]
		p.Ledger = geo.Ledger{Mentions: 1, Countries: 1}
		update(t, db, func(tx *store.Tx) error { return tx.PutParsed(ctx, keys[0], p) })
		got, err := db.Article(ctx, "talks", "talks")
		if err != nil || len(got.Mentions) != 1 || got.Versions != p.Versions {
			t.Fatalf("parsed anew: %+v, %v", got, err)
		}
		if _, _, err := db.Mention(ctx, mention(0)); err != nil {
			t.Errorf("a mention that is found again lost its address: %v", err)
		}
		if r := got.Resolutions[0]; r.Place == nil || r.Place.ID != "geonames:1" || !strings.Contains(r.Why[0], "by an editor") {
			t.Errorf("the mention is read as %+v", r)
		}
		if all, err := db.Decisions(ctx, ""); err != nil || len(all) != 1 || all[0].Place.ID != "geonames:1" || all[0].Author != "an editor" {
			t.Errorf("decisions %+v, error %v", all, err)
		}
		after, _ := db.Collections(ctx)
		if before[0].Version == after[0].Version {
			t.Error("the collection's version did not change")
		}
		stale, err := db.StaleArticles(ctx, old, "", 100)
		if err != nil || len(stale) != 4 {
			t.Errorf("stale by the versions of before: %v, %v", stale, err)
		}
		rest, err := db.StaleArticles(ctx, p.Versions, "", 100)
		if err != nil || len(rest) != 3 || !slices.IsSortedFunc(rest, func(a, b store.StaleArticle) int { return strings.Compare(a.Key, b.Key) }) {
			t.Errorf("stale now: %v, %v", rest, err)
		}
		for _, s := range rest {
			if s.Key == keys[0] || s.Stamp == 0 {
				t.Errorf("stale now: %+v", s)
			}
		}
	})
}

func TestChangedPageIsStoredTwice(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		fill(t, db, "talks", fixture.Parsed())
		p := fixture.Parsed()[0]
		p.Article.Text += "\n\nCorrected on Tuesday."
		p.Article.Hash = geo.HashText(p.Article.Text)
		var kept store.PutResult
		update(t, db, func(tx *store.Tx) (err error) {
			kept, err = tx.PutArticle(ctx, "talks", &p.Article)
			return err
		})
		if !kept.New || !kept.Linked || !kept.Changed || kept.ID != "talks-2" {
			t.Errorf("kept %+v", kept)
		}
		versions, err := db.Versions(ctx, "talks", "talks")
		if err != nil || len(versions) != 2 || versions["talks-2"].IsZero() {
			t.Errorf("versions %v, error %v", versions, err)
		}
		if one, err := db.Versions(ctx, "talks", "empty"); err != nil || len(one) != 0 {
			t.Errorf("versions of a page that did not change: %v, %v", one, err)
		}
	})
}

func TestInvalidArticleDoesNotStopOthers(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		fill(t, db, "talks", fixture.Parsed()[:1])
		update(t, db, func(tx *store.Tx) error {
			bad := fixture.Parsed()[1].Article
			bad.Text = "Kabul\x00"
			if _, err := tx.PutArticle(ctx, "talks", &bad); !errors.Is(err, geo.ErrInput) || !strings.Contains(err.Error(), "NUL") {
				t.Errorf("a NUL character: %v", err)
			}
			good := fixture.Parsed()[2].Article
			_, err := tx.PutArticle(ctx, "talks", &good)
			return err
		})
		err := db.Update(ctx, func(tx *store.Tx) error {
			_, err := tx.PutArticle(ctx, "none", &fixture.Parsed()[0].Article)
			return err
		})
		if !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("no such collection: %v", err)
		}
		if err := db.Update(ctx, func(tx *store.Tx) error { return tx.PutCollection(ctx, "No Name", "", "") }); !errors.Is(err, geo.ErrInput) {
			t.Errorf("a bad name: %v", err)
		}
	})
}

func TestConcurrentWriters(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		update(t, db, func(tx *store.Tx) error { return tx.PutCollection(ctx, "c", "C", "") })
		var group sync.WaitGroup
		for w := range 4 {
			group.Go(func() {
				for i := range 10 {
					p := fixture.Parsed()[0]
					p.Article.Title = fmt.Sprint("Title ", i) // four times the same ten
					err := db.Update(ctx, func(tx *store.Tx) error {
						kept, err := tx.PutArticle(ctx, "c", &p.Article)
						if err != nil {
							return err
						}
						return tx.PutParsed(ctx, kept.Key, p)
					})
					if err != nil {
						t.Errorf("writer %d: %v", w, err)
					}
				}
			})
		}
		group.Wait()
		c, err := wholeCollection(ctx, db, "c")
		if err != nil || len(c.Parsed) != 10 {
			t.Fatalf("%d articles, error %v", len(c.Parsed), err)
		}
		if r, err := db.Check(ctx); err != nil || len(r.Faults) > 0 || r.Articles != 10 || r.Unparsed != 0 {
			t.Errorf("check %+v, %v", r, err)
		}
	})
}

func TestCheckFindsDamage(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		fill(t, db, "talks", fixture.Parsed())
		if r, err := db.Check(ctx); err != nil || len(r.Faults) > 0 || r.Collections != 1 || r.Articles != 4 || r.Mentions != 27 {
			t.Fatalf("check %+v, %v", r, err)
		}
		for _, damage := range []string{
			`UPDATE articles SET text = text || '.' WHERE seq = (SELECT min(seq) FROM articles)`,
			`DELETE FROM mentions WHERE number = 0`,
		} {
			if _, err := db.Writer().ExecContext(ctx, damage); err != nil {
				t.Fatal(err)
			}
		}
		r, err := db.Check(ctx)
		all := strings.Join(r.Faults, "\n")
		if err != nil || !strings.Contains(all, "was changed") || !strings.Contains(all, "are missing") {
			t.Errorf("faults %q, error %v", all, err)
		}
	})
}

func TestOpenErrors(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "x.db")
	db := open(t, file)
	if _, err := db.Writer().ExecContext(ctx, `INSERT INTO store_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := store.Open(ctx, file); !errors.Is(err, geo.ErrUnavailable) || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("a newer version: %v", err)
	}
	if _, err := store.Open(ctx, filepath.Join(t.TempDir(), "no", "folder", "x.db")); err == nil {
		t.Error("a store in a missing folder was opened")
	}
	if _, err := store.Open(ctx, "postgres://nobody@127.0.0.1:1/none?connect_timeout=2"); !errors.Is(err, geo.ErrUnavailable) {
		t.Errorf("a server that does not answer: %v", err)
	}
}
