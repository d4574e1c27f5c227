package store_test

import (
	"errors"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

func TestReviewMentions(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		all := fixture.Parsed()
		fill(t, db, "talks", all[:1])
		var ids []string // of the mentions of Kabul
		p := all[0]
		for i := range p.Mentions {
			if p.Mentions[i].Phrase == "Kabul" && p.Mentions[i].Role == geo.RoleLiteral {
				ids = append(ids, geo.MentionID(&p.Article, p.Mentions[i].Span))
			}
		}
		mentions := func(limit int) []store.MentionRef {
			t.Helper()
			found, err := db.ReviewMentions(t.Context(), "talks", ids[0], limit)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		if got := mentions(100); len(got) != len(ids) || got[0] != (store.MentionRef{Article: p.Article.ID, Mention: ids[0]}) {
			t.Errorf("the group has %v, want the mentions %v", got, ids)
		}
		if got := mentions(1); len(got) != 1 {
			t.Errorf("limited to 1: %v", got)
		}
		decide(t, db, store.Decision{Scope: store.ScopeMention, Collection: "talks", Article: p.Article.ID, Mention: ids[0], Phrase: "Kabul", Choice: store.ChoiceNone}, store.Effect{Mentions: 1, Articles: 1})
		if got := mentions(100); len(got) != len(ids)-1 {
			t.Errorf("after a decision the group has %v", got)
		}
		if _, err := db.ReviewMentions(t.Context(), "talks", "0123456789abcdef", 9); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("an unknown mention: %v", err)
		}

		span := geo.Span{Start: 0, End: len("Officials")}
		id, phrase, err := db.MissedMention(t.Context(), "talks", p.Article.ID, span)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []string{id, "x", "0123456789abcdef-1"} {
			if article, err := db.MentionArticle(t.Context(), "talks", m); article != "" || err != nil {
				t.Errorf("mention %q is in %q, error %v", m, article, err)
			}
		}
		added := decide(t, db, store.Decision{Scope: store.ScopeMention, Collection: "talks", Article: p.Article.ID, Mention: id, Phrase: phrase, Span: span, Choice: store.ChoicePlace, Place: mashhad}, store.Effect{Mentions: 1, Articles: 1})
		for _, m := range []string{id, ids[0]} {
			if article, err := db.MentionArticle(t.Context(), "talks", m); article != p.Article.ID || err != nil {
				t.Errorf("mention %q is in %q, error %v", m, article, err)
			}
		}
		if c, a, err := db.MissedMentionByID(t.Context(), id); c != "talks" || a != p.Article.ID || err != nil {
			t.Errorf("the missed mention is in %q of %q, error %v", a, c, err)
		}
		undo(t, db, added)
		if _, _, err := db.MissedMentionByID(t.Context(), id); !errors.Is(err, geo.ErrNotFound) {
			t.Errorf("undone: %v", err)
		}
	})
}
