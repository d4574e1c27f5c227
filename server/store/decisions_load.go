package store

import (
	"context"
	"database/sql"
	"slices"

	"dateline/geo"
)

// decideAll applies the decisions about a collection to its articles, and adds the places that the program missed.
func (db *DB) decideAll(ctx context.Context, tx *sql.Tx, s selector, all []loaded) error {
	decisions, err := db.latestDecisions(ctx, tx, s.name)
	if err != nil || decisions == nil {
		return err
	}
	for i := range all {
		l := &all[i]
		if err := l.decide(ctx, tx, decisions, s.want); err != nil {
			return err
		}
	}
	return nil
}

// decide applies decisions to the mentions of an article.
func (l *loaded) decide(ctx context.Context, tx *sql.Tx, decisions *decisionIndex, want func(article int64, mention int) bool) error {
	changed := false
	for i := range l.p.Mentions {
		m, r := &l.p.Mentions[i], &l.p.Resolutions[i]
		place, role := decisions.find(l.p.Article.ID, geo.CopyID(geo.MentionID(&l.p.Article, m.Span), l.copy), m.Phrase)
		if place == nil && role == nil {
			continue
		}
		v := verdict{outcome: r.Outcome, confidence: r.Confidence, role: m.Role}
		if r.Place != nil {
			v.placeID = r.Place.ID
		}
		place.apply(m, r, v.decided(place, role))
		changed = true
	}
	if len(decisions.added[l.p.Article.ID]) > 0 {
		added, err := l.addMissed(ctx, tx, decisions, want)
		if err != nil {
			return err
		}
		changed = changed || added
	}
	if changed && want == nil {
		l.p.Ledger = geo.Ledger{}
		for i := range l.p.Resolutions {
			l.p.Ledger.Add(l.p.Resolutions[i].Outcome)
		}
	}
	return nil
}

// addMissed adds the places that the program missed in an article, in the order of the text.
func (l *loaded) addMissed(ctx context.Context, tx *sql.Tx, decisions *decisionIndex, want func(article int64, mention int) bool) (added bool, err error) {
	var spans []geo.Span // of all mentions, wanted or not
	rows, err := tx.QueryContext(ctx, `SELECT first, past FROM mentions WHERE article = $1 ORDER BY number`, l.seq)
	err = scan(rows, err, func(row scanner) error {
		var s geo.Span
		err := row.Scan(&s.Start, &s.End)
		spans = append(spans, s)
		return err
	})
	if err != nil {
		return false, err
	}
	for n, d := range decisions.missed(l.p.Article.ID, spans) {
		number := l.base + n
		if d.Span.End > len(l.p.Article.Text) || want != nil && !want(l.seq, number) {
			continue
		}
		m := geo.Mention{Span: d.Span, Phrase: d.Span.Text(l.p.Article.Text), Role: geo.RoleLiteral, Recognized: 1, Passage: sentence(l.p.Article.Text, d.Span)}
		r := geo.Resolution{}
		role := d
		if d.Role == "" {
			role = nil
		}
		d.apply(&m, &r, verdict{role: m.Role}.decided(d, role))
		at, _ := slices.BinarySearchFunc(l.p.Mentions, m, func(a, b geo.Mention) int { return a.Start - b.Start })
		l.p.Mentions, l.p.Resolutions = slices.Insert(l.p.Mentions, at, m), slices.Insert(l.p.Resolutions, at, r)
		l.numbers = slices.Insert(l.numbers, at, number)
		l.moveAnchors(at)
		added = true
	}
	return added, nil
}

// moveAnchors adjusts the anchors of relations after a mention was inserted.
func (l *loaded) moveAnchors(at int) {
	for i := range l.p.Mentions {
		rel := l.p.Mentions[i].Relation
		if rel == nil {
			continue
		}
		for _, index := range []*int{&rel.Anchor, &rel.Anchor2, &rel.SubjectMention} {
			if *index >= at {
				*index++
			}
		}
	}
}

// sentence returns the span of the line around a span, cut at the ends of sentences.
func sentence(text string, s geo.Span) geo.Span {
	from, to := s.Start, s.End
	for from > 0 && text[from-1] != '\n' && (from < 2 || text[from-1] != ' ' || !isEnd(text[from-2])) {
		from--
	}
	for to < len(text) && text[to] != '\n' && (to == s.End || text[to] != ' ' || !isEnd(text[to-1])) {
		to++
	}
	return geo.Span{Start: from, End: to}
}

// isEnd reports whether a byte ends a sentence.
func isEnd(b byte) bool { return b == '.' || b == '!' || b == '?' }
