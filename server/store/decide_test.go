package store_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

var (
	mashhad = &geo.Place{ID: "geonames:124665", Name: "Mashhad", Kind: geo.KindSettlement, Country: "IR", CountryName: "Iran", Admin1: "Razavi Khorasan", Point: orb.Point{59.6, 36.3}}
	iran    = &geo.Place{ID: "geonames:130758", Name: "Iran", Kind: geo.KindCountry, Country: "IR", CountryName: "Iran", Point: orb.Point{53, 32}}
)

// decide stores a decision and returns its id.
func decide(t *testing.T, db *store.DB, d store.Decision, want store.Effect) (id string) {
	t.Helper()
	before, err := db.CountEffect(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	var effect store.Effect
	update(t, db, func(tx *store.Tx) (err error) {
		id, effect, err = tx.Decide(t.Context(), d)
		return err
	})
	if effect != want || before != want {
		t.Errorf("%s of %q applies to %+v, counted before %+v, want %+v", d.Scope, d.Phrase, effect, before, want)
	}
	return id
}

func undo(t *testing.T, db *store.DB, id string) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error {
		_, err := tx.Undo(t.Context(), id, "editor")
		return err
	})
}

// stateOf returns everything that a collection answers, as text.
func stateOf(t *testing.T, db *store.DB, name string) string {
	t.Helper()
	var b strings.Builder
	for _, query := range []string{"", "role=all&state=undecided,confirmed,changed,rejected", "country=IR", "state=changed"} {
		s, _ := selection.ParseQuery(query)
		r, err := db.Select(t.Context(), name, s)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := r.Places(t.Context(), store.OrderName, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s: %+v %+v\n", query, r.Counts, r.Ledger)
		for _, row := range rows {
			row.Key = 0
			fmt.Fprintf(&b, "  %+v\n", row)
		}
		for m, err := range r.Mentions(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			mention, err := json.Marshal(m.Mention())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "  %s %s %s %+v\n", m.ID, m.State, mention, m.Resolution().Why)
		}
	}
	return b.String()
}

// outcomeAt returns the id of the place and the outcome of the first mention of a phrase in an article.
func outcomeAt(t *testing.T, db *store.DB, collection, article, phrase string) string {
	t.Helper()
	p, err := db.Article(t.Context(), collection, article)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.Mentions {
		if p.Mentions[i].Phrase != phrase {
			continue
		}
		r := &p.Resolutions[i]
		if r.Place == nil {
			return string(r.Outcome)
		}
		return string(r.Outcome) + " " + string(r.Place.ID)
	}
	return "no mention"
}

// A decision from now on is there after the store was opened again, after articles are parsed again, on an article that is added later, and after it
// was exported and imported into another store. When it is undone, all is as before.
func TestDecisionFromNowOn(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		all := fixture.Parsed()
		keys := fill(t, db, "talks", all[:1])
		before := stateOf(t, db, "talks")
		id := decide(t, db, store.Decision{Scope: store.ScopeAll, Phrase: "Kabul", Choice: store.ChoicePlace, Place: mashhad, Author: "Editor", Note: "see the map"}, store.Effect{Mentions: 4, Articles: 1})
		want := "placed geonames:124665"
		if got := outcomeAt(t, db, "talks", "talks", "Kabul"); got != want {
			t.Errorf("decided: %q", got)
		}
		decided := stateOf(t, db, "talks")
		again, err := store.Open(t.Context(), db.Address())
		if err != nil {
			t.Fatal(err)
		}
		if got := stateOf(t, again, "talks"); got != decided {
			t.Errorf("opened again:\n%s\nwant\n%s", got, decided)
		}
		again.Close()
		p := fixture.Parsed()[0]
		p.Versions.Resolver = "another"
		update(t, db, func(tx *store.Tx) error { return tx.PutParsed(t.Context(), keys[0], p) })
		if got := outcomeAt(t, db, "talks", "talks", "Kabul"); got != want {
			t.Errorf("parsed again: %q", got)
		}
		fill(t, db, "later", []*geo.Parsed{fixture.Placed("rain", "Rain", "Rain fell in Kabul.")})
		if got := outcomeAt(t, db, "later", "rain", "Kabul"); got != want {
			t.Errorf("an article added later: %q", got)
		}
		var file bytes.Buffer
		if n, err := db.WriteDecisions(t.Context(), "", &file); err != nil || n != 1 {
			t.Fatalf("%d decisions, error %v", n, err)
		}
		eachDatabase(t, func(t *testing.T, other *store.DB) {
			fill(t, other, "talks", all[:1])
			if n, failed, err := other.ReadDecisions(t.Context(), bytes.NewReader(file.Bytes())); err != nil || n != 1 || len(failed) > 0 {
				t.Fatalf("%d decisions imported, %v failed, error %v", n, failed, err)
			}
			if got := stateOf(t, other, "talks"); got != decided {
				t.Errorf("imported:\n%s\nwant\n%s", got, decided)
			}
			fill(t, other, "later", []*geo.Parsed{fixture.Placed("rain", "Rain", "Rain fell in Kabul.")})
			if got := outcomeAt(t, other, "later", "rain", "Kabul"); got != want {
				t.Errorf("imported, an article added later: %q", got)
			}
		})
		undo(t, db, id)
		if got := stateOf(t, db, "talks"); got != before {
			t.Errorf("undone:\n%s\nwant\n%s", got, before)
		}
		if got := outcomeAt(t, db, "later", "rain", "Kabul"); got != "placed geonames:1138958" {
			t.Errorf("undone, added later: %q", got)
		}
		if err := db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.Undo(t.Context(), id, ""); return err }); !errors.Is(err, geo.ErrInput) {
			t.Errorf("undone twice: %v", err)
		}
	})
}

// A decision about fewer mentions beats one about more, whichever was made later, and each choice has its outcome.
func TestScopesAndChoices(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		a := fixture.Placed("a", "A", "Kabul, then Kabul.")
		b := fixture.Placed("b", "B", "Rain fell in Kabul.")
		fill(t, db, "talks", []*geo.Parsed{a, b})
		fill(t, db, "other", []*geo.Parsed{b})
		first := geo.MentionID(&a.Article, a.Mentions[0].Span)
		one := decide(t, db, store.Decision{Scope: store.ScopeMention, Collection: "talks", Article: "a", Mention: first, Choice: store.ChoicePlace, Place: iran}, store.Effect{Mentions: 1, Articles: 1})
		decide(t, db, store.Decision{Scope: store.ScopeArticle, Collection: "talks", Article: "a", Phrase: "Kabul", Choice: store.ChoiceArea, Place: mashhad, RadiusKM: 30}, store.Effect{Mentions: 2, Articles: 1})
		decide(t, db, store.Decision{Scope: store.ScopeCollection, Collection: "talks", Phrase: "Kabul", Choice: store.ChoiceNone}, store.Effect{Mentions: 3, Articles: 2})
		decide(t, db, store.Decision{Scope: store.ScopeAll, Phrase: "Kabul", Choice: store.ChoiceUnknown, Role: geo.RoleAssociative}, store.Effect{Mentions: 3, Articles: 2})
		p, err := db.Article(t.Context(), "talks", "a")
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"country geonames:130758 associative", "approximate geonames:124665 associative"} {
			r := &p.Resolutions[i]
			if got := fmt.Sprint(r.Outcome, " ", r.Place.ID, " ", p.Mentions[i].Role); got != want {
				t.Errorf("mention %d is %q, want %q", i, got, want)
			}
		}
		if r := &p.Resolutions[1]; r.UncertaintyKM != 30 || !r.Approximate() {
			t.Errorf("area only: %+v", r)
		}
		if got := outcomeAt(t, db, "talks", "b", "Kabul"); got != "missing" {
			t.Errorf("not a place: %q", got)
		}
		if got := outcomeAt(t, db, "other", "b", "Kabul"); got != "ambiguous" {
			t.Errorf("in another collection: %q", got)
		}
		for query, want := range map[string]int{"": 0, "role=all": 2, "role=all&state=rejected": 1, "role=all&state=changed": 2, "role=all&in=geonames:130758": 1} {
			s, _ := selection.ParseQuery(query)
			if got := countsOf(t, db, "talks", s); got.Mentions != want {
				t.Errorf("%q selects %d mentions, want %d", query, got.Mentions, want)
			}
		}
		undo(t, db, one)
		if got := outcomeAt(t, db, "talks", "a", "Kabul"); got != "approximate geonames:124665" {
			t.Errorf("the mention alone undone: %q", got)
		}
		history, err := db.History(t.Context(), "talks", first)
		if err != nil || len(history) != 3 {
			t.Fatalf("history %+v, error %v", history, err)
		}
		if h := history[0]; h.Cause != store.CauseUndo || h.Author != "editor" || h.Before.Place != "geonames:130758" || h.After.Outcome != geo.OutcomeApproximate || h.Article != "a" {
			t.Errorf("the last change is %+v", h)
		}
		if h := history[len(history)-1]; h.Cause != store.CauseDecision || h.Before.Place != "geonames:1138958" || h.After.Name != "Iran" || h.Decision != one {
			t.Errorf("the first change is %+v", h)
		}
	})
}

// A confirmed reading is confirmed, and its state does not change the place.
func TestConfirm(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		a := fixture.Placed("a", "A", "Rain fell in Kabul.")
		fill(t, db, "talks", []*geo.Parsed{a})
		id := decide(t, db, store.Decision{Scope: store.ScopeCollection, Collection: "talks", Phrase: "Kabul", Choice: store.ChoicePlace, Place: a.Resolutions[0].Place}, store.Effect{Mentions: 1, Articles: 1})
		s := selection.Selection{States: []selection.State{selection.StateConfirmed}}
		if got := countsOf(t, db, "talks", s); got.Mentions != 1 {
			t.Errorf("confirmed: %+v", got)
		}
		undo(t, db, id)
		if got := countsOf(t, db, "talks", s); got.Mentions != 0 {
			t.Errorf("confirmed after undo: %+v", got)
		}
	})
}

// A place that the program missed is a mention like any other: in the text, on the map, in streams and pages.
func TestMissedPlace(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		a := fixture.Placed("a", "A", "Rain fell. From Mashhad came snow, from Kabul sun.")
		keys := fill(t, db, "talks", []*geo.Parsed{a})
		before := stateOf(t, db, "talks")
		span := geo.Span{Start: strings.Index(a.Article.Text, "Mashhad")}
		span.End = span.Start + len("Mashhad")
		mention, phrase, err := db.MissedMention(t.Context(), "talks", "a", span)
		if err != nil || phrase != "Mashhad" {
			t.Fatalf("phrase %q, error %v", phrase, err)
		}
		d := store.Decision{Scope: store.ScopeMention, Collection: "talks", Article: "a", Mention: mention, Phrase: phrase, Span: span, Choice: store.ChoicePlace, Place: mashhad}
		id := decide(t, db, d, store.Effect{Mentions: 1, Articles: 1})
		check := func(what string) {
			t.Helper()
			p, err := db.Article(t.Context(), "talks", "a")
			if err != nil || len(p.Mentions) != 2 || p.Mentions[0].Phrase != "Mashhad" || p.Mentions[0].Passage.Text(p.Article.Text) != "From Mashhad came snow, from Kabul sun." || p.Ledger.Placed != 2 {
				t.Fatalf("%s: %+v, error %v", what, p, err)
			}
			r, err := db.Select(t.Context(), "talks", selection.Selection{Countries: []string{"IR"}})
			if err != nil || r.Counts.Mentions != 1 || r.Total.Mentions != 2 {
				t.Fatalf("%s: %+v, error %v", what, r, err)
			}
			rows, _, _, err := r.Passages(t.Context(), mashhad.ID, store.Cursor{}, 10)
			if err != nil || len(rows) != 1 || rows[0].ID != mention || rows[0].State != selection.StateChanged {
				t.Errorf("%s: passages %+v, error %v", what, rows, err)
			}
			page, err := r.MentionPage(t.Context(), 0, 10)
			if err != nil || len(page) != 1 || page[0].Mention().Phrase != "Mashhad" {
				t.Errorf("%s: page %+v, error %v", what, page, err)
			}
			if c, a, err := db.Mention(t.Context(), mention); err != nil || c != "talks" || a != "a" {
				t.Errorf("%s: the mention is in %s of %s, error %v", what, a, c, err)
			}
			for m, err := range r.Mentions(t.Context()) {
				if err != nil || m.ID != mention {
					t.Errorf("%s: mention %+v, error %v", what, m, err)
				}
			}
		}
		check("added")
		again := fixture.Placed("a", "A", a.Article.Text)
		update(t, db, func(tx *store.Tx) error { return tx.PutParsed(t.Context(), keys[0], again) })
		check("parsed again")
		undo(t, db, id)
		if got := stateOf(t, db, "talks"); got != before {
			t.Errorf("undone:\n%s\nwant\n%s", got, before)
		}
		if _, _, err := db.MissedMention(t.Context(), "talks", "a", geo.Span{Start: 3, End: 3}); !errors.Is(err, geo.ErrInput) {
			t.Errorf("no words: %v", err)
		}
	})
}

func TestIncompleteDecisions(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		fill(t, db, "talks", fixture.Parsed()[:1])
		for _, d := range []store.Decision{
			{}, {Scope: store.ScopeMention, Mention: "m", Choice: store.ChoiceNone}, {Scope: store.ScopeAll, Choice: store.ChoiceNone},
			{Scope: store.ScopeAll, Phrase: "Kabul", Choice: store.ChoicePlace}, {Scope: store.ScopeAll, Phrase: "Kabul"},
			{Scope: store.ScopeAll, Phrase: "Kabul", Choice: "x"}, {Scope: store.ScopeAll, Phrase: "Kabul", Role: "x"},
			{Scope: store.ScopeAll, Phrase: "Kabul", Choice: store.ChoiceNone, Span: geo.Span{Start: 1, End: 2}},
		} {
			if _, err := db.CountEffect(t.Context(), d); !errors.Is(err, geo.ErrInput) {
				t.Errorf("%+v: %v", d, err)
			}
		}
		for _, d := range []store.Decision{
			{Scope: store.ScopeCollection, Collection: "none", Phrase: "Kabul", Choice: store.ChoiceNone},
			{Scope: store.ScopeArticle, Collection: "talks", Article: "none", Phrase: "Kabul", Choice: store.ChoiceNone},
		} {
			if err := db.Update(t.Context(), func(tx *store.Tx) error { _, _, err := tx.Decide(t.Context(), d); return err }); !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("%+v: %v", d, err)
			}
		}
	})
}

// A decision is read back from its line.
func TestDecisionLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-zA-Z"é\n ]{1,10}x`)
		d := store.Decision{
			ID: word.Draw(t, "id"), Scope: store.ScopeMention, Collection: word.Draw(t, "collection"), Article: word.Draw(t, "article"), Mention: word.Draw(t, "mention"), Phrase: word.Draw(t, "phrase"),
			Choice: rapid.SampledFrom([]store.Choice{store.ChoicePlace, store.ChoiceArea, store.ChoiceNone, store.ChoiceUnknown}).Draw(t, "choice"),
			Place:  rapid.SampledFrom([]*geo.Place{mashhad, iran}).Draw(t, "place"), RadiusKM: rapid.Float64Range(0, 100).Draw(t, "radius"),
			Role: rapid.SampledFrom(append(selection.Roles(), "")).Draw(t, "role"), Span: geo.Span{Start: 2, End: rapid.IntRange(3, 9).Draw(t, "end")},
			Note: word.Draw(t, "note"), Author: word.Draw(t, "author"), DecidedAt: time.UnixMilli(rapid.Int64Range(1, 1e12).Draw(t, "time")).UTC(),
		}
		line, err := store.MarshalDecision(d)
		if err != nil || strings.ContainsRune(string(line), '\n') {
			t.Fatalf("line %q, error %v", line, err)
		}
		got, err := store.UnmarshalDecision(line)
		if err != nil || !reflect.DeepEqual(got, d) {
			t.Fatalf("read back %+v, want %+v, error %v", got, d, err)
		}
	})
}

// What changed since a time is listed with its causes.
func TestChanges(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		a, b := fixture.Placed("a", "A", "Rain fell in Kabul."), fixture.Placed("b", "B", "Snow fell in Kabul.")
		keys := fill(t, db, "talks", []*geo.Parsed{a})
		start := time.Now()
		for time.Now().UnixMilli() <= start.UnixMilli() {
			continue
		}
		if c, err := db.Changes(t.Context(), "talks", time.Now()); err != nil || len(c.Articles)+len(c.Places)+c.Readings > 0 {
			t.Errorf("nothing changed: %+v, %v", c, err)
		}
		fill(t, db, "talks", []*geo.Parsed{b})
		decide(t, db, store.Decision{Scope: store.ScopeAll, Phrase: "Kabul", Choice: store.ChoicePlace, Place: mashhad, Author: "Editor"}, store.Effect{Mentions: 2, Articles: 2})
		again := fixture.Placed("a", "A", a.Article.Text)
		again.Mentions, again.Resolutions, again.Ledger = nil, nil, geo.Ledger{}
		again.Versions.Recognizer = "worse"
		update(t, db, func(tx *store.Tx) error { return tx.PutParsed(t.Context(), keys[0], again) })
		c, err := db.Changes(t.Context(), "talks", start)
		if err != nil || !slices.Equal(c.Articles, []string{"b"}) || len(c.Places) != 1 || c.Places[0].ID != mashhad.ID || c.Causes[store.CauseDecision] != 2 || c.Causes[store.CauseParse] != 1 {
			t.Errorf("changes %+v, error %v", c, err)
		}
		if n, err := db.CountReadings(t.Context(), "talks", start); err != nil || n != 3 || n != c.Readings {
			t.Errorf("%d changed readings, error %v, want 3", n, err)
		}
		all, err := db.Readings(t.Context(), "talks", start, 0, 10)
		if err != nil || len(all) != 3 || all[0].After.Present || all[0].Before.Name != "Mashhad" || !strings.Contains(all[0].Note, "worse") || all[1].After.Name != "Mashhad" {
			t.Errorf("readings %+v, error %v", all, err)
		}
		if all, err := db.Readings(t.Context(), "talks", start, 2, 10); err != nil || len(all) != 1 {
			t.Errorf("readings from the third on: %+v, %v", all, err)
		}
	})
}

func TestReviewGroups(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		fill(t, db, "talks", fixture.Parsed())
		r, err := db.Select(t.Context(), "talks", selection.Selection{})
		if err != nil {
			t.Fatal(err)
		}
		all, total, err := r.ReviewGroups(t.Context(), store.ReviewAll, 0, 100)
		if err != nil || total != len(all) || !slices.IsSortedFunc(all, func(a, b store.ReviewGroup) int { return cmp.Compare(b.Score, a.Score) }) {
			t.Fatalf("%d groups %+v, error %v", total, all, err)
		}
		n := 0
		for _, g := range all {
			n += g.Mentions
			if (g.Place == nil) != (g.Outcome != geo.OutcomePlaced && g.Outcome != geo.OutcomeCountry) || g.Example == "" {
				t.Errorf("group %+v", g)
			}
		}
		if n != r.Counts.Mentions {
			t.Errorf("%d mentions in groups, want %d", n, r.Counts.Mentions)
		}
		unclear, total, err := r.ReviewGroups(t.Context(), store.ReviewUnclear, 1, 1)
		if err != nil || total != 3 || len(unclear) != 1 {
			t.Errorf("unclear: %d groups, %+v, error %v", total, unclear, err)
		}
		decide(t, db, store.Decision{Scope: store.ScopeCollection, Collection: "talks", Phrase: "Paris", Choice: store.ChoiceUnknown}, store.Effect{Mentions: 1, Articles: 1})
		if r, err = db.Select(t.Context(), "talks", selection.Selection{}); err != nil {
			t.Fatal(err)
		}
		if _, total, err = r.ReviewGroups(t.Context(), store.ReviewUnclear, 0, 100); err != nil || total != 2 {
			t.Errorf("unclear after a decision: %d groups, error %v", total, err)
		}
	})
}
